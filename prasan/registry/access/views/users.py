"""The people who work here: list, invite, move, suspend, and a lost second factor by two."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Actor, Invalid
from prasan.ground.policy.scope import may_begin
from prasan.ground.screens import flash, render
from prasan.ground.transactions import reading
from prasan.registry.access import gates
from prasan.registry.access.actions import (
    ask_reset,
    change_user,
    decide_reset,
    end_position,
    give_position,
    invite,
    invite_again,
    move_user,
    resume_user,
    suspend_user,
    withdraw_invitation,
)
from prasan.registry.access.forms import InviteForm, MoveForm, PositionForm, ResetForm, UserForm
from prasan.registry.access.queries import offices_to_staff, open_resets, user_view, users
from prasan.registry.access.views.replies import refused_by


@gates.staff
def user_list(request: HttpRequest) -> HttpResponse:
    """Users within the own area, found by name, sign-in name or office. The words are posted: they do not stand in an address."""
    actor = actor_of(request)
    text = request.POST.get("text", "") if request.method == "POST" else ""
    with reading(actor):
        lines, after = users(actor, text=text, cursor=request.GET.get("after", ""))
        waiting = open_resets(actor)
    context = {"lines": lines, "after": after, "text": text, "resets": waiting, "may_invite": may_begin(actor, "user.manage")}
    return render(request, "access/users.html", context)


@gates.staff
def user_page(request: HttpRequest, user: UUID) -> HttpResponse:
    """One user: positions, leave, state, and what the reader may do."""
    actor = actor_of(request)
    with reading(actor):
        view = user_view(actor, user)
    return render(request, "access/user.html", {"view": view, "how": _words()})


@gates.staff
@require_http_methods(["GET", "POST"])
def new_user(request: HttpRequest) -> HttpResponse:
    """Invite somebody: the link is shown once, here."""
    actor = actor_of(request)
    form = _with_offices(request, actor, InviteForm)
    if _finding(request) or not form.is_bound or not form.is_valid():
        return _form_page(request, form, _("เชิญผู้ใช้"), _("เชิญ"), "/users/")
    data = form.cleaned_data
    try:
        user, token = invite(
            actor, username=data["username"], name=data["name"], organisation=UUID(data["organisation"]), role=data["role"],
            areas=form.areas, title=data["title"], phone=data["phone"], language=data["language"],
        )
    except Invalid as problem:
        refused_by(form, problem)
        return _form_page(request, form, _("เชิญผู้ใช้"), _("เชิญ"), "/users/")
    return _link_page(request, actor, user, token)


@gates.staff
@require_http_methods(["GET", "POST"])
def edit_user(request: HttpRequest, user: UUID) -> HttpResponse:
    """Change the name, telephone and language."""
    actor, view = _seen(request, user)
    initial = {"name": view.name, "phone": view.phone, "language": view.language}
    form = UserForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        change_user(actor, user=user, **form.cleaned_data)
        return _back(request, user, _("บันทึกแล้ว"))
    return _form_page(request, form, _("แก้ข้อมูลผู้ใช้"), _("บันทึก"), f"/users/{user}", view.name)


@gates.staff
@require_http_methods(["GET", "POST"])
def add_position(request: HttpRequest, user: UUID) -> HttpResponse:
    """One more position."""
    actor, view = _seen(request, user)
    form = _with_offices(request, actor, PositionForm)
    if not _finding(request) and form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            give_position(
                actor, user=user, organisation=UUID(data["organisation"]), role=data["role"], areas=form.areas, title=data["title"],
                ends_at=form.until,
            )
        except Invalid as problem:
            refused_by(form, problem)
        else:
            return _back(request, user, _("เพิ่มตำแหน่งแล้ว"))
    return _form_page(request, form, _("เพิ่มตำแหน่ง"), _("เพิ่มตำแหน่ง"), f"/users/{user}", view.name)


@gates.staff
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, user: UUID) -> HttpResponse:
    """To another office: all positions here end now."""
    actor, view = _seen(request, user)
    form = _with_offices(request, actor, MoveForm)
    if not _finding(request) and form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            move_user(actor, user=user, organisation=UUID(data["organisation"]), role=data["role"], areas=form.areas, title=data["title"])
        except Invalid as problem:
            refused_by(form, problem)
        else:
            return _back(request, user, _("ย้ายแล้ว สิทธิเดิมสิ้นสุดทันที"))
    note = _("ตำแหน่งเดิมทั้งหมดจะสิ้นสุดทันที งานที่ค้างจะรอหัวหน้ากลุ่มมอบหมายใหม่")
    return _form_page(request, form, _("ย้ายไปหน่วยงานอื่น"), _("ย้าย"), f"/users/{user}", view.name, note)


@gates.staff
@require_http_methods(["GET", "POST"])
def drop_position(request: HttpRequest, user: UUID, position: UUID) -> HttpResponse:
    """End one position, after asking."""
    actor, view = _seen(request, user)
    held = next((one for one in view.positions if one.id == position), None)
    if request.method == "POST":
        end_position(actor, position=position)
        return _back(request, user, _("สิ้นสุดตำแหน่งแล้ว"))
    return _sure(request, _("สิ้นสุดตำแหน่งนี้ทันที"), f"{held.role_th} {held.office}" if held else "", _("สิ้นสุดตำแหน่ง"), user)


@gates.staff
@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest, user: UUID) -> HttpResponse:
    """Shut somebody out, after asking."""
    actor, view = _seen(request, user)
    if request.method == "POST":
        suspend_user(actor, user=user)
        return _back(request, user, _("ระงับแล้ว เข้าระบบไม่ได้ตั้งแต่คำขอถัดไป"))
    return _sure(request, _("ระงับผู้ใช้"), _("%(name)s จะใช้ระบบไม่ได้ทันที ตำแหน่งยังอยู่ กลับมาใช้ได้เมื่อยกเลิกการระงับ") % {"name": view.name},
                 _("ระงับ"), user)


@gates.staff
@require_POST
def resume(request: HttpRequest, user: UUID) -> HttpResponse:
    """Let somebody in again."""
    resume_user(actor_of(request), user=user)
    return _back(request, user, _("ยกเลิกการระงับแล้ว"))


@gates.staff
@require_POST
def link_again(request: HttpRequest, user: UUID) -> HttpResponse:
    """A new link for somebody who has not enrolled."""
    actor = actor_of(request)
    return _link_page(request, actor, user, invite_again(actor, user=user))


@gates.staff
@require_POST
def link_away(request: HttpRequest, user: UUID) -> HttpResponse:
    """Make the open link useless."""
    withdraw_invitation(actor_of(request), user=user)
    return _back(request, user, _("ยกเลิกลิงก์แล้ว"))


@gates.staff
@gates.fresh
@require_http_methods(["GET", "POST"])
def lost_factor(request: HttpRequest, user: UUID) -> HttpResponse:
    """Somebody has lost the second factor: say how one knows that it is them. Another person approves."""
    actor, view = _seen(request, user)
    form = ResetForm(request.POST if "how_known" in request.POST else None)
    if form.is_bound and form.is_valid():
        ask_reset(actor, user=user, how_known=form.cleaned_data["how_known"])
        return _back(request, user, _("ส่งคำขอแล้ว รออีกคนหนึ่งอนุมัติ"))
    note = _("เมื่ออีกคนอนุมัติ วิธียืนยันตัวตนเดิมและการใช้งานทุกเครื่องจะสิ้นสุด แล้วเริ่มตั้งใหม่ด้วยลิงก์")
    return _form_page(request, form, _("ขอตั้งการยืนยันตัวตนใหม่"), _("ส่งคำขอ"), f"/users/{user}", view.name, note)


@gates.staff
@gates.fresh
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, user: UUID) -> HttpResponse:
    """Decide on a request of somebody else: approve (a link follows) or refuse."""
    actor, view = _seen(request, user)
    if request.method == "POST" and view.reset and "decision" in request.POST:
        token = decide_reset(actor, reset=view.reset.id, approve=request.POST["decision"] == "approve")
        return _link_page(request, actor, user, token) if token else _back(request, user, _("ไม่อนุมัติคำขอ"))
    return render(request, "access/reset.html", {"view": view, "how": _words()})



def _seen(request: HttpRequest, user: UUID) -> tuple[Actor, Any]:
    actor = actor_of(request)
    with reading(actor):
        return actor, user_view(actor, user)


def _finding(request: HttpRequest) -> bool:
    return request.method == "POST" and "find" in request.POST


def _with_offices(request: HttpRequest, actor: Actor, kind: type[Any]) -> Any:
    """The form with the offices that the typed words find; while finding, nothing is judged and all that was typed stays."""
    words = request.POST.get("office_words", "")
    with reading(actor):
        found = offices_to_staff(actor, words) if words.strip() else []
    if _finding(request):
        form = kind(None, offices=found, initial={name: request.POST.get(name, "") for name in request.POST})
        day = tuple(request.POST.get(f"ends_on_{part}", "") for part in range(3))
        if "ends_on" in form.fields:
            form.initial["ends_on"] = day
        if len(found) != 1:
            form.initial.pop("organisation", None)
        form.nothing_found = not found
        return form
    return kind(request.POST if request.method == "POST" else None, offices=found)


def _form_page(request: HttpRequest, form: Any, title: str, act: str, cancel: str, about: str = "", note: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "act": act, "cancel": cancel, "about": about, "note": note,
               "nothing_found": getattr(form, "nothing_found", False)}
    return render(request, "access/form.html", context, status=422 if form.is_bound and form.errors else 200)


def _link_page(request: HttpRequest, actor: Actor, user: UUID, token: str) -> HttpResponse:
    with reading(actor):
        view = user_view(actor, user)
    link = request.build_absolute_uri(f"/enrol/{token}")
    return render(request, "access/link.html", {"view": view, "link": link})


def _sure(request: HttpRequest, title: str, text: str, act: str, user: UUID) -> HttpResponse:
    return render(request, "screens/confirm.html", {"title": title, "text": text, "act": act, "cancel": f"/users/{user}"})


def _back(request: HttpRequest, user: UUID, said: str) -> HttpResponse:
    flash(request, said)
    return redirect("access:user", user)


def _words() -> dict[str, Any]:
    from prasan.registry.access.rules import HOW_KNOWN

    return HOW_KNOWN
