"""Yearly reports."""

from typing import Annotated, TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from prasan.community.centres import actions, queries
from prasan.community.centres.api.terms import In, Text
from prasan.ground.http.answers import Made, MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import once
from prasan.ground.transactions import reading

router = Router()


class YearIn(In):
    """Of which fiscal year (Buddhist era)."""

    fiscal_year: Annotated[int, Field(ge=2500, le=2700)]


class TextsIn(In):
    """What no log can tell; null keeps a part as it is."""

    results: Text | None = None
    problems: Text | None = None
    requests: Text | None = None
    plan: Text | None = None


class Reports(TypedDict):
    """A page of yearly reports."""

    rows: tuple[queries.ReportLine, ...]
    next: str


class OneReport(TypedDict):
    """A yearly report, with its moves."""

    page: Annotated[queries.ReportPage, Without("offers")]
    moves: list[MoveNow]


@router.get("/reports", summary="Yearly reports of a fiscal year (Buddhist era; 0: the last one that ended)")
def reports(request: HttpRequest, year: int = 0, state: str = "", cursor: str = "") -> Reports:
    """Reports that the caller sees, by area."""
    with reading(actor_of(request)):
        rows, after = queries.reports(actor_of(request), fiscal_year=year, state=state[:12], cursor=cursor)
    return {"rows": rows, "next": after}


@router.get("/reports/{uuid:pk}", summary="One yearly report, with its moves")
def report(request: HttpRequest, pk: UUID) -> OneReport:
    """Figures of the draft, or as sent."""
    with reading(actor_of(request)):
        page = queries.report_page(actor_of(request), pk)
    return {"page": without(page, "offers"), "moves": moves_now(page.offers)}


@router.post("/reports/{uuid:pk}/texts", summary="Write the parts of a report that no log can tell")
def write(request: HttpRequest, pk: UUID, payload: TextsIn) -> Made:
    """The report's id."""

    def act() -> UUID:
        actions.write_report(actor_of(request), id=pk, **payload.dict())
        return pk

    return {"id": once(request, "year_report", act)}


@router.post("/{uuid:pk}/reports", summary="The report of a fiscal year: the one there is, or a new draft")
def begin_report(request: HttpRequest, pk: UUID, payload: YearIn) -> Made:
    """The report's id."""
    return {"id": once(request, "year_report", lambda: actions.begin_report(actor_of(request), centre=pk, fiscal_year=payload.fiscal_year))}
