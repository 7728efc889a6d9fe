"""Absence: who is away, and who stands in."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from prasan.ground.http.answers import Made
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.policy import Actor, Hidden
from prasan.ground.transactions import reading
from prasan.registry.access import actions, queries
from prasan.registry.access.api.said import Choice, Strict, choices, here
from prasan.registry.access.queries.users import LeaveView

router = Router()


class LeaveIn(Strict):
    """From when until when, and who stands in. `user`: oneself when left out. A time without zone is that of Bangkok."""

    stand_in: UUID
    starts_at: datetime
    ends_at: datetime
    user: UUID | None = None


class Leaves(TypedDict):
    """Leaves that run or will come, and who could stand in."""

    leaves: tuple[LeaveView, ...]
    stand_ins: list[Choice]


@router.get("", summary="When one is away, or somebody of the own unit, and who could stand in")
def listed(request: HttpRequest, user: UUID | None = None) -> Leaves:
    """One's own, or those of `user`."""
    actor = actor_of(request)
    with reading(actor):
        leaves, colleagues = queries.absence(actor, _whose(actor, user))
    return {"leaves": leaves, "stand_ins": choices(colleagues)}


@router.post("", summary="Say that one is away, or somebody of the own unit, and who stands in")
def take(request: HttpRequest, payload: LeaveIn) -> Made:
    """The leave's id; the stand-in has the positions for that time only."""
    actor = actor_of(request)
    whose, starts, ends = _whose(actor, payload.user), here(payload.starts_at), here(payload.ends_at)
    return {"id": once(request, "leave", lambda: actions.take_leave(actor, user=whose, stand_in=payload.stand_in, starts_at=starts, ends_at=ends))}


@router.post("/{uuid:pk}/end", summary="Back earlier, or not going")
def end(request: HttpRequest, pk: UUID) -> Made:
    """The leave's id; who stood in stops now."""
    actor = actor_of(request)

    def act() -> UUID:
        actions.end_leave(actor, leave=pk)
        return pk

    return {"id": once(request, "leave", act)}


def _whose(actor: Actor, user: UUID | None) -> UUID:
    whose = user or actor.user
    if whose is None:
        raise Hidden("user", "")
    return whose
