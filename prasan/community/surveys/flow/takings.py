"""The moves of answers with identities that a centre asks to take along: another person agrees or not; it may be withdrawn before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from prasan.ground.flow import Ask, Flow, Move, State
from prasan.ground.policy import Actor, Obstacle

if TYPE_CHECKING:
    from prasan.community.surveys.models import Taking


def _by_another(actor: Actor, row: Any) -> Sequence[Obstacle]:
    return (Obstacle("second_person", _("ต้องให้อีกคนหนึ่งอนุมัติ ผู้ขออนุมัติเองไม่ได้")),) if actor.user is not None and row.asked_by_id == actor.user else ()


TAKING: "Flow[Taking]" = Flow(
    "taking",
    see="taking.see",
    initial="asked",
    states=[
        State("asked", "รออีกคนอนุมัติ", "wait"),
        State("approved", "นำออกได้", "done", final=True),
        State("refused", "ไม่อนุมัติ", "no", final=True),
        State("withdrawn", "ถอนแล้ว", "no", final=True),
    ],
    moves=[
        Move("approve", "อนุมัติให้นำออก", frozenset({"asked"}), "approved", "taking.approve", guard=_by_another, main=True),
        Move("refuse", "ไม่อนุมัติ", frozenset({"asked"}), "refused", "taking.approve", guard=_by_another,
             asks=(Ask("reason", "เหตุผลที่ไม่อนุมัติ", "long", longest=1000),)),
        Move("withdraw", "ถอนคำขอนี้", frozenset({"asked"}), "withdrawn", "taking.ask"),
    ],
)
