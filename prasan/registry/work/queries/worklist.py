"""The worklist: what this person can do now, in the order of the time left; nothing that somebody else must do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.policy import Actor
from prasan.ground.screens.parts import Row
from prasan.registry.work.queries.rows import COLUMNS, Item, bounded, cursor_after, line, offices, open_rows
from prasan.registry.work.rules import GROUPS, TABS, VERBS, Tab, span_of

URGENCY = COLUMNS.index("urgency")
COUNTED = 100  # counts are exact below this, "99+" above: never a count over everything


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `count` in words, of all that are open and not only of this page."""

    id: str
    title: str
    count: str
    rows: tuple[Row, ...]
    icon: str

    @property
    def late(self) -> bool:
        """Whether its time is over."""
        return self.id == "late"


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of the list. `total` is what the person can do in all, `next` the cursor of the page after ("" at the end)."""

    groups: tuple[Group, ...]
    tabs: tuple[Tab, ...]
    counts: "Counts"
    shown: int
    next: str

    @property
    def total(self) -> int:
        """How many things in all, bounded."""
        return self.counts.total

    @property
    def total_words(self) -> str:
        """The total as shown: "14", "99+"."""
        return self.counts.words()


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a person can do, bounded: in all, and by tab."""

    total: int
    by_tab: dict[str, int]

    def words(self, tab: str = "") -> str:
        """The count of a tab ("" for all), as shown: "14", "99+"; a part of a long list is known to be at least so long."""
        count = self.by_tab.get(tab, 0) if tab else self.total
        return f"{count}+" if tab and self.total >= COUNTED and count else bounded(count)


def worklist(actor: Actor, *, only: str = "", cursor: str = "", size: int = 30, main: bool = False) -> Worklist:
    """What the actor can do now, grouped by the time left; `only` is the code of a tab. One query, two with `only` or a cursor, one for names.

    Key-set by (due_at, id). With `main` the first row has the main button of the page. The look is written down.
    Raises Invalid for a cursor that is not ours.
    """
    whole = open_rows(actor, "work.do", limit=max(COUNTED, size + 1))
    counts = counted(whole)
    part = whole
    if cursor or only:
        part = open_rows(actor, "work.do", limit=size + 1, cursor=cursor, verbs=verbs_of(only) if only else None)
    page = part[:size]
    audit.record("list", "work", detail=f"{only or 'all'} {len(page)}")
    return Worklist(
        groups=_grouped(page, [item for item in whole if not only or tab_of(item.verb) == only] if not cursor else (), main=main),
        tabs=_tabs(counts, only), counts=counts, shown=len(page),
        next=cursor_after(page[-1]) if len(part) > size else "",
    )


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A thing to do for a program: what (`verb`), about what, by when; codes and numbers only."""

    id: UUID
    verb: str
    object_id: UUID
    root_id: UUID
    due_at: datetime | None
    urgency: int
    organisation: UUID
    assignee: UUID | None
    facts: dict[str, Any]


def plain_rows(actor: Actor, *, only: str = "", cursor: str = "", size: int = 30) -> list[PlainRow]:
    """The rows of a page of `worklist`, unworded. One query."""
    found = open_rows(actor, "work.do", limit=size, cursor=cursor, verbs=verbs_of(only) if only else None)
    return [
        PlainRow(row.id, row.verb, row.object_id, row.root_id, row.due, int(row.values[URGENCY]), row.organisation, row.assignee, row.facts)
        for row in found
    ]


def counted(items: Iterable[Item]) -> Counts:
    """The bounded counts of a list of at least the first hundred."""
    tabs = Counter(tab_of(item.verb) for item in items)
    return Counts(tabs.total(), dict(tabs))


def can_do(actor: Actor) -> Counts:
    """How much the actor can do, for the navigation: one query, bounded."""
    return counted(open_rows(actor, "work.do", limit=COUNTED))


def tab_of(verb: str) -> str:
    """The tab in which a verb shows."""
    known = VERBS.get(verb)
    return known.group if known else "case"


def verbs_of(tab: str) -> list[str]:
    """The verbs of a tab."""
    return [code for code, verb in VERBS.items() if verb.group == tab]


def _tabs(counts: Counts, only: str) -> tuple[Tab, ...]:
    first = Tab("", _("ทั้งหมด"), counts.words(), not only)
    return (first, *(Tab(code, _(th), counts.words(code), code == only) for code, th in TABS if counts.by_tab.get(code) or code == only))


def _grouped(page: Sequence[Item], counted_in: Sequence[Item], *, main: bool) -> tuple[Group, ...]:
    now = clock.now()
    span = span_of(now)
    names = offices(page)
    totals = Counter(span.of(item.due) for item in counted_in)
    lines: dict[str, list[Row]] = {}
    for n, item in enumerate(page):
        lines.setdefault(span.of(item.due), []).append(line(item, now, names, key="a", main=main and not n, mine=True))
    long = len(counted_in) >= COUNTED
    return tuple(
        Group(code, _(title), _count(totals[code], len(lines[code]), long=long), tuple(lines[code]), icon)
        for code, title, icon in GROUPS if code in lines
    )


def _count(total: int, shown: int, *, long: bool) -> str:
    """The count in a heading; nothing on a later page, where only a part is known; "99+" when the hundred ends inside the group."""
    if not total:
        return ""
    return bounded(max(total, shown) + (1 if long and total >= COUNTED - 1 else 0))
