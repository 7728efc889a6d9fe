"""Pages of those who see no record: counts, the access log, what a centre sent; and the component page of a demonstration."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from prasan.ground.http.asker import actor_of
from prasan.ground.installation import is_demonstration
from prasan.ground.policy import Hidden, Refused
from prasan.ground.screens import examples, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.surfaces.desk.queries.figures import country
from prasan.surfaces.desk.queries.log import kinds, log, wholeness
from prasan.surfaces.desk.queries.sent import sent


@require_safe
@staff
def figures(request: HttpRequest) -> HttpResponse:
    """The country in counts."""
    with reading(actor_of(request)):
        found = country(actor_of(request))
    return render(request, "desk/figures.html", {"figures": found})


@require_safe
@staff
def access_log(request: HttpRequest) -> HttpResponse:
    """The access log, and whether it is whole."""
    actor = actor_of(request)
    verb, about = request.GET.get("verb", ""), request.GET.get("about", "")
    with reading(actor):
        rows, after = log(actor, verb=verb, about=about, cursor=request.GET.get("after", ""))
        whole = wholeness(actor)
    return render(request, "desk/log.html", {
        "rows": rows, "after": after, "verb": verb, "about": about, "kinds": kinds(), "whole": whole, "first": "after" not in request.GET,
    })


@require_safe
@staff
def sent_by_us(request: HttpRequest) -> HttpResponse:
    """What this centre has sent, each with one status word."""
    actor = actor_of(request)
    if "centre_member" not in actor.roles:
        raise Refused("report.see")
    with reading(actor):
        rows, after = sent(actor, cursor=request.GET.get("after", ""))
    return render(request, "desk/sent.html", {"rows": rows, "after": after, "first": "after" not in request.GET})


@require_safe
@staff
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, on made-up data; in a demonstration only."""
    if not is_demonstration():
        raise Hidden("page", "components")
    return render(request, "screens/components.html", examples.component_examples())
