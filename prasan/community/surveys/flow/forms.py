"""The moves of a form: tried, open, closing (no longer offered, still taken), closed, retired."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from prasan.ground.flow import Flow, Move, State
from prasan.ground.panels import Registry
from prasan.ground.policy import Actor, Obstacle

if TYPE_CHECKING:
    from prasan.community.surveys.models import SurveyForm

# What stands in the way is read from rows: queries.obstacles adds it here when Django starts.
IN_THE_WAY: "Registry[Callable[[Actor, Any], Sequence[Obstacle]]]" = Registry("what stands in the way of a form's move")


def _asked(what: str) -> Callable[[Actor, Any], Sequence[Obstacle]]:
    def guard(actor: Actor, row: Any) -> Sequence[Obstacle]:
        found = IN_THE_WAY.get(what)
        return found(actor, row) if found is not None else ()

    return guard


FORM: "Flow[SurveyForm]" = Flow(
    "form",
    see="form.see",
    initial="draft",
    states=[
        State("draft", "ฉบับร่าง", "new"),
        State("open", "เปิดให้กรอก", "go"),
        State("closing", "เลิกแจก ยังรับคำตอบ", "wait"),
        State("closed", "ปิดรับ", "done"),
        State("retired", "เลิกใช้", "no", final=True),
    ],
    moves=[
        Move("publish", "ประกาศใช้ฉบับร่าง", frozenset({"draft", "open", "closing"}), "open", "form.make", guard=_asked("publish"), main=True),
        Move("wind_down", "เลิกแจก แต่ยังรับคำตอบที่ค้างอยู่", frozenset({"open"}), "closing", "form.make"),
        Move("close", "ปิดรับคำตอบ", frozenset({"open", "closing"}), "closed", "form.make", guard=_asked("close")),
        Move("reopen", "เปิดอีกครั้ง", frozenset({"closing", "closed"}), "open", "form.make"),
        Move("retire", "เลิกใช้แบบนี้", frozenset({"draft", "closed"}), "retired", "form.make", stop=True),
    ],
)
