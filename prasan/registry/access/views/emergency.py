"""Break-glass: opening sealed parts in an emergency, and the reviewer's queue."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prasan.ground.http.asker import actor_of
from prasan.ground.http.errors import refused
from prasan.ground.policy import Hidden, Invalid
from prasan.ground.screens import flash, places, render
from prasan.ground.transactions import reading
from prasan.registry.access import gates
from prasan.registry.access.actions import break_glass, end_break_glass, review_break_glass
from prasan.registry.access.emergency import BREAKABLE
from prasan.registry.access.forms import BreakGlassForm, ReviewForm
from prasan.registry.access.queries import break_glass as one_opening
from prasan.registry.access.queries import reviews
from prasan.registry.access.queries.break_glasses import may_break
from prasan.registry.access.views.replies import refused_by


@gates.staff
@gates.fresh
@require_http_methods(["GET", "POST"])
def open_record(request: HttpRequest, kind: str = "case", object_id: UUID | None = None) -> HttpResponse:
    """Open by number within the own area, or a record whose existence one sees. What cannot be opened gives one neutral answer."""
    actor = actor_of(request)
    if not may_break(actor) or BREAKABLE.get(kind) is None:
        raise Hidden("break_glass", object_id or kind)
    form = BreakGlassForm(request.POST if "reason" in request.POST else None, named=object_id is None)
    if not form.is_bound or not form.is_valid():
        return _open_page(request, form)
    data = form.cleaned_data
    try:
        opening = break_glass(
            actor, kind=kind, number=data.get("number", ""), object_id=object_id, category=data["category"], reason=data["reason"],
            reporter=data["reporter"],
        )
    except Invalid as problem:
        refused_by(form, problem)
        return _open_page(request, form)
    except Hidden as hidden:
        refused(actor, hidden)
        return _open_page(request, form, neutral=True)
    return redirect("access:opened", opening)


@gates.staff
def opened(request: HttpRequest, opening: UUID) -> HttpResponse:
    """What was opened, until when, and the way to it."""
    actor = actor_of(request)
    with reading(actor):
        view = one_opening(actor, opening)
    entry = BREAKABLE.get(view.kind)
    return render(request, "access/opened.html", {"view": view, "href": entry.href(view.object_id) if entry else ""})


@gates.staff
@require_POST
def close(request: HttpRequest, opening: UUID) -> HttpResponse:
    """Close the own opening early."""
    end_break_glass(actor_of(request), break_glass=opening)
    flash(request, _("ปิดการเปิดดูแล้ว"))
    return redirect(places.DESK)


@gates.staff
def review_queue(request: HttpRequest) -> HttpResponse:
    """Openings that wait for the privacy officer, the latest due first."""
    actor = actor_of(request)
    if "privacy_officer" not in actor.roles:
        raise Hidden("break_glass", "reviews")
    done = request.GET.get("done") == "1"
    with reading(actor):
        rows, after = reviews(actor, done=done, cursor=request.GET.get("after", ""))
    return render(request, "access/reviews.html", {"rows": rows, "after": after, "done": done})


@gates.staff
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, opening: UUID) -> HttpResponse:
    """Read the typed reason and say whether it was justified."""
    actor = actor_of(request)
    with reading(actor):
        view = one_opening(actor, opening)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            review_break_glass(actor, break_glass=opening, justified=form.cleaned_data["justified"] == "yes", note=form.cleaned_data["note"])
        except Invalid as problem:
            refused_by(form, problem)
        else:
            flash(request, _("บันทึกผลการทบทวนแล้ว"))
            return redirect("access:reviews")
    return render(request, "access/review.html", {"view": view, "form": form}, status=422 if form.is_bound else 200)


def _open_page(request: HttpRequest, form: BreakGlassForm, *, neutral: bool = False) -> HttpResponse:
    status = 404 if neutral else 422 if form.is_bound else 200
    return render(request, "access/open.html", {"form": form, "neutral": neutral}, status=status)
