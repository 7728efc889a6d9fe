"""The gate of staff pages: who comes in, as whom, and with what strength; the lock after ten idle minutes; identity proved anew.

A page behind the lock, or one that wants a fresh proof, asks for it in place: what was typed into it travels on in the form that asks,
so that nothing is lost.
"""

import functools
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.http.idempotency import Repeated, one_form, was_sent
from prasan.ground.installation import is_demonstration
from prasan.ground.policy import PUBLIC, Actor
from prasan.ground.screens import places, render
from prasan.registry.access import rules, slowing
from prasan.registry.access.actions import check_code, note_failure, note_sign_in
from prasan.registry.access.models import User
from prasan.registry.access.queries import actor_for
from prasan.registry.access.queries.tokens import actor_for_token

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
STRONG = "strong_at"  # session: when the second factor was passed, ISO
BEGAN = "began_at"  # session: when the sign-in happened, ISO
SEEN = "seen_at"  # session: the last request, ISO, to the minute
FRESH = "fresh_at"  # session: when identity was proved again, ISO
ENTERED = "entered"  # session: came in through the demonstration's "enter as"
PASSWORD, CODE = "lock_password", "fresh_code"  # fields by which the gate itself is answered
_STEP = timedelta(minutes=1)  # the session is written at most this often
_FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP")


def staff(view: View[P]) -> View[P]:
    """Only for those signed in, with a second factor and a position in force; sets `request.actor`."""
    return _gate(view, strong=True, placed=True)


def own(view: View[P]) -> View[P]:
    """For one's own account: signed in with the second factor; a position is not needed."""
    return _gate(view, strong=True, placed=False)


def enrolling(view: View[P]) -> View[P]:
    """For the page of the second factor itself: signed in."""
    return _gate(view, strong=False, placed=False)


def fresh(view: View[P]) -> View[P]:
    """Inside `staff`: only within ten minutes after identity was proved again (code, passkey, password)."""

    @functools.wraps(view)
    def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if CODE in request.POST:
            problem = prove(request, request.POST.get(CODE, ""))
            if problem:
                return _ask(request, "access/confirm.html", problem=problem, wrong=True)
        if not is_fresh(request):
            return _ask(request, "access/confirm.html")
        return view(request, *args, **kwargs)

    return cast("View[P]", gate)


def _gate(view: View[P], *, strong: bool, placed: bool) -> View[P]:
    @functools.wraps(view)
    def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = signed_in(request)
        if user is None:
            if getattr(request, "user", None) is not None and request.user.is_authenticated:
                logout(request)
            return _whole(request, redirect_to_login(_back(request), reverse("account_login")))
        if is_locked(request) and (asked := _unlock(request, user)):
            return _whole(request, asked)
        seen(request)
        actor = actor_for(user, strong=is_strong(request))
        if strong and not is_strong(request):
            return _whole(request, HttpResponseRedirect(reverse("access:second_factor")))
        if placed and not actor.posts:
            return _whole(request, render(request, "access/no_position.html", status=403))
        request.actor = actor  # type: ignore[attr-defined]
        response = _pressed_once(request, actor, lambda: view(request, *args, **kwargs))
        response.setdefault("Cache-Control", "no-store")
        return response

    return gate  # type: ignore[return-value]  # wraps() gives the first argument a name; it stays positional


