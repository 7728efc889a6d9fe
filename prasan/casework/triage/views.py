"""Pages of triage: one report with all that is needed to decide, a question about a likeness."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.casework.intake.queries import ReporterView, open_reporter
from prasan.casework.triage import actions, queries
from prasan.casework.triage.forms import DecideForm, ReasonForm, outcome_words
from prasan.casework.triage.queries import TriagePage
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Actor, Hidden, Invalid, Stale
from prasan.ground.screens import flash, places, render
from prasan.ground.screens.parts import Difference
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@require_GET
def page(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report with all that is needed to decide."""
    return _page(request, report_id)


@staff
@require_POST
def reporter(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The page with the reporter uncovered: each opening is written down."""
    with reading(actor_of(request)):
        told = open_reporter(actor_of(request), report_id)
    return _page(request, report_id, reporter=told)


@staff
@require_POST
def take(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Read it, or stand aside."""
    done = actions.take(actor_of(request), id=report_id, version=_version(request), conflict=request.POST.get("conflict", ""))
    if done == "aside":
        flash(request, _("เราให้คนอื่นทำแทนแล้ว คุณจะไม่เห็นเรื่องนี้อีก"))
        return HttpResponseRedirect(places.DESK)
    return _back(report_id)


@staff
@require_POST
def give_back(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Lay it back on the desk."""
    actions.give_back(actor_of(request), id=report_id, version=_version(request))
    flash(request, _("คืนเรื่องให้โต๊ะแล้ว"))
    return HttpResponseRedirect(places.DESK)


@staff
@require_POST
def call(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Note a call for help."""
    actions.note_call(actor_of(request), id=report_id, number=request.POST.get("number", ""), reached=request.POST.get("reached") == "yes")
    flash(request, _("จดไว้แล้วว่าโทรแล้ว"))
    return _back(report_id)


@staff
@require_POST
def decide(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Decide; everything typed is kept when it cannot be used."""
    actor = actor_of(request)
    form = _form(actor, report_id, request.POST)
    if not form.is_valid():
        return _page(request, report_id, form=form, status=422)
    said = form.cleaned_data
    try:
        done = actions.decide(
            actor, id=report_id, version=said["version"], outcome=said["outcome"], urgency=said["urgency"] or None, reason=said["reason"],
            lower_reason=said["lower_reason"], answers=form.answers(),
        )
    except Invalid as error:
        form.take_errors(error.errors)
        return _page(request, report_id, form=form, status=422)
    except Stale:
        return _page(request, report_id, form=form, stale=True, status=409)
    flash(request, _("ตัดสินใจแล้ว: %(outcome)s") % {"outcome": queries.outcome_text(said["outcome"])}, link=_("ดูเรื่อง"), href=_address(report_id))
    return HttpResponseRedirect(done.href or places.DESK)


@staff
@require_http_methods(["GET", "POST"])
def ask_head(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Leave the decision to the head."""
    return _with_reason(
        request, report_id, "ask_head", _("ขอให้หัวหน้าตัดสินใจ"), _("หัวหน้ากลุ่มจะได้เรื่องนี้ในรายการงานทันที"), _("ส่งให้หัวหน้า"),
        lambda actor, version, reason: actions.ask_head(actor, id=report_id, reason=reason), _("ส่งให้หัวหน้าแล้ว"),
    )  # fmt: skip


@staff
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Refuse what another desk passed on."""
    return _with_reason(
        request, report_id, "send_back", _("ไม่รับ ส่งกลับโต๊ะเดิม"), _("เรื่องจะกลับไปทันทีพร้อมสัญญาณเตือน และโต๊ะของคุณจะไม่เห็นอีก"), _("ส่งกลับ"),
        lambda actor, version, reason: actions.send_back(actor, id=report_id, version=version, reason=reason), _("ส่งกลับแล้ว"),
    )  # fmt: skip


@staff
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take a wrong decision back."""
    return _with_reason(
        request, report_id, "undo", _("ตัดสินใจใหม่"), _("เรื่องจะกลับมาที่โต๊ะให้อ่านและตัดสินใจอีกครั้ง คำตัดสินเดิมยังอยู่ในบันทึก"), _("นำกลับมาตัดสินใจใหม่"),
        lambda actor, version, reason: actions.undo_decision(actor, id=report_id, version=version, reason=reason), _("นำเรื่องกลับมาแล้ว"), here=True,
    )  # fmt: skip


@staff
@require_GET
def likeness(request: HttpRequest, likeness_id: UUID) -> HttpResponse:
    """The question to whoever keeps the other matter."""
    with reading(actor_of(request)):
        asked = queries.question(actor_of(request), likeness_id)
    return render(request, "triage/likeness.html", {"asked": asked, "noprint": True})


@staff
@require_POST
def answer(request: HttpRequest, likeness_id: UUID) -> HttpResponse:
    """The keeper's answer."""
    same = _same(request)
    actions.answer_likeness(actor_of(request), id=likeness_id, same=same)
    flash(request, _("บอกโต๊ะที่รับเรื่องใหม่แล้วว่าเป็นเรื่องเดียวกัน") if same else _("จดไว้แล้วว่าเป็นคนละเรื่อง"))
    return HttpResponseRedirect(places.DESK)


@staff
@require_POST
def say(request: HttpRequest, likeness_id: UUID) -> HttpResponse:
    """An officer who sees both says what they are."""
    actions.say_likeness(actor_of(request), id=likeness_id, same=_same(request))
    try:
        back = UUID(request.POST.get("report", ""))
    except ValueError:
        return HttpResponseRedirect(places.DESK)
    return HttpResponseRedirect(f"{_address(back)}#alike")


def _page(
    request: HttpRequest, report_id: UUID, *, form: DecideForm | None = None, reporter: ReporterView | None = None, stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    with reading(actor):
        found = queries.triage_page(actor, report_id)
        changed = queries.last_change(actor, report_id) if stale else ("", "")
        offered = queries.offered(actor, report_id) if "decide" in found.may and form is None else ()
    if form is None and "decide" in found.may:
        form = DecideForm(offered=offered, suggested=found.report.urgency_suggested)
    if form is not None:
        form.fields["version"].initial = found.report.version
    context = {
        "page": found, "report": found.report, "form": form if "decide" in found.may else None, "reporter": reporter, "noprint": True,
        "changed": changed, "differences": _differences(found, form) if stale and form is not None else (),
    }
    return render(request, "triage/page.html", context, status=status)


def _differences(found: TriagePage, form: DecideForm) -> tuple[Difference, ...]:
    """What is so now, and what was typed on the page that had become old; nothing typed is lost."""
    said = form.cleaned_data
    chosen = next((outcome_words(one) for one in form.offered if one["code"] == said["outcome"]), "")
    now = found.report
    return (
        Difference(_("สถานะ"), _(now.state_text), _("มีเจ้าหน้าที่อ่านอยู่")),
        Difference(_("ผลการคัดกรอง"), queries.outcome_text(now.outcome) if now.outcome else "", chosen),
        Difference(_("ผู้อ่าน"), found.reader, ""),
        Difference(_("เหตุผล"), "", said["reason"]),
        *(Difference(str(form.fields[f"{said['outcome']}.{name}"].label), "", str(value)) for name, value in form.answers().items() if value),
    )


def _with_reason(
    request: HttpRequest, report_id: UUID, move: str, title: str, text: str, act: str, make: Any, done: str, *, here: bool = False,
) -> HttpResponse:
    """A move on its own page that only wants its reason."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.triage_page(actor, report_id)
    if move not in found.may and request.method == "GET":
        return _back(report_id)
    form = ReasonForm(request.POST if request.method == "POST" else None, version=found.report.version)
    if request.method == "POST" and form.is_valid():
        try:
            make(actor, form.cleaned_data["version"], form.cleaned_data["reason"])
        except Invalid as error:
            for text_ in error.errors.values():
                form.add_error("reason", text_)
        else:
            flash(request, done)
            return _back(report_id) if here else HttpResponseRedirect(places.DESK)
    context = {"title": title, "text": text, "act": act, "cancel": _address(report_id), "form": form, "danger": False, "noprint": True}
    return render(request, "screens/confirm.html", context, status=422 if form.is_bound else 200)


def _form(actor: Actor, report_id: UUID, data: Any) -> DecideForm:
    """The form as it was posted, with today's outcomes. Raises Hidden for a report out of scope."""
    with reading(actor):
        suggested = queries.suggested(actor, report_id)
        if suggested is None:
            raise Hidden("report", report_id)
        return DecideForm(data, offered=queries.offered(actor, report_id), suggested=suggested)


def _same(request: HttpRequest) -> bool:
    said = request.POST.get("same", "")
    if said not in {"yes", "no"}:
        raise Invalid({"same": _("เลือก 1 ข้อ")})
    return said == "yes"


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None



def _address(report_id: UUID) -> str:
    return reverse("triage:page", args=[report_id])


def _back(report_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(_address(report_id))
