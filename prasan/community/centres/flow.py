"""The moves of a centre, of an assessment and of a year's report."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.ground.flow import Ask, Flow, Move, State
from prasan.ground.policy import Actor, Obstacle

if TYPE_CHECKING:
    from prasan.community.centres.models import Assessment, Centre, YearReport

REASON = 160
LONGEST = 4000

CENTRE: "Flow[Centre]" = Flow(
    "centre",
    see="centre.see",
    initial="unconfirmed",
    states=[
        State("unconfirmed", "รอยืนยันว่ามีจริง", "wait"),
        State("working", "ดำเนินงาน", "done"),
        State("resting", "พักงาน", "no"),
        State("closed", "ยุบเลิก", "no"),
    ],
    moves=[
        Move("confirm", "ยืนยันว่าศูนย์ดำเนินงานอยู่", frozenset({"unconfirmed"}), "working", "centre.confirm", main=True),
        Move("rest", "บันทึกว่าศูนย์พักงาน", frozenset({"unconfirmed", "working"}), "resting", "centre.decide",
             asks=(Ask("reason", "พักเพราะอะไร", "text", longest=REASON, hint=gettext_noop("ไม่ใส่ชื่อคน")),)),
        Move("resume", "ศูนย์กลับมาดำเนินงาน", frozenset({"resting", "closed"}), "working", "centre.decide", main=True),
        Move("close", "ยุบเลิกศูนย์", frozenset({"unconfirmed", "working", "resting"}), "closed", "centre.decide", stop=True,
             asks=(Ask("reason", "ยุบเลิกเพราะอะไร", "text", longest=REASON, hint=gettext_noop("ไม่ใส่ชื่อคน")),)),
    ],
)


def _all_answered(actor: Actor, row: Any) -> Sequence[Obstacle]:
    open_ones = sum(value is None for value in row.points.values())
    if not open_ones:
        return ()
    return (Obstacle("unanswered", _("ยังไม่ได้ให้คะแนน %(n)s ข้อ") % {"n": open_ones}, f"/centres/assessments/{row.pk}/fill"),)


def _by_the_province(actor: Actor, row: Any) -> Sequence[Obstacle]:
    if row.made_by_id is not None and row.made_by_id == actor.user:
        return (Obstacle("second_person", _("คนที่ประเมินยืนยันผลเองไม่ได้ ให้อีกคนหนึ่งยืนยัน")),)
    return ()


ASSESSMENT: "Flow[Assessment]" = Flow(
    "assessment",
    see="assessment.see",
    initial="draft",
    states=[
        State("draft", "กำลังประเมิน", "wait"),
        State("sent", "รอจังหวัดยืนยัน", "go"),
        State("returned", "จังหวัดส่งกลับมา", "no"),
        State("confirmed", "ยืนยันแล้ว", "done", final=True),
    ],
    moves=[
        Move("send", "ส่งให้จังหวัดยืนยัน", frozenset({"draft", "returned"}), "sent", "assessment.keep", guard=_all_answered, main=True),
        Move("return", "ส่งกลับให้แก้", frozenset({"sent"}), "returned", "assessment.decide",
             asks=(Ask("answer", "ให้แก้อะไร", "long", longest=1000),)),
        Move("confirm", "ยืนยันผลประเมิน", frozenset({"sent"}), "confirmed", "assessment.decide", guard=_by_the_province, main=True, stop=True),
    ],
)


def _told(actor: Actor, row: Any) -> Sequence[Obstacle]:
    if (row.texts or {}).get("results", "").strip():
        return ()
    return (Obstacle("results", _("ยังไม่ได้เขียนผลที่เกิดขึ้น"), f"/centres/reports/{row.pk}/write"),)


YEAR_REPORT: "Flow[YearReport]" = Flow(
    "year_report",
    see="year_report.see",
    initial="draft",
    states=[
        State("draft", "ร่างอยู่", "wait"),
        State("sent", "ส่งจังหวัดแล้ว", "go"),
        State("returned", "จังหวัดขอให้เพิ่ม", "no"),
        State("answered", "จังหวัดตอบแล้ว", "done", final=True),
    ],
    moves=[
        Move("send", "ส่งรายงานให้จังหวัด", frozenset({"draft", "returned"}), "sent", "year_report.keep", guard=_told, main=True),
        Move("return", "ขอให้เพิ่มหรือแก้", frozenset({"sent"}), "returned", "year_report.answer",
             asks=(Ask("answer", "ให้เพิ่มหรือแก้อะไร", "long", longest=LONGEST),)),
        Move("answer", "ตอบรายงาน", frozenset({"sent"}), "answered", "year_report.answer", main=True,
             asks=(Ask("answer", "คำตอบถึงศูนย์", "long", longest=LONGEST, hint=gettext_noop("ตอบข้อที่ศูนย์ขอ ทีละข้อ")),)),
    ],
)
