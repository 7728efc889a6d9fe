"""Lists of a centre for programs: which there are, their entries, one with its history, putting it right. Moves: /entry/{id}/moves/{settle|retire|restore}.

For a person in a session only: no key of a program opens what is sealed.
"""

from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from prasan.community.surveys.actions.rosters import correct_entry
from prasan.community.surveys.queries import rosters
from prasan.community.surveys.queries.rosters import EntryLine, EntryPage, RosterLine
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()
entry_router = Router()


class Rosters(TypedDict):
    """The lists in which the caller's centre has entries."""

    lists: tuple[RosterLine, ...]


class Entries(TypedDict):
    """A page of entries; `next` is the cursor of the next one."""

    entries: tuple[EntryLine, ...]
    next: str


class OneEntry(TypedDict):
    """An entry with its moves."""

    entry: Annotated[EntryPage, Without("offers")]
    moves: list[MoveNow]


class EntryIn(Schema):
    """What is put right: the name in the list, and the columns that change; `version`: the one that was read."""

    label: str
    values: dict[str, str] = {}
    version: int


@router.get("", summary="Lists in which the caller's centre has entries")
def lists(request: HttpRequest) -> Rosters:
    """How many are in use, waiting to be looked at, out of use."""
    with reading(actor_of(request)):
        return {"lists": rosters.rosters(actor_of(request))}


@router.get("/{uuid:pk}", summary="Entries of a list of the caller's centre, those changed last first")
def listed(request: HttpRequest, pk: UUID, state: str = "", cursor: str = "") -> Entries:
    """Those in use, or of one state."""
    with reading(actor_of(request)):
        rows, after = rosters.entries(actor_of(request), roster=pk, state=state, cursor=cursor)
    return {"entries": rows, "next": after}


@entry_router.get("/{uuid:pk}", summary="One entry: what it says, and what it said before")
def one(request: HttpRequest, pk: UUID) -> OneEntry:
    """The look is written down."""
    with reading(actor_of(request)):
        page = rosters.entry_page(actor_of(request), pk)
    return {"entry": without(page, "offers"), "moves": moves_now(page.offers)}


@entry_router.post("/{uuid:pk}/correct", summary="Put an entry right")
def correct(request: HttpRequest, pk: UUID, payload: EntryIn) -> Made:
    """What was there before stays in its history."""

    def act() -> UUID:
        correct_entry(actor_of(request), id=pk, **payload.dict())
        return pk

    return {"id": once(request, "entry", act)}
