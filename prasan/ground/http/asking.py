"""The one way in which staff pages ask and do: the form again with everything typed, and the reason beside its field."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf
from prasan.ground.flow import Flow, Move
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Hidden, Invalid, Obstacle, Stale
from prasan.ground.screens import flash, render

Back = tuple[str, str]


class House(forms.Form):
    """A form that takes the errors of an action beside its own fields."""

    def take_errors(self, errors: Mapping[str, str]) -> None:
        """Errors by field; those of fields that are not here stand above."""
        for name, message in errors.items():
            self.add_error(name if name in self.fields else None, message)


class AnswersForm(House):
    """What a move asks, from the flow's own table."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, move: Move, **options: Any) -> None:
        super().__init__(*args, **options)
        for one in move.asks:
            self.fields[one.name] = _KINDS[one.kind](one)

    def told(self) -> dict[str, Any]:
        """The answers without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


_KINDS: dict[str, Callable[[Any], forms.Field]] = {
    "choice": lambda one: OneOf(lambda: [(code, _(word)) for code, word in one.options()], label=_(one.th), required=one.required),
    "many": lambda one: SomeOf(lambda: [(code, _(word)) for code, word in one.options()], label=_(one.th), required=one.required),
    "date": lambda one: BEDateField(label=_(one.th), required=one.required, help_text=_(one.hint) if one.hint else ""),
    "text": lambda one: SafeText(max_length=one.longest, label=_(one.th), required=one.required, help_text=_(one.hint) if one.hint else ""),
    "long": lambda one: SafeText(
        max_length=one.longest, lines=True, rows=5, label=_(one.th), required=one.required, help_text=_(one.hint) if one.hint else "",
    ),
}


def ask(
    request: HttpRequest, form: House, *, title: str, act: str, do: Callable[[], object], to: Callable[[Any], str], back: Back, done: str,
    text: str = "", danger: bool = False, template: str = "screens/asking.html", more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or do it and go on to `to(what do gave)`. `more`: further values for a template of one's own."""
    page = {
        "form": form, "title": title, "act": act, "back": back, "text": text, "danger": danger, "obstacles": (), "noprint": True, **(more or {}),
    }
    if request.method != "POST":
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
