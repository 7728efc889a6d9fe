"""Triage for programs: the page of a report with what is offered, the decision, calls for help, questions about likenesses.

The moves of a report (take, give_back, decide, hand_on, send_back, undo) are also at /report/{id}/moves/{move}.
"""

from typing import Any, TypedDict
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from prasan.casework.intake.flow import REPORT
from prasan.casework.triage import actions, queries
from prasan.ground.http.answers import Made, MoveNow, move_now
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.policy import Obstacle
from prasan.ground.transactions import reading

router = Router()


class In(Schema):
    """Bodies: what is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class DecideIn(In):
    """A decision. `answers`: what the outcome asks, by name (see `outcomes` of GET). `lower_reason`: only below the suggested urgency."""

    outcome: str = Field(max_length=12, examples=["advice"])
    urgency: int | None = Field(None, ge=1, le=4, description="4 emergency, 3 urgent, 2 soon, 1 routine; not for passing on")
    reason: str = Field(max_length=2000)
    lower_reason: str = Field("", max_length=2000)
    answers: dict[str, Any] = Field(default_factory=dict, examples=[{"advised": "โทร 191 ทันทีถ้าเกิดอีก"}])
    version: int | None = None


class CallIn(In):
    """A call for help that the desk made."""

    number: str = Field(max_length=8, examples=["191"])
    reached: bool


class ReasonIn(In):
    """A reason, in words."""

    reason: str = Field(max_length=2000)


class SameIn(In):
    """Whether two reports are one matter."""

    same: bool


class AskOut(TypedDict):
    """What an outcome asks. `first` is what to begin with, `choices` pairs of code and words, or groups of them."""

    name: str
    th: str
    kind: str
    required: bool
    first: Any
    choices: Any


class OutcomeOut(TypedDict):
    """What a report can become."""

    code: str
    th: str
    en: str
    asks: list[AskOut]


class ToDecide(TypedDict):
    """A report with all that is needed to decide it."""

    page: queries.TriagePage
    outcomes: list[OutcomeOut]
    moves: list[MoveNow]


class Decided(TypedDict):
    """The report, and the decision."""

    id: UUID
    decision: UUID


class Question(TypedDict):
    """Whether a new report is the same matter."""

    question: queries.QuestionView
    moves: list[MoveNow]


class Said(TypedDict):
    """The likeness, and what was said of it."""

    id: UUID
    same: bool


@router.get("/reports/{uuid:pk}", summary="A report with all that is needed to decide it")
def page(request: HttpRequest, pk: UUID) -> ToDecide:
    """The page (the reporter is not in it), the outcomes with what each asks, the moves that this caller may make now."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.triage_page(actor, pk)
        outcomes = queries.offered(actor, pk) if found.report.rights else ()
    return {"page": found, "outcomes": [_outcome(one) for one in outcomes], "moves": _moves(found)}


@router.post("/reports/{uuid:pk}/decide", summary="Decide what a report becomes")
def decide(request: HttpRequest, pk: UUID, payload: DecideIn) -> Decided:
    """Needs the report taken first, which says that the caller knows nobody in it. 409 with what is possible, 422 by field."""
    actor = actor_of(request)
    decision = once(request, "decision", lambda: actions.decide(actor, id=pk, **payload.model_dump()).id)
    return {"id": pk, "decision": decision}


@router.post("/reports/{uuid:pk}/calls", summary="Note a call for help")
def call(request: HttpRequest, pk: UUID, payload: CallIn) -> Made:
    """191, 1669 and the like, and whether somebody answered."""
    actor = actor_of(request)
    return {"id": once(request, "call", lambda: actions.note_call(actor, id=pk, number=payload.number, reached=payload.reached))}


@router.post("/reports/{uuid:pk}/ask-head", summary="Leave the decision to the head of the unit")
def ask_head(request: HttpRequest, pk: UUID, payload: ReasonIn) -> Made:
    """The head has it in the worklist at once."""
    actor = actor_of(request)

    def act() -> UUID:
        actions.ask_head(actor, id=pk, reason=payload.reason)
        return pk

    return {"id": once(request, "report", act)}


@router.get("/likenesses/{uuid:pk}", summary="The question whether a new report is the same matter")
def likeness(request: HttpRequest, pk: UUID) -> Question:
    """For whoever keeps the other matter: safe facts of the new report only."""
    actor = actor_of(request)
    with reading(actor):
        return {"question": queries.question(actor, pk), "moves": [move_now("answer", "ตอบ")]}


@router.post("/likenesses/{uuid:pk}/answer", summary="Answer it; yes tells the other desk the number of the matter")
def answer(request: HttpRequest, pk: UUID, payload: SameIn) -> Said:
    """The keeper's answer."""
    return _said(request, pk, actions.answer_likeness, same=payload.same)


@router.post("/likenesses/{uuid:pk}/say", summary="Say of two reports in sight whether they are one matter")
def say(request: HttpRequest, pk: UUID, payload: SameIn) -> Said:
    """An officer's word, remembered."""
    return _said(request, pk, actions.say_likeness, same=payload.same)


def _said(request: HttpRequest, pk: UUID, make: Any, *, same: bool) -> Said:
    actor = actor_of(request)

    def act() -> UUID:
        make(actor, id=pk, same=same)
        return pk

    return {"id": once(request, "likeness", act), "same": same}


def _outcome(one: dict[str, Any]) -> OutcomeOut:
    return {
        "code": one["code"], "th": one["th"], "en": one["en"],
        "asks": [
            {
                "name": ask.name, "th": ask.th, "kind": ask.kind, "required": ask.required, "first": one["initial"].get(ask.name, ""),
                "choices": one["options"].get(ask.name, ask.options()),
            }
            for ask in one["asks"]
        ],
    }  # fmt: skip


def _moves(found: queries.TriagePage) -> list[MoveNow]:
    """The moves that this caller has the right to make from here; those that wait for something say what for."""
    waits = Obstacle("conflict_unasked", _("รับเรื่องก่อน"))
    return [
        move_now(move.name, move.th, [] if move.name in found.may else [waits])
        for move in found.report.moves if move.name in found.may or move.name == "decide"
    ] + ([move_now("hand_on", REPORT.moves["hand_on"].th)] if "decide" in found.may else [])

