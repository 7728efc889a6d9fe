"""Notes, contact and files: what is kept with a case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from prasan.casework.cases import actions
from prasan.casework.cases import forms as f
from prasan.casework.cases.queries import heads
from prasan.casework.cases.views.asking import Asked, ask, both, head_of, made
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Hidden
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


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
def file_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put a file into the case."""
    head = head_of(request, case_id, "case.contribute")
    form = made(request, f.FileForm, files=True)

    def do(form: f.FileForm) -> None:
        upload = form.cleaned_data["file"]
        actions.add_file(actor_of(request), case_id=case_id, name=upload.name, content=upload.read(), title=form.cleaned_data["title"])

    return ask(request, head, form, Asked(_("เพิ่มไฟล์"), _("เพิ่มไฟล์"), do, _("เพิ่มไฟล์แล้ว กำลังตรวจ"), f"/cases/{case_id}#files", files=True))
