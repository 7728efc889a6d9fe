"""Pages of a centre's lists: the lists, the entries of one, one entry with what it was before, and putting it right."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.community.surveys.actions import rosters as keeping
from prasan.community.surveys.flow import ENTRY
from prasan.community.surveys.forms import EntryForm
from prasan.community.surveys.queries import rosters
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask, move
from prasan.ground.policy import Invalid, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

HOME = "/answers/lists/"


@staff
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The lists of the reader's centre."""
    actor = actor_of(request)
    if not may_begin(actor, "entry.keep"):
        raise Refused("entry.see")
    with reading(actor):
        rows = rosters.rosters(actor)
    return render(request, "surveys/rosters.html", {"rows": rows})


@staff
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """The entries of a list. What is looked for comes by POST: a name stands in no address."""
    actor, state, words = actor_of(request), request.GET.get("state", ""), request.POST.get("q", "")
    if not may_begin(actor, "entry.keep"):
        raise Refused("entry.see")
    problem, after = "", ""
    with reading(actor):
        _pk, title = rosters.roster_line(actor, roster_id)
        try:
            if request.method == "POST":
                rows = rosters.entries_named(actor, roster=roster_id, words=words)
            else:
                rows, after = rosters.entries(actor, roster=roster_id, state=state, cursor=request.GET.get("after", ""))
        except Invalid as wrong:
            if "q" not in wrong.errors:
                raise
            rows, problem = (), str(wrong.errors["q"])
    return render(request, "surveys/entries.html", {
        "id": roster_id, "title": title, "rows": rows, "after": after, "state": state, "states": ENTRY.states, "first": "after" not in request.GET,
        "words": words, "looked": request.method == "POST", "problem": problem, "noprint": True,
    }, status=422 if problem else 200)


@staff
@require_GET
def page(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry."""
    with reading(actor_of(request)):
        found = rosters.entry_page(actor_of(request), entry_id)
    return render(request, "surveys/entry.html", {
        "page": found, "state": ENTRY.states[found.state], "states": ENTRY.states, "base": f"{HOME}entries/{entry_id}", "noprint": True,
    })


@staff
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Put an entry right."""
    actor = actor_of(request)
    with reading(actor):
        found, fields = rosters.entry_page(actor, entry_id), rosters.fields_of_entry(actor, entry_id)
    if not found.may_correct:
        raise Refused("entry.keep")
    values = {pair.name: pair.text for pair in found.pairs}
    form = EntryForm(request.POST if request.method == "POST" else None, columns=fields, label=found.label, values=values, version=found.version)
    return ask(
        request, form, title=_("แก้รายการ"), act=_("บันทึกที่แก้"), done=_("แก้แล้ว โทรศัพท์ของศูนย์จะได้ฉบับใหม่เมื่อต่อสัญญาณ"),
        back=(found.label, f"{HOME}entries/{entry_id}"), do=lambda: keeping.correct_entry(actor, id=entry_id, **form.told()),
        to=lambda _made: f"{HOME}entries/{entry_id}",
    )


@staff
@require_http_methods(["GET", "POST"])
def move_entry(request: HttpRequest, entry_id: UUID, move_name: str) -> HttpResponse:
    """Right as it stands, out of use, back."""
    with reading(actor_of(request)):
        found = rosters.entry_page(actor_of(request), entry_id)
    return move(request, ENTRY, move_name, entry_id, back=(found.label, f"{HOME}entries/{entry_id}"), version=found.version)
