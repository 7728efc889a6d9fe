"""The one way in which the pages of a centre ask and do: the form again with everything typed, and the reason beside its field."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from prasan.community.counselling.actions import Passed
from prasan.community.counselling.forms import AnswersForm, House, PassingForm
from prasan.community.counselling.queries import colleagues
from prasan.ground.flow import Flow
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Hidden, Invalid, Obstacle, Stale
from prasan.ground.screens import flash, render
from prasan.registry.organisations.queries import organisation
from prasan.registry.work.queries import language

Back = tuple[str, str]


def ask(
    request: HttpRequest, form: House, *, title: str, act: str, do: Callable[[], object], to: Callable[[Any], str], back: Back, done: str,
    text: str = "", danger: bool = False, template: str = "counselling/form.html", more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or do it and go on to `to(what do gave)`."""
    page = {"form": form, "title": title, "act": act, "back": back, "text": text, "danger": danger, "obstacles": (), "noprint": True, **(more or {})}
    if not form.is_bound:
        return render(request, template, page)
    if not form.is_valid():
        return render(request, template, page, status=422)
    try:
        made = do()
    except Invalid as problem:
        form.take_errors(problem.errors)
        return render(request, template, page, status=422)
    except Conflict as problem:
        return render(request, template, {**page, "obstacles": problem.obstacles}, status=409)
    except Stale:
        late = (Obstacle("stale", _("มีการเปลี่ยนแปลงก่อนคุณกด ดูที่เป็นอยู่ตอนนี้ก่อนตัดสินใจ"), back[1]),)
        return render(request, template, {**page, "obstacles": late}, status=409)
    flash(request, done)
    return HttpResponseRedirect(to(made))


def step(
    request: HttpRequest, flow: Flow[Any], name: str, pk: UUID, *, back: Back, version: int, done: str = "", to: str = "", text: str = "",
) -> HttpResponse:
    """One move of a flow: a form for what it asks, or a page that only wants to be confirmed."""
    wanted = flow.moves.get(name)
    if wanted is None or wanted.by_system or name not in flow.handlers:
        raise Hidden(flow.name, pk)
    form = AnswersForm(request.POST if request.method == "POST" else None, move=wanted, initial={"version": version})
    actor = actor_of(request)
    return ask(
        request, form, title=_(wanted.th), act=_(wanted.th), back=back, done=done or _("บันทึกแล้ว"), danger=wanted.stop, text=text,
        do=lambda: flow.make(actor, name, id=pk, version=form.cleaned_data["version"], **form.told()), to=lambda _made: to or back[1],
    )


def pass_on_page(
    request: HttpRequest, *, centre: UUID, do: Callable[[dict[str, Any]], Passed], back: Back, initial: dict[str, Any], form: PassingForm | None = None,
    along: str = "",
) -> HttpResponse:
    """The page that passes on: 191 and 1669 first, then what the desk must know. `along`: says what goes along without being shown here."""
    actor = actor_of(request)
    if form is None:
        form = PassingForm(request.POST if request.method == "POST" else None, users=colleagues(centre, without=actor.user), initial=initial)
    page = {"form": form, "back": back, "along": along, "obstacles": (), "noprint": True}
    if not form.is_bound:
        return render(request, "counselling/pass.html", page)
    if not form.is_valid():
        return render(request, "counselling/pass.html", page, status=422)
    try:
        made = do(form.told())
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
