"""Pages of rights requests: the list, one request, the question to whoever keeps the record, what is given, notes beside the record."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import Back, ask, move
from prasan.ground.http.files import handed_out
from prasan.ground.policy import Invalid, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.oversight.privacy import actions, queries
from prasan.oversight.privacy.flow import EXPORT, RIGHTS
from prasan.oversight.privacy.forms import (
    AnnotationForm,
    CentreRecordForm,
    ExportForm,
    LocateForm,
    RecordForm,
    RequestForm,
)
from prasan.oversight.privacy.queries.document import document, paper
from prasan.registry.access.gates import staff

FORMS = {"html": "text/html; charset=utf-8", "json": "application/json"}


@staff
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Requests that wait, or that were answered."""
    done = request.GET.get("done") == "1"
    with reading(actor_of(request)):
        rows, after = queries.requests(actor_of(request), done=done, cursor=request.GET.get("after", ""))
    return render(request, "privacy/list.html", {
        "rows": rows, "after": after, "done": done, "here": "/personal-data/requests/", "title": _("คำขอใช้สิทธิในข้อมูล"), "open_word": _("รอตอบ"),
        "done_word": _("ตอบแล้ว"), "new": ("/personal-data/requests/new", _("รับคำขอใหม่")) if may_begin(actor_of(request), "rights.work") else None,
        "empty": _("ไม่มีคำขอค้าง"),
    })


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register a request."""
    actor = actor_of(request)
    if not may_begin(actor, "rights.work"):
        raise Refused("rights.work")
    form = RequestForm(request.POST if request.method == "POST" else None, initial={"by_proxy": "self"})
    return ask(
        request, form, title=_("รับคำขอใช้สิทธิ"), act=_("บันทึกคำขอ"), done=_("รับคำขอแล้ว เวลา 30 วันเริ่มนับ"), back=_list(),
        do=lambda: actions.receive_request(actor, **form.told()), to=lambda made: f"/personal-data/requests/{made}",
        text=_("ยังไม่ต้องยืนยันตัวตนตอนรับ แต่ต้องยืนยันก่อนให้ข้อมูล"),
    )


@staff
@require_GET
def page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request."""
    with reading(actor_of(request)):
        found = queries.request_page(actor_of(request), request_id)
    return render(request, "privacy/request.html", {"page": found, "form": RecordForm(), "noprint": True})


@staff
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Say which record it is about."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.request_page(actor, request_id)
    form = RecordForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("คำขอ %(number)s เป็นเรื่องไหน") % {"number": found.number}, act=_("บันทึก"), done=_("บันทึกแล้ว"), back=_one(found),
        do=lambda: actions.match_record(actor, id=request_id, record=form.cleaned_data["record"]), to=lambda _made: _one(found)[1],
    )


