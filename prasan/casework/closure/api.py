"""Closing for programs: ask, read. Deciding is a move, made at /closure/{id}/moves/{approve|return|withdraw}."""

from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, StringConstraints

from prasan.casework.closure import actions, queries, rules
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()
AT = "/closures"
Line = Annotated[str, StringConstraints(max_length=200)]
Text = Annotated[str, StringConstraints(max_length=20_000)]


class AskIn(Schema):
    """A request to close: the person's own view, or the code of why it could not be asked."""

    model_config = ConfigDict(extra="forbid")
    case: UUID
    reason_code: Line
    summary: Text
    persons_view: Text = ""
    persons_view_missing: Line = ""
    version: int | None = None



class Reason(TypedDict):
    """A code in two languages."""

    code: str
    th: str
    en: str


class Reasons(TypedDict):
    """Reasons to close, and why the person's view may be missing."""

    reasons: list[Reason]
    view_missing: list[Reason]


class OneClosure(TypedDict):
    """A request to close, with its moves."""

    closure: Annotated[queries.ClosurePage, Without("offers")]
    moves: list[MoveNow]


@router.get("/reasons", summary="Reasons to close a case, and why a view may be missing")
def reasons(request: HttpRequest) -> Reasons:
    """Codes with Thai and English words."""
    return {
        "reasons": [{"code": code, "th": th, "en": en} for (code, th), (_, en) in zip(rules.reasons(), rules.reasons("en"), strict=True)],
        "view_missing": [{"code": code, "th": th, "en": en} for (code, th), (_, en) in zip(rules.view_missing(), rules.view_missing("en"), strict=True)],
    }


@router.post("", summary="Ask to close a case; 409 with the list of all that is still open")
def ask(request: HttpRequest, payload: AskIn) -> Made:
    """The request's id."""
    given = payload.dict()
    case = given.pop("case")
    return {"id": once(request, "closure", lambda: actions.ask(actor_of(request), case_id=case, **given))}


@router.get("/{uuid:pk}", summary="One request to close, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneClosure:
    """For the manager and the head of the unit."""
    with reading(actor_of(request)):
        page = queries.closure_page(actor_of(request), pk)
    return {"closure": without(page, "offers"), "moves": moves_now(page.offers)}
