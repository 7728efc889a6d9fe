"""Pages of answers that a case uses: linking, reading, undoing."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.community.links import actions, queries
from prasan.community.links.flow import ANSWER_LINK
from prasan.community.links.forms import LinkForm
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask, move
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Use answers in this case."""
    actor = actor_of(request)
    with reading(actor):
        number = queries.case_to_link(actor, case_id)
    form = LinkForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("ใช้คำตอบแบบสำรวจในเคส"), act=_("ใช้ในเคสนี้"), back=(number, f"/cases/{case_id}"), done=_("ใช้ในเคสนี้แล้ว"),
        text=_("ฝั่งแบบสำรวจไม่เห็นว่ามีเคสหรือมีการใช้คำตอบนี้ การเปิดดูทุกครั้งบันทึกไว้ในเคส"),
        do=lambda: actions.link_answers(actor, case_id=case_id, **form.cleaned_data), to=lambda made: f"/cases/{case_id}/answers/{made}",
    )


@staff
@require_GET
def page(request: HttpRequest, case_id: UUID, link_id: UUID) -> HttpResponse:
    """The answers."""
    with reading(actor_of(request)):
        found = queries.link_page(actor_of(request), link_id, case_id)
    return render(request, "links/page.html", {"page": found, "state": ANSWER_LINK.states[found.state], "noprint": True})


@staff
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, case_id: UUID, link_id: UUID) -> HttpResponse:
    """The case uses them no longer."""
    with reading(actor_of(request)):
        found = queries.link_page(actor_of(request), link_id, case_id)
    return move(request, ANSWER_LINK, "undo", link_id, back=(found.number, found.line.href), version=found.version)
