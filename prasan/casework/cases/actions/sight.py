"""Sight of a case for somebody: the case with all that belongs to it, given and taken together.

A report keeps its reporter: only the manager of a case that it was joined to is given that section of it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from prasan.casework.cases.models import CaseFile, CaseParty, CaseReport
from prasan.casework.cases.rules import sight_of_team
from prasan.ground import clock
from prasan.ground.policy import Actor, Section, access, acting, system
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.prepared import ANYBODY, fetch_parts
from prasan.ground.transactions import action
from prasan.registry.people.rules import party_sections

Thing = tuple[str, UUID]
"""Kind and id of something that belongs to a case: person, alleged (a person too), report, file."""
NO_PERSON = ("report", "file")
WHOLE = Section.everything()
# A report under a case is decided already: its desk's right to decide does not come along.
REPORT_OF_MANAGER = WHOLE & ~Section.MANAGE
# A head reads the file of the own unit; reporter, shelter and counselling stay closed (domain.md 2.8).
HEAD_SIGHT = WHOLE & ~(Section.REPORTER | Section.SHELTER | Section.MANAGE | Section.CONTRIBUTE)


@action
def give_team_sight(
    actor: Actor, *, case_id: UUID, subject: UUID, role: str, sections: Section, basis: str, cause: Thing, until: datetime | None = None,
) -> None:
    """Let a user (role "") or the holders of a role at an organisation see sections of a case, its persons, reports and files.

    `cause` is the kind and id of the fact that gives it; `end_team_sight` with that id takes all of it back. Never gives the reporter.
    """
    give_sight_to_each(actor, case_id=case_id, subjects=[(subject, role)], sections=sections, basis=basis, cause=cause, until=until)


@action
def give_sight_to_each(
    actor: Actor, *, case_id: UUID, subjects: Iterable[tuple[UUID, str]], sections: Section, basis: str, cause: Thing,
    until: datetime | None = None,
) -> None:
    """As `give_team_sight`, for several (subject and role) at once: what belongs to the case is read once."""
    with acting(system("sight")):
        things = [("case", case_id), *belongings(case_id)]
    access.give_each(actor, subjects=subjects, things=_seen(things, sight_of_team(sections)), basis=basis, cause=cause, until=until)


@action
def end_team_sight(actor: Actor, *, cause: UUID) -> None:
    """Take back, from this moment, all that a cause gave."""
    access.end(cause=cause)


def give_manager_sight(actor: Actor, *, case_id: UUID, user: UUID, organisation: UUID, basis: str, tenure: UUID) -> None:
    """All of a case for its manager, the reporters included; and, without them, for the head of the manager's unit."""
    things, cause = [("case", case_id), *belongings(case_id)], ("tenure", tenure)
    _give(actor, subject=user, things=things, sections=WHOLE, basis=basis, cause=cause)
    _give(actor, subject=organisation, role="unit_head", things=things, sections=HEAD_SIGHT, basis="supervision", cause=cause)


def give_manager_sight_again(actor: Actor, *, case_id: UUID, user: UUID, basis: str, tenure: UUID) -> None:
    """All of a case for its manager alone. As the system."""
    _give(actor, subject=user, things=[("case", case_id), *belongings(case_id)], sections=WHOLE, basis=basis, cause=("tenure", tenure))


def belongings(case_id: UUID) -> list[Thing]:
    """What belongs to a case now: its persons, reports and files. To be read as the system."""
    found = [(kind, UUID(str(pk))) for pk, kind in fetch_parts("belongings of a case", _belongings, ANYBODY, case=case_id)]
    alleged = {pk for kind, pk in found if kind == "alleged"}
    things = ((kind, pk) if kind in NO_PERSON else ("alleged" if pk in alleged else "person", pk) for kind, pk in found)
    return list(dict.fromkeys(things))


def _belongings(_actor: Actor, case: UUID) -> list[QuerySet[Any, Any]]:
    """Ids, each with what it is: "report", "file", or the role of a person."""
    return [
        CaseParty.objects.filter(case_id=case, ends_at=None).values_list("person_id", "role"),
        CaseReport.objects.filter(case_id=case, undone_at=None).values_list("report_id", Value("report")),
        CaseFile.objects.filter(case_id=case).values_list("stored_id", Value("file")),
    ]


def spread_sight(actor: Actor, *, case_id: UUID, things: list[Thing]) -> None:
    """What has newly come to a case is seen by all who see the case, in their own sections, for as long, for the same cause."""
    if not things:
        return
    at = clock.now()
    rows = AccessRow.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), object_id=case_id, starts_at__lte=at)
    for row in rows:
        sections, cause = Section(row.sections), (row.cause_kind, row.cause_id)
        if sections == Section.EXISTENCE:  # a supervisor, or a receiver who has not answered: the case exists, no more
            continue
        _give(actor, subject=row.subject_id, role=row.role, things=things, sections=sections, basis=row.basis, cause=cause, until=row.ends_at)


def take_back_sight(*, case_id: UUID, things: Iterable[Thing]) -> None:
    """What leaves a case is no longer seen by those who saw it through that case; what other cases give stays."""
    causes = AccessRow.objects.filter(object_id=case_id).values("cause_id")
    access.end_all(AccessRow.objects.filter(object_id__in=[thing for _, thing in things], cause_id__in=causes))


def _give(
    actor: Actor, *, subject: UUID, things: Iterable[Thing], sections: Section, basis: str, cause: Thing, role: str = "",
    until: datetime | None = None,
) -> None:
    access.give_each(actor, subjects=[(subject, role)], things=_seen(things, sections), basis=basis, cause=cause, until=until)


def _seen(things: Iterable[Thing], sections: Section) -> list[tuple[str, UUID, Section]]:
    """Which sections of each thing somebody is given who is given these of the case."""
    return list(dict.fromkeys((_KINDS.get(kind, kind), thing, _sections_on(kind, sections)) for kind, thing in things))


_KINDS = {"alleged": "person"}


def _sections_on(kind: str, sections: Section) -> Section:
    if kind == "report":
        return REPORT_OF_MANAGER if Section.MANAGE in sections else sight_of_team(sections)
    return party_sections("alleged", sections) if kind == "alleged" else sections
