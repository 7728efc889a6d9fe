"""The plan of a case, action by action."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from prasan.casework.cases import actions
from prasan.casework.cases import forms as f
from prasan.casework.cases.flow import PLAN
from prasan.casework.cases.queries import heads
from prasan.casework.cases.queries.candidates import organisations_for
from prasan.casework.cases.views.asking import Asked, ask, both, head_of, made, typed
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Hidden, Section
from prasan.ground.screens.parts import Pair
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@both
def plan_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add an action to the plan."""
    head = head_of(request, case_id, "case.manage")
    with reading(actor_of(request)):
        found = organisations_for(case_id, area=head.area_code, text=typed(request), own=head.organisation)
        people = heads.team_that_sees(case_id, Section.PLAN)
    form = made(request, f.PlanForm, organisations=found, people=people)

    def do(form: f.PlanForm) -> None:
        data = form.cleaned_data
        actions.add_plan_action(
            actor_of(request), case_id=case_id, text=data["text"], five_p=data["five_p"], organisation=UUID(data["organisation"]),
            assignee=UUID(data["assignee"]) if data["assignee"] else None, due_at=data["due_at"],
        )

    return ask(request, head, form, Asked(_("เพิ่มงานในแผน"), _("เพิ่มในแผน"), do, _("เพิ่มงานในแผนแล้ว"), f"/cases/{case_id}#plan",
                                          search=_("หาหน่วยงานอื่น"), found=bool(found)))


@staff
@both
def plan_action(request: HttpRequest, case_id: UUID, action_id: UUID) -> HttpResponse:
    """An action of the plan: what it is, and what may be done with it."""
    with reading(actor_of(request)):
        view = heads.plan_action(actor_of(request), action_id)
    if view.case_id != case_id:
        raise Hidden("plan_action", action_id)
    head = head_of(request, case_id)
    offers = {offer.move.name: offer.move for offer in view.offers}
    move = offers.get(request.POST.get("move") or request.GET.get("move") or "finish") or next(iter(offers.values()), None)
    facts = [Pair(_("งาน"), view.line.text), Pair(_("หน่วยงาน"), view.line.office), Pair(_("คนที่ทำ"), view.line.assignee or _("ผู้จัดการรายกรณี")),
             Pair(_("ด้าน"), view.line.five_p), Pair(_("สถานะ"), view.line.state_word)]
    facts += [Pair(_("ผลที่ได้"), view.line.result)] if view.line.result else []
    if move is None:
        return ask(request, head, None, Asked(_("งานในแผน"), "", lambda _form: None, "", f"/cases/{case_id}#plan", facts=facts))
    form = made(request, f.ResultForm) if move.asks else None
    if form is not None and move.name == "drop":
        form.fields["result"].label = _("เหตุผลที่ไม่ทำ")

    def do(form: f.ResultForm | None) -> None:
        answers = {"result": form.cleaned_data["result"]} if form is not None else {}
        PLAN.make(actor_of(request), move.name, id=action_id, version=view.version, **answers)

    others = [(name, _(other.th)) for name, other in offers.items() if name != move.name]
    undo = f"/cases/{case_id}/plan/{action_id}?move=resume" if move.name != "resume" and head.may("manage") else ""
    return ask(request, head, form, Asked(_("งานในแผน"), _(move.th), do, _("บันทึกแล้ว"), f"/cases/{case_id}#plan", facts=facts, others=others,
                                          hidden={"move": move.name}, undo=undo))


@staff
@both
def plan_here(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """From a work list to an action of a plan, wherever it is."""
    with reading(actor_of(request)):
        view = heads.plan_action(actor_of(request), action_id)
    return HttpResponseRedirect(f"/cases/{view.case_id}/plan/{action_id}")
