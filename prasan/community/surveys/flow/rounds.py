"""The moves of a round: planned, running, ended."""

from typing import TYPE_CHECKING

from prasan.community.surveys.flow.forms import _asked
from prasan.ground.flow import Flow, Move, State

if TYPE_CHECKING:
    from prasan.community.surveys.models import Round

ROUND: "Flow[Round]" = Flow(
    "round",
    see="round.see",
    initial="planned",
    states=[
        State("planned", "เตรียมการ", "new"),
        State("running", "กำลังสำรวจ", "go"),
        State("ended", "จบแล้ว", "done", final=True),
        State("withdrawn", "ยกเลิก", "no", final=True),
    ],
    moves=[
        Move("start", "เริ่มสำรวจ", frozenset({"planned"}), "running", "round.make", guard=_asked("start"), main=True),
        Move("end", "จบการสำรวจ", frozenset({"running"}), "ended", "round.make", stop=True),
        Move("withdraw", "ยกเลิกรอบนี้", frozenset({"planned"}), "withdrawn", "round.make", stop=True),
    ],
)
