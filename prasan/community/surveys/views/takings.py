"""Pages of answers with identities: asking, deciding, and the file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.community.surveys.actions import takings
from prasan.community.surveys.flow import TAKING
from prasan.community.surveys.forms import TakingForm
from prasan.community.surveys.queries import submissions
from prasan.community.surveys.queries import takings as asked
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask, move
from prasan.ground.http.files import handed_out
from prasan.ground.policy import Refused
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Ask for the own centre's answers with what is sealed in them."""
    actor = actor_of(request)
    if not asked.may_ask(actor):
        raise Refused("taking.ask")
    with reading(actor):
        line, rounds = submissions.form_line(actor, form_id), asked.rounds_to_take(actor, form_id)
    form = TakingForm(request.POST if request.method == "POST" else None, rounds=rounds)
    return ask(
        request, form, title=_("ขอนำคำตอบที่มีตัวตนออก"), act=_("ส่งขออนุมัติ"), done=_("ส่งขออนุมัติแล้ว"), back=(line.title, f"/answers/forms/{form_id}/export"),
        text=_("ชื่อ ที่อยู่ พิกัด และข้อความของครอบครัวจะออกจากระบบ อีกคนต้องอนุมัติก่อน นำออกได้เจ็ดวัน ทุกครั้งมีบันทึก"),
        do=lambda: takings.ask_taking(actor, form=form_id, **form.told()), to=lambda made: f"/answers/takings/{made}",
    )


@staff
@require_GET
def page(request: HttpRequest, taking_id: UUID) -> HttpResponse:
    """One request."""
    with reading(actor_of(request)):
        found = asked.taking_page(actor_of(request), taking_id)
    return render(request, "surveys/taking.html", {"page": found, "state": TAKING.states[found.state], "noprint": True})


@staff
@require_POST
def fetch(request: HttpRequest, taking_id: UUID) -> HttpResponse:
    """The file."""
    body, content_type, name = takings.fetch_taking(actor_of(request), id=taking_id, kind=request.POST.get("kind", ""))
    return handed_out(body, content_type, name)


@staff
@require_http_methods(["GET", "POST"])
def move_taking(request: HttpRequest, taking_id: UUID, move_name: str) -> HttpResponse:
    """Agree, refuse, withdraw."""
    with reading(actor_of(request)):
        found = asked.taking_page(actor_of(request), taking_id)
    return move(request, TAKING, move_name, taking_id, back=(found.form_title, f"/answers/takings/{taking_id}"), version=found.version)
