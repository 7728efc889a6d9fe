"""Pages from which answers are taken along, and the files."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from prasan.community.surveys.flow import TAKING
from prasan.community.surveys.queries import exports, submissions, tables, takings
from prasan.ground.http.asker import actor_of
from prasan.ground.http.files import handed_out
from prasan.ground.policy import Hidden, Invalid
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

WHOLE = {
    "zip": ("application/zip", exports.zip_of), "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exports.xlsx_of),
    "geojson": ("application/geo+json", exports.geojson_of), "duckdb": ("application/octet-stream", exports.duckdb_of),
}


@staff
@require_GET
def choose(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """What can be taken along."""
    actor = actor_of(request)
    with reading(actor):
        form = submissions.form_line(actor, form_id)
        book, asked = tables.sheets(actor, form_id), takings.takings_of(actor, form_id)
    return render(request, "surveys/exports.html", {
        "form": form, "book": book, "takings": asked, "states": TAKING.states, "may_ask": takings.may_ask(actor),
    })


@staff
@require_GET
def whole(request: HttpRequest, form_id: UUID, kind: str) -> HttpResponse:
    """All tables in one file: zip, xlsx, geojson, duckdb."""
    if kind not in WHOLE:
        raise Hidden("export", kind)
    actor, round_ = actor_of(request), _round(request)
    book = exports.opened(actor, form_id, kind=kind, round_=round_)
    content_type, make = WHOLE[kind]
    return handed_out(make(actor, book, round_=round_), content_type, f"{book.code}.{kind}")


@staff
@require_GET
def one(request: HttpRequest, form_id: UUID, table: str, kind: str) -> HttpResponse:
    """One table: csv or parquet."""
    if kind not in {"csv", "parquet"}:
        raise Hidden("export", kind)
    actor, round_ = actor_of(request), _round(request)
    book = exports.opened(actor, form_id, kind=f"{kind} {table[:40]}", round_=round_)
    wanted = book.named(table)
    name = f"{book.code}-{wanted.name}.{kind}"
    if kind == "parquet":
        return handed_out(exports.parquet_of(actor, book, wanted, round_=round_), "application/vnd.apache.parquet", name)
    response = StreamingHttpResponse(exports.csv_of(actor, book, wanted, round_=round_), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return cast("HttpResponse", response)


def _round(request: HttpRequest) -> UUID | None:
    given = request.GET.get("round", "")
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError as error:
        raise Invalid({"round": _("ไม่มีรอบนี้")}) from error
