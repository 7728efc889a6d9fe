"""The one way in which the pages of privacy ask and do: the form again with everything typed, and the reason beside its field."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from prasan.ground.flow import Flow
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Hidden, Invalid, Obstacle, Stale
from prasan.ground.screens import flash, render
from prasan.oversight.privacy.forms import AnswersForm, House

Back = tuple[str, str]


def ask(
    request: HttpRequest, form: House, *, title: str, act: str, do: Callable[[], object], to: Callable[[Any], str], back: Back, done: str,
    text: str = "", danger: bool = False,
) -> HttpResponse:
    """Show the form, or do it and go on to `to(what do gave)`."""
    page = {"form": form, "title": title, "act": act, "back": back, "text": text, "danger": danger, "obstacles": (), "noprint": True}
    if request.method != "POST":
        return render(request, "privacy/form.html", page)
    if not form.is_valid():
        return render(request, "privacy/form.html", page, status=422)
    try:
        made = do()
    except Invalid as problem:
        form.take_errors(problem.errors)
        return render(request, "privacy/form.html", page, status=422)
    except Conflict as problem:
        return render(request, "privacy/form.html", {**page, "obstacles": problem.obstacles}, status=409)
    except Stale:
        late = (Obstacle("stale", _("มีการเปลี่ยนแปลงก่อนคุณกด ดูที่เป็นอยู่ตอนนี้ก่อนตัดสินใจ"), back[1]),)
        return render(request, "privacy/form.html", {**page, "obstacles": late}, status=409)
    flash(request, done)
    return HttpResponseRedirect(to(made))


def move(request: HttpRequest, flow: Flow[Any], name: str, pk: UUID, *, back: Back, version: int) -> HttpResponse:
    """One move of a flow: a form for what it asks, or a page that only wants to be confirmed."""
    wanted = flow.moves.get(name)
    if wanted is None or wanted.by_system or name not in flow.handlers:
        raise Hidden(flow.name, pk)
    form = AnswersForm(request.POST if request.method == "POST" else None, move=wanted, initial={"version": version})
    actor = actor_of(request)
    return ask(
        request, form, title=_(wanted.th), act=_(wanted.th), back=back, done=_("บันทึกแล้ว"), danger=wanted.stop,
        text=_("เรียกคืนไม่ได้ ตรวจอีกครั้งก่อนกด") if wanted.stop else "",
        do=lambda: flow.make(actor, name, id=pk, version=form.cleaned_data["version"], **form.told()), to=lambda _made: back[1],
    )
