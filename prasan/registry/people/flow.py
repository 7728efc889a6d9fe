"""The states of a merge of two persons: asked by one, decided by another, undone by anybody who may decide."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from prasan.ground.flow import Ask, Flow, Move, State
from prasan.ground.policy import Actor, Obstacle


def _another(actor: Actor, row: Any) -> Sequence[Obstacle]:
    """The law of two people: who asked may not decide."""
    return () if row.asked_by != actor.key else (Obstacle("second_person", _("ต้องให้อีกคนหนึ่งตัดสิน ผู้ขอรวมตัดสินเองไม่ได้")),)


MERGE: Flow[Any] = Flow(
    "merge",
    see="merge.see",
    initial="asked",
    states=[
        State("asked", "รออีกคนยืนยัน", "wait"),
        State("merged", "เป็นคนเดียวกัน", "done"),
        State("refused", "ไม่ใช่คนเดียวกัน", "no", final=True),
        State("undone", "แยกกลับแล้ว", "no", final=True),
    ],
    moves=[
        Move("approve", "ยืนยันว่าเป็นคนเดียวกัน", frozenset({"asked"}), "merged", "merge.decide", guard=_another, main=True),
        Move("refuse", "ไม่ใช่คนเดียวกัน", frozenset({"asked"}), "refused", "merge.decide", asks=(Ask("reason", "เหตุผล"),)),
        Move("undo", "แยกกลับเป็นสองคน", frozenset({"merged"}), "undone", "merge.decide", asks=(Ask("reason", "เหตุผล"),)),
    ],
)
