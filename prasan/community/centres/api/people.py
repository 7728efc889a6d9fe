"""Committees and their members."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from prasan.community.centres import actions, queries
from prasan.community.centres.api.terms import In, Line
from prasan.community.centres.rules.told import Appointed
from prasan.ground.http.answers import Made
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()


class MemberIn(In):
    """A member of a committee: somebody known, or a new name."""

    post: Line
    represents: Line
    name: Annotated[str, Field(max_length=120)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
    member: UUID | None = None


class CommitteeIn(In):
    """A new committee; the one before ends on the same day."""

    cause: Line
    began_on: date
    until: date | None = None
    order_no: Annotated[str, Field(max_length=60)] = ""
    members: Annotated[list[MemberIn], Field(max_length=60)] = []


class LeaveIn(In):
    """A member leaves; without `on` today."""

    cause: Line
    on: date | None = None


class PledgeIn(In):
    """When the pledge was signed."""

    on: date


class TrainingIn(In):
    """A training of several members."""

    members: Annotated[list[UUID], Field(max_length=60)]
    title: Line
    on: date
    hours: Annotated[int, Field(ge=1, le=400)]


@router.get("/{uuid:pk}/committee", summary="Committees with the names of their members; each opening is written down")
def committee(request: HttpRequest, pk: UUID) -> queries.CommitteePage:
    """For the centre itself and its province."""
    with reading(actor_of(request)):
        return queries.committee_page(actor_of(request), pk)


@router.post("/{uuid:pk}/committee", summary="A new committee; the one before ends, and so does the sight of those who do not go on")
def change(request: HttpRequest, pk: UUID, payload: CommitteeIn) -> Made:
    """The committee's id."""
    members = [Appointed(**one.dict()) for one in payload.members]
    given = {**payload.dict(), "members": members}
    return {"id": once(request, "committee", lambda: actions.change_committee(actor_of(request), centre=pk, **given))}


@router.post("/{uuid:pk}/members", summary="One member more in the committee that sits")
def add_member(request: HttpRequest, pk: UUID, payload: MemberIn) -> Made:
    """The member's id."""
    return {"id": once(request, "committee_member", lambda: actions.add_member(actor_of(request), centre=pk, **payload.dict()))}


@router.post("/members/{uuid:pk}/leave", summary="A member leaves the committee; the sign-in at the centre ends")
def leave(request: HttpRequest, pk: UUID, payload: LeaveIn) -> Made:
    """The member's id."""

    def act() -> UUID:
        actions.leave_committee(actor_of(request), id=pk, cause=payload.cause, on=payload.on)
        return pk

    return {"id": once(request, "committee_member", act)}


@router.post("/members/{uuid:pk}/pledge", summary="A member has signed the pledge of confidentiality")
def pledge(request: HttpRequest, pk: UUID, payload: PledgeIn) -> Made:
    """The member's id."""

    def act() -> UUID:
        actions.record_pledge(actor_of(request), id=pk, on=payload.on)
        return pk

    return {"id": once(request, "committee_member", act)}


@router.post("/{uuid:pk}/trainings", summary="A training that members of a centre had")
def train(request: HttpRequest, pk: UUID, payload: TrainingIn) -> Made:
    """The centre's id; who had it already has it once."""

    def act() -> UUID:
        actions.add_training(actor_of(request), centre=pk, **payload.dict())
        return pk

    return {"id": once(request, "committee_training", act)}
