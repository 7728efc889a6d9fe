"""The chapter's own outcomes: advice only, watch, and not for us. Passing on is a move of its own: reroute."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.casework.intake.models import ReceiptMessage, Report
from prasan.casework.triage.actions.desk import safe_facts
from prasan.casework.triage.rules import MOST_WATCHED
from prasan.ground import clock, ids
from prasan.ground.policy import Actor, Invalid, acting, system
from prasan.registry.work.actions import close_items, open_item

LOOK = "look_at_watch"
JOB = system("triage")

NOT_OURS = (
    ("other_agency", gettext_noop("เป็นหน้าที่ของหน่วยงานอื่น และผู้แจ้งไปเองได้")),
    ("no_matter", gettext_noop("ไม่มีเรื่องที่ต้องช่วยหรือคุ้มครอง")),
    ("wrong_number", gettext_noop("ติดต่อผิดที่")),
    ("prank", gettext_noop("ตรวจสอบแล้ว ไม่พบเหตุตามที่แจ้ง")),
    ("repeat", gettext_noop("ผู้แจ้งเดิมติดต่อซ้ำโดยไม่มีเรื่องใหม่")),
)

WATCHES = (("7", gettext_noop("7 วัน")), ("14", gettext_noop("14 วัน")), ("30", gettext_noop("30 วัน")))


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


def keep_watch(actor: Actor, report_id: UUID, answers: dict[str, Any]) -> str:
    """Nothing is certain and nobody is in danger today: the desk looks again on a day. Its sight ends; deciding anew opens it again."""
    if answers["urgency"] > MOST_WATCHED:
        raise Invalid({"urgency": _("เรื่องด่วนมากหรือฉุกเฉินเฝ้าระวังอย่างเดียวไม่ได้ ต้องมีผู้รับผิดชอบ")})
    with acting(JOB):
        report = Report.objects.get(pk=report_id)
    open_item(
        actor, organisation=report.desk_id, verb=LOOK, object_kind="report", object_id=report_id, root_id=report_id, urgency=answers["urgency"],
        due_at=clock.now() + timedelta(days=int(answers["days"])), role="intake_officer", area_code=report.area_code, facts=safe_facts(report),
    )
    return ""


def end_watch(actor: Actor, report_id: UUID) -> None:
    """The desk decides anew: the look is no longer due."""
    close_items(actor, object_id=report_id, verb=LOOK)


def _tell(actor: Actor, report_id: UUID, text: str) -> None:
    ReceiptMessage(id=ids.new(), report_id=report_id, from_reporter=False, text=text, at=clock.now(), by=actor.key).save(force_insert=True)


def handed_on(actor: Actor, report_id: UUID, answers: dict[str, Any]) -> str:
    """Passing on is made by the move hand_on itself."""
    return ""
