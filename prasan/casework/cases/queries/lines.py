"""The timeline and who looked, in words: who, verb, object; never the story. A refused user has no name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from prasan.casework.cases.flow import EVENT_WORDS
from prasan.casework.cases.queries.parts import Part
from prasan.ground import clock
from prasan.ground.actors import Actor
from prasan.ground.audit.words import verb_said
from prasan.ground.policy.prepared import fetch
from prasan.ground.screens.parts import Event, Look
from prasan.registry.access.models import Position, User
from prasan.registry.organisations.queries import name_in

FRESH = 60.0  # seconds for which a process trusts the name and office of a colleague
MOST = 5000
_known: dict[tuple[str, str], tuple[float, str, str]] = {}  # by user and language
Names = Mapping[str, tuple[str, str]]


def names_of(actor: Actor, parts: Iterable[Part]) -> dict[str, tuple[str, str]]:
    """Name and present office of everybody who stands in these rows, by the audit's key; one query, none for those met a moment ago."""
    keys = sorted({part.name for part in parts if part.name.startswith("user:")})
    if not keys:
        return {}
    at = clock.counted()
    lang = get_language() or "th"
    missing = [key for key in keys if (known := _known.get((key, lang))) is None or clock.stale(known[0], FRESH)]
    if missing:
        if len(_known) > MOST:
            _known.clear()
        users = tuple(UUID(key.removeprefix("user:")) for key in missing)
        rows = fetch(("cases.names", lang), partial(_names, lang), actor, users=users)
        _known.update(((f"user:{pk}", lang), (at, name, office or "")) for pk, name, office in rows)
    return {key: _known[key, lang][1:] for key in keys if (key, lang) in _known}


def _names(lang: str, actor: Actor, users: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    at = clock.now()
    office = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), user_id=OuterRef("pk"), starts_at__lte=at).order_by("starts_at", "id")
    rows = User.objects.filter(pk__in=users).annotate(office=Subquery(office.values_list(name_in(lang))[:1]))
    found: QuerySet[Any, Any] = rows.values_list("pk", "name", "office")
    return found


def event_lines(
    parts: Sequence[Part], names: Names, *, home: str, lang: str, since: datetime | None = None, reader: str = ""
) -> tuple[Event, ...]:
    """The timeline, newest first. Ours is round, another agency's grey, an alarm of the system square; others' since then are fresh."""
    ordered = sorted(parts, key=lambda part: (part.at or clock.now(), str(part.id)), reverse=True)
    lines = []
    for part in ordered:
        fresh = bool(since and part.at and part.at > since and part.name != reader)
        lines.append(replace(_event(part, names, home, lang), fresh=fresh))
    return tuple(lines)


def _event(part: Part, names: Names, home: str, lang: str) -> Event:
    word = EVENT_WORDS.get(part.code)
    what = str(word.words) if word else part.code
    if word is not None and word.detail is not None and part.detail and (more := str(word.detail(part.detail))):
        what = f"{what}: {more}"
    who = names.get(part.name, (_("ระบบ") if part.name.startswith("system") else _("ผู้แจ้ง"), ""))[0]
    kind = "alarm" if part.number and part.name.startswith("system") else "other" if part.office and part.office != home else "ours"
    moment = clock.local(part.at) if part.at else clock.now()
    return Event(_short(moment, lang), moment.isoformat(timespec="minutes"), who, what, kind)  # type: ignore[arg-type]


def look_lines(parts: Sequence[Part], names: Names, *, case_id: UUID, now: datetime, lang: str) -> tuple[Look, ...]:
    """Who looked, newest first; breaking the glass is noisy; whoever was refused has no name here.

    Looks of one person in a row on one day are one line that says how many: the log keeps each.
    """
    ordered = sorted((part for part in parts if part.code != "open_reporter"), key=lambda part: part.at or now, reverse=True)
    found = []
    for _same, rows in groupby(ordered, key=_visit):
        newest, *older = rows
        most = max((newest, *older), key=lambda part: int(part.detail) if part.office == "case" and part.detail.isdigit() else -1)
        line = replace(_look(most, names, now, lang), when=_look(newest, names, now, lang).when)
        if older and newest.at and older[-1].at:
            start = clock.time_th(older[-1].at, lang).removesuffix(" น.")
            when = f"{_short(clock.local(older[-1].at), lang, now)}–{_short(clock.local(newest.at), lang, now).rsplit(' ', 1)[-1]}"
            times = ngettext("%(n)s ครั้ง", "%(n)s ครั้ง", len(older) + 1) % {"n": len(older) + 1}
            line = replace(line, when=line.when if line.when.endswith(f" {start}") else when, what=" ".join(filter(None, (line.what, times))))
        found.append(line)
    return tuple(found)


def _visit(part: Part) -> tuple[object, ...]:
    """What makes two looks one line; an emergency and a refusal always stand alone."""
    alone = id(part) if part.code.startswith("break_glass") or part.code == "refused" else 0
    return part.name, part.code, clock.local(part.at).date() if part.at else None, alone


def _look(part: Part, names: Names, now: datetime, lang: str) -> Look:
    when = _short(clock.local(part.at), lang, now) if part.at else ""
    if part.code == "refused":
        return Look(when, _("ผู้ใช้ 1 คน"), _("ถูกปฏิเสธ"), _("ไม่ได้อยู่ในทีม"))
    noisy = part.code.startswith("break_glass")
    name, office = names.get(part.name, (_("ระบบ"), ""))
    verb = verb_said("break_glass" if noisy else part.code)
    what = ""
    if part.code == "open" and part.office == "case" and part.detail.isdigit():
        what = _("%(n)s ส่วน") % {"n": part.detail} if part.detail != "0" else _("เฉพาะว่ามีเคส")
    return Look(when, f"{name} {office}".strip(), verb, what, noisy, *((_("ทบทวน"), "/access/reviews") if noisy else ()))


def _short(moment: datetime, lang: str, now: datetime | None = None) -> str:
    """"23 พ.ย. 14.20", or "วันนี้ 14.20" when it is today."""
    time = clock.time_th(moment, lang).removesuffix(" น.")
    if now is not None and clock.local(now).date() == moment.date():
        return f"{_('วันนี้')} {time}"
    day = clock.date_th(moment, lang).rsplit(" ", 1)[0]
    return f"{day} {time}"