def _pressed_once(request: HttpRequest, actor: Actor, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The view's answer; to a form that was sent twice, the way to what the first press made."""
    try:
        with one_form(request, actor):
            response = draw()
    except Repeated:
        return HttpResponseRedirect(_made_at(request))
    except Exception:
        if was_sent(request, actor):
            return HttpResponseRedirect(_made_at(request))
        raise
    if response.status_code >= 400 and was_sent(request, actor):
        return HttpResponseRedirect(_made_at(request))
    return response


def _made_at(request: HttpRequest) -> str:
    """The page of the record at whose address the form stood: up to its id; the address itself when it has none."""
    parts = request.path.split("/")
    upto = next((n for n, part in enumerate(parts) if len(part) == 36 and part.count("-") == 4), len(parts))
    return "/".join(parts[: upto + 1])


def signed_in(request: HttpRequest) -> User | None:
    """The user of this session, unless the session is over: too old, ended from elsewhere, user suspended, demonstration left."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active or user.suspended_at is not None:
        return None
    began = _moment(request.session.get(BEGAN))
    if began is None or clock.now() - began > rules.LONGEST_SESSION:
        return None
    if user.sessions_from is not None and began < user.sessions_from:
        return None
    if request.session.get(ENTERED) and not may_enter(request):
        return None
    return user  # type: ignore[no-any-return]


def actor_of_session(request: HttpRequest) -> Actor | None:
    """The actor of a signed-in, unlocked session with its second factor, for the API; None for anybody else."""
    user = signed_in(request)
    if user is None or is_locked(request):
        return None
    actor = actor_for(user, strong=is_strong(request))
    return actor if actor.strong and actor.posts else None


def is_strong(request: HttpRequest) -> bool:
    """Whether the second factor was passed in this session, or the demonstration stands in for it."""
    return _moment(request.session.get(STRONG)) is not None


def is_fresh(request: HttpRequest) -> bool:
    """Whether identity was proved again a short while ago."""
    at = _moment(request.session.get(FRESH))
    return at is not None and clock.now() - at <= rules.FRESH


def has_proved(request: HttpRequest) -> bool:
    """Whether a session of a person may do what needs a fresh proof; who came in through the demonstration's "enter as" has nothing to prove by."""
    return is_fresh(request) or bool(request.session.get(ENTERED))


def is_locked(request: HttpRequest) -> bool:
    """Whether nobody did anything for ten minutes, by the server's clock."""
    last = _moment(request.session.get(SEEN)) or _moment(request.session.get(BEGAN))
    return last is not None and clock.now() - last > rules.IDLE + _STEP


def begin(request: HttpRequest, *, strong: bool, entered: bool = False) -> None:
    """Mark a session that has just been signed in."""
    at = clock.now().isoformat()
    request.session[BEGAN] = request.session[SEEN] = at
    request.session["device"] = device(request.headers.get("User-Agent", ""))
    if strong:
        request.session[STRONG] = request.session[FRESH] = at
    if entered:
        request.session[ENTERED] = True


def make_strong(request: HttpRequest) -> None:
    """The second factor was passed just now."""
    request.session[STRONG] = request.session[FRESH] = clock.now().isoformat()
    request.session.cycle_key()


def make_fresh(request: HttpRequest) -> None:
    """Identity was proved again just now: the session goes on under a new key."""
    request.session[FRESH] = clock.now().isoformat()
    request.session.cycle_key()


def seen(request: HttpRequest) -> None:
    """Note that somebody is there, at most once a minute."""
    last, at = _moment(request.session.get(SEEN)), clock.now()
    if last is None or at - last > _STEP:
        request.session[SEEN] = at.isoformat()


def prove(request: HttpRequest, typed: str) -> str:
    """Prove identity again by a code of the app, a recovery code or the password. Returns "" or why not, in words."""
    user: Any = request.user
    if request.session.get(ENTERED):
        request.session[FRESH] = clock.now().isoformat()
        return ""
    account, near = str(user.pk), network_of(request)
    if left := slowing.wait("prove", account, near):
        return wait_words(left)
    if check_code(user.pk, typed) or is_password(user, typed):
        slowing.passed("prove", account, near)
        note_sign_in(actor_for(user, strong=is_strong(request)), user=user.pk, how="proof")
        make_fresh(request)
        return ""
    slowing.failed("prove", account, near)
    note_failure(actor_for(user, strong=is_strong(request)), name=user.username, how="proof")
    return _("เลขหรือรหัสผ่านไม่ถูกต้อง ลองอีกครั้ง")


def is_password(user: User, typed: str) -> bool:
    """Whether this is the user's password, whole and unchanged; what could be none costs no hash."""
    return rules.PASSWORD_LENGTH <= len(typed) <= rules.PASSWORD_LONGEST and user.check_password(typed)


def unlock(request: HttpRequest, user: User, password: str) -> str:
    """Open the lock by the password. Returns "" or why not, in words."""
    if not request.session.get(ENTERED):
        account, near = str(user.pk), network_of(request)
        if left := slowing.wait("unlock", account, near):
            return wait_words(left)
        if not is_password(user, password):
            slowing.failed("unlock", account, near)
            note_failure(actor_for(user, strong=is_strong(request)), name=user.username, how="unlock")
            return _("รหัสผ่านไม่ถูกต้อง ลองอีกครั้ง")
        slowing.passed("unlock", account, near)
        note_sign_in(actor_for(user, strong=is_strong(request)), user=user.pk, how="unlock")
        request.session.cycle_key()
    request.session[SEEN] = clock.now().isoformat()
    return ""


def ask_to_unlock(request: HttpRequest, problem: str, path: str) -> HttpResponse:
    """The lock's page again, after a wrong password."""
    return _ask(request, "access/locked.html", problem=problem, wrong=True, path=path)


def ask_to_prove(request: HttpRequest, problem: str, path: str, options: str) -> HttpResponse:
    """The page that asks for a fresh proof; `options` are those of a passkey."""
    return _ask(request, "access/confirm.html", problem=problem, wrong=bool(problem), path=path, options=options)


def enter_as(request: HttpRequest, user_id: UUID) -> User | None:
    """Sign in as one of the demonstration's people; None when that is not possible here or is not one of them."""
    user = User.objects.filter(pk=user_id, demonstration=True, suspended_at=None, is_active=True).first()
    if user is None or not may_enter(request):
        return None
    logout(request)
    login(request, user, backend="prasan.registry.access.adapters.Backend")
    begin(request, strong=True, entered=True)
    return user


def wait_words(seconds: int) -> str:
    """What somebody is told who tried too often."""
    return _("ลองหลายครั้งแล้ว รอ %(n)s วินาที แล้วลองอีกครั้ง") % {"n": seconds}


def network_of(request: HttpRequest) -> str:
    """The network from which this request comes: of the socket, or behind the proxy of production the last address that it added."""
    return network_in(request.META)


def network_in(told: Mapping[str, Any]) -> str:
    """The same, from what the server tells of a request."""
    if not settings.LOOPBACK_ONLY:
        forwarded = told.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
        if found := rules.network(forwarded):
            return found
    return rules.network(str(told.get("REMOTE_ADDR", "")))


def peer_of(request: HttpRequest) -> str:
    """The address of the socket's other end, without its port."""
    return str(request.META.get("REMOTE_ADDR", ""))


def may_enter(request: HttpRequest) -> bool:
    """Whether "enter as" exists for this request: marked database, no public name, socket and Host loopback, nothing forwarded."""
    host = request.META.get("HTTP_HOST", "") or f"{request.META.get('SERVER_NAME', '')}"
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    forwarded = any(key in request.META for key in _FORWARDED) or any(key.startswith("HTTP_X_FORWARDED") for key in request.META)
    return (
        settings.LOOPBACK_ONLY and not forwarded and rules.is_loopback(peer_of(request))
        and (name == "localhost" or rules.is_loopback(name)) and is_demonstration()
    )


def device(agent: str) -> str:
    """A coarse word for a browser, enough to know one's own devices again: "Chrome, Windows"."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))
    found = [next((word for mark, word in marks if mark in agent), "") for marks in (browsers, systems)]
    return ", ".join(word for word in found if word)


def _back(request: HttpRequest) -> str:
    """Where to go after signing in: this page, unless it was a post or a part of a page."""
    part = request.headers.get("HX-Request") == "true"
    return places.DESK if part or request.method not in {"GET", "HEAD"} else request.get_full_path()


def _whole(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A part of a page that htmx asked for must not become the sign-in page: load the whole page instead."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def _unlock(request: HttpRequest, user: User) -> HttpResponse | None:
    if PASSWORD not in request.POST:
        return _ask(request, "access/locked.html")
    problem = unlock(request, user, request.POST.get(PASSWORD, ""))
    return _ask(request, "access/locked.html", problem=problem, wrong=True) if problem else None


def _ask(request: HttpRequest, template: str, *, problem: str = "", wrong: bool = False, path: str = "", options: str = "") -> HttpResponse:
    """Ask in place: the fields of the post that is held up travel on, hidden; files cannot."""
    kept = [
        (name, value)
        for name in (request.POST if request.method == "POST" and not path else ())
        if name not in {"csrfmiddlewaretoken", PASSWORD, CODE}
        for value in request.POST.getlist(name)
    ]
    context = {
        "kept": kept, "held": request.method == "POST" and not path, "problem": problem, "files": bool(request.FILES),
        "entered": bool(request.session.get(ENTERED)), "name": getattr(request.user, "name", ""),
        "username": getattr(request.user, "username", ""), "path": path or request.get_full_path(), "options": options,
    }
    return render(request, template, context, status=422 if wrong else 403 if request.method == "POST" else 200)


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def caller(request: HttpRequest) -> Actor:
    """For a door of the API that is open to everybody: the actor of the caller's token when there is a good one, else the public."""
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else ""
    known = actor_for_token(token) if token and token.isascii() and len(token) <= 100 else None
    request.actor = known or PUBLIC  # type: ignore[attr-defined]
    return known or PUBLIC
