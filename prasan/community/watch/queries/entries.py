"""Entries, finished for the page: blind for members, whole for keepers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.community.counselling import rules as advice
from prasan.community.counselling.queries import answer_word, colleagues
from prasan.community.watch import rules
from prasan.community.watch.flow import WATCH
from prasan.community.watch.models import Watch, WatchLook, WatchRenewal
from prasan.community.watch.queries.keepers import is_orphan, kept_by
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Section, acting, system
from prasan.ground.policy.scope import get, scope, sections_of, sections_of_each
from prasan.ground.vault import prefetch
from prasan.registry.access.models import User


@dataclass(frozen=True, slots=True)
class WatchLine:
    """An entry in a list: the place in words, the level, what to look for; no name and no reason. `mine`: the reader keeps it."""

    id: UUID
    href: str
    sketch: str
    level: int
    level_word: str
    look_for: tuple[str, ...]
    state: str
    state_word: str
    tag: str
    look: str
    late: bool
    due_today: bool
    until: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A look: when, by whom, what was found, in words."""

    when: str
    who: str
    found: str
    words: str


@dataclass(frozen=True, slots=True)
class WatchPage:
    """An entry. Blind (`whole` false): `who`, `why`, `reason`, `note`, looks and renewals are empty, whatever there is."""

    line: WatchLine
    version: int
    whole: bool
    began: str
    reason: str
    who: str
    why: str
    ended_because: str
    note: str
    basis: str
    forgotten: bool
    looks: tuple[Seen, ...]
    renewed: tuple[Seen, ...]
    keepers: tuple[str, ...]
    others: tuple[tuple[UUID, str], ...]  # members who may be asked in
    answer: str
    answer_tag: str
    number: str
    centre: UUID
    left_by: UUID | None  # nobody at the centre keeps it any more: who did last
    offers: tuple[Offer, ...]


def watches(actor: Actor, *, done: bool = False, cursor: str = "", size: int = 30) -> tuple[tuple[WatchLine, ...], str]:
    """What the centre watches, the next look first; or what has ended, for its keepers, the newest first. And the next cursor."""
    rows = scope(actor, "watch.see", Watch).defer("who", "why", "note")
    if done:
        found, after = keyset(rows.exclude(state="watching"), ("-made_at", "id"), cursor, size)
    else:
        found, after = keyset(rows.filter(state="watching"), ("next_look_on", "id"), cursor, size)
    return _lines(actor, found), after


def due_looks(actor: Actor, until: date) -> tuple[WatchLine, ...]:
    """Entries whose next look is due by a day, the earliest first; at most ten."""
    rows = scope(actor, "watch.see", Watch).filter(state="watching", next_look_on__lte=until).defer("who", "why", "note")
    return _lines(actor, list(rows.order_by("next_look_on", "id")[:10]))


def watch_page(actor: Actor, watch_id: UUID) -> WatchPage:
    """One entry; that it was opened is written down, blind or whole. Raises Hidden."""
    row = get(actor, "watch.see", Watch, watch_id)
    whole = Section.IDENTITY in sections_of(actor, "watch.see", Watch, watch_id)
    audit.record("open", "watch", watch_id, detail="" if whole else "blind")
    number, answer, tag = answer_word(actor, row.report_id)
    names, keepers = _keepers(watch_id) if whole else ((), set())
    orphan = is_orphan(watch_id, row.organisation_id) if row.state == "watching" and not whole else None
    return WatchPage(
        line=_line(row, mine=whole), version=row.version, whole=whole, began=_day(row.began_on), reason=str(rules.REASONS.get(row.reason, "")) if whole else "",
        who=(row.who or "") if whole else "", why=(row.why or "") if whole else "", ended_because=str(rules.ENDS.get(row.ended_because, "")) if whole else "",
        note=(row.note or "") if whole else "", basis=str(advice.BASES.get(row.basis, "")), forgotten=row.forgotten_at is not None,
        looks=_looks(actor, watch_id) if whole else (), renewed=_renewed(actor, watch_id) if whole else (),
        keepers=names, others=_others(row, keepers) if whole and row.state == "watching" else (),
        answer=answer, answer_tag=tag, number=number, centre=row.organisation_id, left_by=orphan, offers=WATCH.offers(actor, row),
    )


def _lines(actor: Actor, rows: list[Watch]) -> tuple[WatchLine, ...]:
    prefetch([row.pk for row in rows])
    sections = sections_of_each(actor, "watch.see", Watch, [row.pk for row in rows])
    return tuple(_line(row, mine=Section.IDENTITY in sections.get(row.pk, Section(0))) for row in rows)


def _line(row: Watch, *, mine: bool) -> WatchLine:
    state, today = WATCH.states[row.state], clock.today()
    running = row.state == "watching"
    return WatchLine(
        row.pk, f"/watches/{row.pk}", row.sketch or _("พ้นเวลาเก็บแล้ว"), row.level, str(rules.LEVELS[row.level]),
        tuple(str(rules.LOOK_FOR[code]) for code in row.look_for if code in rules.LOOK_FOR), row.state, _(state.th), state.tag,
        _day(row.next_look_on) if running else "", running and row.next_look_on < today, running and row.next_look_on <= today, _day(row.ends_on), mine,
    )


def _looks(actor: Actor, watch_id: UUID) -> tuple[Seen, ...]:
    rows = list(scope(actor, "watch_part.see", WatchLook).filter(watch_id=watch_id).order_by("-at", "id")[:50])
    names = _names([row.by_id for row in rows])
    lang = get_language() or "th"
    return tuple(Seen(clock.moment_th(row.at, lang), names.get(row.by_id, ""), str(rules.FOUND.get(row.found, "")), row.words or "") for row in rows)


def _renewed(actor: Actor, watch_id: UUID) -> tuple[Seen, ...]:
    rows = list(scope(actor, "watch_part.see", WatchRenewal).filter(watch_id=watch_id).order_by("-at", "id")[:20])
    names = _names([row.by_id for row in rows])
    lang = get_language() or "th"
    return tuple(
        Seen(clock.moment_th(row.at, lang), names.get(row.by_id, ""), _("ดูต่อถึง %(day)s") % {"day": _day(row.until)}, row.why or "") for row in rows
    )


def _keepers(watch_id: UUID) -> tuple[tuple[str, ...], set[UUID]]:
    """Names and ids of those who keep an entry."""
    with acting(system("watch")):
        held = kept_by(watch_id)
        return tuple(User.objects.filter(pk__in=held).order_by("name").values_list("name", flat=True)), held


def _others(row: Watch, keepers: set[UUID]) -> tuple[tuple[UUID, str], ...]:
    return tuple((pk, name) for pk, name in colleagues(row.organisation_id) if pk not in keepers)


def _names(users: list[UUID]) -> dict[UUID, str]:
    with acting(system("watch")):
        return dict(User.objects.filter(pk__in=set(users)).values_list("pk", "name"))


def _day(found: date) -> str:
    return clock.date_th(found, get_language() or "th")
