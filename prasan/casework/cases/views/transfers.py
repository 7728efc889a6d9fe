"""Transfers of the case manager: offered, answered on the receiver's own page, withdrawn."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from prasan.casework.cases import actions
from prasan.casework.cases import forms as f
from prasan.casework.cases.flow import TRANSFER
from prasan.casework.cases.queries import heads
from prasan.casework.cases.queries.candidates import organisations_for
from prasan.casework.cases.queries.managers import managers_near, managers_of
from prasan.casework.cases.queries.page import why
from prasan.casework.cases.views.asking import Asked, ask, both, head_of, made, typed
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Hidden, Invalid, Stale
from prasan.ground.screens import flash, render
from prasan.ground.screens.parts import Link, Pair
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


def transfer_page(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Show an offered transfer with its answers, or take the answer."""
    actor = actor_of(request)
    with reading(actor):
        view = heads.transfer(actor, transfer_id)
        people = [(str(one.user), one.label) for one in managers_of(view.to_organisation, barred_from=view.case_id)]
    moves = {offer.move.name for offer in view.offers if offer.open}
    which = request.POST.get("move", "")
    start = {"version": view.version, "manager": str(view.to_user or actor.user or "")}
    accept = f.AcceptForm(request.POST if which == "accept" else None, people=people, initial=start)
    refuse = f.RefuseForm(request.POST if which == "refuse" else None, initial=start)
    status, obstacles = 200, list[Link | str]()
    answering: dict[str, f.AcceptForm | f.RefuseForm] = {"accept": accept, "refuse": refuse}
    chosen = answering.get(which) if request.method == "POST" else None
    if chosen is not None:
        status, obstacles, done = _answer(request, which, chosen, transfer_id)
        if done:
            return HttpResponseRedirect(f"/cases/{view.case_id}" if which == "accept" and _sees(request, view.case_id) else "/desk/")
    context = {"transfer": view, "moves": moves, "accept": accept, "refuse": refuse, "obstacles": obstacles, "asking": which}
    return render(request, "cases/transfer.html", context, status=status)


def _answer(request: HttpRequest, move: str, form: f.AcceptForm | f.RefuseForm, pk: UUID) -> tuple[int, list[Link | str], bool]:
    if not form.is_valid():
        return 422, [], False
    answers = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    if answers.get("manager"):
        answers["manager"] = UUID(answers["manager"])
    try:
        TRANSFER.make(actor_of(request), move, id=pk, version=form.cleaned_data["version"], **answers)
    except Invalid as problem:
        for name, message in problem.errors.items():
            form.add_error(name if name in form.fields else None, message)
        return 422, [], False
    except Conflict as problem:
        return 409, why(problem.obstacles), False
    except Stale:
        form.add_error(None, _("มีคนตอบคำขอนี้ไปแล้ว"))
        return 409, [], False
    flash(request, _("รับโอนเคสแล้ว") if move == "accept" else _("ไม่รับโอน ผู้โอนได้รับแจ้งแล้ว"))
    return 302, [], True


def _sees(request: HttpRequest, case_id: UUID) -> bool:
    try:
        with reading(actor_of(request)):
            heads.case_head(actor_of(request), case_id)
    except Hidden:
        return False
    return True


@staff
@both
def transfer_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Offer the case to somebody of the own unit, or to another desk."""
    head = head_of(request, case_id, "case.assign")
    with reading(actor_of(request)):
        near = managers_near(actor_of(request), barred_from=case_id) if not typed(request) else []
        offices = organisations_for(case_id, area=head.area_code, text=typed(request), desks_only=True)
    receivers = [(f"user:{one.user}:{one.organisation}", one.label) for one in near if one.user != head.manager]
    receivers += [(f"desk:{pk}", name) for pk, name in offices if pk != str(head.organisation)]
    form = made(request, f.TransferForm, receivers=receivers, initial={"version": head.version})

    def do(form: f.TransferForm) -> None:
        kind, _colon, rest = form.cleaned_data["to"].partition(":")
        user, office = rest.split(":") if kind == "user" else ("", rest)
        actions.offer_transfer(
            actor_of(request), case_id=case_id, to_organisation=UUID(office), to_user=UUID(user) if user else None,
            reason=form.cleaned_data["reason"], version=form.cleaned_data["version"],
        )

    return ask(request, head, form, Asked(
        _("โอนเคส"), _("ขอโอนเคส"), do, _("ขอโอนเคสแล้ว คุณยังรับผิดชอบจนกว่าผู้รับจะตอบรับ"), f"/cases/{case_id}#transfer",
        _("คุณยังรับผิดชอบเคสนี้จนกว่าผู้รับจะตอบรับ ผู้รับเห็นเพียงเลขเคส พื้นที่ ประเภทเรื่อง และเหตุผล จนกว่าจะรับ"),
        search=_("หาหน่วยงานอื่น"), found=bool(receivers),
    ))


@staff
@both
def transfer(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Answer an offered transfer, or see how it stands."""
    return transfer_page(request, transfer_id)


@staff
@both
def transfer_withdraw(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Take an offer back."""
    with reading(actor_of(request)):
        view = heads.transfer(actor_of(request), transfer_id)
    head = head_of(request, view.case_id)

    def do(_form: object) -> None:
        TRANSFER.make(actor_of(request), "withdraw", id=transfer_id, version=view.version)

    facts = [Pair(_("โอนให้"), view.to_office), Pair(_("ขอเมื่อ"), view.offered)]
    return ask(request, head, None, Asked(_("ถอนคำขอโอนเคส"), _("ถอนคำขอโอน"), do, _("ถอนคำขอแล้ว"), f"/cases/{view.case_id}", facts=facts))
