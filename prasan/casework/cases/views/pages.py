"""Reading a case: its page, the longer lists behind it, who reported, the code word, files, paper."""

import contextlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.casework.cases.actions import record_print
from prasan.casework.cases.panels import CASE_SECTIONS, NEXT_STEPS
from prasan.casework.cases.queries import heads
from prasan.casework.cases.queries.files import read_file
from prasan.casework.cases.queries.page import case_page
from prasan.casework.cases.views.asking import head_of
from prasan.casework.intake.queries import open_reporter
from prasan.ground import clock
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Refused
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@require_GET
def page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One page, sections in the order of the work."""
    actor = actor_of(request)
    with reading(actor):
        case = case_page(actor, case_id)
        whole = bool(case.parties) or case.sees("identity")
        panels = list(CASE_SECTIONS.panels(actor, case_id=case_id, sections=case.sections)) if whole else []
        later = [step for panel in NEXT_STEPS.panels(actor, case_id=case_id, sections=case.sections) for step in panel.context["steps"]] if whole else []
    merged = {name: value for panel in panels for name, value in panel.context.items()}
    return render(request, "cases/page.html", {**merged, "case": case, "panels": panels, "steps": [*later, *case.next_steps][:4]})


@staff
@require_GET
def timeline(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who did what, page by page."""
    head = head_of(request, case_id)
    with reading(actor_of(request)):
        events, following = heads.timeline(actor_of(request), case_id, cursor=request.GET.get("cursor", ""))
    return render(request, "cases/timeline.html", {"head": head, "events": events, "next": following})


@staff
@require_GET
def looked(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who looked, page by page."""
    head = head_of(request, case_id, "case.exclude")
    with reading(actor_of(request)):
        looks, following = heads.looks(actor_of(request), case_id, cursor=request.GET.get("cursor", ""))
    return render(request, "cases/looked.html", {"head": head, "looks": looks, "next": following})


@staff
@require_GET
def notes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """All notes, page by page."""
    head = head_of(request, case_id)
    with reading(actor_of(request)):
        found, following = heads.notes(actor_of(request), case_id, cursor=request.GET.get("cursor", ""))
    return render(request, "cases/notes.html", {"head": head, "found": found, "next": following})


@staff
@require_http_methods(["GET", "POST"])
def reporter(request: HttpRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Who reported: asked for on its own page, opened by a press, written down."""
    head = head_of(request, case_id, "case.manage")
    told = None
    if request.method == "POST":
        with reading(actor_of(request)), contextlib.suppress(Refused):  # who manages may see; nobody told who they are
            told = open_reporter(actor_of(request), report_id)
    return render(request, "cases/reporter.html", {"head": head, "told": told, "opened": request.method == "POST"})


@staff
@require_http_methods(["GET", "POST"])
def code_word(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The code word and the check question, opened by a press, written down."""
    head = head_of(request, case_id)
    words = None
    if request.method == "POST":
        with reading(actor_of(request)):
            words = heads.code_word(actor_of(request), case_id)
    return render(request, "cases/code_word.html", {"head": head, "words": words})


@staff
@require_GET
def file(request: HttpRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """The clean copy of a file."""
    with reading(actor_of(request)):
        content, kind, name = read_file(actor_of(request), case_id, file_id)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=not kind.startswith("image/"), filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


@staff
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The sheet: printing is an act of its own, written down, and every sheet says who and when."""
    head = head_of(request, case_id, "case.manage")
    if request.method != "POST":
        return render(request, "cases/print_ask.html", {"head": head})
    record_print(actor_of(request), case_id=case_id)
    return sheet_of_case(request, case_id)


def sheet_of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The sheet itself; write down first that it is printed. Raises Hidden."""
    actor = actor_of(request)
    with reading(actor):
        case = case_page(actor, case_id)
    now = clock.moment_th(clock.now(), get_language() or "th")
    return render(request, "cases/paper.html", {"case": case, "printed_by": actor.label or _("ผู้ใช้"), "printed_at": now})


