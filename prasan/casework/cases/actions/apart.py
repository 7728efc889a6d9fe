"""A manager who is kept out of something that belongs to their own case: it is part of another case too, or came to this one afterwards.

A head of the unit is to find another. Who is kept out learns nothing: nothing of this stands in the case, and its row hangs on the manager's tenure,
from which all are excluded who are excluded from what the case shares. So no exclusion that ends elsewhere shows it to them, nor does its end.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db.models import Q

from prasan.casework.cases.actions.holding import hold_cases
from prasan.casework.cases.models import Case, CaseParty, CaseReport, Tenure
from prasan.casework.cases.queries.excluded import known_as
from prasan.ground import clock, ids
from prasan.ground.policy import Actor
from prasan.ground.policy.models import Exclusion
from prasan.ground.transactions import reading, writing
from prasan.registry.access.models import Position
from prasan.registry.organisations.rules import ids_on
from prasan.registry.work.actions import close_items, open_item
from prasan.registry.work.models import WorkItem

VERB = "manager_apart"
ROOT = "tenure"
HEADS = ("unit_head", "province_head", "centre_head")  # who is told: the nearest who is not kept out as well
TOGETHER = 400  # ids that are asked for in one statement


@dataclass(frozen=True, slots=True)
class Apart:
    """The row of a head: what it hangs on, whose it is, how urgent; and from whom it is hidden: users and offices."""

    root: UUID
    role: str
    urgency: int
    hidden: frozenset[UUID]


def list_managers_apart(actor: Actor) -> int:
    """Make the rows of heads what they should be now, however it came about. For the tick; returns how many changed."""
    with reading(actor):
        changed = _differing(_managers_apart(), _listed())
    if not changed:
        return 0
    with writing(actor):
        hold_cases(*changed)
        wanted, listed = _managers_apart(changed), _listed(changed)  # no case changes now; what bars its manager may, and the next look follows
        changed = _differing(wanted, listed)
        for case in changed:
            if case in listed and (case not in wanted or wanted[case].root != listed[case].root):
                close_items(actor, object_id=case, verb=VERB)
            if case in wanted:
                _tell(actor, case, wanted[case])
    return len(changed)


def _tell(actor: Actor, case_id: UUID, row: Apart) -> None:
    case = Case.objects.get(pk=case_id)
    _hide(actor, row)
    open_item(  # without its area: who oversees areas counts rows of a case by the case, and this one says more
        actor, organisation=case.organisation_id, verb=VERB, object_kind="case", object_id=case_id, root_id=row.root, urgency=row.urgency,
        due_at=clock.now(), role=row.role, facts={"number": case.number}, alarm=True,
    )


def _hide(actor: Actor, row: Apart) -> None:
    known = Exclusion.objects.filter(root_id=row.root, object_kind=ROOT, lifted_at=None)
    known.exclude(subject_id__in=row.hidden).update(lifted_at=clock.now())
    for subject in sorted(row.hidden - set(known.values_list("subject_id", flat=True))):
        Exclusion(
            id=ids.new(), subject_id=subject, object_kind=ROOT, object_id=row.root, root_id=row.root, made_by=actor.key, made_at=clock.now(),
        ).save(force_insert=True)


def _differing(wanted: dict[UUID, Apart], listed: dict[UUID, Apart]) -> list[UUID]:
    return sorted(case for case in wanted.keys() | listed.keys() if wanted.get(case) != listed.get(case))


def _listed(cases: Iterable[UUID] | None = None) -> dict[UUID, Apart]:
    """The rows that are open."""
    rows = WorkItem.objects.filter(verb=VERB, done_at=None)
    if cases is not None:
        rows = rows.filter(object_id__in=cases)
    found = list(rows.values_list("object_id", "root_id", "role", "urgency"))
    hidden: dict[UUID, set[UUID]] = defaultdict(set)
    roots = [root for _case, root, _role, _urgency in found]
    for root, subject in Exclusion.objects.filter(root_id__in=roots, object_kind=ROOT, lifted_at=None).values_list("root_id", "subject_id"):
        hidden[root].add(subject)
    return {case: Apart(root, role, urgency, frozenset(hidden[root])) for case, root, role, urgency in found}


def _managers_apart(cases: Iterable[UUID] | None = None) -> dict[UUID, Apart]:
    """Of the open cases, or of some of them, those whose manager is kept out of something that belongs to them."""
    barring = Exclusion.objects.filter(lifted_at=None).exclude(object_kind=ROOT)
    things = barring.values("object_id")
    having: dict[UUID, set[UUID]] = defaultdict(set)
    theirs = ~Q(case__state="closed") if cases is None else ~Q(case__state="closed") & Q(case_id__in=list(cases))
    parties = CaseParty.objects.filter(theirs, person_id__in=things, ends_at=None).values_list("case_id", "person_id")
    reports = CaseReport.objects.filter(theirs, report_id__in=things, undone_at=None).values_list("case_id", "report_id")
    for case, thing in chain(parties, reports):
        having[case].add(thing)
    barred: dict[UUID, set[UUID]] = defaultdict(set)
    for part in _parts(set().union(*having.values())):
        for thing, subject in barring.filter(object_id__in=part).values_list("object_id", "subject_id"):
            barred[thing].add(subject)
    found: dict[UUID, Apart] = {}
    for part in _parts(having):
        tenures = list(Tenure.objects.filter(open_for__in=part).select_related("case__organisation"))
        names = known_as({tenure.user_id for tenure in tenures})
        for tenure in tenures:
            theirs_too = set().union(*(barred[one] for one in having[tenure.case_id]))
            if theirs_too & names[tenure.user_id]:
                hidden = frozenset({tenure.user_id} | theirs_too)
                found[tenure.case_id] = Apart(tenure.pk, _head(tenure.case, hidden), tenure.case.urgency, hidden)
    return found


def _head(case: Case, hidden: frozenset[UUID]) -> str:
    """The role whose nearest holder may see the row; that of the unit's head where there is none, for whoever comes, and where heads of areas may not
    know that there is such a case. Who only stands in for somebody kept out does not count.
    """
    if case.restricted:
        return HEADS[0]
    barred = hidden | set(Exclusion.objects.filter(object_id=case.pk, lifted_at=None).values_list("subject_id", flat=True))
    holders: dict[str, set[UUID]] = defaultdict(set)
    in_force = Q(ends_at=None) | Q(ends_at__gt=clock.now())
    posts = Position.objects.filter(in_force, starts_at__lte=clock.now(), organisation_id__in=ids_on(case.organisation.path), role__in=HEADS)
    posts = posts.filter(user__is_active=True, user__suspended_at=None).exclude(for_position__user_id__in=hidden)
    for role, user in posts.values_list("role", "user_id"):
        holders[role].add(user)
    names = known_as(set().union(*holders.values()))
    return next((role for role in HEADS if any(not barred & names[user] for user in holders[role])), HEADS[0])


def _parts(of: Iterable[UUID]) -> Iterable[list[UUID]]:
    every = sorted(of)
    return (every[start : start + TOGETHER] for start in range(0, len(every), TOGETHER))
