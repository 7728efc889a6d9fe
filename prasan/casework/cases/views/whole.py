"""The case itself: its facts and its step."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from prasan.casework.cases import actions
from prasan.casework.cases import forms as f
from prasan.casework.cases.queries import heads, words
from prasan.casework.cases.views.asking import Asked, ask, both, head_of, made
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Stale
from prasan.ground.screens.parts import Difference
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@both
def edit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Change the case's own facts; whoever comes second sees both versions."""
    head = head_of(request, case_id, "case.manage")
    with reading(actor_of(request)):
        facts = heads.case_facts(actor_of(request), case_id)
    form = made(request, f.CaseForm, initial={**facts.values, "version": facts.version, "urgency": str(facts.values["urgency"])})

    def do(form: f.CaseForm) -> None:
        actions.change_case(actor_of(request), case_id=case_id, version=form.cleaned_data["version"], changes=form.changes())

    return ask(request, head, form, Asked(_("แก้ข้อมูลเคส"), _("บันทึก"), do, _("บันทึกแล้ว"), f"/cases/{case_id}", differences=_differences))


def _differences(form: f.CaseForm, problem: Stale) -> list[Difference]:
    yours, lines = form.changes(), []
    for name, theirs in problem.theirs.items():
        if name in yours and (theirs or "") != (yours[name] or ""):
            bound = form.fields.get(name) or form.fields["wish_codes"]
            lines.append(Difference(str(bound.label), _said(name, theirs), _said(name, yours[name])))
    return lines


def _said(name: str, value: object) -> str:
    if name == "urgency":
        return words.said(words.URGENCY, value)
    if name == "wishes":
        return " · ".join(words.wish_words(value if isinstance(value, dict) else {}, "th"))
    if name == "restricted":
        return _("ใช่") if value else _("ไม่ใช่")
    return str(value or "")


@staff
@both
def step(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say where the case stands."""
    head = head_of(request, case_id, "case.manage")
    form = made(request, f.StepForm, initial={"step": head.step, "version": head.version})

    def do(form: f.StepForm) -> None:
        actions.move_step(actor_of(request), case_id=case_id, step=form.cleaned_data["step"], version=form.cleaned_data["version"])

    return ask(request, head, form, Asked(_("เปลี่ยนขั้นของเคส"), _("บันทึก"), do, _("บันทึกแล้ว"), f"/cases/{case_id}"))
