"""Search, and the page of an office."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Hidden
from prasan.ground.screens import render
from prasan.ground.thai import normalise
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.surfaces.desk.queries import offices, register
from prasan.surfaces.desk.queries.search import LONGEST, search


@staff
def results(request: HttpRequest) -> HttpResponse:
    """What one text means. It comes by POST, so that it stands in no address and no log; GET is the empty box."""
    actor = actor_of(request)
    text = " ".join(normalise(request.POST.get("q", "").replace("\x00", "")[:200]).split())[:LONGEST]
    found = None
    if text:
        with reading(actor):
            found = search(actor, text)
    return render(request, "desk/search.html", {"text": text, "found": found, "breaks": bool(actor.roles & offices.MAY_BREAK)})


@require_safe
@staff
def office(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """An office of the network: what it is, where, how to reach it, what it offers. Public facts."""
    found = offices.office(office_id)
    if found is None:
        raise Hidden("organisation", office_id)
    actor = actor_of(request)
    with reading(actor):
        mine = bool(actor.roles & register.KEEPERS) and register.may_edit(actor, office_id)
    return render(request, "desk/office.html", {"office": found, "office_id": office_id, "may_edit": mine})


@require_safe
@staff
def place(request: HttpRequest) -> HttpResponse:
    """The desks that serve a place. Public facts."""
    found = offices.place(request.GET.get("area", ""))
    if found is None:
        raise Hidden("area", "")
    return render(request, "desk/place.html", {"place": found})
