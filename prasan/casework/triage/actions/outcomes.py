"""The chapter's own outcomes: advice only, and not for us. Passing on is a move of its own: reroute."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.casework.intake.models import ReceiptMessage
from prasan.ground import clock, ids
from prasan.ground.policy import Actor, Invalid

NOT_OURS = (
    ("other_agency", gettext_noop("เป็นหน้าที่ของหน่วยงานอื่น และผู้แจ้งไปเองได้")),
    ("no_matter", gettext_noop("ไม่มีเรื่องที่ต้องช่วยหรือคุ้มครอง")),
    ("wrong_number", gettext_noop("ติดต่อผิดที่")),
    ("prank", gettext_noop("ไม่ใช่เรื่องจริง")),
    ("repeat", gettext_noop("ผู้แจ้งเดิมติดต่อซ้ำโดยไม่มีเรื่องใหม่")),
)


def advise(actor: Actor, report_id: UUID, answers: dict[str, Any]) -> str:
    """Put the advice where the reporter reads it: on the receipt's own page, behind both numbers."""
    _tell(actor, report_id, answers["advised"])
    return ""


def turn_away(actor: Actor, report_id: UUID, answers: dict[str, Any]) -> str:
    """Say on the receipt's page where the person can go; another agency's matter may not end without that."""
    where = answers.get("where") or ""
    if answers["why_not"] == "other_agency" and not where:
        raise Invalid({"where": _("บอกว่าให้ไปติดต่อที่ไหน อย่างไร")})
    if where:
        _tell(actor, report_id, where)
    return ""


def _tell(actor: Actor, report_id: UUID, text: str) -> None:
    ReceiptMessage(id=ids.new(), report_id=report_id, from_reporter=False, text=text, at=clock.now(), by=actor.key).save(force_insert=True)


def handed_on(actor: Actor, report_id: UUID, answers: dict[str, Any]) -> str:
    """Passing on is made by the move hand_on itself."""
    return ""
