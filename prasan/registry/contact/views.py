"""Pages of contact: how somebody may be reached, the code word on request, the outbox and what is to be decided in it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.ground.clock import moment_th
from prasan.ground.flow import Ask
from prasan.ground.http.asker import actor_of
from prasan.ground.installation import is_demonstration
from prasan.ground.policy import Conflict, Invalid
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.registry.contact import actions, panels, queries
from prasan.registry.contact.flow import OUTGOING
from prasan.registry.contact.forms import SafeContactForm, SendForm, initial_of

KINDS = ("person", "reporter")
KEPT = ("code_word", "check_question")


@staff
@require_http_methods(["GET", "POST"])
def safety(request: HttpRequest, kind: str, about_id: UUID) -> HttpResponse:
    """How a person, or the reporter of a report, may be reached: the record in force, and a new one in its place."""
    if kind not in KINDS:
        raise Http404
    actor = actor_of(request)
    with reading(actor):
        queries.must_reach(actor, kind, about_id)
        known = queries.rule_of(actor, about_id)
        banner = panels.safe_contact(actor, about_id, code_word_href=reverse("contact:code_word", args=[about_id]))
    back = _back(request)
    if request.method != "POST":
        form = SafeContactForm(initial=initial_of(known))
        return _safety(request, (kind, about_id), form, banner, known, back)
    form = SafeContactForm(request.POST)
    if form.is_valid():
        try:
            actions.set_rule(
                actor, about_kind=kind, about_id=about_id, key_owner=about_id, rule=form.told(), told_by=actor.key, keep=KEPT,
            )
        except Invalid as error:
            for name, text in error.errors.items():
                form.add_error(name if name in form.fields else None, text)
        else:
            flash(request, _("บันทึกวิธีติดต่อแล้ว ข้อความที่รออยู่ถูกตรวจใหม่ตามนี้"))
            return HttpResponseRedirect(back or reverse("contact:safety", args=[kind, about_id]))
    return _safety(request, (kind, about_id), form, banner, known, back, status=422)


def _send_href(kind: str, about_id: UUID, back: str) -> str:
    """Where a neutral text is sent to the same person or reporter, within the record that the page was opened from."""
    try:
        root = UUID(back.split("/")[2].partition("?")[0])
    except (IndexError, ValueError):
        return ""
    return reverse("contact:send", args=[kind, about_id, root]) if back.startswith(("/cases/", "/reports/")) else ""


@staff
@require_http_methods(["GET", "POST"])
def code_word(request: HttpRequest, about_id: UUID) -> HttpResponse:
    """The code word, opened on request; it is written down who opened it."""
    words = None
    if request.method == "POST":
        with reading(actor_of(request)):
            words = queries.code_word(actor_of(request), about_id)
    else:
        with reading(actor_of(request)):
            queries.must_know(actor_of(request), about_id)
    return render(request, "contact/code_word.html", {"words": words, "noprint": True})


@staff
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Messages on their way, held, sent: of the persons whom this reader may reach."""
    actor = actor_of(request)
    with reading(actor):
        rows, following = queries.outbox(actor, cursor=request.GET.get("after", ""))
    return render(request, "contact/outbox.html", {
        "rows": [_drawn(row) for row in rows], "older": f"?after={following}" if following else "", "nothing_leaves": is_demonstration(),
        "noprint": True,
    })


@staff
@require_GET
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message and what may be done about it."""
    return _message(request, message_id)


@staff
@require_POST
def move(request: HttpRequest, message_id: UUID, name: str) -> HttpResponse:
    """Drop it, or ask, approve, refuse that it leaves outside of the safe hours."""
    version = request.POST.get("version", "")
    known = OUTGOING.moves.get(name)
    answers = {ask.name: request.POST.get(ask.name, "") for ask in known.asks} if known else {}
    try:
        OUTGOING.make(actor_of(request), name, id=message_id, version=int(version) if version.isdecimal() else None, **answers)
    except Invalid as error:
        return _message(request, message_id, errors=error.errors, status=422)
    except Conflict as error:
        return _message(request, message_id, errors={"": " ".join(obstacle.text for obstacle in error.obstacles)}, status=409)
    flash(request, _("บันทึกแล้ว"))
    return HttpResponseRedirect(reverse("contact:message", args=[message_id]))


@staff
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, kind: str, about_id: UUID, root_id: UUID) -> HttpResponse:
    """Choose a neutral text for somebody; the gate decides whether and when it leaves."""
    if kind not in KINDS:
        raise Http404
    actor = actor_of(request)
    with reading(actor):
        queries.must_reach(actor, kind, about_id)
        banner = panels.safe_contact(actor, about_id, code_word_href=reverse("contact:code_word", args=[about_id]))
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        queued = actions.send(actor, about_kind=kind, about_id=about_id, root_id=root_id, **form.cleaned_data)
        flash(request, _("ข้อความรอเวลาที่ปลอดภัย") if queued.state == "waiting" else _("ข้อความถูกระงับไว้ ให้คนตัดสินใจก่อน"))
        return HttpResponseRedirect(reverse("contact:message", args=[queued.id]))
    return render(request, "contact/send.html", {"form": form, "banner": banner, "noprint": True}, status=422 if form.is_bound else 200)


def _safety(
    request: HttpRequest, about: tuple[str, UUID], form: SafeContactForm, banner: object, known: object, back: str, *, status: int = 200,
) -> HttpResponse:
    return render(request, "contact/safety.html", {
        "form": form, "banner": banner, "known": known, "kind": about[0], "back_to": back,
        "send_href": _send_href(*about, back), "noprint": True,
    }, status=status)


def _message(request: HttpRequest, message_id: UUID, *, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    with reading(actor):
        row = queries.outgoing(actor, message_id)
        record = panels.record_of(actor, row.root_id)
        banner = None if row.sealed else panels.safe_contact(actor, row.about_id, code_word_href=reverse("contact:code_word", args=[row.about_id]))
    asks: dict[str, tuple[Ask, ...]] = {offer.move.name: offer.move.asks for offer in row.offers}
    typed = {ask.name: request.POST.get(ask.name, "") for found in asks.values() for ask in found}
    return render(request, "contact/message.html", {
        "row": _drawn(row), "record": record, "banner": banner, "errors": errors or {}, "typed": typed, "nothing_leaves": is_demonstration(), "noprint": True,
    }, status=status)


def _drawn(row: queries.OutgoingView) -> dict[str, object]:
    return {"view": row, "when": moment_th(row.done_at or row.not_before if row.state in {"waiting", "sent"} else row.made_at)}


def _back(request: HttpRequest) -> str:
    """Where the form came from: only an address of our own, such as /cases/<id>."""
    path = request.POST.get("back") or request.GET.get("back") or ""
    return path if path.startswith(("/cases/", "/reports/", "/people/", "/desk/")) and "//" not in path and "\\" not in path else ""

