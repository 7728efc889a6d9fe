"""Rounds and volunteers for programs."""

from datetime import date
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from prasan.community.surveys import actions, queries
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()
interviewers = Router()
Words = Annotated[str, Field(max_length=2000)]
Area = Annotated[str, Field(max_length=8)]


class _In(Schema):
    model_config = ConfigDict(extra="forbid")


class ChangeIn(_In):
    """A round. `consent`: by language code, Thai among them; the last day counts. Once it runs only the last day changes."""

    title: Annotated[str, Field(max_length=200)]
    starts_on: date
    ends_on: date
    consent: dict[str, Words]
    area_code: Area = ""
    method: Literal["all", "random", "chosen"] = "all"


class RoundIn(ChangeIn):
    """A round of a form."""

    form: UUID


class QuotaIn(_In):
    """How many households a centre asks, of how many there are."""

    organisation: UUID
    wanted: Annotated[int, Field(ge=0, le=10_000)]
    households: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class SpreadIn(_In):
    """The same number for every centre of an area that has none yet."""

    wanted: Annotated[int, Field(ge=1, le=10_000)]
    area_code: Area = ""


class InterviewerIn(_In):
    """A volunteer, with the day of the pledge of secrecy."""

    name: Annotated[str, Field(max_length=120)]
    pledged_on: date


class Rounds(TypedDict):
    """A page of rounds; `next` is the cursor of the next one."""

    rows: list[queries.RoundLine]
    next: str


class OneRound(TypedDict):
    """A round with a page of its quotas, and its moves."""

    page: Annotated[queries.RoundPage, Without("offers", "facts")]
    moves: list[MoveNow]


class Interviewers(TypedDict):
    """The volunteers of the own centre; `next` is the cursor of the next page."""

    rows: list[queries.InterviewerLine]
    next: str


@router.get("", summary="Rounds: those planned or running, or those that ended")
def rounds(request: HttpRequest, ended: bool = False, cursor: str = "") -> Rounds:  # noqa: FBT001, FBT002
    """A page of them; the latest first."""
    with reading(actor_of(request)):
        rows, after = queries.rounds(actor_of(request), ended=ended, cursor=cursor)
    return {"rows": rows, "next": after}


@router.post("", summary="Plan a round of a form")
def plan(request: HttpRequest, payload: RoundIn) -> Made:
    """The round's id."""
    return {"id": once(request, "round", lambda: actions.plan_round(actor_of(request), **payload.dict()))}


@router.get("/{uuid:pk}", summary="One round with a page of its quotas, and its moves")
def one(request: HttpRequest, pk: UUID, cursor: str = "") -> OneRound:
    """A centre sees its own quota, a province those of its centres."""
    with reading(actor_of(request)):
        page = queries.round_page(actor_of(request), pk, cursor=cursor)
    return {"page": without(page, "offers", "facts"), "moves": moves_now(page.offers)}


@router.post("/{uuid:pk}/change", summary="Change a round; once it runs only its last day")
def change(request: HttpRequest, pk: UUID, payload: ChangeIn) -> Made:
    """The round's id."""

    def act() -> UUID:
        actions.change_round(actor_of(request), id=pk, **payload.dict())
        return pk

    return {"id": once(request, "round", act)}


@router.post("/{uuid:pk}/quotas", summary="How many households one centre asks")
def quota(request: HttpRequest, pk: UUID, payload: QuotaIn) -> Made:
    """The round's id."""

    def act() -> UUID:
        actions.set_quota(actor_of(request), round=pk, **payload.dict())
        return pk

    return {"id": once(request, "round", act)}


@router.post("/{uuid:pk}/spread", summary="The same number for every centre that has none yet")
def spread(request: HttpRequest, pk: UUID, payload: SpreadIn) -> Made:
    """The round's id."""

    def act() -> UUID:
        actions.spread_quota(actor_of(request), round=pk, **payload.dict())
        return pk

    return {"id": once(request, "round", act)}


@interviewers.get("", summary="The volunteers of the own centre")
def listed(request: HttpRequest, cursor: str = "") -> Interviewers:
    """A page of them, by their numbers."""
    with reading(actor_of(request)):
        rows, after = queries.interviewers(actor_of(request), cursor=cursor)
    return {"rows": rows, "next": after}


@interviewers.post("", summary="Take a volunteer on")
def take_on(request: HttpRequest, payload: InterviewerIn) -> Made:
    """The volunteer's id, which answers carry."""
    return {"id": once(request, "interviewer", lambda: actions.add_interviewer(actor_of(request), **payload.dict()))}


@interviewers.post("/{uuid:pk}/end", summary="The volunteer asks no more")
def end(request: HttpRequest, pk: UUID) -> Made:
    """The volunteer's id."""

    def act() -> UUID:
        actions.end_interviewer(actor_of(request), id=pk)
        return pk

    return {"id": once(request, "interviewer", act)}
