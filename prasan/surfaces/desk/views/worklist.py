"""The worklist, what others must do first, and the way home."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prasan.ground import clock
from prasan.ground.http.asker import actor_of
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.registry.work.actions import note_told
from prasan.registry.work.queries import TABS, language, waiting, worklist
from prasan.surfaces.desk.queries.frame import home_of
from prasan.surfaces.desk.queries.watch import watch
from prasan.surfaces.desk.views.frame import keep_counts

INTAKE_ROLES = {"intake_officer"}


@require_safe
def to_desk(request: HttpRequest) -> HttpResponse:
    """The address without its stroke."""
    return HttpResponsePermanentRedirect("/desk/")


@require_safe
@staff
def desk(request: HttpRequest) -> HttpResponse:
    """What I can do now; those who have no worklist go to their own first page."""
    actor = actor_of(request)
    if elsewhere := home_of(actor.roles):
        return HttpResponseRedirect(elsewhere)
    place = _place(request)
    only, after = place.get("only", ""), place.get("after", "")
    takes = bool(actor.roles & INTAKE_ROLES)
    with reading(actor):
        found = worklist(actor, only=only, cursor=after, main=not takes)
        awaited = waiting(actor)
        here = watch(actor)
    keep_counts(request, found.counts)
    now = clock.now()
    return render(request, "desk/worklist.html", {
        "list": found, "waiting": awaited, "watch": here, "me": actor.user, "only": only, "takes": takes, "first": not after, "place": _query(place),
        "today": clock.day_th(now, language()), "hour": clock.time_th(now, language()),
    })


@require_POST
@staff
def noted(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """What a row tells is noted; back to where it stood in the list."""
    note_told(actor_of(request), id=work_id)
    flash(request, _("รับทราบแล้ว เอาออกจากรายการแล้ว"))
    return HttpResponseRedirect(f"/desk/{_query(_place(request))}")


def _place(request: HttpRequest) -> dict[str, str]:
    """Where in the worklist somebody is: the tab, and after which row."""
    asked = {"only": request.GET.get("only", ""), "after": request.GET.get("after", "")}
    return {name: value for name, value in asked.items() if value and (name != "only" or value in dict(TABS))}


def _query(place: dict[str, str]) -> str:
    return f"?{urlencode(place)}" if place else ""


@require_safe
@staff
def others(request: HttpRequest) -> HttpResponse:
    """Everything that my work waits for."""
    actor = actor_of(request)
    with reading(actor):
        awaited = waiting(actor, shown=50, cursor=request.GET.get("after", ""))
    return render(request, "desk/waiting.html", {"waiting": awaited, "first": "after" not in request.GET})
