"""The one way in which a page of a case asks: the form again with everything typed, and the reason beside its field, until it can be done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prasan.casework.cases.queries.heads import CaseHead, ExclusionLine, case_head, last_changed
from prasan.casework.cases.queries.page import why
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Invalid, Stale
from prasan.ground.screens import flash, render
from prasan.ground.screens.parts import Difference, Pair
from prasan.ground.transactions import reading

F = TypeVar("F", bound=forms.Form)
MANY = {"sections", "wish_codes"}

both = require_http_methods(["GET", "POST"])  # ask on a page of its own, then act


@dataclass(frozen=True)
class Asked:
    """What a page asks: its words, what to do with the answers, where to go on. `search` offers a box that narrows long choices."""

    title: str
    act: str
    do: Callable[[Any], object]
    done: str
    to: str
    text: str = ""
    facts: Sequence[Pair] = ()
    danger: bool = False
    search: str = ""
    found: bool = True
    files: bool = False
    differences: Callable[[Any, Stale], list[Difference]] | None = None
    others: Sequence[tuple[str, str]] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    undo: str = ""  # where it can be taken back
    exclusions: Sequence[ExclusionLine] = ()


def head_of(request: HttpRequest, case_id: UUID, right: str = "") -> CaseHead:
    """The head of a case for this reader; Hidden and Refused as ever."""
    with reading(actor_of(request)):
        return case_head(actor_of(request), case_id, right=right)


def typed(request: HttpRequest) -> str:
    """What was typed into the page's own search box."""
    return " ".join((request.GET.get("q") or request.POST.get("q") or "").split())[:80]


def made(request: HttpRequest, form: type[F], *, initial: dict[str, Any] | None = None, files: bool = False, **options: Any) -> F:
    """The form of this request. A press on the page's own search box sends nothing: what was typed is kept, and nothing is wrong yet."""
    if request.method == "POST" and "search" not in request.POST:
        return form(request.POST, request.FILES, initial=initial, **options) if files else form(request.POST, initial=initial, **options)
    kept = {name: values if len(values) > 1 or name in MANY else values[0] for name, values in request.POST.lists()}
    return form(initial={**(initial or {}), **kept}, **options)


def ask(request: HttpRequest, head: CaseHead, form: forms.Form | None, asked: Asked) -> HttpResponse:
    """Show the question, or do it. A form without fields (None) only wants to be confirmed."""
    if request.method != "POST" or "search" in request.POST:
        return _page(request, head, form, asked)
    if form is not None and not form.is_valid():
        return _page(request, head, form, asked, 422)
    try:
        asked.do(form)
    except Invalid as problem:
        if form is None:
            raise
        _beside(form, problem)
        return _page(request, head, form, asked, 422)
    except Conflict as problem:
        return _page(request, head, form, asked, 409, obstacles=why(problem.obstacles))
    except Stale as problem:
        return _stale(request, head, form, asked, problem)
    flash(request, asked.done, link=_("เลิกทำ"), href=asked.undo)
    return HttpResponseRedirect(asked.to)


def _beside(form: forms.Form, problem: Invalid) -> None:
    for name, message in problem.errors.items():
        form.add_error(name if name in form.fields else None, message)


def _stale(request: HttpRequest, head: CaseHead, form: forms.Form | None, asked: Asked, problem: Stale) -> HttpResponse:
    """Both versions, and everything typed; what is sent next is sent against what is there now."""
    with reading(actor_of(request)):
        who, when = last_changed(head.id)
    differences = asked.differences(form, problem) if asked.differences and form is not None else []
    if form is not None and "version" in form.fields:
        again = QueryDict(mutable=True)
        for name in form.data:
            again.setlist(name, request.POST.getlist(name))
        again["version"] = str(problem.now)
        form.data = again
    return _page(request, head, form, asked, 409, conflict={"who": who, "when": when, "differences": differences})


def _page(request: HttpRequest, head: CaseHead, form: forms.Form | None, asked: Asked, status: int = 200, **more: Any) -> HttpResponse:
    context = {"head": head, "form": form, "asked": asked, "q": typed(request), "obstacles": (), "conflict": None, **more}
    return render(request, "cases/form.html", context, status=status)


def query(**values: str) -> str:
    """A query string of what is not empty."""
    kept = {name: value for name, value in values.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
