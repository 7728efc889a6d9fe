"""Safe contact for programs: the banner, the record, neutral texts through the same gate. No address ever leaves but in "go"."""

from datetime import datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from prasan.ground.http.answers import Done, Made, MoveNow, moves_now
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading
from prasan.registry.contact import actions, queries
from prasan.registry.contact.flow import OUTGOING

router = Router()
AT = "/contact"
Line = Annotated[str, Field(max_length=300)]
Codes = Annotated[list[str], Field(max_length=20)]


class RuleIn(Schema):
    """How somebody may be reached. `hours` null: not told, so no contact; []: any hour. `days`: 0 is Monday, [] every day."""

    model_config = ConfigDict(extra="forbid")
    channels: Codes = []
    never_channels: Codes = []
    hours: Annotated[list[list[str]], Field(max_length=10)] | None = None
    days: Annotated[list[int], Field(max_length=7)] = []
    address: Line = ""
    whose: Line = ""
    say: Line = ""
    code_word: Line = ""
    check_question: Line = ""
    who_may_answer: Line = ""
    never: Annotated[str, Field(max_length=500)] = ""
    voicemail: bool = False
    place: Line = ""
    note: Annotated[str, Field(max_length=1000)] = ""
    language: Literal["th", "en", "ms"] = "th"


class SendIn(Schema):
    """A neutral text by its code, for a person or a reporter, within a case or report (`root_id`)."""

    model_config = ConfigDict(extra="forbid")
    root_id: UUID
    channel: Annotated[str, Field(max_length=12)]
    text_code: Annotated[str, Field(max_length=40)]


class MoveIn(Schema):
    """A move of a message."""

    model_config = ConfigDict(extra="forbid")
    version: int | None = None
    reason: Annotated[str, Field(max_length=2000)] = ""


class Message(TypedDict):
    """Its neutral text and where it stands. `sealed`: it goes to a reporter whom the caller may not know."""

    id: UUID
    version: int
    state: str
    text: str
    why: str
    reason: str
    not_before: datetime
    sealed: bool


class OneMessage(TypedDict):
    """A message, with its moves."""

    message: Message
    moves: list[MoveNow]


class Banner(TypedDict):
    """Whether somebody may be reached now, and how."""

    banner: queries.SafeBanner


class Queued(TypedDict):
    """What became of a message: waiting or held, and why."""

    id: UUID
    state: str
    why: str
    why_th: str


class Sent(TypedDict):
    """A message on its way."""

    id: UUID
    message: Queued


@router.get("/messages/{uuid:pk}", summary="One message, and the moves that the caller may make")
def message(request: HttpRequest, pk: UUID) -> OneMessage:
    """Its neutral text and where it stands; never the address."""
    actor = actor_of(request)
    with reading(actor):
        row = queries.outgoing(actor, pk)
    return {
        "message": {
            "id": row.id, "version": row.version, "state": row.state, "text": row.text, "why": row.why_th, "reason": row.reason,
            "not_before": row.not_before, "sealed": row.sealed,
        },
        "moves": moves_now(row.offers),
    }


@router.post("/messages/{uuid:pk}/{move}", summary="Drop a message, or ask, approve, refuse that it leaves outside of the rule")
def make_move(request: HttpRequest, pk: UUID, move: str, payload: MoveIn) -> Done:
    """ask_override (reason), approve_override (another person), refuse_override, drop."""

    def act() -> UUID:
        OUTGOING.make(actor_of(request), move, id=pk, version=payload.version, **({"reason": payload.reason} if payload.reason else {}))
        return pk

    return {"id": once(request, "outgoing", act), "done": move}


@router.get("/{uuid:about_id}", summary="Whether this person or reporter may be reached now, and how")
def banner(request: HttpRequest, about_id: UUID) -> Banner:
    """The same as the banner of the pages; unknown and out of scope look alike."""
    actor = actor_of(request)
    with reading(actor):
        return {"banner": queries.banner(actor, about_id)}


@router.post("/{kind}/{uuid:about_id}", summary="Put down how a person or reporter may be reached, from now on")
def set_rule(request: HttpRequest, kind: Literal["person", "reporter"], about_id: UUID, payload: RuleIn) -> Made:
    """The id of the new record. Messages that wait are judged anew."""
    actor = actor_of(request)
    with reading(actor):
        queries.must_reach(actor, kind, about_id)
    told = {name: value for name, value in payload.dict().items() if value not in ("", False) or name == "voicemail"}
    keep = ("code_word", "check_question")

    def act() -> UUID:
        return actions.set_rule(actor, about_kind=kind, about_id=about_id, key_owner=about_id, rule=told, told_by=actor.key, keep=keep)

    return {"id": once(request, "contact", act)}


@router.post("/{kind}/{uuid:about_id}/send", summary="Put a neutral text into the outbox; the gate decides")
def send(request: HttpRequest, kind: Literal["person", "reporter"], about_id: UUID, payload: SendIn) -> Sent:
    """Waiting or held, and why. The same text to the same person is not queued twice."""
    actor = actor_of(request)
    with reading(actor):
        queries.must_reach(actor, kind, about_id)
    sent = once(request, "outgoing", lambda: actions.send(actor, about_kind=kind, about_id=about_id, **payload.dict()).id)
    with reading(actor):
        row = queries.outgoing(actor, sent)
    return {"id": sent, "message": {"id": sent, "state": row.state, "why": row.why, "why_th": row.why_th}}

