"""One's own account: positions, second factors, password, sessions, leave, keys for programs."""

import secrets
from base64 import b32encode
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Invalid
from prasan.ground.screens import flash, places, render
from prasan.ground.transactions import reading
from prasan.registry.access import gates, slowing
from prasan.registry.access.actions import (
    add_passkey,
    add_totp,
    check_code,
    end_leave,
    end_other_sessions,
    end_session,
    make_token,
    new_recovery_codes,
    note_failure,
    note_sign_in,
    remove_factor,
    revoke_token,
    set_password,
    take_leave,
)
from prasan.registry.access.actions.factors import recovery_codes, used_passkey
from prasan.registry.access.adapters import SecondFactor, seal, unseal
from prasan.registry.access.forms import CodeForm, LeaveForm, NewPasswordForm, TokenForm
from prasan.registry.access.qr import path_of
from prasan.registry.access.queries import colleagues, own_account, own_sessions, tokens, user_view
from prasan.registry.access.queries.users import has_passkey, has_second_factor
from prasan.registry.access.rules import SCOPES
from prasan.registry.access.views import passkeys
from prasan.registry.access.views.replies import refused_by, spaced

_NEW = "new_app"  # session: the sealed secret of an app that is being set up


@gates.own
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, and how I come in."""
    user: Any = request.user
    context = {"account": own_account(user.pk), "sessions": own_sessions(user.pk, request.session.session_key),
               "tokens": [t for t in tokens(user.pk) if t.state == "live"], "entered": bool(request.session.get(gates.ENTERED))}
    return render(request, "access/account.html", context)


@gates.enrolling
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The page before every other one: set up an app or a passkey, or prove the one that there is."""
    user: Any = request.user
    if gates.is_strong(request):
        return redirect("access:account")
    if has_second_factor(user.pk):
        return _prove(request, user)
    return _set_up_app(request, user, "access/second_factor.html", first=True)


@gates.own
@gates.fresh
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Add an authenticator app later."""
    user: Any = request.user
    return _set_up_app(request, user, "access/app.html", first=False)


@gates.enrolling
@require_http_methods(["GET", "POST"])
def new_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey: as the first factor, or later after a fresh proof."""
    user: Any = request.user
    first = not has_second_factor(user.pk)
    if not first and not (gates.is_strong(request) and gates.is_fresh(request)):
        return redirect("access:confirm") if gates.is_strong(request) else redirect("access:second_factor")
    if request.method == "POST":
        credential = passkeys.registered(request)
        if credential is not None:
            add_passkey(actor_of(request), user=user.pk, name=request.POST.get("name", "").strip() or _("กุญแจในเครื่อง"), credential=credential)
            return _enrolled(request, first=first)
    context = {"options": passkeys.options_to_add(user), "first": first, "problem": request.method == "POST"}
    return render(request, "access/passkey.html", context, status=422 if context["problem"] else 200)


@gates.own
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """Recovery codes: shown once after enrolment; made anew after a fresh proof."""
    user: Any = request.user
    if request.method == "GET":
        shown = recovery_codes(user.pk) if request.session.pop("show_codes", False) else []
        return render(request, "access/codes.html", {"codes": [spaced(code) for code in shown]})
    if not gates.is_fresh(request):
        return redirect("access:confirm")
    made = new_recovery_codes(actor_of(request), user=user.pk)
    return render(request, "access/codes.html", {"codes": [spaced(code) for code in made]})


@gates.own
@gates.fresh
@require_POST
def drop_factor(request: HttpRequest) -> HttpResponse:
    """Stop using the app or a passkey."""
    user: Any = request.user
    key = request.POST.get("key", "")
    remove_factor(actor_of(request), user=user.pk, factor=int(key) if key.isdigit() and len(key) < 12 else None)
    flash(request, _("เลิกใช้แล้ว"))
    return redirect("access:account")


@sensitive_post_parameters()
@gates.own
@gates.fresh
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; other sessions end."""
    from django.contrib.auth import update_session_auth_hash

    user: Any = request.user
    form = NewPasswordForm(request.POST if request.method == "POST" and "password" in request.POST else None)
    if form.is_bound and form.is_valid() and (wrong := gates.unlock(request, user, form.cleaned_data["current"])):
        form.add_error("current", wrong)
    if form.is_bound and form.is_valid():
        actor = actor_of(request)
        try:
            set_password(actor, user=user.pk, password=form.cleaned_data["password"])
        except Invalid as problem:
            refused_by(form, problem)
        else:
            user.refresh_from_db()
            update_session_auth_hash(request, user)
            end_other_sessions(actor, user=user.pk, keep=request.session.session_key)
            flash(request, _("เปลี่ยนรหัสผ่านแล้ว"))
            return redirect("access:account")
    return render(request, "access/password.html", {"form": form}, status=422 if form.is_bound else 200)


@gates.own
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Prove who one is again, by code, password or passkey, before a sensitive act."""
    user: Any = request.user
    to = request.POST.get("next") or request.GET.get("next") or places.ACCOUNT
    to = to if to.startswith("/") and not to.startswith("//") else places.ACCOUNT
    problem = ""
    if request.method == "POST":
        if "credential" in request.POST:
            key = passkeys.verified(request, user)
            if key:
                used_passkey(actor_of(request), factor=key.pk)
                note_sign_in(actor_of(request), user=user.pk, how="proof")
                gates.make_fresh(request)
                return redirect(to)
            note_failure(actor_of(request), name=user.username, how="proof")
            problem = _("กุญแจนี้ใช้ไม่ได้ ลองอีกครั้ง")
        else:
            problem = gates.prove(request, request.POST.get(gates.CODE, ""))
        if not problem:
            return redirect(to)
    return gates.ask_to_prove(request, problem, to, passkeys.options_to_sign_in(user) if has_passkey(user.pk) else "")


