"""Where a person or a report is met among the cases: for search, for triage, and for opening in an emergency."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from prasan.casework.cases.flow import CASE
from prasan.casework.cases.models import Case, CaseParty, CaseReport
from prasan.casework.cases.queries import words
from prasan.casework.triage.flow import Keeper
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import ANYBODY, fetch
from prasan.ground.policy.scope import scope
from prasan.registry.people.panels import Whereabouts


def cases_of_persons(actor: Actor, person_ids: Sequence[UUID]) -> dict[UUID, Sequence[Whereabouts]]:
    """The cases in the actor's sight in which these persons stand now, by person."""
    found: dict[UUID, list[Whereabouts]] = defaultdict(list)
    for person, role, case_id, number, state in fetch("cases of persons", _places, actor, persons=tuple(person_ids)):
        found[person].append(Whereabouts(number, f"/cases/{case_id}", "case", "notes", (words.said(words.ROLES, role), _(CASE.states[state].th))))
    return dict(found)


def _places(actor: Actor, persons: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    seen = Exists(scope(actor, "case.see", Case).filter(pk=OuterRef("case_id")))
    rows = CaseParty.objects.filter(seen, person_id__in=persons, ends_at=None).order_by("-case__opened_at", "id")
    return rows.values_list("person_id", "role", "case_id", "case__number", "case__state")


def keeper_of(report_id: UUID) -> Keeper | None:
    """Who answers for the open case to which a report belongs; asked as the system."""
    row = (
        CaseReport.objects.filter(report_id=report_id, undone_at=None).exclude(case__state="closed").order_by("joined_at", "id")
        .values_list("case__number", "case_id", "case__manager_id", "case__organisation_id").first()
    )
    return Keeper(*row) if row else None


def numbered(actor: Actor, action: str, number: str) -> UUID | None:
    """The case with this number among those on which the actor may do `action`; any text may come."""
    return scope(actor, action, Case).filter(number=" ".join(number.split())[:24]).values_list("pk", flat=True).first()


def number_and_page(actor: Actor, case_id: UUID) -> tuple[str, str] | None:
    """The number of a case and its page, for those who see the case."""
    number = scope(actor, "case.see", Case).filter(pk=case_id).values_list("number", flat=True).first()
    return (number, f"/cases/{case_id}") if number else None


def is_restricted(case_id: UUID) -> bool:
    """Whether this is a case that is kept from the sight of its area; asked as the system."""
    return bool(fetch("restricted", _restricted, ANYBODY, case=case_id))


def _restricted(_actor: Actor, case: UUID) -> QuerySet[Any, Any]:
    return Case.objects.filter(pk=case, restricted=True).values_list("pk")


def accused_beside(about_kind: str, about_id: UUID, persons: Sequence[UUID]) -> bool:
    """Whether one of these persons was ever accused in a case of this person, or of the report whose reporter this is; asked as the system."""
    mine: Any = CaseParty.objects.filter(person_id=about_id) if about_kind == "person" else CaseReport.objects.filter(report_id=about_id)
    return CaseParty.objects.filter(role="alleged", person_id__in=persons, case_id__in=mine.values("case_id")).exists()
