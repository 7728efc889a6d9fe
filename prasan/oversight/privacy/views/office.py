"""The privacy officer's own page, the record of processing, the classes of retention."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.ground import audit
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask
from prasan.ground.http.files import handed_out
from prasan.ground.policy import Hidden, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.oversight.privacy import actions, queries
from prasan.oversight.privacy.forms import ClassForm
from prasan.registry.access.gates import staff

R = TypeVar("R")
SHEET_SIGNS = ("=", "+", "-", "@", "\t")


@staff
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits, sort by sort, and where everything else is."""
    with reading(actor_of(request)):
        found = _shown(request, lambda: queries.home(actor_of(request)))
    return render(request, "privacy/home.html", {"home": found})


@staff
@require_GET
def processing(request: HttpRequest) -> HttpResponse:
    """The record of processing activities, from the models."""
    actor = actor_of(request)
    with reading(actor):
        rows = _shown(request, lambda: queries.processing(actor))
        audit.record("open", "processing")
    return render(request, "privacy/processing.html", {"rows": rows, "sharings": list(queries.sharings()), "classes": queries.classes()})


@staff
@require_GET
def processing_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    actor = actor_of(request)
    with reading(actor):
        rows = _shown(request, lambda: queries.processing(actor))
        audit.record("export", "processing", detail="csv")
    out = StringIO()
    sheet = csv.writer(out)
    sheet.writerow([_("ระเบียน"), _("ช่อง"), _("ข้อมูลของใคร"), _("ชนิดข้อมูล"), _("ข้อมูลอ่อนไหว"), _("วัตถุประสงค์"), _("ฐานทางกฎหมาย"), _("เก็บนาน"), _("เข้ารหัส"),
                    _("ไม่ให้เมื่อขอดู")])
    for row in rows:
        sheet.writerow([
            _cell(text) for text in (
                row.model, " ".join(row.columns), row.about, row.sorts, _("ใช่") if row.sensitive else "", row.purpose, row.basis, row.retention,
                _("ใช่") if row.sealed else "", row.kept_back,
            )
        ])
    return handed_out(b"\xef\xbb\xbf" + out.getvalue().encode(), "text/csv; charset=utf-8", "processing.csv")


@staff
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """How long each class is kept, with its source."""
    actor = actor_of(request)
    with reading(actor):
        _shown(request, lambda: queries.processing(actor))
        found = queries.classes()
    return render(request, "privacy/retention.html", {"classes": found, "may_change": may_begin(actor, "retention.change")})


@staff
@require_http_methods(["GET", "POST"])
def change_class(request: HttpRequest, code: str) -> HttpResponse:
    """A new version of a class from a day on."""
    actor = actor_of(request)
    with reading(actor):
        now = next((one for one in queries.classes() if one.code == code), None)
    if now is None or "privacy_officer" not in actor.roles:
        raise Hidden("retention", code)
    start = {"amount": now.amount, "unit": now.unit, "until_age": now.until_age}
    form = ClassForm(request.POST if request.method == "POST" else None, initial=start)
    return ask(
        request, form, title=_("เปลี่ยนเวลาเก็บ: %(title)s") % {"title": now.title}, act=_("บันทึกฉบับใหม่"), done=_("บันทึกแล้ว ใช้ตั้งแต่วันที่กำหนด"),
        do=lambda: actions.change_class(actor, code=code, **form.told()), to=lambda _made: "/personal-data/retention",
        back=(_("เวลาเก็บ"), "/personal-data/retention"), text=_("ฉบับเดิมยังอยู่ เรื่องที่เสนอลบไปแล้วใช้ฉบับเดิม"),
    )


def _shown(request: HttpRequest, read: Callable[[], R]) -> R:
    """What only the privacy officer and the auditor see: for everybody else the page does not exist."""
    try:
        return read()
    except Refused as error:
        raise Hidden("processing", request.path) from error


def _cell(text: str) -> str:
    """A cell that no sheet takes for a formula."""
    return f"'{text}" if text.startswith(SHEET_SIGNS) else text
