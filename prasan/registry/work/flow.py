"""Handing over: each thing is offered, and accepted or refused by the receiver; until then it stays where it is."""

from prasan.ground.flow import Ask, Flow, Move, State
from prasan.registry.work.models import HandedItem

REASONS = (("leave", "ลาหรือไม่อยู่"), ("moved", "ย้ายหน้าที่"), ("load", "งานมากเกินไป"), ("other", "เหตุอื่น"))
REFUSALS = (("load", "งานมากเกินไป"), ("know", "รู้จักหรือเป็นญาติกับคนในเรื่อง"), ("skill", "ต้องใช้ความรู้เฉพาะทาง"), ("other", "เหตุอื่น"))

HAND_OVER: Flow[HandedItem] = Flow(
    "hand_over",
    see="handed.see",
    states=[
        State("offered", "รอผู้รับตอบ", "wait"),
        State("accepted", "รับแล้ว", "done", final=True),
        State("refused", "ไม่รับ", "no", final=True),
        State("withdrawn", "ถอนคืนแล้ว", "", final=True),
    ],
    moves=[
        Move("accept", "รับ", frozenset({"offered"}), "accepted", "handed.answer", main=True),
        Move("refuse", "ไม่รับ", frozenset({"offered"}), "refused", "handed.answer", asks=(Ask("reason", "เหตุผล", "choice", choices=REFUSALS),)),
        Move("withdraw", "ถอนคืน", frozenset({"offered"}), "withdrawn", "handed.withdraw"),
    ],
    initial="offered",
)
