"""Talks for programs of their author. Meeting again, finishing and passing on are the moves /talk/{id}/moves/{meet_again|finish|pass_on}."""

from datetime import date
from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from prasan.community.counselling import actions, queries
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()
AT = "/talks"
Code = Annotated[str, Field(max_length=24)]


class TalkIn(Schema):
    """A talk. Codes as on the page; `name` and `story` are optional and sealed."""

    model_config = ConfigDict(extra="forbid")
    topic: Code
    for_whom: Code = "other"
    story: Annotated[str, Field(max_length=4000)] = ""
    name: Annotated[str, Field(max_length=160)] = ""
    advised: Annotated[list[Code], Field(max_length=20)] = []
    talked_on: date | None = None
    again_on: date | None = None
    centre: UUID | None = None


class Talks(TypedDict):
    """A page of one's own talks; `next` is the cursor of the next one."""

    rows: tuple[queries.TalkLine, ...]
    next: str


class OneTalk(TypedDict):
    """A talk, with its moves."""

    page: Annotated[queries.TalkPage, Without("offers")]
    moves: list[MoveNow]


@router.get("", summary="One's own talks, newest first")
def talks(request: HttpRequest, state: str = "", cursor: str = "") -> Talks:
    """A page of them."""
    with reading(actor_of(request)):
        rows, after = queries.talks(actor_of(request), state=state, cursor=cursor)
    return {"rows": rows, "next": after}


@router.post("", summary="Write down a talk; no name is needed")
def record(request: HttpRequest, payload: TalkIn) -> Made:
    """The talk's id."""
    return {"id": once(request, "talk", lambda: actions.record_talk(actor_of(request), **payload.dict()))}


@router.get("/{uuid:pk}", summary="One talk, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneTalk:
    """For its author alone."""
    with reading(actor_of(request)):
        page = queries.talk_page(actor_of(request), pk)
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}
