"""The moves of a request to close: another person than the asker decides, and only when nothing is open."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from prasan.casework.cases.flow import close_obstacles
from prasan.ground.flow import Ask, Flow, Move, State
from prasan.ground.policy import Actor, Obstacle

if TYPE_CHECKING:
    from prasan.casework.closure.models import Closure


def _by_another(actor: Actor, row: Any) -> Sequence[Obstacle]:
    """Whoever asks does not approve, whatever posts they hold."""
    if actor.user is not None and row.asked_by_id == actor.user:
        return (Obstacle("second_person", _("ต้องให้หัวหน้าอีกคนอนุมัติ ผู้ขออนุมัติเองไม่ได้")),)
    return ()


def _closable(actor: Actor, row: Any) -> Sequence[Obstacle]:
    return (*_by_another(actor, row), *close_obstacles(actor, row.case))


CLOSURE: "Flow[Closure]" = Flow(
    "closure",
    see="closure.see",
    states=[
        State("asked", "รออนุมัติ", "wait"),
        State("approved", "อนุมัติแล้ว", "done", final=True),
        State("returned", "ส่งกลับให้ทำต่อ", "no", final=True),
        State("withdrawn", "ถอนคำขอแล้ว", "no", final=True),
    ],
    moves=[
        Move("approve", "อนุมัติการยุติ", frozenset({"asked"}), "approved", "closure.decide", guard=_closable, main=True),
        Move("return", "ส่งกลับให้ทำต่อ", frozenset({"asked"}), "returned", "closure.decide", guard=_by_another,
             asks=(Ask("reason", "เหตุผลที่ส่งกลับ", "long", longest=1000),)),
        Move("withdraw", "ถอนคำขอยุติ", frozenset({"asked"}), "withdrawn", "closure.withdraw"),
    ],
    initial="asked",
)
