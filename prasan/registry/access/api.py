"""Absence for programs: who is away, and who stands in. Users, positions and second factors are looked after at the pages only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict

from prasan.ground import clock
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.policy import Hidden
from prasan.registry.access import actions

router = Router()
AT = "/leaves"


class LeaveIn(Schema):
    """From when until when, and who stands in. `user`: oneself when left out. A time without zone is that of Bangkok."""

    model_config = ConfigDict(extra="forbid")
    stand_in: UUID
    starts_at: datetime
    ends_at: datetime
    user: UUID | None = None


@router.post("", summary="Say that one is away, or somebody of the own unit, and who stands in")
def take(request: HttpRequest, payload: LeaveIn) -> dict[str, Any]:
    """The leave's id; the stand-in has the positions for that time only."""
    actor = actor_of(request)
    whose = payload.user or actor.user
    if whose is None:
        raise Hidden("user", "")
    starts, ends = (at if at.tzinfo else at.replace(tzinfo=clock.BANGKOK) for at in (payload.starts_at, payload.ends_at))
    made = once(request, "leave", lambda: actions.take_leave(actor, user=whose, stand_in=payload.stand_in, starts_at=starts, ends_at=ends))
    return {"id": made}


@router.post("/{uuid:pk}/end", summary="Back earlier, or not going")
def end(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """The leave's id; who stood in stops now."""
    actor = actor_of(request)

    def act() -> UUID:
        actions.end_leave(actor, leave=pk)
        return pk

    return {"id": once(request, "leave", act)}
