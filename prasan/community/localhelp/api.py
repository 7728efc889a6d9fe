"""Local help and resources for programs. Every further step is a move: /help/{id}/moves/{solve|part|give_up|pass_on}, /resource/{id}/moves/...,
/use/{id}/moves/{agree|use|decline|drop|ask_again}.
"""

from datetime import date
from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from prasan.community.localhelp import actions, queries
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()
AT = ""
Code = Annotated[str, Field(max_length=24)]
Codes = Annotated[list[Code], Field(max_length=20)]


class HelpIn(Schema):
    """A help on the spot. `name`, `story` and `result` are optional and sealed; `close`: users of the centre who see nothing of it."""

    model_config = ConfigDict(extra="forbid")
    need: Code
    for_whom: Code = "family"
    story: Annotated[str, Field(max_length=4000)] = ""
    name: Annotated[str, Field(max_length=160)] = ""
    resource: UUID | None = None
    done: bool = False
    result: Annotated[str, Field(max_length=2000)] = ""
    due_on: date | None = None
    close: Annotated[list[UUID], Field(max_length=30)] = []
    centre: UUID | None = None


class ResourceIn(Schema):
    """Somebody or something that can help. No name in `title`, `hours` and `terms`; `holder` and `contact` are sealed."""

    model_config = ConfigDict(extra="forbid")
    kind: Code
    title: Annotated[str, Field(max_length=120)]
    gives: Codes
    hours: Annotated[str, Field(max_length=200)] = ""
    terms: Annotated[str, Field(max_length=300)] = ""
    holder: Annotated[str, Field(max_length=160)] = ""
    contact: Annotated[str, Field(max_length=200)] = ""
    kept_here: bool = True


class NewResource(ResourceIn):
    """A new one; `centre` where the caller belongs to several."""

    centre: UUID | None = None


class ChangedResource(ResourceIn):
    """As it should be; `version` is the one that the caller saw."""

    version: int | None = None


class Helps(TypedDict):
    """A page of helps; `next` is the cursor of the next one."""

    rows: tuple[queries.HelpLine, ...]
    next: str


class OneHelp(TypedDict):
    """A help, with its moves."""

    page: Annotated[queries.HelpPage, Without("offers")]
    moves: list[MoveNow]


class Resources(TypedDict):
    """A page of resources; `next` is the cursor of the next one."""

    rows: list[Annotated[queries.ResourceView, Without("offers")]]
    next: str


class OneResource(TypedDict):
    """A resource, with its moves."""

    page: Annotated[queries.ResourceView, Without("offers")]
    moves: list[MoveNow]


@router.get("/local-help", summary="What the centre helped with, newest first; no name, no story")
def helps(request: HttpRequest, state: str = "", cursor: str = "") -> Helps:
    """A page of them."""
    with reading(actor_of(request)):
        rows, after = queries.helps(actor_of(request), state=state, cursor=cursor)
    return {"rows": rows, "next": after}


@router.post("/local-help", summary="Write down a help on the spot")
def record(request: HttpRequest, payload: HelpIn) -> Made:
    """The help's id."""
    return {"id": once(request, "help", lambda: actions.record_help(actor_of(request), **payload.dict()))}


@router.get("/local-help/{uuid:pk}", summary="One help, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneHelp:
    """Whole for its author, without name and story for the centre's other members."""
    with reading(actor_of(request)):
        page = queries.help_page(actor_of(request), pk)
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}


@router.post("/local-help/{uuid:pk}/by/{uuid:resource_id}", summary="Ask for something of the subdistrict for a help")
def ask_for(request: HttpRequest, pk: UUID, resource_id: UUID) -> Made:
    """The id of the asking; what comes of it are moves of it."""
    return {"id": once(request, "use", lambda: actions.ask_for(actor_of(request), id=pk, resource=resource_id))}


@router.get("/resources", summary="Who or what can help, by sort and title")
def resources(request: HttpRequest, need: str = "", cursor: str = "") -> Resources:
    """Of the own centre; for staff of the area what its centres share."""
    with reading(actor_of(request)):
        rows, after = queries.resources(actor_of(request), need=need, cursor=cursor)
    return {"rows": [without(row, "offers") for row in rows], "next": after}


@router.post("/resources", summary="Put down a resource; asked about today")
def add(request: HttpRequest, payload: NewResource) -> Made:
    """The resource's id."""
    return {"id": once(request, "resource", lambda: actions.add_resource(actor_of(request), **payload.dict()))}


@router.get("/resources/{uuid:pk}", summary="One resource, with its moves")
def resource(request: HttpRequest, pk: UUID) -> OneResource:
    """For members of the centre; for staff of the area when it is shared."""
    with reading(actor_of(request)):
        page = queries.resource_page(actor_of(request), pk)
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}


@router.post("/resources/{uuid:pk}", summary="Put a resource right; that counts as asked about")
def change(request: HttpRequest, pk: UUID, payload: ChangedResource) -> Made:
    """The resource's id."""

    def act() -> UUID:
        actions.change_resource(actor_of(request), id=pk, **payload.dict())
        return pk

    return {"id": once(request, "resource", act)}
