"""Changing a case: each act asks on its own page and goes back to the case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prasan.casework.cases import actions
from prasan.casework.cases import forms as f
from prasan.casework.cases.flow import CASE, PLAN, TRANSFER
from prasan.casework.cases.queries import heads, words
from prasan.casework.cases.queries.candidates import organisations_for, people_for_team
from prasan.casework.cases.queries.managers import managers_near
from prasan.casework.cases.views.asking import Asked, ask, head_of, made, typed
from prasan.casework.cases.views.transfers import transfer_page
from prasan.casework.intake.queries import find_number
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Hidden, Invalid, Section, Stale
from prasan.ground.screens.parts import Difference, Pair
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff

both = require_http_methods(["GET", "POST"])


@staff
@both
def note_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a note."""
    head = head_of(request, case_id, "case.contribute")
    form = made(request, f.NoteForm, initial={"kind": request.GET.get("kind", "note")})

    def do(form: f.NoteForm) -> None:
        data = form.cleaned_data
        actions.write_note(actor_of(request), case_id=case_id, kind=data["kind"], text=data["text"], summary=data["summary"],
                           happened_at=data["happened_at"])

    return ask(request, head, form, Asked(_("เขียนบันทึก"), _("บันทึก"), do, _("บันทึกแล้ว"), f"/cases/{case_id}#notes"))


@staff
@both
def note_replace(request: HttpRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Write a note anew; the old one stays."""
    head = head_of(request, case_id)
    with reading(actor_of(request)):
        old = heads.own_note(actor_of(request), note_id)
    if old.case_id != case_id:
        raise Hidden("note", note_id)
    form = made(request, f.ReplaceForm, initial={"text": old.text, "summary": old.summary})

    def do(form: f.ReplaceForm) -> None:
        actions.replace_note(actor_of(request), note_id=note_id, text=form.cleaned_data["text"], summary=form.cleaned_data["summary"])

    return ask(request, head, form, Asked(_("แก้บันทึก"), _("บันทึกฉบับใหม่"), do, _("บันทึกฉบับใหม่แล้ว ฉบับเดิมยังอยู่"), f"/cases/{case_id}#notes",
                                          _("ฉบับเดิมไม่หายไป ระบบเก็บไว้ทั้งสองฉบับ")))


@staff
@both
def contact(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Record an attempt to make contact, under the banner that says whether one may."""
    head = head_of(request, case_id, "case.contribute")
    with reading(actor_of(request)):
        people = heads.contact_choices(actor_of(request), case_id)
    form = made(request, f.ContactForm, people=people)

    def do(form: f.ContactForm) -> None:
        data = form.cleaned_data
        actions.record_contact(
            actor_of(request), case_id=case_id, channel=data["channel"], outcome=data["outcome"], text=data["text"],
            person_id=UUID(data["person_id"]) if data["person_id"] else None, happened_at=data["happened_at"],
        )

    return ask(request, head, form, Asked(_("ติดต่อและบันทึกผล"), _("บันทึกผลการติดต่อ"), do, _("บันทึกการติดต่อแล้ว"), f"/cases/{case_id}#notes",
                                          _("ดูแถบด้านบนก่อน ติดต่อเฉพาะทางและเวลาที่ปลอดภัย")))


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


@staff
@both
def party_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put somebody into the case."""
    head = head_of(request, case_id, "case.manage")
    form = made(request, f.PartyForm)

    def do(form: f.PartyForm) -> None:
        data = form.cleaned_data
        actions.add_new_party(actor_of(request), case_id=case_id, role=data["role"], names=form.names(), facts=form.facts(),
                              words={"relation": data["relation"]} if data["relation"] else {})

    return ask(request, head, form, Asked(_("เพิ่มคนในเรื่อง"), _("เพิ่ม"), do, _("เพิ่มคนในเรื่องแล้ว"), f"/cases/{case_id}#people",
                                          _("รู้เท่าไรใส่เท่านั้น ไม่มีชื่อหรือเลขก็บันทึกได้")))


@staff
@both
def party_end(request: HttpRequest, case_id: UUID, party_id: UUID) -> HttpResponse:
    """Take somebody out of a role."""
    head = head_of(request, case_id, "case.manage")
    with reading(actor_of(request)):
        name, role = heads.party_line(actor_of(request), case_id, party_id)

    def do(_form: object) -> None:
        actions.end_party(actor_of(request), case_id=case_id, party_id=party_id)

    return ask(request, head, None, Asked(_("เอาคนออกจากเรื่อง"), _("เอาออก"), do, _("เอาออกแล้ว"), f"/cases/{case_id}#people",
                                          facts=[Pair(_("ชื่อ"), name), Pair(_("บทบาท"), role)], danger=True))


@staff
@both
def file_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put a file into the case."""
    head = head_of(request, case_id, "case.contribute")
    form = made(request, f.FileForm, files=True)

    def do(form: f.FileForm) -> None:
        upload = form.cleaned_data["file"]
        actions.add_file(actor_of(request), case_id=case_id, name=upload.name, content=upload.read(), title=form.cleaned_data["title"])

    return ask(request, head, form, Asked(_("เพิ่มไฟล์"), _("เพิ่มไฟล์"), do, _("เพิ่มไฟล์แล้ว กำลังตรวจ"), f"/cases/{case_id}#files", files=True))


