"""Answers of surveys that a case uses, for programs. Undoing is the move /answer_link/{id}/moves/undo."""

from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from prasan.community.links import actions, queries
from prasan.ground import audit
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()
AT = "/case-answers"


class LinkIn(Schema):
    """`reference`: as it stands on the page of the answers; `basis`: a legal basis; `why`: kept with the case."""

    case: UUID
    reference: str
    basis: str
    why: str


class Links(TypedDict):
    """What a case uses."""

    answers: tuple[queries.LinkLine, ...]


class OneLink(TypedDict):
    """Answers that a case uses, with the moves."""

    answers: Annotated[queries.LinkPage, Without("offers")]
    moves: list[MoveNow]


@router.get("/of-case/{uuid:case}", summary="Answers of surveys that a case uses")
def of_case(request: HttpRequest, case: UUID) -> Links:
    """Nothing for a case out of scope, or whose story the caller may not read."""
    with reading(actor_of(request)):
        found = queries.links_of(actor_of(request), case)
        if found:
            audit.record("open", "answer_links", case, root=case)
        return {"answers": found}


@router.post("", summary="Use answers in a case")
def link(request: HttpRequest, payload: LinkIn) -> Made:
    """For the manager of the case; the id of the link."""
    def act() -> UUID:
        return actions.link_answers(actor_of(request), case_id=payload.case, reference=payload.reference, basis=payload.basis, why=payload.why)

    return {"id": once(request, "answer_link", act)}


@router.get("/{uuid:pk}", summary="The answers, by the questions of their form")
def one(request: HttpRequest, pk: UUID) -> OneLink:
    """What is sealed is there for whoever sees who the case is about; that it was opened is written down with the case."""
    with reading(actor_of(request)):
        page = queries.link_page(actor_of(request), pk)
    return {"answers": without(page, "offers"), "moves": moves_now(page.offers)}