@gates.own
@gates.fresh
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one other session, or all others."""
    user: Any = request.user
    actor, handle = actor_of(request), request.POST.get("session", "")
    if handle:
        end_session(actor, user=user.pk, handle=handle)
    else:
        end_other_sessions(actor, user=user.pk, keep=request.session.session_key)
    flash(request, _("สิ้นสุดการใช้งานแล้ว"))
    return redirect("access:account")


@gates.staff
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, user: UUID | None = None) -> HttpResponse:
    """Say from when until when one (or somebody of the unit) is away, and who stands in."""
    actor = actor_of(request)
    with reading(actor):
        whose = user_view(actor, user or actor.person)
        people = colleagues(actor, whose.id)
    form = LeaveForm(request.POST if request.method == "POST" else None, colleagues=people)
    if form.is_bound and form.is_valid():
        starts_at, ends_at = form.span
        try:
            take_leave(actor, user=whose.id, stand_in=UUID(form.cleaned_data["stand_in"]), starts_at=starts_at, ends_at=ends_at)
        except Invalid as problem:
            refused_by(form, problem)
        else:
            flash(request, _("บันทึกการลาแล้ว ผู้แทนจะได้สิทธิเองเมื่อถึงเวลา"))
            return redirect("access:account") if whose.own else redirect("access:user", whose.id)
    return render(request, "access/leave.html", {"form": form, "whose": whose}, status=422 if form.is_bound else 200)


@gates.staff
@require_POST
def back(request: HttpRequest, leave_id: UUID) -> HttpResponse:
    """Back earlier than said."""
    end_leave(actor_of(request), leave=leave_id)
    flash(request, _("สิ้นสุดการลาแล้ว"))
    return redirect("access:account")


@gates.staff
@gates.fresh
@require_http_methods(["GET", "POST"])
def token_page(request: HttpRequest) -> HttpResponse:
    """Keys for programs: make one, which is shown once."""
    actor = actor_of(request)
    form = TokenForm(request.POST if "name" in request.POST else None)
    made = ""
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        made = make_token(actor, name=data["name"], scopes=data["scopes"], days=int(data["days"]))
    context = {"form": TokenForm() if made else form, "made": made, "tokens": tokens(actor.person), "words": SCOPES}
    return render(request, "access/tokens.html", context, status=422 if form.is_bound and not made else 200)


@gates.staff
@require_POST
def end_token(request: HttpRequest, token: UUID) -> HttpResponse:
    """Make a key useless."""
    revoke_token(actor_of(request), token=token)
    flash(request, _("ยกเลิกกุญแจแล้ว"))
    return redirect("access:tokens")


def _set_up_app(request: HttpRequest, user: Any, template: str, *, first: bool) -> HttpResponse:
    form = CodeForm(request.POST if "code" in request.POST else None)
    secret = _secret(request, user.pk, new=not form.is_bound)
    if form.is_bound and form.is_valid():
        try:
            add_totp(actor_of(request), user=user.pk, secret=secret, code=form.cleaned_data["code"])
        except Invalid as problem:
            refused_by(form, problem)
        else:
            request.session.pop(_NEW, None)
            return _enrolled(request, first=first)
    url = SecondFactor().build_totp_url(user, secret)
    form.fields["code"].label = _("เลข 6 ตัวจากแอป")
    context = {"form": form, "qr": path_of(url), "secret": spaced(secret), "first": first, "username": user.username}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _secret(request: HttpRequest, user: UUID, *, new: bool) -> str:
    """The secret of the app that is being set up, sealed in the session until a first code proves it."""
    kept = request.session.get(_NEW)
    if kept and not new:
        return unseal(user, kept)
    secret = b32encode(secrets.token_bytes(20)).decode()
    request.session[_NEW] = seal(user, secret)
    return secret


def _enrolled(request: HttpRequest, *, first: bool) -> HttpResponse:
    gates.make_strong(request)
    request.session["show_codes"] = True
    return redirect("access:codes")


def _prove(request: HttpRequest, user: Any) -> HttpResponse:
    """A session that is not strong although there is a factor: the factor is asked for, never replaced."""
    form, near, problem = CodeForm(request.POST if "code" in request.POST else None), gates.network_of(request), ""
    if form.is_bound:
        if left := slowing.wait("second", str(user.pk), near):
            form.add_error(None, gates.wait_words(left))
        elif form.is_valid() and check_code(user.pk, form.cleaned_data["code"]):
            slowing.passed("second", str(user.pk), near)
            note_sign_in(actor_of(request), user=user.pk, how="second_factor")
            gates.make_strong(request)
            return redirect(places.DESK)
        else:
            slowing.failed("second", str(user.pk), near)
            note_failure(actor_of(request), name=user.username, how="second_factor")
            form.add_error("code", _("เลขไม่ตรงหรือใช้ไปแล้ว รอเลขชุดถัดไป"))
    elif "credential" in request.POST:
        if passkeys.verified(request, user):
            note_sign_in(actor_of(request), user=user.pk, how="passkey")
            gates.make_strong(request)
            return redirect(places.DESK)
        note_failure(actor_of(request), name=user.username, how="passkey")
        problem = _("กุญแจนี้ใช้ไม่ได้ ลองอีกครั้ง หรือใช้เลขจากแอป")
    options = passkeys.options_to_sign_in(user) if has_passkey(user.pk) else ""
    return render(request, "access/second_step.html", {"form": form, "options": options, "problem": problem},
                  status=422 if form.is_bound or problem else 200)
