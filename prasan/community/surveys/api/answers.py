"""Answers for programs: the submissions by key, one of them, and an OData v4 feed whose pages cost the same however much was answered."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import Query, Router

from prasan.community.surveys.queries import submissions, tables
from prasan.community.surveys.queries.submissions import AnsweredForm, SubmissionLine, SubmissionPage
from prasan.community.surveys.rules.tables import Column, Table
from prasan.ground import audit
from prasan.ground.http.answers import MoveNow, Without, moves_now, without
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Invalid
from prasan.ground.transactions import reading

router = Router()
submission_router = Router()
EDM = {"whole": "Edm.Int64", "number": "Edm.Double", "year": "Edm.Int32", "received_at": "Edm.DateTimeOffset", "started_at": "Edm.DateTimeOffset",
       "ended_at": "Edm.DateTimeOffset", "faults": "Edm.Int32", "ordinal": "Edm.Int32"}  # fmt: skip
_ANY: dict[str, Any] = {"type": "object", "additionalProperties": True}
FEED: dict[str, Any] = {"responses": {200: {"description": "OData v4", "content": {"application/json": {"schema": _ANY}}}}}
METADATA: dict[str, Any] = {"responses": {200: {"description": "CSDL", "content": {"application/xml": {"schema": {"type": "string"}}}}}}


class Answered(TypedDict):
    """Forms that were answered."""

    forms: tuple[AnsweredForm, ...]


class Submissions(TypedDict):
    """A page of submissions; `next` is the cursor of the next one."""

    submissions: tuple[SubmissionLine, ...]
    next: str


class OneSubmission(TypedDict):
    """A submission with its moves."""

    submission: Annotated[SubmissionPage, Without("offers")]
    moves: list[MoveNow]


@router.get("", summary="Forms that were answered, as far as the caller sees")
def forms(request: HttpRequest) -> Answered:
    """Published forms, those with answers first."""
    with reading(actor_of(request)):
        return {"forms": submissions.answered_forms(actor_of(request))}


@router.get("/{uuid:pk}", summary="Submissions of a form, newest first")
def listed(request: HttpRequest, pk: UUID, state: str = "", cursor: str = "") -> Submissions:
    """A page of them: when, from which centre, what to look at."""
    with reading(actor_of(request)):
        rows, after = submissions.submissions(actor_of(request), form=pk, state=state, cursor=cursor)
    return {"submissions": rows, "next": after}


@submission_router.get("/{uuid:pk}", summary="One submission by the questions of its form, with its moves")
def one(request: HttpRequest, pk: UUID) -> OneSubmission:
    """What is sealed is there for the centre that asked."""
    with reading(actor_of(request)):
        page = submissions.submission_page(actor_of(request), pk)
    return {"submission": without(page, "offers"), "moves": moves_now(page.offers)}


@router.get("/{uuid:pk}/odata", summary="OData v4: the tables of a form", openapi_extra=FEED)
def service(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The service document."""
    with reading(actor_of(request)):
        book = tables.sheets(actor_of(request), pk)
    at = request.build_absolute_uri(request.path)
    return _json({"@odata.context": f"{at}/$metadata", "value": [{"name": one.name, "kind": "EntitySet", "url": one.name} for one in book.tables]})


@router.get("/{uuid:pk}/odata/$metadata", summary="OData v4: the columns of each table", openapi_extra=METADATA)
def metadata(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The schema as CSDL."""
    with reading(actor_of(request)):
        book = tables.sheets(actor_of(request), pk)
    types = "".join(_entity(one) for one in book.tables)
    sets = "".join(f'<EntitySet Name="{escape(one.name)}" EntityType="prasan.{escape(one.name)}"/>' for one in book.tables)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>'
        f'<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="prasan">{types}<EntityContainer Name="answers">{sets}</EntityContainer>'
        "</Schema></edmx:DataServices></edmx:Edmx>"
    )
    return _headed(HttpResponse(text, content_type="application/xml"))


@router.get("/{uuid:pk}/odata/{table}", summary="OData v4: a page of a table ($top, $skiptoken, $filter on system fields, $select, $count)", openapi_extra=FEED)
def page(
    request: HttpRequest, pk: UUID, table: str, top: Annotated[str, Query(alias="$top")] = "", skiptoken: Annotated[str, Query(alias="$skiptoken")] = "",
    where: Annotated[str, Query(alias="$filter")] = "", select: Annotated[str, Query(alias="$select")] = "",
    count: Annotated[str, Query(alias="$count")] = "",
) -> HttpResponse:
    """Up to 250 rows, the oldest first, and the address of the next ones. That they were taken along is written down with the first page."""
    actor = actor_of(request)
    _only(request, {"$top", "$skiptoken", "$filter", "$select", "$count", "$format"})
    size = _size(top)
    with reading(actor):
        book = tables.sheets(actor, pk)
        wanted, condition = book.named(table), tables.where_of(where)
        found = tables.page(actor, book, wanted, after=skiptoken, size=size, where=condition)
        total = tables.count(actor, book, wanted, condition) if count == "true" else None
        if not skiptoken:
            audit.record("export", "form", pk, detail=f"odata {wanted.name}")
    places, heads = tables.chosen(wanted, select), tables.heads(wanted)
    rows = [{heads[n]: _plain(row[n]) for n in places} for row in found.rows]
    at = request.build_absolute_uri(request.path)
    body: dict[str, Any] = {"@odata.context": f"{at.rpartition('/')[0]}/$metadata#{wanted.name}"}
    if total is not None:
        body["@odata.count"] = total
    body["value"] = rows
    if found.next:
        kept = {"$top": top, "$filter": where, "$select": select, "$skiptoken": found.next}
        body["@odata.nextLink"] = f"{at}?{urlencode({name: value for name, value in kept.items() if value})}"
    return _json(body)


def _entity(table: Table) -> str:
    kinds: Iterator[tuple[str, str]] = ((head, _edm(head, table.columns)) for head in tables.heads(table))
    told = "".join(f'<Property Name="{escape(head)}" Type="{kind}" Nullable="{"false" if head == "KEY" else "true"}"/>' for head, kind in kinds)
    return f'<EntityType Name="{escape(table.name)}"><Key><PropertyRef Name="KEY"/></Key>{told}</EntityType>'


def _edm(head: str, columns: tuple[Column, ...]) -> str:
    return EDM.get(next((one.kind for one in columns if one.name == head), head), "Edm.String")


def _only(request: HttpRequest, known: set[str]) -> None:
    """What is not served is refused, not ignored: an ignored filter would answer another question."""
    unknown = sorted(name for name in request.GET if name.startswith("$") and name not in known)
    if unknown:
        raise Invalid({unknown[0]: _("ไม่รองรับตัวเลือกนี้")})


def _size(top: str) -> int:
    if not top:
        return tables.PAGE
    if not top.isascii() or not top.isdecimal() or not 1 <= int(top[:6]) <= tables.MOST:
        raise Invalid({"$top": _("$top เป็น 1 ถึง %(most)s") % {"most": tables.MOST}})
    return int(top)


def _plain(cell: Any) -> Any:
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def _json(body: dict[str, Any]) -> HttpResponse:
    return _headed(HttpResponse(json.dumps(body, ensure_ascii=False, separators=(",", ":")), content_type="application/json; charset=utf-8"))


def _headed(response: HttpResponse) -> HttpResponse:
    response["OData-Version"] = "4.0"
    response["Cache-Control"] = "no-store"
    return response
