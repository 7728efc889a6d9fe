"""The log of activities and the map of the network."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.community.centres import actions, queries
from prasan.community.centres.forms import ActivityForm, PartnerForm, WithdrawForm
from prasan.ground import clock
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import House, ask
from prasan.ground.policy import Refused
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.registry.work.queries import language


def _log(centre_id: UUID) -> str:
    return f"/centres/{centre_id}/log"


def _map(centre_id: UUID) -> str:
    return f"/centres/{centre_id}/network"


@staff
@require_GET
def log(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """A fiscal year of the log."""
    year = request.GET.get("year", "")
    with reading(actor_of(request)):
        found = queries.log_page(
            actor_of(request), centre_id, fiscal_year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
            cursor=request.GET.get("after", ""),
        )
    return render(request, "centres/log.html", {"page": found, "base": f"/centres/{centre_id}", "first": "after" not in request.GET})


@staff
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """Write down what was done."""
    actor = actor_of(request)
    with reading(actor):
        name = queries.centre_name(actor, "centre.keep", centre_id)
    form = ActivityForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    return ask(
        request, form, title=_("บันทึกกิจกรรม"), act=_("บันทึกกิจกรรม"), done=_("บันทึกกิจกรรมแล้ว"), back=(name, _log(centre_id)),
        do=lambda: actions.add_activity(actor, centre=centre_id, told=form.told()), to=lambda _made: _log(centre_id),
        template="centres/activity_form.html", more={"told_more": False, "day": clock.date_th(clock.today(), language())},
    )


@staff
@require_GET
def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """One activity."""
    with reading(actor_of(request)):
        found = queries.activity_view(actor_of(request), activity_id)
    return render(request, "centres/activity.html", {"one": found, "base": f"/centres/activities/{activity_id}", "log": _log(found.centre)})


@staff
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Correct an activity."""
    actor, found = actor_of(request), _mine(request, activity_id)
    start = {
        "version": found.version, "title": found.line.title, "on": found.line.on, "until": found.until, "kind": found.line.kind,
        "audiences": list(found.audiences),
        "reach": found.line.reach, "counted": found.counted, "cost": found.line.satang or None, "source": found.source, "place": found.place,
        "with_whom": list(found.with_whom), "result": found.result,
    }
    form = ActivityForm(request.POST if request.method == "POST" else None, initial=start)
    return ask(
        request, form, title=_("แก้บันทึกกิจกรรม"), act=_("บันทึก"), done=_("บันทึกแล้ว"), back=(found.line.title, f"/centres/activities/{activity_id}"),
        do=lambda: actions.change_activity(actor, id=activity_id, told=form.told(), version=form.cleaned_data["version"]),
        to=lambda _made: f"/centres/activities/{activity_id}", template="centres/activity_form.html",
        more={"day": clock.date_th(found.line.on, language()), "told_more": any(start[name] for name in ("until", "place", "with_whom", "result", "cost"))},
    )


@staff
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Take an activity out of the count."""
    actor, found = actor_of(request), _mine(request, activity_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    return ask(
        request, form, title=_("ถอนบันทึกกิจกรรม"), act=_("ถอนออกจากการนับ"), done=_("ถอนแล้ว รายการยังอยู่พร้อมเหตุผล"), danger=True,
        back=(found.line.title, f"/centres/activities/{activity_id}"),
        do=lambda: actions.withdraw_activity(actor, id=activity_id, why=form.cleaned_data["why"], version=form.cleaned_data["version"]),
        to=lambda _made: f"/centres/activities/{activity_id}",
    )


def _mine(request: HttpRequest, activity_id: UUID) -> queries.ActivityView:
    with reading(actor_of(request)):
        found = queries.activity_view(actor_of(request), activity_id)
    if not found.keeps:
        raise Refused("activity.keep")
    return found


@staff
@require_GET
def network(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """Whom the centre works with."""
    with reading(actor_of(request)):
        found = queries.network_page(actor_of(request), centre_id)
    return render(request, "centres/network.html", {"page": found, "base": f"/centres/{centre_id}"})


@staff
@require_http_methods(["GET", "POST"])
def add_partner(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """Somebody more on the map."""
    actor = actor_of(request)
    with reading(actor):
        name = queries.centre_name(actor, "centre.keep", centre_id)
    form = PartnerForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("เพิ่มเครือข่าย"), act=_("เพิ่มเครือข่าย"), done=_("เพิ่มแล้ว"), back=(name, _map(centre_id)),
        do=lambda: actions.add_partner(actor, centre=centre_id, **form.cleaned_data), to=lambda _made: _map(centre_id),
    )


@staff
@require_http_methods(["GET", "POST"])
def change_partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Say anew who it is."""
    actor = actor_of(request)
    with reading(actor):
        centre_id, start = queries.partner_view(actor, partner_id)
    form = PartnerForm(request.POST if request.method == "POST" else None, initial=start)
    return ask(
        request, form, title=_("แก้เครือข่าย"), act=_("บันทึก"), done=_("บันทึกแล้ว"), back=(_("แผนที่เครือข่าย"), _map(centre_id)),
        do=lambda: actions.change_partner(actor, id=partner_id, **form.cleaned_data), to=lambda _made: _map(centre_id),
    )


@staff
@require_http_methods(["GET", "POST"])
def end_partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Take somebody off the map."""
    actor = actor_of(request)
    with reading(actor):
        centre_id, start = queries.partner_view(actor, partner_id)
    return ask(
        request, House(request.POST if request.method == "POST" else None), title=_("เอา %(name)s ออกจากแผนที่") % {"name": start["name"]},
        act=_("เอาออก"), done=_("เอาออกแล้ว"), back=(_("แผนที่เครือข่าย"), _map(centre_id)), do=lambda: actions.end_partner(actor, id=partner_id),
        to=lambda _made: _map(centre_id),
    )
