"""Reports and cases that belong together, and those that do not after all."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from prasan.casework.cases import actions
from prasan.casework.cases import forms as f
from prasan.casework.cases.flow import CASE
from prasan.casework.cases.views.asking import Asked, ask, both, head_of, made
from prasan.casework.intake.queries import find_number
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Invalid
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@both
def join(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Join a report that one sees to the case."""
    head = head_of(request, case_id, "case.manage")
    form = made(request, f.JoinForm)

    def do(form: f.JoinForm) -> None:
        with reading(actor_of(request)):
            found = find_number(actor_of(request), form.cleaned_data["number"])
        if len(found) != 1:
            raise Invalid({"number": _("ไม่พบเรื่องเลขนี้ในเรื่องที่คุณเห็น")})
        actions.join_report(actor_of(request), case_id=case_id, report_id=found[0].id)

    return ask(request, head, form, Asked(_("รวมเรื่องที่แจ้งเข้าเคส"), _("รวมเข้าเคส"), do, _("รวมเรื่องเข้าเคสแล้ว"), f"/cases/{case_id}#story",
                                          _("ทีมจะเห็นเรื่องนี้ตามส่วนที่แต่ละคนเห็น ผู้แจ้งของเรื่องนี้เห็นได้เฉพาะผู้จัดการรายกรณี")))


@staff
@both
def join_undo(request: HttpRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Take a wrongly joined report out again."""
    head = head_of(request, case_id, "case.manage")
    form = made(request, f.ReasonForm)

    def do(form: f.ReasonForm) -> None:
        actions.undo_join(actor_of(request), case_id=case_id, report_id=report_id, reason=form.cleaned_data["reason"])

    return ask(request, head, form, Asked(_("เอาเรื่องที่รวมผิดออก"), _("เอาออกจากเคส"), do, _("เอาเรื่องออกจากเคสแล้ว"), f"/cases/{case_id}#story",
                                          _("คนที่มากับเรื่องนี้เท่านั้นจะออกจากเคสด้วย ทีมจะไม่เห็นเรื่องนี้ต่อ ประวัติยังอยู่"), danger=True))


@staff
@both
def merge(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Merge this case into another of one's own."""
    head = head_of(request, case_id, "case.manage")
    form = made(request, f.MergeForm)

    def do(form: f.MergeForm) -> None:
        CASE.make(actor_of(request), "merge", id=case_id, into=form.cleaned_data["into"], reason=form.cleaned_data["reason"])

    return ask(request, head, form, Asked(_("รวมเข้ากับอีกเคส"), _("รวมเคส"), do, _("รวมเคสแล้ว"), f"/cases/{case_id}",
                                          _("เรื่องและคนของเคสนี้จะไปอยู่ในเคสนั้น เคสนี้ยุติและชี้ไปที่เคสนั้น เลิกรวมได้ภายหลัง"), danger=True))


@staff
@both
def unmerge(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Undo a merge."""
    head = head_of(request, case_id, "case.reopen")
    form = made(request, f.ReasonForm)

    def do(form: f.ReasonForm) -> None:
        CASE.make(actor_of(request), "unmerge", id=case_id, reason=form.cleaned_data["reason"])

    return ask(request, head, form, Asked(_("เลิกรวมเคส"), _("เลิกรวม"), do, _("เลิกรวมแล้ว เคสเปิดอยู่ด้วยเลขเดิม"), f"/cases/{case_id}", danger=True))
