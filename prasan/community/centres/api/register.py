"""The register and coverage, and one centre."""

from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from prasan.community.centres import actions, queries
from prasan.community.centres.api.terms import In, Line
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()


class CentreIn(In):
    """A centre that the register does not know. `founded`: "2004", "2004-05" or a whole date of the common era."""

    area_code: Annotated[str, Field(min_length=6, max_length=6)]
    name_th: Annotated[str, Field(max_length=200)]
    name_en: Annotated[str, Field(max_length=200)] = ""
    founded: Annotated[str, Field(max_length=10)] = ""
    phones: Annotated[list[Line], Field(max_length=4)] = []
    address: Annotated[str, Field(max_length=300)] = ""


class FactsIn(In):
    """What is known of the centre itself; null keeps what is known."""

    founded: Annotated[str, Field(max_length=10)] | None = None
    phones: Annotated[list[Line], Field(max_length=4)] | None = None
    address: Annotated[str, Field(max_length=300)] | None = None


class Centres(TypedDict):
    """A page of the register; `next` is the cursor of the next one."""

    rows: tuple[queries.CentreLine, ...]
    next: str


class OneCentre(TypedDict):
    """A centre, with its moves."""

    page: Annotated[queries.CentrePage, Without("offers", "rights")]
    moves: list[MoveNow]


@router.get("", summary="The register of family centres, by area")
def register(request: HttpRequest, area: str = "", state: str = "", need: str = "", q: str = "", cursor: str = "") -> Centres:
    """Centres that the caller sees. `need`: no_committee, term_over, not_assessed."""
    with reading(actor_of(request)):
        rows, after = queries.centres(actor_of(request), area=area[:6], state=state[:12], need=need[:16], text=q[:80], cursor=cursor)
    return {"rows": rows, "next": after}


@router.post("", summary="Add a centre that the register does not know")
def add(request: HttpRequest, payload: CentreIn) -> Made:
    """The centre's id."""
    given = {**payload.dict(), "phones": tuple(payload.phones)}
    return {"id": once(request, "centre", lambda: actions.add_centre(actor_of(request), **given))}


@router.get("/coverage", summary='Subdistricts with and without a centre that works; area: "", a province or a district')
def coverage(request: HttpRequest, area: str = "") -> queries.Coverage:
    """Counts of subdistricts; in a district each subdistrict with its state."""
    with reading(actor_of(request)):
        return queries.coverage(actor_of(request), area[:6])


@router.get("/{uuid:pk}", summary="One centre, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneCentre:
    """Its committee in numbers, without names."""
    with reading(actor_of(request)):
        page = queries.centre_page(actor_of(request), pk)
    return {"page": without(page, "offers", "rights"), "moves": moves_now(page.offers)}


@router.post("/{uuid:pk}", summary="Say what is known of the centre itself")
def put(request: HttpRequest, pk: UUID, payload: FactsIn) -> Made:
    """The centre's id."""
    given = {**payload.dict(), "phones": None if payload.phones is None else tuple(payload.phones)}

    def act() -> UUID:
        actions.put_centre(actor_of(request), centre=pk, **given)
        return pk

    return {"id": once(request, "centre", act)}
