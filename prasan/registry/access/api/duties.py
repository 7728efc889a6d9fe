"""The duty roster of a desk: read it, put somebody on watch, take a watch off. Somebody else for a watch: one ends, the other begins."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from prasan.ground.http.answers import Made
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.policy import Hidden
from prasan.ground.transactions import reading
from prasan.registry.access import actions, queries
from prasan.registry.access.api.said import Choice, Phone, Strict, choices, here
from prasan.registry.access.queries.duties import people_at

router = Router()


class DutyIn(Strict):
    """Who, from, until (at most 24 hours), on which telephone. A time without zone is that of Bangkok."""

    user: UUID
    starts_at: datetime
    ends_at: datetime
    phone: Phone = ""


class Desks(TypedDict):
    """Desks whose roster one may write."""

    desks: list[Choice]


class Roster(TypedDict):
    """The watches of the next two weeks, and who could be on watch."""

    watches: tuple[queries.DutyView, ...]
    people: list[Choice]


@router.get("", summary="The desks whose roster one may write")
def desks(request: HttpRequest) -> Desks:
    """By name."""
    actor = actor_of(request)
    with reading(actor):
        return {"desks": choices(queries.roster_offices(actor))}


@router.get("/{uuid:organisation}", summary="Who is on watch at a desk in the next two weeks")
def roster(request: HttpRequest, organisation: UUID) -> Roster:
    """In order of time; a watch that runs says `now`."""
    actor = actor_of(request)
    with reading(actor):
        if organisation not in dict(queries.roster_offices(actor)):
            raise Hidden("office", organisation)
        return {"watches": queries.duties(actor, organisation), "people": choices(people_at(actor, organisation))}


@router.post("/{uuid:organisation}", summary="Put somebody on watch")
def add(request: HttpRequest, organisation: UUID, payload: DutyIn) -> Made:
    """The watch's id. 422 for somebody who does not work there, a watch over 24 hours, one that is over, or two at once."""
    actor = actor_of(request)
    starts, ends = here(payload.starts_at), here(payload.ends_at)
    return {"id": once(request, "duty", lambda: actions.add_duty(
        actor, organisation=organisation, user=payload.user, starts_at=starts, ends_at=ends, phone=payload.phone))}


@router.post("/{uuid:organisation}/{uuid:watch}/end", summary="Take a watch off; one that runs ends now")
def end(request: HttpRequest, organisation: UUID, watch: UUID) -> Made:
    """The watch's id."""
    actor = actor_of(request)

    def act() -> UUID:
        actions.end_duty(actor, duty=watch, organisation=organisation)
        return watch

    return {"id": once(request, "duty", act)}
