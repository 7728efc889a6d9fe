"""Lists: my cases, my teams', my unit's, the load of each manager."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from prasan.casework.cases.queries import lists
from prasan.casework.cases.views.asking import query
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Refused
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

STATES = ("open", "closed", "all")


@staff
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that one answers for, or takes part in, or heads."""
    actor = actor_of(request)
    which, state, cursor = request.GET.get("which", ""), request.GET.get("state", "open"), request.GET.get("cursor", "")
    state = state if state in STATES else "open"
    head = lists.heads_a_unit(actor)
    default = "mine" if "case_manager" in actor.roles else "unit" if head else "area" if actor.roles & {"province_head", "centre_head"} else "team"
    which = which if which in {"mine", "team", "unit", "area"} else default
    with reading(actor):
        if which == "unit":
            found = lists.unit_cases(actor, state=state, cursor=cursor, manager=_uuid(request.GET.get("manager", "")))
        else:
            found = {"mine": lists.my_cases, "team": lists.team_cases, "area": lists.area_cases}[which](actor, state=state, cursor=cursor)
    tabs = [("mine", _("เคสของฉัน")), ("team", _("เคสที่ฉันอยู่ในทีม"))]
    tabs += [("unit", _("เคสของกลุ่ม"))] if head else []
    tabs += [("area", _("เคสในพื้นที่"))] if actor.roles & {"province_head", "centre_head"} else []
    context = {
        "found": found, "head": head,
        "tabs": [{"label": label, "href": f"/cases/{query(which=code, state=state)}", "current": code == which, "count": None} for code, label in tabs],
        "states": [{"label": label, "href": f"/cases/{query(which=which, state=code)}", "current": code == state, "count": None}
                   for code, label in (("open", _("เปิดอยู่")), ("closed", _("ยุติแล้ว")), ("all", _("ทั้งหมด")))],
        "which": which, "older": f"/cases/{query(which=which, state=state, cursor=found.next)}" if found.next else "",
    }
    return render(request, "cases/list.html", context)


@staff
@require_GET
def caseload(request: HttpRequest) -> HttpResponse:
    """How many cases each manager of one's units answers for."""
    actor = actor_of(request)
    if not lists.heads_a_unit(actor):
        raise Refused("case.approve")
    with reading(actor):
        loads = lists.caseloads(actor)
    return render(request, "cases/caseload.html", {"loads": loads})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
