"""What should be on the worklists about centres, said again from the facts, for `prasan check`; called as the system."""

from collections.abc import Iterable
from uuid import UUID

from prasan.community.centres.models import Assessment, YearReport
from prasan.registry.organisations.queries import organisation_id, organisations
from prasan.registry.work.panels import Wanted


def assessments_to_confirm() -> Iterable[Wanted]:
    """Every assessment that was sent, with the head of its province."""
    return _with_province("confirm_assessment", Assessment.objects.filter(state="sent").values_list("id", "area_code"))


def reports_to_answer() -> Iterable[Wanted]:
    """Every yearly report that was sent, with the head of its province."""
    return _with_province("answer_year_report", YearReport.objects.filter(state="sent").values_list("id", "area_code"))


def _with_province(verb: str, rows: Iterable[tuple[UUID, str]]) -> Iterable[Wanted]:
    found = [(pk, organisation_id("psdhso", code[:2])) for pk, code in rows]
    known = organisations({office for _pk, office in found})
    return [Wanted(verb, pk, office) for pk, office in found if office in known]
