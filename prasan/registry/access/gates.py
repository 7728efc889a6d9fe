"""The gate of staff pages: who comes in, as whom, and with what strength."""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from prasan.ground import clock
from prasan.registry.access.models import User
from prasan.registry.access.queries import actor_for
from prasan.registry.access.roles import BY_CODE

P = ParamSpec("P")
LONGEST = timedelta(hours=12)
STRONG = "strong_at"  # session: when the second factor was passed, ISO
BEGAN = "began_at"  # session: when the sign-in happened, ISO


def staff(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for those signed in; sets `request.actor`. A role that sees cases needs the second factor first."""

    @functools.wraps(view)
    def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = signed_in(request)
        if user is None:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        actor = actor_for(user, strong=is_strong(request))
        if not actor.strong and any(BY_CODE[role].sees_cases for role in actor.roles):
            return HttpResponseRedirect(reverse("access:second_factor"))
        request.actor = actor  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        response.setdefault("Cache-Control", "no-store")
        return response

    return gate  # type: ignore[return-value]  # wraps() gives the first argument a name; it stays positional


def signed_in(request: HttpRequest) -> User | None:
    """The user of this session, unless the session is over: too old, ended from elsewhere, user suspended."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active or user.suspended_at is not None:
        return None
    began = _moment(request.session.get(BEGAN))
    if began is None or clock.now() - began > LONGEST:
        return None
    if user.sessions_from is not None and began < user.sessions_from:
        return None
    return user  # type: ignore[no-any-return]


def is_strong(request: HttpRequest) -> bool:
    """Whether the second factor was passed in this session, or the demonstration stands in for it."""
    return _moment(request.session.get(STRONG)) is not None


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
