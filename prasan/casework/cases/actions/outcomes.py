"""What triage can make of a report here: a new case, or a part of one that is open."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions.holding import hold_cases_of
from prasan.casework.cases.actions.joining import join_as_told, join_report, take_out
from prasan.casework.cases.actions.opening import open_case
from prasan.casework.cases.models import CaseReport
from prasan.casework.cases.queries.whereabouts import numbered
from prasan.ground import clock
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle
from prasan.registry.access.models import Position


def opened(actor: Actor, report_id: UUID, answers: dict[str, Any]) -> str:
    """Open a case for the chosen manager, at the unit where this person holds the post; returns where the officer goes on."""
    manager = _user(answers.get("manager"))
    at = clock.now()
    posts = Position.objects.filter(user_id=manager, role="case_manager", starts_at__lte=at).exclude(ends_at__lte=at)
    unit = posts.order_by("starts_at", "id").values_list("organisation_id", flat=True).first()
    if unit is None:
        raise Invalid({"manager": _("เลือกผู้จัดการรายกรณี")})
    open_case(actor, report_id=report_id, manager=manager, organisation=unit, urgency=int(answers["urgency"]), name=answers["name"],
              basis=answers["basis"])
    return ""


def joined(actor: Actor, report_id: UUID, answers: dict[str, Any]) -> str:
    """Join the report to the open case with this number; nothing of the case is told."""
    number = " ".join(str(answers.get("number") or "").split())
    case_id = numbered(actor, "case.join", number)
    if case_id is None:
        if join_as_told(actor, number=number, report_id=report_id):
            return ""
        raise Invalid({"number": _("ไม่พบเคสเลขนี้ที่รวมได้ ตรวจเลขอีกครั้ง")})
    join_report(actor, case_id=case_id, report_id=report_id)
    return ""


def not_opened(actor: Actor, report_id: UUID) -> None:
    """A case that was opened is not undone from the desk: others may be at work in it."""
    if CaseReport.objects.filter(report_id=report_id, undone_at=None).exists():
        raise Conflict([Obstacle("case_open", _("เปิดเคสแล้ว ให้ผู้จัดการรายกรณีรวมเข้ากับเคสที่ถูกหรือขอยุติ"))])


def unjoined(actor: Actor, report_id: UUID) -> None:
    """Take the report out of the case to which the decision joined it; acts as the system."""
    hold_cases_of(report_id)
    for link in CaseReport.objects.filter(report_id=report_id, undone_at=None).select_related("case"):
        take_out(actor, case=link.case, link=link, reason="triage")


def _user(value: Any) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError as error:
        raise Invalid({"manager": _("เลือกผู้จัดการรายกรณี")}) from error
