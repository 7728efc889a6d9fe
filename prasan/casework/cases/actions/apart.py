"""A manager who is kept out of something that belongs to their own case: it is part of another case too, or came to this one afterwards.

Who is kept out learns nothing, so nothing of this stands in the case: the row is that of a head, and hangs on what the manager may not see.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from prasan.casework.cases.models import Case, CaseParty, CaseReport
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.models import Exclusion
from prasan.ground.transactions import reading, writing
from prasan.registry.access.models import Position
from prasan.registry.organisations.rules import ids_on
from prasan.registry.work.actions import close_items, open_item
from prasan.registry.work.models import WorkItem

VERB = "manager_apart"
HEADS = ("unit_head", "province_head", "centre_head")  # who is told: the nearest who is not kept out as well
TOGETHER = 400  # things that are asked for in one statement


def list_managers_apart(actor: Actor) -> int:
    """Open and close the rows of heads from what is so now, however it came about. For the tick; returns how many changed."""
    with reading(actor):
        apart = _managers_apart()
        listed = dict(WorkItem.objects.filter(verb=VERB, done_at=None).values_list("object_id", "root_id"))
    over = [case for case, thing in listed.items() if apart.get(case) != thing]
    new = [case for case, thing in apart.items() if listed.get(case) != thing]
    if not over and not new:
        return 0
    with writing(actor):
        for case in over:
            close_items(actor, object_id=case, verb=VERB)
        for row in Case.objects.filter(pk__in=new).select_related("organisation").order_by("pk"):
            _tell(actor, row, apart[row.pk])
    return len(over) + len(new)


def _tell(actor: Actor, case: Case, thing: UUID) -> None:
    open_item(
        actor, organisation=case.organisation_id, verb=VERB, object_kind="case", object_id=case.pk, root_id=thing, urgency=case.urgency,
        due_at=clock.now(), role=_head(case, thing), area_code="" if case.restricted else case.area_code,
        facts={"number": case.number} | ({} if case.restricted else {"area": case.area_code}), alarm=True,
    )


def _managers_apart() -> dict[UUID, UUID]:
    """Open cases whose manager is kept out of something of theirs, with the first such thing."""
    barred: dict[UUID, set[UUID]] = defaultdict(set)
    for thing, subject in Exclusion.objects.filter(lifted_at=None).values_list("object_id", "subject_id").distinct():
        barred[thing].add(subject)
    having = [row for things in _chunks(sorted(barred)) for row in _cases_with(things)]
    known_as = _subjects({manager for _case, manager, _thing in having})
    found: dict[UUID, UUID] = {}
    for case, manager, thing in having:
        if barred[thing] & known_as[manager]:
            found[case] = min(found.get(case, thing), thing)
    return found


def _cases_with(things: Sequence[UUID]) -> Iterable[tuple[UUID, UUID, UUID]]:
    """Open cases that are one of these things or have one of them, with their managers."""
    cases = Case.objects.exclude(state="closed").filter(pk__in=things).values_list("pk", "manager_id", "pk")
    parties = CaseParty.objects.exclude(case__state="closed").filter(person_id__in=things, ends_at=None)
    reports = CaseReport.objects.exclude(case__state="closed").filter(report_id__in=things, undone_at=None)
    yield from cases
    yield from parties.values_list("case_id", "case__manager_id", "person_id")
    yield from reports.values_list("case_id", "case__manager_id", "report_id")


def _subjects(users: set[UUID]) -> dict[UUID, set[UUID]]:
    """Under which names exclusions hit each of these users: the own one, and the offices of their posts with those above."""
    found = {user: {user} for user in users}
    for part in _chunks(sorted(users)):
        posts = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), user_id__in=part)
        for user, path in posts.values_list("user_id", "organisation__path"):
            found[user] |= set(ids_on(path))
    return found


def _head(case: Case, thing: UUID) -> str:
    """The role whose nearest holder is not kept out as well; that of the unit's head where there is none, for whoever comes."""
    barred = set(Exclusion.objects.filter(object_id__in=[thing, case.pk], lifted_at=None).values_list("subject_id", flat=True))
    posts = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), organisation_id__in=ids_on(case.organisation.path), role__in=HEADS)
    holders: dict[str, set[UUID]] = defaultdict(set)
    for role, user in posts.values_list("role", "user_id"):
        holders[role].add(user)
    known_as = _subjects(set().union(*holders.values()))
    return next((role for role in HEADS if any(not barred & known_as[user] for user in holders[role])), HEADS[0])


def _chunks(all_of_them: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (all_of_them[start : start + TOGETHER] for start in range(0, len(all_of_them), TOGETHER))
