"""Committees and their members."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prasan.community.centres import actions, queries
from prasan.community.centres.forms import CommitteeForm, LeaveForm, MemberForm, PledgeForm, SignInForm, TrainingForm
from prasan.community.centres.rules import words
from prasan.ground.http.asker import actor_of
from prasan.ground.http.asking import ask
from prasan.ground.policy import Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


def _at(centre_id: UUID) -> str:
    return f"/centres/{centre_id}/committee"


@staff
@require_GET
def committee(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """The committee that sits, and those before it."""
    with reading(actor_of(request)):
        found = queries.committee_page(actor_of(request), centre_id)
    return render(request, "centres/committee.html", {"page": found, "base": f"/centres/{centre_id}", "noprint": True})


@staff
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """A new committee, as after a local election."""
    actor = actor_of(request)
    if not may_begin(actor, "committee.change"):
        raise Refused("committee.change")
    with reading(actor):
        known = queries.known_members(actor, centre_id)
        name = queries.centre_name(actor, "centre.decide", centre_id)
    choices = [(str(one.id), f"{one.name} · {words.said(words.POSTS, one.post) if one.seated else _('เคยเป็นกรรมการ')}") for one in known]
    form = CommitteeForm(request.POST if request.method == "POST" else None, known=choices)
    return ask(
        request, form, title=_("ตั้งคณะกรรมการชุดใหม่"), act=_("เริ่มชุดใหม่"), done=_("ชุดใหม่เริ่มแล้ว ชุดเดิมเก็บเป็นประวัติ"), back=(name, _at(centre_id)),
        do=lambda: actions.change_committee(actor, centre=centre_id, **form.told(known)), to=lambda _made: _at(centre_id),
        text=_("ชุดเดิมสิ้นสุดวันเดียวกัน กรรมการที่ไม่ได้อยู่ต่อเข้าระบบของศูนย์ไม่ได้ทันที"),
    )


@staff
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """One member more."""
    actor = actor_of(request)
    with reading(actor):
        name = queries.centre_name(actor, "centre.keep", centre_id)
    form = MemberForm(request.POST if request.method == "POST" else None, initial={"post": "member"})
    return ask(
        request, form, title=_("เพิ่มกรรมการ"), act=_("เพิ่มกรรมการ"), done=_("เพิ่มกรรมการแล้ว"), back=(name, _at(centre_id)),
        do=lambda: actions.add_member(actor, centre=centre_id, **form.cleaned_data), to=lambda _made: _at(centre_id),
    )


@staff
@require_http_methods(["GET", "POST"])
def training(request: HttpRequest, centre_id: UUID) -> HttpResponse:
    """A training that several had."""
    actor = actor_of(request)
    with reading(actor):
        known = queries.known_members(actor, centre_id)
        name = queries.centre_name(actor, "centre.keep", centre_id)
    form = TrainingForm(request.POST if request.method == "POST" else None, known=[(str(one.id), one.name) for one in known if one.seated])
    return ask(
        request, form, title=_("บันทึกการอบรม"), act=_("บันทึกการอบรม"), done=_("บันทึกแล้ว"), back=(name, _at(centre_id)),
        do=lambda: actions.add_training(
            actor, centre=centre_id, members=[UUID(one) for one in form.cleaned_data["members"]], title=form.cleaned_data["title"],
            on=form.cleaned_data["on"], hours=form.cleaned_data["hours"],
        ), to=lambda _made: _at(centre_id),
    )


@staff
@require_http_methods(["GET", "POST"])
def pledge(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """The pledge was signed on paper."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.member_view(actor, member_id)
    form = PledgeForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("คำมั่นรักษาความลับของ %(name)s") % {"name": found.name}, act=_("บันทึกว่าลงชื่อแล้ว"), done=_("บันทึกแล้ว"),
        back=(_("คณะกรรมการ"), _at(found.centre)), text=_("เก็บใบที่ลงชื่อไว้ที่ศูนย์ในที่ล็อก"),
        do=lambda: actions.record_pledge(actor, id=member_id, on=form.cleaned_data["on"]), to=lambda _made: _at(found.centre),
    )


@staff
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """A member leaves."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.member_view(actor, member_id)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, title=_("%(name)s พ้นหน้าที่") % {"name": found.name}, act=_("บันทึกว่าพ้นหน้าที่"), done=_("บันทึกแล้ว การเข้าระบบของศูนย์สิ้นสุดด้วย"),
        back=(_("คณะกรรมการ"), _at(found.centre)), danger=True, text=_("ถ้ามีบัญชีเข้าระบบของศูนย์ จะเข้าไม่ได้ทันที"),
        do=lambda: actions.leave_committee(actor, id=member_id, cause=form.cleaned_data["cause"], on=form.cleaned_data["on"]),
        to=lambda _made: _at(found.centre),
    )


@staff
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Which sign-in of the centre is this member's."""
    actor = actor_of(request)
    with reading(actor):
        found = queries.member_view(actor, member_id)
    form = SignInForm(request.POST if request.method == "POST" else None, users=found.users)
    return ask(
        request, form, title=_("บัญชีเข้าระบบของ %(name)s") % {"name": found.name}, act=_("ใช้บัญชีนี้"), done=_("บันทึกแล้ว บัญชีจะสิ้นสุดพร้อมวาระ"),
        back=(_("คณะกรรมการ"), _at(found.centre)), text=_("ผู้ดูแลระบบเป็นคนเปิดบัญชี ที่นี่บอกว่าเป็นของใคร"),
        do=lambda: actions.link_user(actor, id=member_id, user=UUID(form.cleaned_data["user"])), to=lambda _made: _at(found.centre),
    )
