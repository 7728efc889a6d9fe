"""What stands in the way of closing besides plan, transfer and referrals: limits of law that run, and messages nobody has read."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import CaseReport
from prasan.casework.cases.queries.parts import columns, parts_here
from prasan.casework.intake.models import ReceiptMessage
from prasan.ground.policy import Actor, Obstacle, system
from prasan.ground.transactions import unit
from prasan.registry.limits.queries import LimitFact, limits_of


def running_limits(case_id: UUID) -> list[Obstacle]:
    """Limits of law that have neither been met nor stopped: somebody must say what became of each. The same one of several reports stands there once;
    the case's page says whose each clock is.
    """
    lang = get_language() or "th"
    titles = dict.fromkeys(limit.rule.title(lang) for limit in _limits(case_id) if limit.legal)
    return [Obstacle("limit", _("กำหนดตามกฎหมายยังเดินอยู่: %(title)s") % {"title": title}, f"/cases/{case_id}#limits") for title in titles]


def _limits(case_id: UUID) -> tuple[LimitFact, ...]:
    open_unit = unit()
    known: tuple[LimitFact, ...] | None = open_unit.seen.get((case_id, "limits")) if open_unit is not None else None
    return limits_of(system("close"), "case", case_id, running=True) if known is None else known


def case_part(actor: Actor, case_id: UUID, lang: str) -> QuerySet[Any, Any]:
    """Unread messages of reporters for the one statement of the case's page: that there is one, nothing of it."""
    reports = CaseReport.objects.filter(case_id=case_id, undone_at=None).values("report_id")
    return columns(ReceiptMessage.objects.filter(report_id__in=reports, from_reporter=True, read_at=None), "message", id="id", ref="report_id")


def unread_messages(case_id: UUID) -> list[Obstacle]:
    """Messages of reporters that nobody has opened."""
    found = parts_here(case_id, "message")
    if found is not None:
        return [Obstacle("message", _("มีข้อความจากผู้แจ้งที่ยังไม่ได้อ่าน"), f"/reports/{report}") for report in dict.fromkeys(part.ref for part in found)]
    reports = CaseReport.objects.filter(case_id=case_id, undone_at=None).values("report_id")
    waiting = ReceiptMessage.objects.filter(report_id__in=reports, from_reporter=True, read_at=None).values_list("report_id", flat=True)
    return [Obstacle("message", _("มีข้อความจากผู้แจ้งที่ยังไม่ได้อ่าน"), f"/reports/{report}") for report in waiting.distinct()]
