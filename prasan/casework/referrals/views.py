"""Pages of referrals: what the desk was asked, one referral from either side, a new one, the sheet for paper."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.casework.referrals import actions, queries
from prasan.casework.referrals.flow import REFERRAL
from prasan.casework.referrals.forms import AnswerForm, AssignForm, House, SendForm, WordForm
from prasan.casework.referrals.queries import ReferralPage
from prasan.ground import clock
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Invalid, Stale
from prasan.ground.screens import flash, render
from prasan.ground.screens.parts import Difference
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What my desk was asked, newest first, by where it stands."""
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in queries.TABS else "waiting"
    with reading(actor_of(request)):
        found = queries.incoming(actor_of(request), tab=tab, cursor=request.GET.get("after", ""))
    tabs = [
        {"label": label, "href": f"{reverse('referrals:desk')}?tab={code}", "current": code == tab}
        for code, label in (("waiting", _("รอตอบ")), ("running", _("กำลังทำ")), ("ended", _("จบแล้ว")))
    ]
    older = f"?tab={tab}&after={found.next}" if found.next else ""
    return render(request, "referrals/desk.html", {"rows": found.rows, "tabs": tabs, "older": older, "tab": tab})


@staff
@require_GET
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """All referrals of a case."""
    with reading(actor_of(request)):
        listed = queries.case_list(actor_of(request), case_id)
    return render(request, "referrals/of_case.html", {"listed": listed, "noprint": True})


