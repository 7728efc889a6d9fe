"""The life of a report: received, read by somebody at the desk, decided by triage. A report never closes by itself."""

from typing import TYPE_CHECKING

from prasan.ground.flow import Flow, Move, State

if TYPE_CHECKING:
    from prasan.casework.intake.models import Report

RECEIVED = "received"
READING = "reading"
DECIDED = "decided"

REPORT: "Flow[Report]" = Flow(
    "report",
    see="report.see",
    states=[
        State(RECEIVED, "รับเรื่องแล้ว", "new"),
        State(READING, "มีเจ้าหน้าที่อ่านอยู่", "go"),
        State(DECIDED, "ตัดสินใจแล้ว", "done"),
    ],
    moves=[
        Move("take", "รับเรื่อง", frozenset({RECEIVED}), READING, "report.take", main=True),
        Move("decide", "ตัดสินใจ", frozenset({RECEIVED, READING}), DECIDED, "report.decide", main=True),
        Move("hand_on", "ส่งให้โต๊ะอื่น", frozenset({RECEIVED, READING}), RECEIVED, "report.hand_on"),
        Move("undo", "ตัดสินใจใหม่", frozenset({DECIDED}), READING, "report.undo"),
    ],
    initial=RECEIVED,
)
