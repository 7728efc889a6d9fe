"""Sight of a case for somebody: the case with all that belongs to it, given and taken together.

A report keeps its reporter: only the manager of a case that it was joined to is given that section of it.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from prasan.casework.cases.models import Case, CaseFile, CaseParty, CaseReport
from prasan.casework.cases.rules import sight_of_team
from prasan.ground import clock
from prasan.ground.policy import Actor, Section, access, acting, system
from prasan.ground.policy.models import AccessRow
from prasan.ground.transactions import action

Thing = tuple[str, UUID]
WHOLE = Section.everything()
# A report under a case is decided already: its desk's right to decide does not come along.
REPORT_OF_MANAGER = WHOLE & ~Section.MANAGE


@action
def give_team_sight(
    actor: Actor, *, case_id: UUID, subject: UUID, role: str, sections: Section, basis: str, cause: Thing, until: datetime | None = None,
) -> None:
    """Let a user (role "") or the holders of a role at an organisation see sections of a case, its persons, reports and files.

    `cause` is the kind and id of the fact that gives it; `end_team_sight` with that id takes all of it back. Never gives the reporter.
    """
    with acting(system("sight")):
        things = belongings(case_id)
    access.give_many(actor, subject=subject, objects=[("case", case_id), *things], sections=sight_of_team(sections), basis=basis,
                     cause=cause, role=role, until=until)


@action
def end_team_sight(actor: Actor, *, cause: UUID) -> None:
    """Take back, from this moment, all that a cause gave."""
    access.end(cause=cause)


def give_manager_sight(actor: Actor, *, case_id: UUID, user: UUID, organisation: UUID, basis: str, tenure: UUID) -> None:
    """All of a case for its manager, the reporters included; and its persons and reports for the head of the manager's unit."""
    things = belongings(case_id)
    cause = ("tenure", tenure)
    access.give_many(actor, subject=user, objects=[("case", case_id), *of_kind(things, "person", "file")], sections=WHOLE, basis=basis,
                     cause=cause)
    access.give_many(actor, subject=user, objects=of_kind(things, "report"), sections=REPORT_OF_MANAGER, basis=basis, cause=cause)
    access.give_many(actor, subject=organisation, role="unit_head", objects=things, sections=HEAD_SIGHT, basis="supervision", cause=cause)


HEAD_SIGHT = WHOLE & ~(Section.REPORTER | Section.SHELTER | Section.MANAGE | Section.CONTRIBUTE)


def belongings(case_id: UUID) -> list[Thing]:
    """What belongs to a case now: its persons, reports and files. To be read as the system."""
    persons = CaseParty.objects.filter(case_id=case_id, ends_at=None).values_list("person_id", flat=True)
    reports = CaseReport.objects.filter(case_id=case_id, undone_at=None).values_list("report_id", flat=True)
    files = CaseFile.objects.filter(case_id=case_id).values_list("stored_id", flat=True)
    return [*(("person", p) for p in dict.fromkeys(persons)), *(("report", r) for r in reports), *(("file", f) for f in files)]


def of_kind(things: Iterable[Thing], *kinds: str) -> list[Thing]:
    """The things of these kinds."""
    return [thing for thing in things if thing[0] in kinds]


def spread_sight(actor: Actor, *, case_id: UUID, things: list[Thing]) -> None:
    """What has newly come to a case is seen by all who see the case, in their own sections, for as long, for the same cause."""
    if not things:
        return
    at = clock.now()
    rows = AccessRow.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), object_id=case_id, starts_at__lte=at)
    for row in rows:
        sections, cause = Section(row.sections), (row.cause_kind, row.cause_id)
        if sections == Section.EXISTENCE:  # a supervisor who is told that the case exists
            continue
        manages = Section.MANAGE in sections
        for kinds, given in ((("person", "file"), sections), (("report",), REPORT_OF_MANAGER if manages else sight_of_team(sections))):
            if found := of_kind(things, *kinds):
                access.give_many(actor, subject=row.subject_id, objects=found, sections=given, basis=row.basis, cause=cause, role=row.role,
                                 until=row.ends_at)
        if manages:
            organisation = Case.objects.filter(pk=case_id).values_list("organisation_id", flat=True).get()
            access.give_many(actor, subject=organisation, role="unit_head", objects=things, sections=HEAD_SIGHT, basis="supervision",
                             cause=cause)


def take_back_sight(*, case_id: UUID, things: Iterable[Thing]) -> None:
    """What leaves a case is no longer seen by those who saw it through that case; what other cases give stays."""
    at = clock.now()
    causes = AccessRow.objects.filter(object_id=case_id).values("cause_id")
    AccessRow.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), object_id__in=[thing for _, thing in things], cause_id__in=causes
    ).update(ends_at=at)
