"""The page on which a centre passes something on, whatever it was; 191 and 1669 come first."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from prasan.community.counselling.actions import Passed
from prasan.community.counselling.forms import PassingForm
from prasan.community.counselling.queries import colleagues
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import Back
from prasan.ground.policy import Conflict, Invalid, Obstacle, Stale
from prasan.ground.screens import render
from prasan.registry.organisations.queries import organisation
from prasan.registry.work.queries import language


def pass_on_page(
    request: HttpRequest, *, centre: UUID, do: Callable[[dict[str, Any]], Passed], back: Back, initial: dict[str, Any], form: PassingForm | None = None,
    along: str = "", seen: bool = False,
) -> HttpResponse:
    """The page that passes on: 191 and 1669 first, then what the desk must know. `along`: says what goes along without being shown here.

    `seen`: somebody has seen danger, so that the signs stand open.
    """
    actor = actor_of(request)
    if form is None:
        form = PassingForm(request.POST if request.method == "POST" else None, users=colleagues(centre, without=actor.user), initial=initial)
    page = {"form": form, "back": back, "along": along, "seen": seen, "obstacles": (), "noprint": True}
    if not form.is_bound:
        return render(request, "counselling/pass.html", page)
    if not form.is_valid():
        return render(request, "counselling/pass.html", page, status=422)
    try:
        made = do(dict(form.cleaned_data))
    except Invalid as problem:
        form.take_errors(problem.errors)
        return render(request, "counselling/pass.html", page, status=422)
    except (Conflict, Stale):
        late = (Obstacle("stale", _("เรื่องนี้ส่งต่อหรือจบไปแล้ว"), back[1]),)
        return render(request, "counselling/pass.html", {**page, "obstacles": late}, status=409)
    return sent(request, made)


def sent(request: HttpRequest, made: Passed) -> HttpResponse:
    """It was sent: to whom, and that one word comes back."""
    desk = organisation(made.desk_id)
    return render(request, "counselling/sent.html", {"made": made, "desk": desk.name(language()) if desk else ""}, status=201)
