"""What stands in the way of closing besides plan, transfer and referrals: limits of law that run, and messages nobody has read."""

from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import CaseReport
from prasan.casework.intake.models import ReceiptMessage
from prasan.ground.policy import Obstacle, system
from prasan.registry.limits.queries import limits_of


def running_limits(case_id: UUID) -> list[Obstacle]:
    """Limits of law that have neither been met nor stopped: somebody must say what became of each."""
    lang = get_language() or "th"
    return [
        Obstacle("limit", _("กำหนดตามกฎหมายยังเดินอยู่: %(title)s") % {"title": limit.rule.title(lang)}, f"/cases/{case_id}#limits")
        for limit in limits_of(system("close"), "case", case_id, running=True) if limit.legal
    ]


def unread_messages(case_id: UUID) -> list[Obstacle]:
    """Messages of reporters that nobody has opened."""
    reports = CaseReport.objects.filter(case_id=case_id, undone_at=None).values("report_id")
    waiting = ReceiptMessage.objects.filter(report_id__in=reports, from_reporter=True, read_at=None).values_list("report_id", flat=True)
    return [Obstacle("message", _("มีข้อความจากผู้แจ้งที่ยังไม่ได้อ่าน"), f"/reports/{report}") for report in waiting.distinct()]
