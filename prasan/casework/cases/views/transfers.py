"""The receiver's page of a transfer: what is asked, what is seen, and the answers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from prasan.casework.cases import forms as f
from prasan.casework.cases.flow import TRANSFER
from prasan.casework.cases.queries import heads
from prasan.casework.cases.queries.managers import managers_of
from prasan.casework.cases.queries.page import why
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Conflict, Hidden, Invalid, Stale
from prasan.ground.screens import flash, render
from prasan.ground.screens.parts import Link
from prasan.ground.transactions import reading


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
