"""The moves of a case, of an action in its plan, and of its transfer; and what later chapters hang on them.

`step` says where a case stands in the work and is no permission. What must be ended before a case can close is a registry: each chapter adds its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from prasan.ground.flow import Ask, Flow, Move, State
from prasan.ground.panels import Registry
from prasan.ground.policy import Actor, Obstacle, acting, system

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

    from prasan.casework.cases.models import Case, PlanAction, Transfer

OPEN, CLOSING, CLOSED = "open", "closing", "closed"

CLOSE_OBSTACLES: Registry[Callable[[UUID], list[Obstacle]]] = Registry("what stands in the way of closing a case")
CASE_MOVED: Registry[Callable[..., None]] = Registry("what follows when a case has a new manager: f(actor, *, case_id, old, new)")
MOVE_PAGES: Registry[str] = Registry("where a move of the case is asked: its name to an address with {} for the case")
CASE_REOPENED: Registry[Callable[..., None]] = Registry("what follows when a case opens again: f(actor, *, case_id)")


@dataclass(frozen=True)
class EventWord:
    """How an event reads on the timeline after who did it: a verb and its object. `detail` words the event's code ("" says nothing)."""

    words: "StrPromise | str"
    detail: "Callable[[str], StrPromise | str] | None" = None
    icon: str = ""


EVENT_WORDS: Registry[EventWord] = Registry("how the timeline says what was done: the verb of note_event to its words")


def close_obstacles(actor: Actor, case: Any) -> list[Obstacle]:
    """All that is still open in a case, whoever asks: whoever may close it must know of it, also of what they may not read."""
    with acting(system("close")):
        return [obstacle for look in CLOSE_OBSTACLES.values() for obstacle in look(case.pk)]


CASE: "Flow[Case]" = Flow(
    "case",
    see="case.see",
    states=[
        State(OPEN, "กำลังช่วยเหลือ", "go"),
        State(CLOSING, "รออนุมัติยุติ", "wait"),
        State(CLOSED, "ยุติแล้ว", "done"),
    ],
    moves=[
        Move("ask_close", "ขอยุติการให้บริการ", frozenset({OPEN}), CLOSING, "case.manage", guard=close_obstacles, asks=(
            Ask("reason_code", "เหตุที่ยุติ", "text", longest=32), Ask("summary", "สรุปผลการช่วยเหลือ", "long"),
            Ask("persons_view", "ความเห็นของผู้ประสบปัญหา", "long", required=False),
            Ask("persons_view_missing", "เหตุที่ยังไม่ได้ถามความเห็น", "text", required=False, longest=32),
        )),
        Move("return_close", "ส่งกลับให้ทำต่อ", frozenset({CLOSING}), OPEN, "case.approve",
             asks=(Ask("reason", "เหตุผลที่ส่งกลับ", "long", longest=1000),)),
        Move("approve_close", "อนุมัติการยุติ", frozenset({CLOSING}), CLOSED, "case.approve", guard=close_obstacles, main=True),
        Move("withdraw_close", "ถอนคำขอยุติ", frozenset({CLOSING}), OPEN, "case.manage"),
        Move("reopen", "เปิดเคสอีกครั้ง", frozenset({CLOSED}), OPEN, "case.reopen", asks=(
            Ask("reason", "เหตุที่เปิดอีกครั้ง", "long", longest=1000), Ask("manager", "ผู้จัดการรายกรณี", "user", required=False),
            Ask("urgency", "ระดับความเร่งด่วน", "number", required=False),
        )),
        Move("merge", "รวมเข้ากับอีกเคส", frozenset({OPEN}), CLOSED, "case.manage", stop=True,
             asks=(Ask("into", "เลขเคสที่รวมเข้า", "text", longest=24), Ask("reason", "เหตุผล", "long", longest=1000))),
        Move("unmerge", "เลิกรวมเคส", frozenset({CLOSED}), OPEN, "case.reopen", asks=(Ask("reason", "เหตุผล", "long", longest=1000),)),
    ],
    initial=OPEN,
)

PLAN: "Flow[PlanAction]" = Flow(
    "plan_action",
    see="plan_action.see",
    states=[State("open", "ต้องทำ", "wait"), State("done", "ทำแล้ว", "done"), State("dropped", "ไม่ทำแล้ว", "no")],
    moves=[
        Move("finish", "บันทึกว่าทำแล้ว", frozenset({"open"}), "done", "plan_action.do",
             asks=(Ask("result", "ผลที่ได้", "long", longest=2000),), main=True),
        Move("drop", "ไม่ทำแล้ว", frozenset({"open"}), "dropped", "plan_action.manage", asks=(Ask("result", "เหตุผล", "long", longest=2000),)),
        Move("resume", "เปิดทำต่อ", frozenset({"done", "dropped"}), "open", "plan_action.manage"),
    ],
    initial="open",
)

TRANSFER: "Flow[Transfer]" = Flow(
    "transfer",
    see="transfer.see",
    states=[
        State("offered", "รอผู้รับตอบ", "wait"),
        State("accepted", "รับโอนแล้ว", "done", final=True),
        State("refused", "ไม่รับโอน", "no", final=True),
        State("withdrawn", "ถอนคำขอแล้ว", "no", final=True),
    ],
    moves=[
        Move("accept", "รับโอนเคส", frozenset({"offered"}), "accepted", "transfer.answer",
             asks=(Ask("manager", "ผู้จัดการรายกรณี", "user"), Ask("answer", "ข้อความถึงผู้โอน", "long", required=False, longest=1000)), main=True),
        Move("refuse", "ไม่รับโอน", frozenset({"offered"}), "refused", "transfer.answer", asks=(Ask("answer", "เหตุผล", "long", longest=1000),)),
        Move("withdraw", "ถอนคำขอโอน", frozenset({"offered"}), "withdrawn", "transfer.withdraw"),
    ],
    initial="offered",
)
