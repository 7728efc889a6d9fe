"""What should be on the worklists about centres, said again from the facts, for `prasan check`; called as the system."""

from collections.abc import Iterable
from uuid import UUID

from prasan.community.centres.models import Assessment, Committee, YearReport
from prasan.community.centres.rules.elections import prompting
from prasan.ground import clock
from prasan.registry.organisations.queries import organisation_id, organisations
from prasan.registry.work.panels import Wanted

REVIEW = "review_committees"


def assessments_to_confirm() -> Iterable[Wanted]:
    """Every assessment that was sent, with the head of its province."""
    return _with_province("confirm_assessment", Assessment.objects.filter(state="sent").values_list("id", "area_code"))


def reports_to_answer() -> Iterable[Wanted]:
    """Every yearly report that was sent, with the head of its province."""
    return _with_province("answer_year_report", YearReport.objects.filter(state="sent").values_list("id", "area_code"))


def provinces_to_ask() -> frozenset[str]:
    """Codes of provinces with centres whose committee is older than the last local election that still prompts."""
    election = prompting(clock.today())
    if election is None:
        return frozenset()
    return frozenset(code[:2] for code in Committee.objects.filter(ended_on=None, began_on__lt=election.on).values_list("area_code", flat=True))


def committees_to_review() -> Iterable[Wanted]:
    """Every province that is asked to look at committees, with its head. A day of election that comes or lapses counts from the next turn of the job."""
    return _with_province(REVIEW, [(organisation_id("psdhso", code), code) for code in sorted(provinces_to_ask())])


def _with_province(verb: str, rows: Iterable[tuple[UUID, str]]) -> Iterable[Wanted]:
    found = [(pk, organisation_id("psdhso", code[:2])) for pk, code in rows]
    known = organisations({office for _pk, office in found})
    return [Wanted(verb, pk, office) for pk, office in found if office in known]
