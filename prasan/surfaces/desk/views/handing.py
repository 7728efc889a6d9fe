"""Handing work over to a colleague, and answering such an offer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Hidden, Invalid
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff
from prasan.registry.work.actions import answer_hand_over, hand_over, note_refusal, withdraw_hand_over
from prasan.registry.work.queries import giving, hand_over_view, hand_overs
from prasan.surfaces.desk.forms import AnswerForm, GivingForm

WRONG = 422


@staff
def give(request: HttpRequest) -> HttpResponse:
    """Choose what to hand over, and to whom: one's own work, or with `from` that of somebody in the own unit."""
    actor = actor_of(request)
    user = _user(request.GET.get("from"), actor.person)
    with reading(actor):
        held = giving(actor, user)
        latest, older = hand_overs(actor, cursor=request.GET.get("after", ""), size=8)
    if held is None:
        raise Hidden("user", user)
    form = GivingForm(held, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = hand_over(
                actor, from_user=user, to_user=UUID(form.cleaned_data["to_user"]), reason=form.cleaned_data["reason"],
                items=[UUID(one) for one in form.cleaned_data.get("items", ())],
                things={kind: [UUID(one) for one in chosen] for kind, chosen in form.things().items()},
            )
        except Invalid as wrong:
            for name, text in wrong.errors.items():
                form.add_error(name if name in form.fields else None, text)
        except Conflict as conflict:
            form.add_error(None, " ".join(one.text for one in conflict.obstacles))
        else:
            flash(request, _("เสนอส่งมอบแล้ว งานยังเป็นของเดิมจนกว่าผู้รับจะตอบรับ"))
            return HttpResponseRedirect(f"/desk/hand-over/{made}")
    status = WRONG if form.is_bound else 200
    return render(request, "desk/give.html", {"giving": held, "form": form, "latest": latest, "older": older, "own": user == actor.user}, status=status)


@require_safe
@staff
def handed(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """One hand-over: its things and how each was answered."""
    actor = actor_of(request)
    with reading(actor):
        found = hand_over_view(actor, hand_over_id)
    if found.given and not found.open:
        note_refusal(actor, id=hand_over_id)
    return render(request, "desk/handed.html", {"found": found, "form": AnswerForm(found)})


@require_POST
@staff
def answer(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """Accept or refuse what is ticked; the rest stays open."""
    actor = actor_of(request)
    with reading(actor):
        found = hand_over_view(actor, hand_over_id)
    form = AnswerForm(found, request.POST)
    if form.is_valid():
        chosen = [UUID(one) for one in form.cleaned_data["things"]]
        refused = request.POST.get("answer") == "refuse"
        try:
            answer_hand_over(
                actor, id=hand_over_id, accept=() if refused else chosen, refuse=chosen if refused else (), reason=form.cleaned_data["reason"],
            )
        except Invalid as wrong:
            for name, text in wrong.errors.items():
                form.add_error({"items": "things", "to_user": "things"}.get(name, name), text)
        else:
            flash(request, _("ส่งคืนแล้ว งานยังอยู่ที่เดิม") if refused else _("รับงานแล้ว งานอยู่ในรายการของคุณ"))
            return HttpResponseRedirect(f"/desk/hand-over/{hand_over_id}")
    return render(request, "desk/handed.html", {"found": found, "form": form}, status=WRONG)


@require_POST
@staff
def withdraw(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    """Take back what has not been answered."""
    withdraw_hand_over(actor_of(request), id=hand_over_id)
    flash(request, _("ถอนคืนเรื่องที่ยังไม่ตอบแล้ว"))
    return HttpResponseRedirect(f"/desk/hand-over/{hand_over_id}")


def _user(text: str | None, own: UUID) -> UUID:
    if not text:
        return own
    try:
        return UUID(text)
    except ValueError as error:
        raise Hidden("user", text) from error
