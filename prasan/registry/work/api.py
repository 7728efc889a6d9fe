"""Work for programs: what I can do now, what I wait for, handing over and its answers."""

from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from prasan.ground.http.answers import Made, MoveNow, move_now
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.policy import Hidden, Invalid
from prasan.ground.screens.parts import Row
from prasan.ground.transactions import reading
from prasan.registry.work import actions, queries

router = Router()
AT = "/worklist"
Line = Annotated[str, Field(max_length=200)]
Ids = Annotated[list[UUID], Field(max_length=500)]


class Strict(Schema):
    """A body in which nothing unknown is let pass."""

    model_config = ConfigDict(extra="forbid")


class HandOverIn(Strict):
    """What is handed over to whom: rows of the work list (`items`), and other things by kind, such as {"case": [...]}."""

    to_user: UUID
    reason: Line
    from_user: UUID | None = Field(None, description="oneself when left out; of somebody else as head of the unit")
    items: Ids = []
    things: Annotated[dict[Line, Ids], Field(max_length=10)] = {}


class AnswerIn(Strict):
    """Which things are taken and which refused; what is in neither stays offered."""

    accept: Ids = []
    refuse: Ids = []
    reason: Line = ""


class Work(TypedDict):
    """One page of what one can do; `total` and `tabs` are bounded."""

    total: int
    tabs: dict[str, int]
    work: list[queries.PlainRow]
    next: str


class Awaited(TypedDict):
    """One page of what others must do first."""

    waiting: tuple[Row, ...]
    next: str


class HandOvers(TypedDict):
    """One page of hand-overs."""

    hand_overs: tuple[queries.HandOverLine, ...]
    next: str


class ToGive(TypedDict):
    """What somebody holds that can be handed over."""

    giving: queries.Giving


class OneHandOver(TypedDict):
    """A hand-over, with its moves."""

    hand_over: queries.HandOverView
    moves: list[MoveNow]


@router.get("", summary="What I can do now, by the time left")
def listed(request: HttpRequest, tab: Line = "", cursor: str = "") -> Work:
    """One page; `next` continues. `tab` narrows: see `tabs`."""
    if tab and tab not in dict(queries.TABS):
        raise Invalid({"tab": f"tab: {', '.join(dict(queries.TABS))}"})
    actor = actor_of(request)
    with reading(actor):
        page = queries.worklist(actor, only=tab, cursor=cursor)
        rows = queries.plain_rows(actor, only=tab, cursor=cursor)
    return {"total": page.total, "tabs": page.counts.by_tab, "work": rows, "next": page.next}


@router.get("/waiting", summary="What others must do before my work goes on")
def waiting(request: HttpRequest, cursor: str = "") -> Awaited:
    """One page; `next` continues."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.waiting(actor, shown=30, cursor=cursor)
    return {"waiting": found.rows, "next": found.next}


@router.post("/{uuid:pk}/noted", summary="Say that what a row tells is noted: it is gone from the list")
def noted(request: HttpRequest, pk: UUID) -> Made:
    """The row's id. Only for rows that tell something; 409 where something must be done."""

    def act() -> UUID:
        actions.note_told(actor_of(request), id=pk)
        return pk

    return {"id": once(request, "noted", act)}


@router.get("/hand-overs", summary="Hand-overs that I gave, took or made, or of my unit, newest first")
def hand_overs(request: HttpRequest, cursor: str = "") -> HandOvers:
    """One page; `next` continues."""
    actor = actor_of(request)
    with reading(actor):
        found, following = queries.hand_overs(actor, cursor=cursor)
    return {"hand_overs": found, "next": following}


@router.get("/to-give", summary="What somebody holds that can be handed over, and who could take it")
def to_give(request: HttpRequest, user: UUID | None = None) -> ToGive:
    """One's own, or as head of the unit that of `user`."""
    actor = actor_of(request)
    if actor.user is None:
        raise Hidden("user", user or "")
    with reading(actor):
        found = queries.giving(actor, user or actor.user)
    if found is None:
        raise Hidden("user", user or "")
    return {"giving": found}


@router.post("/hand-overs", summary="Offer work to a colleague; it stays where it is until it is taken")
def hand_over(request: HttpRequest, payload: HandOverIn) -> Made:
    """The hand-over's id."""
    actor = actor_of(request)
    given = payload.dict()
    giver = given.pop("from_user") or actor.user
    if giver is None:
        raise Hidden("user", "")
    return {"id": once(request, "hand_over", lambda: actions.hand_over(actor, from_user=giver, **given))}


@router.get("/hand-overs/{uuid:pk}", summary="One hand-over, its things and how each was answered, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneHandOver:
    """For giver, receiver and head."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.hand_over_view(actor, pk)
    moves = [*(["answer"] if found.mine and found.open else []), *(["withdraw"] if found.given and found.open else [])]
    words = {"answer": "ตอบ", "withdraw": "ถอนคืน"}
    return {"hand_over": found, "moves": [move_now(name, words[name]) for name in moves]}


@router.post("/hand-overs/{uuid:pk}/answer", summary="Take some things, refuse others with a reason")
def answer(request: HttpRequest, pk: UUID, payload: AnswerIn) -> Made:
    """The hand-over's id."""

    def act() -> UUID:
        actions.answer_hand_over(actor_of(request), id=pk, **payload.dict())
        return pk

    return {"id": once(request, "hand_over", act)}


@router.post("/hand-overs/{uuid:pk}/withdraw", summary="Take back what has not been answered")
def withdraw(request: HttpRequest, pk: UUID) -> Made:
    """The hand-over's id."""

    def act() -> UUID:
        actions.withdraw_hand_over(actor_of(request), id=pk)
        return pk

    return {"id": once(request, "hand_over", act)}

