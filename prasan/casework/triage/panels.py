"""What this chapter shows and lends to others: its registries, its own outcomes, its things to do."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from prasan.casework.intake.flow import REPORT_RECEIVED
from prasan.casework.intake.queries.parts import REPORT_PARTS
from prasan.casework.triage.actions.outcomes import (
    LOOK,
    NOT_OURS,
    WATCHES,
    advise,
    end_watch,
    handed_on,
    keep_watch,
    turn_away,
)
from prasan.casework.triage.flow import KEEPERS, OUTCOMES, Keeper, Outcome
from prasan.casework.triage.jobs import look_for_likenesses
from prasan.casework.triage.queries import desk_choices
from prasan.casework.triage.queries.parts import PARTS
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.flow import Ask
from prasan.ground.policy import Actor
from prasan.registry.work.panels import VERBS, WorkVerb

__all__ = ["KEEPERS", "NOT_OURS", "OUTCOMES", "Keeper", "Outcome"]

for _key, _part in PARTS.items():
    REPORT_PARTS.add(_key, _part)

OUTCOMES.add(
    "advice",
    Outcome(
        "advice", "ให้คำแนะนำแล้ว ไม่เปิดเคส", "Advice only",
        (Ask("advised", "คำแนะนำที่ให้", hint=gettext_noop("ผู้แจ้งจะอ่านได้ในหน้าใบรับเรื่อง ไม่ใส่ชื่อหรือเรื่องของผู้อื่น"), longest=2000),),
        advise, gettext_noop("ตอบหรือบอกทางแล้ว และไม่มีใครต้องได้รับการคุ้มครองต่อ"),
    ),
    order=30,
)  # fmt: skip
OUTCOMES.add(
    "watch",
    Outcome(
        "watch", "เฝ้าระวังไว้ก่อน", "Watch for now",
        (
            Ask("look_for", "สิ่งที่ต้องคอยดู", "text", hint=gettext_noop("ดูจากภายนอกเท่านั้น ไม่ไปถามคนในเรื่อง"), longest=500),
            Ask("days", "ดูอีกครั้งเมื่อไร", "choice", choices=WATCHES),
        ),
        keep_watch, gettext_noop("เป็นเบาะแสที่ยังไม่แน่ใจ และไม่มีใครอยู่ในอันตรายวันนี้ เรื่องกลับมาที่โต๊ะตามวันที่เลือก"), undo=end_watch,
    ),
    order=35,
)  # fmt: skip
OUTCOMES.add(
    "pass_on",
    Outcome(
        "pass_on", "ส่งให้โต๊ะอื่น", "Pass on to another desk",
        (Ask("desk", "โต๊ะที่รับ", "organisation"),), handed_on,
        gettext_noop("โต๊ะนั้นต้องกดรับ ถ้าไม่รับ เรื่องจะกลับมาพร้อมสัญญาณเตือน"), move="hand_on",
        options=lambda actor, report_id: {"desk": desk_choices(actor, report_id)},
    ),
    order=40,
)  # fmt: skip
OUTCOMES.add(
    "not_for_us",
    Outcome(
        "not_for_us", "ไม่ใช่เรื่องของเรา", "Not for us",
        (
            Ask("why_not", "เพราะอะไร", "choice", choices=NOT_OURS),
            Ask("where", "บอกให้ไปที่ไหน", required=False, longest=2000, hint=gettext_noop("ผู้แจ้งจะอ่านได้ในหน้าใบรับเรื่อง ใส่ชื่อหน่วยงานและเบอร์โทร")),
        ),
        turn_away, gettext_noop("บอกทางให้ผู้แจ้งไปต่อได้เอง ถ้าเป็นหน้าที่ของโต๊ะอื่นในระบบ ให้เลือกส่งให้โต๊ะอื่น"),
    ),
    order=50,
)  # fmt: skip


def _look(actor: Actor, report_id: UUID) -> None:
    look_for_likenesses.later(report_id=report_id)


REPORT_RECEIVED.add("likenesses", _look)


def _to_triage(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/reports/{object_id}/triage"


VERBS.add(
    "triage_report",
    WorkVerb("อ่านเรื่องที่แจ้งเข้ามา", "Read a new report", "อ่านเรื่อง", "Read", _to_triage, "report"),
    order=10,
)
VERBS.add(
    "late_report",
    WorkVerb("เรื่องฉุกเฉินที่ยังไม่มีใครอ่าน", "An emergency that nobody has read", "ดูเรื่อง", "Look", _to_triage, "report"),
    order=11,
)
VERBS.add(
    "late_report_above",
    WorkVerb("เรื่องฉุกเฉินในจังหวัดที่ยังไม่มีใครอ่าน", "An emergency in the province that nobody has read", "ดูเรื่อง", "Look", _to_triage, "report"),
    order=11,
)
VERBS.add(
    "check_duplicate",
    WorkVerb(
        "ดูว่าเรื่องใหม่เป็นเรื่องเดียวกันหรือไม่", "Check whether a new report is the same matter", "ตรวจดู", "Check",
        lambda object_id, facts: f"/likenesses/{object_id}", "report",
    ),
    order=12,
)  # fmt: skip
VERBS.add(
    LOOK,
    WorkVerb("ดูเรื่องที่เฝ้าระวังไว้อีกครั้ง", "Look again at what is watched", "ดูเรื่อง", "Look", _to_triage, "report"),
    order=13,
)

put_in_words([
    LogVerb("report.call", "โทรขอความช่วยเหลือฉุกเฉิน"), LogVerb("report.ask_head", "ขอให้หัวหน้าตัดสินใจ"),
    LogVerb("report.escalate", "เตือนผู้บังคับบัญชา เรื่องฉุกเฉินยังไม่มีใครเปิดอ่าน"), LogVerb("report.aside", "ถอนตัวเพราะรู้จักคนในเรื่อง"),
    LogVerb("likeness.say", "ตอบว่าเป็นเรื่องเดียวกันหรือไม่"),
    LogThing("likeness", "เรื่องที่อาจเป็นเรื่องเดียวกัน"), LogThing("report_likeness", "เรื่องที่อาจเป็นเรื่องเดียวกัน"),
    LogThing("report_call", "การโทรขอความช่วยเหลือฉุกเฉิน"), LogThing("report_decision", "ผลการคัดกรอง"), LogThing("report_routing", "การส่งเรื่องระหว่างโต๊ะ"),
    LogThing("report_declaration", "คำบอกว่ารู้จักคนในเรื่องหรือไม่"), LogThing("report_escalation", "การเตือนผู้บังคับบัญชา"),
])
