"""The persons of a case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from prasan.casework.cases import actions
from prasan.casework.cases import forms as f
from prasan.casework.cases.queries import heads
from prasan.casework.cases.views.asking import Asked, ask, both, head_of, made
from prasan.ground.http.asker import actor_of
from prasan.ground.screens.parts import Pair
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


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
