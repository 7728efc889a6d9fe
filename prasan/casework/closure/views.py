"""Pages of closing: asking, or the list of what is still open; deciding, by another person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.casework.closure import actions, queries
from prasan.casework.closure.forms import AskForm, ReturnForm
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Hidden, Invalid, Stale
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask to close; while something is open the page is the list of it, with what was typed kept below."""
    actor = actor_of(request)
    if request.method == "GET":
        return _ask(request, case_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _ask(request, case_id, form, status=422)
    said = form.cleaned_data
    try:
        made = actions.ask(
            actor, case_id=case_id, reason_code=said["reason_code"], summary=said["summary"], persons_view=said["persons_view"],
            persons_view_missing=said["persons_view_missing"], version=said["version"],
        )
    except Invalid as error:
        form.take_errors(error.errors)
        return _ask(request, case_id, form, status=422)
    except (Conflict, Stale):
        return _ask(request, case_id, form, status=409)
    flash(request, _("ส่งให้หัวหน้าอนุมัติแล้ว"), link=_("กลับไปที่เคส"), href=f"/cases/{case_id}")
    return _to(made)


@staff
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """From the case to its request, where it is decided."""
    with reading(actor_of(request)):
        found = queries.asked(actor_of(request), case_id)
    if found is None:
        raise Hidden("closure", case_id)
    return _to(found)


@staff
@require_GET
def page(request: HttpRequest, closure_id: UUID) -> HttpResponse:
    """One request."""
    return _page(request, closure_id)


@staff
@require_POST
def approve(request: HttpRequest, closure_id: UUID) -> HttpResponse:
    """Close the case."""
    try:
        actions.approve(actor_of(request), id=closure_id, version=_version(request))
    except (Conflict, Stale):
        return _page(request, closure_id, late=True, status=409)
    flash(request, _("ยุติเคสแล้ว นัดติดตามผลที่ 1, 3 และ 6 เดือน"))
    return _to(closure_id)


@staff
@require_POST
def send_back(request: HttpRequest, closure_id: UUID) -> HttpResponse:
    """Send it back with a reason."""
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, closure_id, form, status=422)
    try:
        actions.return_(actor_of(request), id=closure_id, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"])
    except (Conflict, Stale):
        return _page(request, closure_id, form, late=True, status=409)
    flash(request, _("ส่งกลับให้ผู้จัดการรายกรณีทำต่อแล้ว"))
    return _to(closure_id)


@staff
@require_POST
def withdraw(request: HttpRequest, closure_id: UUID) -> HttpResponse:
    """The manager takes the request back."""
    actions.withdraw(actor_of(request), id=closure_id, version=_version(request))
    flash(request, _("ถอนคำขอยุติแล้ว เคสเปิดอยู่เหมือนเดิม"))
    return _to(closure_id)


def _ask(request: HttpRequest, case_id: UUID, form: AskForm | None = None, *, status: int = 200) -> HttpResponse:
    with reading(actor_of(request)):
        found = queries.ask_page(actor_of(request), case_id)
    context = {"found": found, "form": form or AskForm(initial={"version": found.version}), "late": status == 409, "noprint": True}
    return render(request, "closure/ask.html", context, status=status)


def _page(request: HttpRequest, closure_id: UUID, form: ReturnForm | None = None, *, late: bool = False, status: int = 200) -> HttpResponse:
    with reading(actor_of(request)):
        found = queries.closure_page(actor_of(request), closure_id)
    form = form or ReturnForm(initial={"version": found.version})
    return render(request, "closure/page.html", {"page": found, "form": form, "late": late, "noprint": True}, status=status)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None



def _to(closure_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("closure:page", args=[closure_id]))