@staff
@require_GET
def page(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One referral, for the side on which the reader stands."""
    return _page(request, referral_id)


@staff
@require_POST
def receive(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Say that it has arrived."""
    actions.receive(actor_of(request), id=referral_id, version=_version(request))
    flash(request, _("บอกผู้ส่งแล้วว่าเรื่องมาถึง เวลายังเดินต่อ"))
    return _back(referral_id)


@staff
@require_POST
def answer(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The desk's answer; whoever comes second keeps what was typed and sees what is so now."""
    actor = actor_of(request)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, referral_id, form=form, status=422)
    said = form.cleaned_data
    if said["knows"] == "yes":
        actions.step_aside(actor, id=referral_id)
        flash(request, _("เราให้คนอื่นในหน่วยงานตอบแทน คุณจะไม่เห็นเรื่องนี้อีก"))
        return HttpResponseRedirect(reverse("referrals:desk"))
    try:
        REFERRAL.make(actor, said["answer"], id=referral_id, version=said["version"], **form.asked())
    except Invalid as error:
        form.take_errors(error.errors)
        return _page(request, referral_id, form=form, status=422)
    except (Stale, Conflict):
        return _page(request, referral_id, form=form, late=True, status=409)
    flash(request, _("ส่งคำตอบแล้ว: %(answer)s") % {"answer": _(REFERRAL.moves[said["answer"]].th)})
    return _back(referral_id)


@staff
@require_POST
def answer_more(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The sender's answer to what the desk asked."""
    form = WordForm(request.POST, label=_("คำตอบ"))
    return _said(request, referral_id, "answer_more", form, "text", _("ตอบแล้ว หน่วยงานได้เรื่องกลับไปตอบต่อ"))


@staff
@require_POST
def finish(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Done, with what came of it."""
    form = WordForm(request.POST, label=_("ผลที่ได้"), longest=2000)
    return _said(request, referral_id, "finish", form, "outcome", _("บันทึกผลแล้ว และปิดสิทธิ์เห็นเคสของหน่วยงานแล้ว"))


@staff
@require_POST
def assign(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Put somebody else of the office in charge."""
    actor = actor_of(request)
    with reading(actor):
        colleagues = queries.colleagues_of(actor, referral_id)
    form = AssignForm(request.POST, colleagues=colleagues)
    if form.is_valid():
        try:
            actions.assign(actor, id=referral_id, assignee=form.cleaned_data["assignee"], version=form.cleaned_data["version"])
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(request, _("มอบหมายแล้ว"))
            return _back(referral_id)
    return _page(request, referral_id, assigning=form, status=422)


@staff
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The sender takes it back: on a page of its own, with a reason."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.referral_page(actor, referral_id, side="sender")
    form = WordForm(request.POST if request.method == "POST" else None, label=_("เหตุผลที่ถอน"), hint=_("หน่วยงานไม่เห็นเหตุผลนี้"),
                    initial={"version": found.version})
    if form.is_bound and form.is_valid():
        actions.withdraw(actor, id=referral_id, version=form.cleaned_data["version"], reason=form.cleaned_data["text"])
        flash(request, _("ถอนการส่งต่อแล้ว หน่วยงานไม่เห็นเคสอีก"))
        return _back(referral_id)
    context = {
        "title": _("ถอนการส่งต่อ %(number)s") % {"number": found.number}, "text": _("ส่งถึง %(desk)s") % {"desk": found.receiver},
        "act": _("ถอนการส่งต่อ"), "cancel": reverse("referrals:page", args=[referral_id]), "form": form, "noprint": True,
    }
    return render(request, "screens/confirm.html", context, status=422 if form.is_bound else 200)


@staff
@require_POST
def sheet(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The sheet for paper; that it was printed is written down."""
    return drawn_sheet(request, referral_id)


def drawn_sheet(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The sheet itself. Raises Hidden."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.print_sheet(actor, referral_id)
    at = clock.moment_th(clock.now(), get_language() or "th")
    return render(request, "referrals/sheet.html", {"page": found, "printed_by": actor.label, "printed_at": at})


@staff
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A new referral of a case, or a refused one to another desk (`again`): first the service, then everything else on one page."""
    actor, data = actor_of(request), request.POST if request.method == "POST" else request.GET
    again = _uuid(data.get("again", ""))
    with reading(actor):
        found = queries.refer_form(actor, case_id, service=data.get("service", ""), find=data.get("find", "")[:80], again=again)
    if not found.service:
        return render(request, "referrals/service.html", {"found": found, "noprint": True})
    if request.method == "GET":
        return _refer(request, found, SendForm(desks=found.desks, initial=found.start))
    form = SendForm(request.POST, desks=found.desks)
    if request.POST.get("act") == "find":
        return _refer(request, found, SendForm(desks=found.desks, initial=_kept(request, found)))
    if not form.is_valid():
        return _refer(request, found, form, status=422)
    said = form.cleaned_data
    try:
        made = actions.send(
            actor, case_id=case_id, receiver=UUID(said["receiver"]), service=found.service, ask=said["ask"], sections=said["sections"],
            basis=said["basis"], urgency=int(said["urgency"]), talk=said["talk"], withhold=said["withhold"], share_until=said["share_until"],
            again=again, again_version=said["version"],
        )
    except Invalid as error:
        form.take_errors(error.errors)
        return _refer(request, found, form, status=422)
    flash(request, _("ส่งต่อแล้ว คุณยังรับผิดชอบเคสนี้"), link=_("กลับไปที่เคส"), href=f"/cases/{case_id}")
    return _back(made)


def _refer(request: HttpRequest, found: Any, form: SendForm, *, status: int = 200) -> HttpResponse:
    if found.before is not None and not form.is_bound:
        form.fields["version"].initial = found.before.version
    return render(request, "referrals/refer.html", {"found": found, "form": form, "noprint": True}, status=status)


def _kept(request: HttpRequest, found: Any) -> dict[str, Any]:
    """What was typed before looking for a desk, kept without being judged."""
    typed = request.POST
    kept: dict[str, Any] = {name: typed.get(name, "") for name in ("find", "ask", "urgency", "withhold", "basis", "talk", "version", "receiver")}
    kept["sections"] = typed.getlist("sections")
    kept["share_until"] = tuple(typed.get(f"share_until_{part}", "") for part in range(3))
    return kept


def _said(request: HttpRequest, referral_id: UUID, move: str, form: WordForm, name: str, done: str) -> HttpResponse:
    if not form.is_valid():
        return _page(request, referral_id, word=form, status=422)
    try:
        REFERRAL.make(actor_of(request), move, id=referral_id, version=form.cleaned_data["version"], **{name: form.cleaned_data["text"]})
    except Invalid as error:
        form.take_errors({"text" if field == name else field: text for field, text in error.errors.items()})
        return _page(request, referral_id, word=form, status=422)
    except (Stale, Conflict):
        return _page(request, referral_id, word=form, late=True, status=409)
    flash(request, done)
    return _back(referral_id)


def _page(
    request: HttpRequest, referral_id: UUID, *, form: AnswerForm | None = None, word: WordForm | None = None, assigning: AssignForm | None = None,
    late: bool = False, status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    side = request.GET.get("side", "desk" if form or assigning else "")
    with reading(actor):
        found = queries.referral_page(actor, referral_id, side=side)
        banner = queries.banner_of(actor, found)
        now = queries.last_answer(actor, referral_id) if late else {}
    start = {"version": found.version, "assignee": str(found.assignee_id or actor.user)}
    typed = form or word
    if found.may("accept"):
        form = form or AnswerForm(initial=start)
    if form is not None:
        form.offer(found.colleagues, found.sender)
    context = {
        "page": found, "banner": banner, "noprint": True, "now": now, "differences": _differences(now, typed) if late else (),
        "form": form,
        "word": word or _word(found), "assigning": assigning or (AssignForm(colleagues=found.colleagues, initial=start) if found.may("finish") else None),
    }
    return render(request, f"referrals/{found.side}_page.html", context, status=status)


def _word(found: ReferralPage) -> WordForm | None:
    start = {"version": found.version}
    if found.may("finish"):
        return WordForm(label=_("ผลที่ได้"), longest=2000, hint=_("ผู้ส่งและทีมที่เห็นแผนจะเห็นข้อความนี้"), initial=start)
    if found.may("answer_more"):
        return WordForm(label=_("คำตอบ"), hint=_("หน่วยงานยังไม่ได้รับเรื่อง จึงต้องไม่มีชื่อและสิ่งที่ต้องไม่เปิดเผย"), initial=start)
    return None


def _differences(now: dict[str, Any], form: House | None) -> tuple[Difference, ...]:
    """What is so now, and what was typed on the page that had become old."""
    said = form.cleaned_data if form is not None else {}
    move = REFERRAL.moves.get(str(said.get("answer", "")))
    typed = [str(said[name]) for name in ("message", "part", "question", "reason", "text") if said.get(name)]
    return (
        Difference(_("คำตอบ"), now["state"], _(move.th) if move else ""),
        Difference(_("ข้อความ"), now["answer"], " ".join(typed)),
        Difference(_("ผู้รับผิดชอบ"), now["assignee"], ""),
    )


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None



def _back(referral_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("referrals:page", args=[referral_id]))

