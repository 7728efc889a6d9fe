"""What is held while it is decided where a report belongs: first the report, then cases, these in one order. Of two that want the same one waits."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case, CaseReport
from prasan.casework.intake.models import Report
from prasan.ground.policy import Conflict, Obstacle, acting, system


def hold_report(report_id: UUID) -> None:
    """Let nobody else decide meanwhile where this report belongs. It comes before any case, as where its desk decides."""
    with acting(system("hold")):
        Report.objects.select_for_update(of=("self",), no_key=True).filter(pk=report_id).values_list("pk").first()


def hold_cases(*cases: UUID) -> None:
    """Lock these cases, in an order that does not depend on how they are named."""
    with acting(system("hold")):
        list(Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=cases).order_by("pk").values_list("pk"))


def hold_cases_of(report_id: UUID, *cases: UUID) -> None:
    """Lock all cases that a report is part of, with these. Raises Conflict when a merge brought it to another while this waited: without saying so, since
    whoever asks need not know of the others.
    """
    having = _having(report_id)
    hold_cases(*cases, *having)
    if not _having(report_id) <= having:
        raise Conflict([Obstacle("moved", _("ข้อมูลเปลี่ยนไประหว่างบันทึก ลองอีกครั้ง"))])


def _having(report_id: UUID) -> set[UUID]:
    with acting(system("hold")):
        return set(CaseReport.objects.filter(report_id=report_id, undone_at=None).values_list("case_id", flat=True))
