"""Pages of looks after closure: what was found, and opening the case again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prasan.casework.followup import actions, queries
from prasan.casework.followup.flow import REOPENING
from prasan.casework.followup.forms import LookForm, ReopenForm
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Invalid, Stale
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, look_id: UUID) -> HttpResponse:
    """One look: the form while it is due, what was found afterwards."""
    if request.method == "GET":
        return _page(request, look_id)
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, look_id, form, status=422)
    said = form.cleaned_data
    try:
        actions.do(actor_of(request), id=look_id, version=said["version"], finding_code=said["finding_code"], finding=said["finding"])
    except (Conflict, Stale):
        return _page(request, look_id, form, status=409)
    flash(request, _("บันทึกผลการติดตามแล้ว"))
    if said["finding_code"] in REOPENING:
        with reading(actor_of(request)):
            case_id = queries.look_page(actor_of(request), look_id).case_id
        return HttpResponseRedirect(reverse("followup:reopen", args=[case_id]))
    return HttpResponseRedirect(reverse("followup:page", args=[look_id]))


@staff
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open a closed case again under its number."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.reopen_page(actor, case_id)
    start = {"version": found.version, "manager": str(found.manager_id), "urgency": str(found.urgency), "reason": found.found}
    form = ReopenForm(request.POST if request.method == "POST" else None, managers=found.managers, initial=start)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.reopen(
                actor, id=case_id, version=said["version"], reason=said["reason"], manager=said["manager"], urgency=int(said["urgency"]),
            )
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(request, _("เปิดเคสอีกครั้งแล้ว ใช้เลขเดิม"))
            return HttpResponseRedirect(f"/cases/{case_id}")
    context = {
        "title": _("เปิด %(number)s อีกครั้ง") % {"number": found.number},
        "text": _("ใช้เลขเดิม การติดตามที่เหลือยกเลิก และเริ่มนับเวลาติดต่อครั้งแรกใหม่"), "act": _("เปิดเคสอีกครั้ง"), "cancel": f"/cases/{case_id}",
        "form": form, "danger": False, "noprint": True,
    }
    return render(request, "screens/confirm.html", context, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, look_id: UUID, form: LookForm | None = None, *, status: int = 200) -> HttpResponse:
    with reading(actor_of(request)):
        found = queries.look_page(actor_of(request), look_id)
    form = form or LookForm(initial={"version": found.version})
    return render(request, "followup/page.html", {"page": found, "look": found.look, "form": form, "late": status == 409, "noprint": True}, status=status)

