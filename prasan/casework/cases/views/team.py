"""Who works in a case, who supervises, who is excluded."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from prasan.casework.cases import actions
from prasan.casework.cases import forms as f
from prasan.casework.cases.queries import heads
from prasan.casework.cases.queries.candidates import organisations_for, people_for_team
from prasan.casework.cases.views.asking import Asked, ask, both, head_of, made, typed
from prasan.ground.http.asker import actor_of
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@both
def member_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take somebody into the team."""
    head = head_of(request, case_id, "case.manage")
    with reading(actor_of(request)):
        people = people_for_team(actor_of(request), case_id, area=head.area_code, text=typed(request))
        wishes = heads.wishes_of_case(actor_of(request), case_id)
    form = made(request, f.MemberForm, people=people, initial={"basis": "mdt_membership"})

    def do(form: f.MemberForm) -> None:
        data = form.cleaned_data
        actions.add_member(actor_of(request), case_id=case_id, user=UUID(data["user"]), sections=data["bits"], basis=data["basis"],
                           profession=data["profession"], until=data["until"])

    text = _("ความประสงค์ของผู้ประสบปัญหา: %(wishes)s") % {"wishes": " · ".join(wishes)} if wishes else ""
    return ask(request, head, form, Asked(_("เพิ่มคนในทีม"), _("เพิ่มในทีม"), do, _("เพิ่มคนในทีมแล้ว"), f"/cases/{case_id}#team", text,
                                          search=_("หาจากชื่อหรือหน่วยงาน"), found=bool(people)))


@staff
@both
def member_end(request: HttpRequest, case_id: UUID, member_id: UUID) -> HttpResponse:
    """End a membership."""
    head = head_of(request, case_id)

    def do(_form: object) -> None:
        actions.end_member(actor_of(request), case_id=case_id, member_id=member_id)

    return ask(request, head, None, Asked(_("เอาคนออกจากทีม"), _("เอาออกจากทีม"), do, _("เอาออกจากทีมแล้ว"), f"/cases/{case_id}#team",
                                          _("คนนี้จะไม่เห็นเคสนี้ตั้งแต่หน้าถัดไปที่เปิด สิ่งที่บันทึกไว้ยังอยู่"), danger=True))


@staff
@both
def supervisor(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let a named supervisor know that the case exists."""
    head = head_of(request, case_id, "case.assign")
    with reading(actor_of(request)):
        people = people_for_team(actor_of(request), case_id, area=head.area_code, text=typed(request))
    form = made(request, f.ChooseUserForm, people=people)

    def do(form: f.ChooseUserForm) -> None:
        actions.name_supervisor(actor_of(request), case_id=case_id, user=UUID(form.cleaned_data["user"]))

    return ask(request, head, form, Asked(_("ให้ผู้กำกับดูแลรู้ว่ามีเคส"), _("ให้รู้ว่ามีเคส"), do, _("บันทึกแล้ว"), f"/cases/{case_id}",
                                          _("คนนี้จะรู้เพียงว่ามีเคสและเลยกำหนดหรือไม่ ไม่เห็นชื่อและเรื่อง"), search=_("หาจากชื่อหรือหน่วยงาน"), found=bool(people)))


@staff
@both
def exclusions(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who is excluded by name, and excluding one more."""
    head = head_of(request, case_id, "case.exclude")
    with reading(actor_of(request)):
        held = heads.exclusions(actor_of(request), case_id)
        people = people_for_team(actor_of(request), case_id, area=head.area_code, text=typed(request), everybody=True)
        offices = organisations_for(case_id, area=head.area_code, text=typed(request))[:10] if typed(request) else []
    form = made(request, f.ExcludeForm, subjects=[*people, *offices])

    def do(form: f.ExcludeForm) -> None:
        actions.exclude_from_case(actor_of(request), case_id=case_id, subject=UUID(form.cleaned_data["subject"]), reason=form.cleaned_data["reason"])

    return ask(request, head, form, Asked(_("กันผู้มีส่วนได้เสียออก"), _("กันออกจากเคส"), do, _("กันออกจากเคสแล้ว"), f"/cases/{case_id}/exclusions",
                                          _("ใช้เมื่อเจ้าหน้าที่หรือหน่วยงานใกล้ชิดกับคนในเรื่อง คนที่ถูกกันออกจะไม่รู้ว่ามีเคสนี้ ไม่ว่าตำแหน่งใด"),
                                          search=_("หาจากชื่อหรือหน่วยงาน"), found=bool(people or offices), exclusions=held))


@staff
@both
def exclusion_lift(request: HttpRequest, case_id: UUID, subject: UUID) -> HttpResponse:
    """Lift an exclusion."""
    head = head_of(request, case_id, "case.exclude")
    form = made(request, f.ReasonForm)

    def do(form: f.ReasonForm) -> None:
        actions.lift_exclusion(actor_of(request), case_id=case_id, subject=subject, reason=form.cleaned_data["reason"])

    return ask(request, head, form, Asked(_("ยกเลิกการกันออก"), _("ยกเลิกการกันออก"), do, _("ยกเลิกแล้ว"), f"/cases/{case_id}/exclusions", danger=True))
