"""The log of activities and the map of the network."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from prasan.community.centres import actions, queries
from prasan.community.centres.api.terms import In, Line, Satang
from prasan.community.centres.rules.told import Told
from prasan.ground.http.answers import Made
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()


class ActivityIn(In):
    """An activity. `cost` in satang; `counted`: counted or estimated, when `reach` is told."""

    on: date
    until: date | None = None
    kind: Line
    title: Line
    audiences: Annotated[list[Line], Field(max_length=20)]
    place: Line = ""
    reach: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    counted: Line = ""
    cost: Satang = 0
    source: Line = "none"
    with_whom: Annotated[list[Line], Field(max_length=20)] = []
    result: Annotated[str, Field(max_length=2000)] = ""


class WhyIn(In):
    """Why an activity counts no more."""

    why: Line
    version: int | None = None


class PartnerIn(In):
    """Somebody whom the centre works with."""

    kind: Line
    name: Line
    bond: Line
    contact_name: Line = ""
    contact_phone: Annotated[str, Field(max_length=20)] = ""


@router.get("/{uuid:pk}/activities", summary="The log of a fiscal year (Buddhist era; 0: this one)")
def log(request: HttpRequest, pk: UUID, year: int = 0, cursor: str = "") -> queries.LogPage:
    """The sums of the year, and a page of its activities."""
    with reading(actor_of(request)):
        return queries.log_page(actor_of(request), pk, fiscal_year=year, cursor=cursor)


@router.post("/{uuid:pk}/activities", summary="Write down an activity")
def add_activity(request: HttpRequest, pk: UUID, payload: ActivityIn) -> Made:
    """The activity's id."""
    told = Told(**payload.dict())
    return {"id": once(request, "activity", lambda: actions.add_activity(actor_of(request), centre=pk, told=told))}


@router.get("/activities/{uuid:pk}", summary="One activity")
def activity(request: HttpRequest, pk: UUID) -> queries.ActivityView:
    """With what happened."""
    with reading(actor_of(request)):
        return queries.activity_view(actor_of(request), pk)


@router.post("/activities/{uuid:pk}/withdraw", summary="Take an activity out of the count, with the reason")
def withdraw(request: HttpRequest, pk: UUID, payload: WhyIn) -> Made:
    """The activity's id."""

    def act() -> UUID:
        actions.withdraw_activity(actor_of(request), id=pk, why=payload.why, version=payload.version)
        return pk

    return {"id": once(request, "activity", act)}


@router.get("/{uuid:pk}/network", summary="Whom the centre works with")
def network(request: HttpRequest, pk: UUID) -> queries.NetworkPage:
    """Each partner with its place on the map."""
    with reading(actor_of(request)):
        return queries.network_page(actor_of(request), pk)


@router.post("/{uuid:pk}/network", summary="Somebody whom the centre works with")
def add_partner(request: HttpRequest, pk: UUID, payload: PartnerIn) -> Made:
    """The partner's id."""
    return {"id": once(request, "partner", lambda: actions.add_partner(actor_of(request), centre=pk, **payload.dict()))}
