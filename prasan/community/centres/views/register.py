"""The first page on a telephone, the register, one centre, coverage."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.community.centres import actions, queries
from prasan.community.centres.flow import CENTRE
from prasan.community.centres.forms import CentreForm, FactsForm
from prasan.community.centres.queries.home import REGISTER_ACTS
from prasan.ground.clock import PartialDate
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask, move
from prasan.ground.policy import Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

REGISTER = "/centres/"


@staff
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What a member of a centre does today."""
    with reading(actor_of(request)):
        found = queries.home(actor_of(request))
    return render(request, "centres/home.html", {"home": found})


@staff
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Centres that the reader sees; one's own centre at once, when there is only that."""
    actor = actor_of(request)
    _must_see(request)
    if actor.roles == {"centre_member"}:
        return HttpResponseRedirect(f"{REGISTER}{queries.own_centre(actor)}")
    asked = {name: " ".join(request.GET.get(name, "").replace("\x00", "").split())[:80] for name in ("area", "state", "need", "text")}
    with reading(actor):
        rows, after = queries.centres(
            actor, area=asked["area"], state=asked["state"], need=asked["need"], text=asked["text"], cursor=request.GET.get("after", ""),
        )
        choices = queries.choices(actor)
    return render(request, "centres/register.html", {
        "rows": rows, "after": after, "asked": asked, "choices": choices, "first": "after" not in request.GET, "adds": may_begin(actor, "centre.decide"),
        "more": list(REGISTER_ACTS.values()) if may_begin(actor, "centre.decide") else [],
    })


def _must_see(request: HttpRequest) -> None:
    if not may_begin(actor_of(request), "centre.see"):
        raise Refused("centre.see")


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A centre that the register does not know."""
    actor = actor_of(request)
    if not may_begin(actor, "centre.decide"):
        raise Refused("centre.decide")
    form = CentreForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("เพิ่มศูนย์"), act=_("เพิ่มศูนย์"), done=_("เพิ่มศูนย์แล้ว"), back=(_("ทะเบียนศูนย์"), REGISTER),
        do=lambda: actions.add_centre(
            actor, **form.told(), name_th=form.cleaned_data["name_th"], area_code=form.cleaned_data["area_code"],
        ), to=lambda made: f"{REGISTER}{made}",
    )


@staff
@require_GET
def centre(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """One centre."""
    with reading(actor_of(request)):
        found = queries.centre_page(actor_of(request), centre_id)
    return render(request, "centres/centre.html", {"page": found, "base": f"{REGISTER}{centre_id}", "own": "centre_member" in actor_of(request).roles})


@staff
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """When it was founded, where it is."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.centre_facts(actor, centre_id)
    start: dict[str, Any] = {
        "founded": PartialDate.from_iso(found.founded) if found.founded else None, "phones": ", ".join(found.phones), "address": found.address,
    }
    form = FactsForm(request.POST if request.method == "POST" else None, initial=start)
    return ask(
        request, form, title=_("ข้อมูลศูนย์"), act=_("บันทึก"), done=_("บันทึกแล้ว"), back=(found.name, f"{REGISTER}{centre_id}"),
        do=lambda: actions.put_centre(actor, centre=centre_id, **form.told()), to=lambda _made: f"{REGISTER}{centre_id}",
    )


@staff
@require_http_methods(["GET", "POST"])
def move_centre(request: HttpRequest, centre_id: UUID, move_name: str) -> HttpResponse:
    """Confirm, rest, resume, close."""
    with reading(actor_of(request)):
        found = queries.centre_page(actor_of(request), centre_id)
    return move(request, CENTRE, move_name, centre_id, back=(found.name, f"{REGISTER}{centre_id}"), version=found.version)


@staff
@require_GET
def coverage(request: HttpRequest, code: str = "") -> HttpResponse:
    """Subdistricts with and without a centre that works."""
    _must_see(request)
    with reading(actor_of(request)):
        found = queries.coverage(actor_of(request), code)
    return render(request, "centres/coverage.html", {"page": found})
