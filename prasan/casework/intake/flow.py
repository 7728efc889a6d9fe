"""The life of a report: received, read by somebody at the desk, decided by triage. A report never closes by itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from prasan.ground.flow import Ask, Flow, Move, State
from prasan.ground.panels import Registry
from prasan.ground.policy import Actor

if TYPE_CHECKING:
    from prasan.casework.intake.models import Report

RECEIVED = "received"
READING = "reading"
DECIDED = "decided"

REPORT_RECEIVED: Registry[Callable[[Actor, UUID], None]] = Registry(
    "what later chapters enqueue when a report is in: f(actor, report_id), by intake's own job after the commit"
)

KNOWS_THEM = (("no", "ไม่รู้จักใครในเรื่องนี้"), ("yes", "รู้จักหรือเป็นญาติ ให้คนอื่นทำแทน"))
_REASON = Ask("reason", "เหตุผล", longest=2000)

REPORT: "Flow[Report]" = Flow(
    "report",
    see="report.see",
    states=[
        State(RECEIVED, "รอคัดกรอง", "new"),
        State(READING, "มีเจ้าหน้าที่อ่านอยู่", "go"),
        State(DECIDED, "ตัดสินใจแล้ว", "done"),
    ],
    moves=[
        Move(
            "take", "รับเรื่อง", frozenset({RECEIVED, READING}), READING, "report.take", main=True,
            asks=(Ask("conflict", "คุณรู้จักหรือเป็นญาติกับคนในเรื่องนี้หรือไม่", "choice", choices=KNOWS_THEM),),
        ),
        Move("give_back", "คืนเรื่องให้โต๊ะ", frozenset({READING}), RECEIVED, "report.take"),
        Move(
            "decide", "ตัดสินใจ", frozenset({RECEIVED, READING}), DECIDED, "report.decide", main=True,
            asks=(
                Ask("outcome", "ผลการคัดกรอง", "text", longest=12),
                Ask("urgency", "ระดับความเร่งด่วน", "number"),
                _REASON,
                Ask("lower_reason", "เหตุผลที่ลดระดับ", required=False, longest=2000),
                Ask("answers", "คำตอบของผลที่เลือก", "answers", required=False),
            ),
        ),
        Move(
            "hand_on", "ส่งให้โต๊ะอื่น", frozenset({RECEIVED, READING}), RECEIVED, "report.hand_on",
            asks=(Ask("desk", "โต๊ะที่รับ", "organisation"), _REASON),
        ),
        Move("send_back", "ไม่รับ ส่งกลับโต๊ะเดิม", frozenset({RECEIVED, READING}), RECEIVED, "report.hand_on", asks=(_REASON,)),
        Move("undo", "ตัดสินใจใหม่", frozenset({DECIDED}), READING, "report.undo", asks=(_REASON,)),
    ],
    initial=RECEIVED,
)
