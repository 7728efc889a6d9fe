"""Lists of cases by key-set: mine, my unit's, those of the area that exist. A name shows only to those who hold IDENTITY on that case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.flow import CASE
from prasan.casework.cases.models import Case, TeamMember
from prasan.casework.cases.queries import words
from prasan.casework.cases.queries.opening import opened_text
from prasan.ground import audit, clock
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Section, acting, system
from prasan.ground.policy.scope import place, scope, sections_of_each
from prasan.ground.screens.parts import Clock
from prasan.ground.screens.times import time_left
from prasan.ground.vault import prefetch
from prasan.registry.areas.queries import name_line
from prasan.registry.limits.models import RunningLimit
from prasan.registry.organisations.queries import name_in

SIZE = 50
ORDER = ("-opened_at", "id")
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line of a list: no story; the team's name of the case only for those who may know who it is about."""

    id: UUID
    number: str
    name: str
    urgency: int
    state: str
    state_word: str
    tag: str
    step: str
    facts: tuple[str, ...]
    manager: str
    clock: Clock
    href: str


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of cases and the cursor of the next."""

    lines: tuple[CaseLine, ...]
    next: str
    which: str
    state: str


@dataclass(frozen=True, slots=True)
class Load:
    """How many cases one officer answers for."""

    user: UUID
    name: str
    office: str
    open: int
    urgent: int
    late: int
    oldest: str


def my_cases(actor: Actor, *, state: str = "open", cursor: str = "", size: int = SIZE) -> CaseList:
    """The cases of which the actor is the manager."""
    return _page(actor, scope(actor, "case.see", Case).filter(manager_id=actor.user), "mine", state, cursor, size)


def team_cases(actor: Actor, *, state: str = "open", cursor: str = "", size: int = SIZE) -> CaseList:
    """The cases in whose team the actor is."""
    at = clock.now()
    mine = TeamMember.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), user_id=actor.user or NOBODY).values("case_id")
    return _page(actor, scope(actor, "case.see", Case).filter(pk__in=mine), "team", state, cursor, size)


def unit_cases(actor: Actor, *, state: str = "open", cursor: str = "", size: int = SIZE, manager: UUID | None = None) -> CaseList:
    """The cases of the units that the actor heads."""
    rows = scope(actor, "case.approve", Case)
    return _page(actor, rows.filter(manager_id=manager) if manager else rows, "unit", state, cursor, size)


def area_cases(actor: Actor, *, state: str = "open", cursor: str = "", size: int = SIZE) -> CaseList:
    """The cases that the actor may know to exist."""
    return _page(actor, scope(actor, "case.see", Case), "area", state, cursor, size)


def heads_a_unit(actor: Actor) -> bool:
    """Whether there are units whose cases the actor approves."""
    return place(actor, "case.approve", Case) is not None


def caseloads(actor: Actor) -> tuple[Load, ...]:
    """The load of each manager in the units that the actor heads, the heaviest first: numbers, no case."""
    at, lang = clock.now(), get_language() or "th"
    rows = (
        scope(actor, "case.approve", Case).exclude(state="closed").order_by().annotate(office=name_in(lang))
        .values("manager_id", "manager__name", "office")
        .annotate(n=Count("id"), urgent=Count("id", filter=Q(urgency__gte=3)), oldest=Min("opened_at"), last=Max("opened_at"))
    )
    found = list(rows)
    ours = scope(actor, "case.approve", Case).exclude(state="closed").values("pk")
    with acting(system("lists")):  # of cases in scope: that something is late, not what
        late = dict(
            RunningLimit.objects.filter(root_id__in=ours, state="running", due_at__lt=at).order_by().values_list("root_id").annotate(n=Count("id"))
        )
    owners: dict[UUID, int] = {}
    for case, manager in Case.objects.filter(pk__in=list(late)).values_list("pk", "manager_id"):
        owners[manager] = owners.get(manager, 0) + (1 if late.get(case) else 0)
    loads = [
        Load(row["manager_id"], row["manager__name"], row["office"], row["n"], row["urgent"], owners.get(row["manager_id"], 0),
             clock.date_th(row["oldest"], lang))
        for row in found
    ]
    return tuple(sorted(loads, key=lambda load: (-load.open, load.name)))


def _page(actor: Actor, rows: QuerySet[Case], which: str, state: str, cursor: str, size: int) -> CaseList:
    if state == "open":
        rows = rows.exclude(state="closed")
    elif state == "closed":
        rows = rows.filter(state="closed")
    found, following = keyset(rows.select_related("manager").defer("wishes", "summary", "safety"), ORDER, cursor, min(size, 100))
    ids = [row.pk for row in found]
    named = {pk for pk, sections in sections_of_each(actor, "case.see", Case, ids).items() if Section.IDENTITY in sections}
    prefetch(named)
    due = _due(ids)
    audit.record("open", "cases", detail=f"{which} {len(found)}")
    lang, now = get_language() or "th", clock.now()
    return CaseList(tuple(_line(row, named=row.pk in named, due=due.get(row.pk), now=now, lang=lang) for row in found), following, which, state)


def _due(ids: list[UUID]) -> dict[UUID, datetime]:
    """The first due time of each of these cases, which are in scope: how late a case is, and not by which limit, is known to all who see that it exists."""
    rows = RunningLimit.objects.filter(root_id__in=ids, root_kind="case", state="running", due_at__isnull=False).order_by()
    with acting(system("lists")):
        return dict(rows.values_list("root_id").annotate(first=Min("due_at")))


def _line(row: Case, *, named: bool, due: datetime | None, now: datetime, lang: str) -> CaseLine:
    state = CASE.states[row.state]
    box: Any = row.__dict__["name"]
    facts = (words.said(words.CHILDREN, row.children), words.problem_words(list(row.problems), lang) if named else "", name_line(row.area_code, lang))
    return CaseLine(
        id=row.pk, number=row.number, name=opened_text(box, "cases.case.name", row.pk, row.pk) if named else "", urgency=row.urgency,
        state=row.state, state_word=_(state.th), tag=state.tag, step=words.said(words.STEP_WORDS, row.step),
        facts=tuple(fact for fact in facts if fact), manager=row.manager.name,
        clock=Clock("none", _("ยุติแล้ว")) if row.state == "closed" else time_left(due, now), href=f"/cases/{row.pk}",
    )
