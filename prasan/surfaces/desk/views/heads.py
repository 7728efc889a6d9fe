"""Pages of those who look over work: the head of a unit, of an area, of the joint centre."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Refused
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.registry.work import queries as work
from prasan.surfaces.desk.queries.figures import bodies


def _only(request: HttpRequest, *roles: str) -> None:
    if not actor_of(request).roles & set(roles):
        raise Refused("work.oversee")


@require_safe
@staff
def unit(request: HttpRequest) -> HttpResponse:
    """Late, refused, untaken; and what each officer carries."""
    _only(request, "unit_head")
    with reading(actor_of(request)):
        found = work.unit(actor_of(request))
    return render(request, "desk/unit.html", {"unit": found})


@require_safe
@staff
def area(request: HttpRequest) -> HttpResponse:
    """The area in counts, and what is late."""
    _only(request, "province_head", "centre_head")
    with reading(actor_of(request)):
        found = work.area(actor_of(request))
    return render(request, "desk/area.html", {"area": found})


@require_safe
@staff
def centre(request: HttpRequest) -> HttpResponse:
    """The joint centre's own work list, and both bodies in counts."""
    actor = actor_of(request)
    with reading(actor):
        figures = bodies(actor)
        here = work.at_office(actor)
    return render(request, "desk/centre.html", {"figures": figures, "office": here})
