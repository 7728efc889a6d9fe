"""The one place where worklist rows are read and become lines: plain tuples, no model instances, one statement for all grants."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.http import paging
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import fetch_parts
from prasan.ground.policy.scope import branches
from prasan.ground.screens.parts import Row
from prasan.ground.screens.times import time_left
from prasan.registry.areas import queries as areas
from prasan.registry.organisations.models import Organisation
from prasan.registry.work.models import WorkItem
from prasan.registry.work.rules import FACT_WORDS, VERBS, words

COLUMNS = (  # the places of `Item.values`
    "id", "verb", "object_id", "root_id", "urgency", "due_at", "made_at", "facts", "area_code", "alarm", "organisation_id", "assignee_id",
)
ORDER = ("due_at", "id")
FRESH = 60.0  # seconds for which a process trusts the name of an office
MOST_NAMES = 20_000
_names: dict[tuple[UUID, str], tuple[float, str]] = {}
FAR = 9000  # a due time in this year or later means: no time limit
DISTRICT = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A row as it was read; keys stay as the driver gives them until somebody asks."""

    values: tuple[Any, ...]
    due_at: datetime
    verb: str

    @property
    def due(self) -> datetime | None:
        """When it is due; None without a time limit."""
        return None if self.due_at.year >= FAR else self.due_at

    @property
    def id(self) -> UUID:
        """Its key."""
        return uuid(self.values[0])

    @property
    def object_id(self) -> UUID:
        """What it is about."""
        return uuid(self.values[2])

    @property
    def root_id(self) -> UUID:
        """The case or report to which that belongs."""
        return uuid(self.values[3])

    @property
    def organisation(self) -> UUID:
        """At which office it lies."""
        return uuid(self.values[10])

    @property
    def assignee(self) -> UUID | None:
        """Whose it is, or None for anybody's."""
        return uuid(self.values[11]) if self.values[11] else None

    @property
    def facts(self) -> dict[str, Any]:
        """Safe codes."""
        facts = self.values[7]
        found: dict[str, Any] = json.loads(facts) if isinstance(facts, str) else facts
        return found


def open_rows(
    actor: Actor, action: str, *, limit: int, cursor: str = "", verbs: Sequence[str] | None = None, such: Callable[[], Q] | None = None, key: str = "",
) -> list[Item]:
    """Up to `limit` open rows in scope, by (due_at, id), from after the cursor: each grant's rows by its own index, joined in one statement.

    `such` narrows them and is named by `key`; it is asked once for each shape of actor, and may speak of `clock.now()` but of no id.
    """

    def parts(as_whom: Actor, **after: Any) -> list[QuerySet[Any, Any]]:
        narrowed = Q(done_at=None)
        if such is not None:
            narrowed &= such()
        if verbs is not None:
            narrowed &= Q(verb__in=verbs)
        if after:
            at, key = after["at"], after["key"]
            narrowed &= Q(due_at__gte=at) & (Q(due_at__gt=at) | Q(id__gt=key))
        rows = branches(as_whom, action, WorkItem)
        return [part.filter(narrowed).order_by(*ORDER).values_list(*COLUMNS)[:limit] for part in rows]

    tail = f"ORDER BY {COLUMNS.index('due_at') + 1}, 1 LIMIT {limit}"
    tag = ("work", action, limit, tuple(verbs) if verbs is not None else None, key)
    values = dict(zip(("at", "key"), paging.after(cursor), strict=True)) if cursor else {}
    rows = fetch_parts(tag, parts, actor, tail=tail, **values)
    return [Item(row, moment(row[5]), row[1]) for row in rows]


def no_oversight() -> Q:
    """Rows other than the alarms of heads, which repeat what is late in somebody's own work."""
    return ~Q(verb__in=[code for code, verb in VERBS.items() if verb.oversight])


def uuid(value: UUID | str) -> UUID:
    """A key as either driver gives it."""
    return value if isinstance(value, UUID) else UUID(hex=value)


