"""Who calls: a bearer token, or the session of a signed-in person with its CSRF token."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from prasan.ground.policy import Actor
from prasan.registry.access.gates import actor_of_session
from prasan.registry.access.queries.tokens import actor_for_token

SAFE = {"GET", "HEAD", "OPTIONS"}


class Token(HttpBearer):
    """`Authorization: Bearer …`, a token of the page "keys of programs"."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The token's actor, or None."""
        actor = actor_for_token(token) if token.isascii() and len(token) <= 100 else None
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
        return actor


class Session(APIKeyCookie):
    """The session of a page of ours; anything but reading needs the CSRF token in X-CSRFToken."""

    param_name = settings.SESSION_COOKIE_NAME  # behind TLS it says so in its name

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The signed-in person's actor, or None."""
        actor = actor_of_session(request)
        if actor is None or (request.method not in SAFE and not _csrf_holds(request)):
            return None
        request.actor = actor  # type: ignore[attr-defined]
        return actor


def _csrf_holds(request: HttpRequest) -> bool:
    check = CsrfViewMiddleware(_asked)
    check.process_request(request)
    return check.process_view(request, _asked, (), {}) is None


def _asked(request: HttpRequest) -> HttpResponse:
    """Stands for the view that is asked: it is not exempt from CSRF."""
    return HttpResponse()
