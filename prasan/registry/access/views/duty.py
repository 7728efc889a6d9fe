"""The duty roster of a desk."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prasan.ground import clock
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Hidden, Invalid
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access import gates
from prasan.registry.access.actions import add_duty, end_duty
from prasan.registry.access.forms import DutyForm
from prasan.registry.access.queries import duties, roster_offices
from prasan.registry.access.queries.duties import people_at
from prasan.registry.access.views.replies import refused_by


@gates.staff
def desks(request: HttpRequest) -> HttpResponse:
    """The desks whose roster one may write; a single one opens at once."""
    with reading(actor_of(request)):
        offices = roster_offices(actor_of(request))
    if not offices:
        raise Http404
    if len(offices) == 1:
        return redirect("access:duty", offices[0][0])
    return render(request, "access/desks.html", {"offices": offices})


@gates.staff
@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Who is on watch at a desk in the next two weeks; add a watch."""
    actor = actor_of(request)
    with reading(actor):
        name = dict(roster_offices(actor)).get(organisation)
        people = people_at(actor, organisation)
        rows = duties(actor, organisation)
    if name is None:
        raise Hidden("office", organisation)
    form = DutyForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        starts = datetime.combine(data["day"], data["starts"], clock.BANGKOK)
        ends = datetime.combine(data["day"], data["ends"], clock.BANGKOK)
        try:
            add_duty(actor, organisation=organisation, user=UUID(data["user"]), starts_at=starts, phone=data["phone"],
                     ends_at=ends if ends > starts else ends + timedelta(days=1))
        except Invalid as problem:
            refused_by(form, problem)
        else:
            flash(request, _("เพิ่มเวรแล้ว"))
            return redirect("access:duty", organisation)
    context = {"form": form, "name": name, "rows": rows, "organisation": organisation}
    return render(request, "access/duty.html", context, status=422 if form.is_bound else 200)


@gates.staff
@require_POST
def drop_duty(request: HttpRequest, organisation: UUID, watch: UUID) -> HttpResponse:
    """Take a watch off."""
    end_duty(actor_of(request), duty=watch, organisation=organisation)
    flash(request, _("นำเวรออกแล้ว"))
    return redirect("access:duty", organisation)
