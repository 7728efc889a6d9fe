"""Looks after closure for programs: read. What was found is the move /followup/{id}/moves/do; opening again is /case/{id}/moves/reopen."""

from typing import TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from prasan.casework.followup import queries
from prasan.casework.followup.flow import FOLLOWUP
from prasan.ground import audit
from prasan.ground.http.answers import MoveNow, moves_now
from prasan.ground.http.asker import actor_of
from prasan.ground.transactions import reading

router = Router()
AT = "/followups"



class Looks(TypedDict):
    """The looks of a case."""

    followups: tuple[queries.LookLine, ...]


class OneLook(TypedDict):
    """A look after closure, with its moves. `may_reopen`: what was found calls for opening the case again."""

    followup: queries.LookLine
    case: UUID
    number: str
    version: int
    may_reopen: bool
    moves: list[MoveNow]


@router.get("/of-case/{uuid:case}", summary="The looks of a case, in the order in which they are due")
def of_case(request: HttpRequest, case: UUID) -> Looks:
    """Nothing for a case out of scope."""
    with reading(actor_of(request)):
        found = queries.looks_of(actor_of(request), case)
        if found:
            audit.record("open", "followups", case, root=case)
        return {"followups": found}


@router.get("/{uuid:pk}", summary="One look, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneLook:
    """For the manager and the head of the unit."""
    with reading(actor_of(request)):
        page = queries.look_page(actor_of(request), pk)
    moves = moves_now([FOLLOWUP.moves["do"]] if page.may_do else [])
    return {"followup": page.look, "case": page.case_id, "number": page.number, "version": page.version, "may_reopen": page.may_reopen, "moves": moves}
