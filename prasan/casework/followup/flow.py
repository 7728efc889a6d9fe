"""The moves of a look after closure. What is found may open the case again; that is a move of the case."""

from typing import TYPE_CHECKING

from prasan.ground.flow import Ask, Flow, Move, State

if TYPE_CHECKING:
    from prasan.casework.followup.models import FollowUp

FINDINGS = (
    ("safe", "ปลอดภัย"), ("needs_help", "ต้องการความช่วยเหลืออีก"), ("danger", "มีอันตราย"), ("not_reached", "ยังติดต่ออย่างปลอดภัยไม่ได้"),
)
REOPENING = frozenset({"needs_help", "danger"})  # findings after which the case should be opened again

FOLLOWUP: "Flow[FollowUp]" = Flow(
    "followup",
    see="followup.see",
    states=[
        State("due", "ถึงเวลาต้องติดตาม", "wait"),
        State("done", "ติดตามแล้ว", "done"),
        State("not_needed", "ไม่ต้องติดตามแล้ว", "no", final=True),
    ],
    moves=[
        Move("do", "บันทึกผลการติดตาม", frozenset({"due"}), "done", "followup.do", main=True, asks=(
            Ask("finding_code", "ผลที่พบ", "choice", choices=FINDINGS),
            Ask("finding", "สิ่งที่พบ", "long", longest=2000, hint="ติดต่อเฉพาะช่องทางที่ปลอดภัย"),
        )),
        Move("skip", "ไม่ต้องติดตามแล้ว", frozenset({"due"}), "not_needed", "followup.do", by_system=True),
    ],
    initial="due",
)
