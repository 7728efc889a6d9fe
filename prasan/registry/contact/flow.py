"""The states of a message on its way. Only the gate lets one go; past the gate only two persons together, and never past "never"."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from prasan.ground.flow import Ask, Flow, Move, State
from prasan.ground.policy import Actor, Obstacle

OVERRIDABLE = frozenset({"hours", "channel", "unclear"})


def _can_be_overridden(actor: Actor, row: Any) -> Sequence[Obstacle]:
    """Not told and told never are not outweighed by a reason: first there must be a safe-contact record that allows it."""
    if row.why in OVERRIDABLE and row.address:
        return ()
    if not row.why:
        return (Obstacle("state", _("ไม่มีอะไรขวาง"), ""),)
    return (Obstacle("safe_contact", _("บันทึกข้อมูลการติดต่อที่ปลอดภัยก่อน"), ""),)


def _another(actor: Actor, row: Any) -> Sequence[Obstacle]:
    return () if row.override_by != actor.key else (Obstacle("second_person", _("ต้องให้อีกคนหนึ่งอนุมัติ ผู้ขออนุมัติเองไม่ได้")),)


OUTGOING: Flow[Any] = Flow(
    "outgoing",
    see="outgoing.see",
    initial="held",
    states=[
        State("held", "ระงับไว้ รอคนตัดสินใจ", "wait"),
        State("asked", "ขอส่งนอกเงื่อนไข รออีกคนอนุมัติ", "wait"),
        State("waiting", "รอเวลาที่ปลอดภัย", "wait"),
        State("sending", "กำลังส่ง", "go"),
        State("sent", "ส่งแล้ว", "done", final=True),
        State("dropped", "ไม่ส่ง", "no", final=True),
    ],
    moves=[
        Move("ask_override", "ขอส่งนอกเงื่อนไข", frozenset({"held", "waiting"}), "asked", "outgoing.decide",
             asks=(Ask("reason", "เหตุผลที่ต้องส่ง", hint="บอกว่าทำไมรอไม่ได้ และลดอันตรายอย่างไร"),), guard=_can_be_overridden),
        Move("approve_override", "อนุมัติให้ส่ง", frozenset({"asked"}), "waiting", "outgoing.second", guard=_another),
        Move("refuse_override", "ไม่อนุมัติ", frozenset({"asked"}), "held", "outgoing.second"),
        Move("drop", "ไม่ส่งแล้ว", frozenset({"held", "asked", "waiting"}), "dropped", "outgoing.decide", main=True),
        Move("release", "เงื่อนไขอนุญาตแล้ว", frozenset({"held", "waiting"}), "waiting", "outgoing.decide", by_system=True),
        Move("hold", "ระงับไว้", frozenset({"waiting", "sending"}), "held", "outgoing.decide", by_system=True),
        Move("claim", "เริ่มส่ง", frozenset({"waiting"}), "sending", "outgoing.decide", by_system=True),
        Move("mark_sent", "ส่งแล้ว", frozenset({"sending"}), "sent", "outgoing.decide", by_system=True),
    ],
)
