"""The watch list for programs of a centre's members. Looking, renewing, ending and passing on are the moves /watch/{id}/moves/{look|renew|end|pass_on}."""

from datetime import date
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from prasan.community.watch import actions, queries
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()
AT = "/watches"
Code = Annotated[str, Field(max_length=24)]
Users = Annotated[list[UUID], Field(max_length=30)]


class WatchIn(Schema):
    """A new entry. `sketch` is seen by all members of the centre: no name. A sign of danger is refused (422): it is passed on instead."""

    model_config = ConfigDict(extra="forbid")
    reason: Code
    level: Annotated[int, Field(ge=1, le=3)]
    sketch: Annotated[str, Field(max_length=500)]
    who: Annotated[str, Field(max_length=200)] = ""
    why: Annotated[str, Field(max_length=2000)] = ""
    look_for: Annotated[list[Code], Field(max_length=20)] = []
    next_look_on: date | None = None
    ends_on: date | None = None
    signs: Annotated[list[Code], Field(max_length=20)] = []
    keepers: Users = []
    close: Users = []
    centre: UUID | None = None


class DangerIn(Schema):
    """What must not wait, of a house that is on no list. `basis`: consent, danger, duty_child_29 or duty_dv_5; `keep_out`: users of the centre."""

    model_config = ConfigDict(extra="forbid")
    basis: Code
    story: Annotated[str, Field(max_length=8000)]
    signs: Annotated[list[Code], Field(max_length=20)] = []
    danger_now: Literal["yes", "no", "unknown"] = "unknown"
    hurt_now: Literal["yes", "no", "unknown"] = "unknown"
    name: Annotated[str, Field(max_length=160)] = ""
    safe: Annotated[str, Field(max_length=300)] = ""
    never: Annotated[str, Field(max_length=300)] = ""
    offices: Annotated[list[Code], Field(max_length=10)] = []
    keep_out: Users = []
    unrest: bool = False
    by_name: bool = True
    centre: UUID | None = None


class UserIn(Schema):
    """A member of the centre."""

    model_config = ConfigDict(extra="forbid")
    user: UUID


class Watches(TypedDict):
    """A page of entries; `next` is the cursor of the next one."""

    rows: tuple[queries.WatchLine, ...]
    next: str


class OneWatch(TypedDict):
    """An entry, blind or whole, with its moves."""

    page: Annotated[queries.WatchPage, Without("offers")]
    moves: list[MoveNow]


@router.get("", summary="What the centre watches, the next look first; or what has ended")
def watches(request: HttpRequest, done: bool = False, cursor: str = "") -> Watches:  # noqa: FBT001, FBT002
    """A page of them."""
    with reading(actor_of(request)):
        rows, after = queries.watches(actor_of(request), done=done, cursor=cursor)
    return {"rows": rows, "next": after}


@router.post("", summary="Begin a watch")
def open_watch(request: HttpRequest, payload: WatchIn) -> Made:
    """The entry's id."""
    return {"id": once(request, "watch", lambda: actions.open_watch(actor_of(request), **payload.dict()))}


@router.post("/danger", summary="A report of what must not wait: call 191 and 1669 first; nothing of it stays at the centre")
def danger(request: HttpRequest, payload: DangerIn) -> Made:
    """The report's id; of the report itself the centre sees one word."""
    said = payload.dict()
    centre = said.pop("centre")
    return {"id": once(request, "report", lambda: actions.tell(actor_of(request), centre=centre, answers=said).report_id)}


@router.get("/figures", summary="Counts of the area, small ones hidden, for heads of areas")
def figures(request: HttpRequest) -> queries.AreaFigures:
    """By district of a province, or by province."""
    with reading(actor_of(request)):
        return queries.figures(actor_of(request))


@router.get("/{uuid:pk}", summary="One entry, with its moves; without name and reason for those who do not keep it")
def one(request: HttpRequest, pk: UUID) -> OneWatch:
    """For members of the centre."""
    with reading(actor_of(request)):
        page = queries.watch_page(actor_of(request), pk)
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}


@router.post("/{uuid:pk}/keepers", summary="Another member keeps it too, and sees the name")
def ask_in(request: HttpRequest, pk: UUID, payload: UserIn) -> Made:
    """For its keepers."""

    def act() -> UUID:
        actions.ask_in(actor_of(request), id=pk, user=payload.user)
        return pk

    return {"id": once(request, "watch", act)}


@router.post("/{uuid:pk}/aside", summary="I know this family: it leaves my sight")
def stand_aside(request: HttpRequest, pk: UUID) -> Made:
    """For any member who sees it."""

    def act() -> UUID:
        actions.stand_aside(actor_of(request), id=pk)
        return pk

    return {"id": once(request, "watch", act)}
