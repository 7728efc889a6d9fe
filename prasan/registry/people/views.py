"""Pages of persons: one person, changing what is known, saying that two records are one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.ground import audit
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Section, Stale
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.registry.people import actions, panels, queries
from prasan.registry.people.flow import MERGE
from prasan.registry.people.forms import MergeForm, PersonEditor


@staff
@require_GET
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What this reader may see of somebody, and in which records."""
    return _page(request, person_id, MergeForm(auto_id="merge_%s"))


@staff
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Change what is known; everything typed is kept when something is wrong or somebody else was first."""
    actor = actor_of(request)
    with reading(actor):
        view = queries.person(actor, person_id)
        audit.record("open", "person", person_id)
    if request.method != "POST":
        return _editing(request, view, PersonEditor(view=view))
    editor = PersonEditor(request.POST, view=view)
    if not editor.is_valid():
        return _editing(request, view, editor, status=422)
    try:
        actions.change_person(actor, id=person_id, version=editor.person.cleaned_data["version"] or 0, **editor.told())
    except Stale:
        return _editing(request, view, editor, status=409)
    warned = editor.person.doubts().values()
    flash(request, " ".join([_("บันทึกแล้ว"), *map(str, warned)]))
    return HttpResponseRedirect(reverse("people:page", args=[person_id]))


@staff
@require_POST
def ask_merge(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask that another record be taken for this person; somebody else decides."""
    form = MergeForm(request.POST, auto_id="merge_%s")
    if not form.is_valid():
        return _page(request, person_id, form, status=422)
    actions.ask_merge(actor_of(request), keep=person_id, gone=form.cleaned_data["gone"], why=form.cleaned_data["why"])
    flash(request, _("ขอแล้ว รออีกคนหนึ่งยืนยัน ระหว่างนี้ทั้งสองยังเป็นคนละคน"))
    return HttpResponseRedirect(reverse("people:page", args=[person_id]))


@staff
@require_POST
def move_merge(request: HttpRequest, person_id: UUID, merge_id: UUID, move: str) -> HttpResponse:
    """Approve, refuse or undo a merge."""
    version = request.POST.get("version", "")
    answers = {"reason": request.POST["reason"]} if "reason" in request.POST else {}
    try:
        MERGE.make(actor_of(request), move, id=merge_id, version=int(version) if version.isdigit() else None, **answers)
    except Conflict as error:
        flash(request, " ".join(obstacle.text for obstacle in error.obstacles))
    else:
        flash(request, _("บันทึกแล้ว"))
    return HttpResponseRedirect(reverse("people:page", args=[person_id]))


def _page(request: HttpRequest, person_id: UUID, form: MergeForm, *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    with reading(actor):
        view = queries.person(actor, person_id)
        places = panels.where(actor, [person_id, *view.same])
        merges = queries.merges_of(actor, person_id) if Section.IDENTITY in view.sections else ()
        alike = queries.alike(actor, view) if queries.may_change(actor, person_id) else None
        more = list(panels.PERSON_SECTIONS.panels(actor, person_id=person_id, sections=view.sections))
        audit.record("open", "person", person_id)
    return render(request, "people/page.html", {
        "person": view, "whereabouts": places, "merges": merges, "alike": alike, "form": form, "more": more, "noprint": True,
    }, status=status)


def _editing(request: HttpRequest, view: queries.PersonView, editor: PersonEditor, *, status: int = 200) -> HttpResponse:
    differences = editor.differences(view) if status == 409 else []
    return render(request, "people/edit.html", {
        "person": view, "editor": editor, "stale": status == 409, "differences": differences, "noprint": True,
    }, status=status)