@staff
@require_http_methods(["GET", "POST"])
def centres(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Look for the asker's name in what family centres keep, and say which record it is about."""
    actor, here = actor_of(request), f"/personal-data/requests/{request_id}"
    area = request.GET.get("area", "")
    with reading(actor):
        found = queries.centre_records(actor, request_id, area=area if area.isascii() and area.isdigit() else "")
    form = CentreRecordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.match_centre_record(actor, id=request_id, kind=form.cleaned_data["kind"], record=form.cleaned_data["record"])
        except Invalid as wrong:
            form.take_errors(wrong.errors)
        else:
            flash(request, _("บันทึกแล้ว ถามผู้ดูแลบันทึกว่าเป็นใคร"))
            return HttpResponseRedirect(here)
    return render(request, "privacy/centres.html", {"page": found, "form": form, "here": here, "noprint": True}, status=422 if form.is_bound else 200)


@staff
@require_http_methods(["GET", "POST"])
def locate(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Whoever keeps the record says who in it is asking."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.locate_page(actor, request_id)
    form = LocateForm(
        request.POST if request.method == "POST" else None, choices=list(found.choices), by_proxy=found.by_proxy, initial={"version": found.version},
    )
    text = _("ผู้ยื่น: %(asker)s · %(record)s · ขอว่า: %(words)s") % {"asker": found.asker, "record": found.record, "words": found.words}
    return ask(
        request, form, title=_("คำขอ %(number)s เป็นใครในเรื่อง") % {"number": found.number}, act=_("ตอบ"), text=text,
        done=_("ตอบแล้ว เจ้าหน้าที่คุ้มครองข้อมูลทำต่อ"), back=_one(found), to=lambda _made: _one(found)[1],
        do=lambda: RIGHTS.make(actor, "locate", id=request_id, **form.cleaned_data),
    )


@staff
@require_http_methods(["GET", "POST"])
def annotate(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Attach the person's own words to the record."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.request_page(actor, request_id)
    form = AnnotationForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("แนบบันทึกไว้กับเรื่อง"), act=_("แนบบันทึก"), done=_("แนบแล้ว ผู้ดูแลเรื่องจะเห็น"), back=_one(found),
        do=lambda: actions.annotate(actor, request=request_id, text_given=form.cleaned_data["text_given"]), to=lambda _made: _one(found)[1],
    )


@staff
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Prepare what is given, with identities or without, and what is left out because it would cause harm."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.request_page(actor, request_id)
    form = ExportForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("จัดทำสำเนาของคำขอ %(number)s") % {"number": found.number}, act=_("จัดทำสำเนา"), done=_("จัดทำสำเนาแล้ว"), back=_one(found),
        text=_("ผู้ดูแลเรื่องบอกว่าให้ไม่ได้: %(harm)s") % {"harm": found.harm} if found.harm else "", to=lambda made: f"/personal-data/exports/{made}",
        do=lambda: actions.prepare_export(
            actor, request=request_id, identities=form.cleaned_data["identities"] == "yes", without=form.cleaned_data["without"],
        ),
    )


@staff
@require_POST
def erase(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Propose what the person asked to erase."""
    made = actions.propose(actor_of(request), request=request_id)
    flash(request, _("เสนอลบแล้ว ยังไม่มีอะไรถูกลบ"))
    return HttpResponseRedirect(f"/personal-data/disposals/{made}")


@staff
@require_http_methods(["GET", "POST"])
def move_request(request: HttpRequest, request_id: UUID, move_name: str) -> HttpResponse:
    """Any other move of a request."""
    with reading(actor_of(request)):
        found = queries.request_page(actor_of(request), request_id)
    return move(request, RIGHTS, move_name, request_id, back=_one(found), version=found.version)


@staff
@require_GET
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """What is given, in counts; who agreed."""
    with reading(actor_of(request)):
        found = queries.export_page(actor_of(request), export_id)
    return render(request, "privacy/thing.html", {"page": found, "base": f"/personal-data/exports/{export_id}", "back": _list(), "noprint": True})


@staff
@require_POST
def fetch(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The file itself; that it left is written down."""
    form = request.POST.get("form", "html")
    form = form if form in FORMS else "html"
    given = actions.fetch_export(actor_of(request), id=export_id, form=form)
    body = json.dumps(document(given), ensure_ascii=False, indent=1) if form == "json" else paper(given)
    return handed_out(body.encode(), FORMS[form], f"{given.number.replace(' ', '-')}.{form}")


@staff
@require_http_methods(["GET", "POST"])
def move_export(request: HttpRequest, export_id: UUID, move_name: str) -> HttpResponse:
    """Agree, refuse, withdraw."""
    with reading(actor_of(request)):
        found = queries.export_page(actor_of(request), export_id)
    return move(request, EXPORT, move_name, export_id, back=(found.title, f"/personal-data/exports/{export_id}"), version=found.version)



def _list() -> Back:
    return _("คำขอใช้สิทธิ"), "/personal-data/requests/"


def _one(found: queries.RequestPage | queries.LocatePage) -> Back:
    return found.number, f"/personal-data/requests/{found.id}"
