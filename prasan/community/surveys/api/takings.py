"""Answers with identities: asking and seeing. Deciding is /taking/{id}/moves/approve; the file is fetched by a person, on the page.

A key of a program sees requests and neither makes nor decides one: no key opens what is sealed.
"""

from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from prasan.community.surveys.actions.takings import ask_taking
from prasan.community.surveys.queries.takings import TakingPage, taking_page
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()


class TakingIn(Schema):
    """`purpose`: what for, who will use it, when it will be deleted; `round`: only this one."""

    form: UUID
    purpose: str
    round: UUID | None = None


class OneTaking(TypedDict):
    """A request with its moves."""

    taking: Annotated[TakingPage, Without("offers")]
    moves: list[MoveNow]


@router.post("", summary="Ask to take the own centre's answers along with identities")
def begin(request: HttpRequest, payload: TakingIn) -> Made:
    """The id of the request; another person must agree."""
    return {"id": once(request, "taking", lambda: ask_taking(actor_of(request), **payload.dict()))}


@router.get("/{uuid:pk}", summary="One request: how many, what for, who agreed")
def one(request: HttpRequest, pk: UUID) -> OneTaking:
    """No answer is in it."""
    with reading(actor_of(request)):
        page = taking_page(actor_of(request), pk)
    return {"taking": without(page, "offers"), "moves": moves_now(page.offers)}