def moment(value: datetime | str) -> datetime:
    """A moment as either driver gives it."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite keeps UTC without saying so


def cursor_after(item: Item) -> str:
    """The cursor of the page after this row."""
    return paging.cursor_of([item.due_at, item.id])


def offices(items: Iterable[Item], *, whose: bool = False) -> dict[UUID, str]:
    """Names of the organisations that the rows name, and with `whose` of those at which they lie: one query for names not seen lately."""
    wanted: dict[UUID, None] = {}
    for item in items:
        if whose:
            wanted[item.organisation] = None
        facts = item.facts
        for key in ("from", "to"):
            if key in facts and (named := _id(facts[key])):
                wanted[named] = None
    return office_names(wanted)


def office_names(wanted: Iterable[UUID]) -> dict[UUID, str]:
    """Names of organisations in the reader's language; a process asks for each at most once a minute."""
    lang, at = language(), clock.counted()
    missing = [pk for pk in wanted if (known := _names.get((pk, lang))) is None or clock.stale(known[0], FRESH)]
    if missing:
        if len(_names) > MOST_NAMES:
            _names.clear()
        rows = Organisation.objects.filter(pk__in=missing).values_list("id", "name_th" if lang == "th" else "name_en", "name_th")
        _names.update({(pk, lang): (at, name or thai) for pk, name, thai in rows})
    return {pk: _names[pk, lang][1] for pk in wanted if (pk, lang) in _names}


def line(
    item: Item, now: datetime, names: Mapping[UUID, str], *, key: str = "", main: bool = False, before: Sequence[str] = (), mine: bool = False,
) -> Row:
    """The row as the list shows it: verb and object, safe facts, one act; on the list of whose it is (`mine`) that it is noted, too."""
    lang = language()
    verb = VERBS.get(item.verb)
    title, act = words(item.verb, lang)
    object_id = item.object_id
    facts = item.facts
    facts["root"] = str(item.root_id)
    href = verb.href(object_id, facts) if verb else ""
    if verb and (named := FACT_WORDS.get(verb.titled_by)) and (name := named(facts.get(verb.titled_by), lang)):
        title = name.partition(" (")[0]  # how urgent it is stands beside it already
        facts.pop(verb.titled_by)
    return Row(
        urgency=item.values[4], clock=time_left(item.due, now, started=moment(item.values[6]), legal=bool(verb and verb.group == "limit")),
        title=title, href=href, facts=(*before, *said(item, facts, names, lang)), act=act,
        act_href=verb.act_href(object_id, facts) if verb and verb.act_href else href, post=bool(verb and verb.post), key=key, main=main,
        noted_href=f"/desk/told/{item.id}" if mine and verb and verb.told else "",
    )


def said(item: Item, facts: Mapping[str, Any], names: Mapping[UUID, str], lang: str) -> list[str]:
    """The safe facts of a row in words, in one order for all lists."""
    found: list[str] = []
    if number := facts.get("number"):
        found.append(str(number))
    for code, entry in FACT_WORDS.items():
        if facts.get(code) not in (None, "") and (text := entry(facts[code], lang)):
            found.append(text)
    if place := place_word(str(facts.get("area") or item.values[8]), lang):
        found.append(place)
    here = item.organisation  # whose list it is need not be said
    if (sender := _id(facts.get("from"))) in names and sender != here:
        found.append(_("จาก %(office)s") % {"office": names[sender]})  # type: ignore[index]
    if (receiver := _id(facts.get("to"))) in names and receiver != here:
        found.append(_("ถึง %(office)s") % {"office": names[receiver]})  # type: ignore[index]
    if item.values[9]:
        found.append(_("แจ้งเตือนหัวหน้าแล้ว"))
    return found


def place_word(code: str, lang: str) -> str:
    """A place in a list: the district and no nearer, else the province."""
    fact = areas.area(code[:DISTRICT]) or areas.area(code[:2]) if code else None
    if fact is None:
        return ""
    if lang != "th":
        return fact.name_en
    prefix = "จ." if len(fact.code) == 2 else ("" if fact.province == "10" else "อ.")
    return f"{prefix}{fact.name_th}"


def language() -> str:
    """Staff pages speak Thai or English."""
    return "en" if get_language() == "en" else "th"


def _id(value: object) -> UUID | None:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


def bounded(count: int, most: int = 99) -> str:
    """A count as lists show it: exact up to `most`, then "99+"."""
    return str(count) if count <= most else f"{most}+"

