"""Signing in and out, the lock, enrolment by link."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    perform_password_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prasan.ground.policy import PUBLIC, Invalid
from prasan.ground.screens import places, render
from prasan.registry.access import gates, slowing
from prasan.registry.access.actions import check_code, enrol, note_failure, note_sign_in, note_sign_out
from prasan.registry.access.actions.factors import used_passkey
from prasan.registry.access.forms import CodeForm, PasswordForm, SignInForm
from prasan.registry.access.queries import actor_for, cast_groups, enrolment_of
from prasan.registry.access.queries.users import has_passkey, may_come_in
from prasan.registry.access.views import passkeys

CROWD = 10  # so many failures of a whole network weigh like one of an account


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; then the second factor asks. The answer to a wrong name and a wrong password is the same, and as slow."""
    if gates.signed_in(request) is not None:
        return redirect(_next(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _sign_in_page(request, form)
    if not form.is_valid():
        return _sign_in_page(request, form, 422)
    name, near = form.cleaned_data["username"], gates.network_of(request)
    if left := max(slowing.wait("sign_in", name, near), slowing.wait("sign_in_all", "", near, share=CROWD)):
        return _slow_down(_sign_in_page, request, form, left)
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if user is None:
        slowing.failed("sign_in", name, near)
        slowing.failed("sign_in_all", "", near)
        note_failure(PUBLIC, name=name, how="password")
        form.add_error(None, _("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"))
        return _sign_in_page(request, form, 422)
    slowing.passed("sign_in", name, near)
    return _arrived(request, perform_password_login(request, {}, Login(user=user, redirect_url=_next(request))), "password")


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The second factor of somebody whose password was right: a code, a recovery code or a passkey."""
    stage: Any = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001 - so allauth hands it over
    user = stage.login.user
    if not may_come_in(user.pk):
        return stage.abort()  # type: ignore[no-any-return]
    if request.method == "GET":
        return _second_page(request, CodeForm())
    if "credential" in request.POST:
        key = passkeys.verified(request, user)
        form = CodeForm()
        problem = "" if key else _("กุญแจนี้ใช้ไม่ได้ ลองอีกครั้ง หรือใช้เลขจากแอป")
        if key:
            used_passkey(PUBLIC, factor=key.pk)
            return _second_done(request, stage, "passkey")
        note_failure(PUBLIC, name=user.username, how="passkey")
        return _second_page(request, form, 422, problem)
    return _second_code(request, stage)


@never_cache
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Signing in by a passkey alone: GET gives the challenge, POST brings the answer."""
    if request.method == "GET":
        return JsonResponse({"options": passkeys.options_to_sign_in()})
    near = gates.network_of(request)
    if left := slowing.wait("passkey", "", near, share=CROWD):
        return _slow_down(_sign_in_page, request, SignInForm(), left)
    key = passkeys.verified(request)
    if key is None or not may_come_in(key.user_id):
        slowing.failed("passkey", "", near)
        note_failure(PUBLIC, name="", how="passkey")
        form = SignInForm()
        return _sign_in_page(request, form, 422, _("กุญแจนี้ใช้ไม่ได้ ลองอีกครั้ง หรือใช้ชื่อผู้ใช้และรหัสผ่าน"))
    used_passkey(PUBLIC, factor=key.pk)
    record_authentication(request, key.user, "mfa", type="webauthn", passwordless=True)
    return _arrived(request, perform_login(request, Login(user=key.user, redirect_url=_next(request))), "passkey")


@require_GET
def lost(request: HttpRequest) -> HttpResponse:
    """Who cannot come in reads whom to ask."""
    return render(request, "access/lost.html")


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    user = gates.signed_in(request)
    if request.method == "GET" and user is not None:
        return render(request, "access/sign_out.html")
    if user is not None:
        note_sign_out(actor_for(user, strong=False), user=user.pk)
    logout(request)
    response = redirect(places.SIGN_IN)
    # Not "cookies": the language stays. Not "storage": unsent surveys lie there, sealed under a PIN; /fill/ sends, asks and wipes when left by its own door.
    response["Clear-Site-Data"] = '"cache"'
    return response


@sensitive_post_parameters()
@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """Open the lock: 204, 403 or 401 for the script of the page; without scripts, back to where one was."""
    user = gates.signed_in(request)
    script = request.headers.get("X-Unlock") == "1"
    if user is None:
        return HttpResponse(status=401) if script else redirect(places.SIGN_IN)
    problem = gates.unlock(request, user, request.POST.get("password", "") or request.POST.get(gates.PASSWORD, ""))
    if script:
        return HttpResponse(status=403 if problem else 204)
    if problem:
        return gates.ask_to_unlock(request, problem, _next(request))
    return redirect(_next(request))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def enrolment(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: set a password; then the second factor asks."""
    found = enrolment_of(token)
    if found is None:
        return render(request, "access/enrolment_over.html", status=410)
    _user, username, name = found
    form = PasswordForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "username": username, "name": name}
    if not form.is_bound or not form.is_valid():
        return render(request, "access/enrolment.html", context, status=422 if form.is_bound else 200)
    try:
        enrol(token, password=form.cleaned_data["password"])
    except Invalid as problem:
        for field, text in problem.errors.items():
            form.add_error(field or None, text)
        return render(request, "access/enrolment.html", context, status=422)
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if user is None:
        return redirect(places.SIGN_IN)
    return _arrived(request, perform_password_login(request, {}, Login(user=user)), "enrolment")


def _second_code(request: HttpRequest, stage: Any) -> HttpResponse:
    user, form, near = stage.login.user, CodeForm(request.POST), gates.network_of(request)
    if left := slowing.wait("second", str(user.pk), near):
        return _slow_down(_second_page, request, form, left)
    if form.is_valid() and check_code(user.pk, form.cleaned_data["code"]):
        slowing.passed("second", str(user.pk), near)
        return _second_done(request, stage, "code")
    if form.is_valid():
        slowing.failed("second", str(user.pk), near)
        note_failure(PUBLIC, name=user.username, how="second_factor")
        form.add_error("code", _("เลขไม่ตรงหรือใช้ไปแล้ว รอเลขชุดถัดไป"))
    return _second_page(request, form, 422)


def _second_done(request: HttpRequest, stage: Any, how: str) -> HttpResponse:
    record_authentication(request, stage.login.user, "mfa", type=how)
    return _arrived(request, stage.exit(), how)


def _arrived(request: HttpRequest, response: HttpResponse, how: str) -> HttpResponse:
    """After allauth's stages: mark a session that is signed in now; otherwise the next stage's page follows."""
    user: Any = request.user
    if not user.is_authenticated:
        return response
    strong = any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
    gates.begin(request, strong=strong)
    note_sign_in(actor_for(user, strong=strong), user=user.pk, how=how)
    return response if strong else redirect("access:second_factor")


def _sign_in_page(request: HttpRequest, form: SignInForm, status: int = 200, problem: str = "") -> HttpResponse:
    groups = cast_groups(each=1) if gates.may_enter(request) else ()
    return render(request, "access/sign_in.html", {"form": form, "groups": groups, "next": _next(request, ""), "problem": problem}, status=status)


def _second_page(request: HttpRequest, form: CodeForm, status: int = 200, problem: str = "") -> HttpResponse:
    user = request._login_stage.login.user  # type: ignore[attr-defined]  # noqa: SLF001
    options = passkeys.options_to_sign_in(user) if has_passkey(user.pk) else ""
    return render(request, "access/second_step.html", {"form": form, "options": options, "problem": problem}, status=status)


def _slow_down(page: Any, request: HttpRequest, form: Any, seconds: int) -> HttpResponse:
    if form.is_bound:
        form.add_error(None, gates.wait_words(seconds))
    response: HttpResponse = page(request, form, 429, "" if form.is_bound else gates.wait_words(seconds))
    response["Retry-After"] = str(seconds)
    return response


def _next(request: HttpRequest, usual: str = places.DESK) -> str:
    to = request.POST.get("next") or request.GET.get("next") or ""
    return to if url_has_allowed_host_and_scheme(to, allowed_hosts=None) and to.startswith("/") else usual


