"""Every exception of the house as an answer: a polite page for people, problem JSON for the API; never a story, never a 500 for bad input."""

import errno
import logging
import sqlite3
from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import DatabaseError, DataError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError

from prasan.ground import audit
from prasan.ground.http.asker import actor_of
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused, Stale
from prasan.ground.screens import render
from prasan.ground.screens.errors import problem
from prasan.ground.transactions import writing
from prasan.ground.vault import KeyFileMissing
from prasan.ground.vault.store import let_go

log = logging.getLogger("prasan.http")
RETRY_AFTER = "30"
DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM})
AWAY = (OperationalError, InterfaceError, KeyFileMissing, sqlite3.OperationalError)


class TooFast(Exception):  # noqa: N818
    """Too many tries; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Errors:
    """The middleware that turns exceptions into answers. It stands inside session and language, outside everything of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):  # no text holds it, and PostgreSQL refuses it only deep inside
            return page(request, 400, "bad_request")
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            polite = page(request, 405, "method")
            polite["Allow"] = response["Allow"]
            return polite
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to an exception from a view; None leaves it to the last resort."""
        try:
            return answer(request, error)
        except (OperationalError, InterfaceError) as worse:  # a refusal that could not be written down
            return _unavailable(request, worse)


def answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """An answer for a known exception, else None."""
    match error:
        case Hidden():
            refused(actor_of(request), error)
            return page(request, 404, "not_found")
        case Http404():
            return page(request, 404, "not_found")
        case TooFast():
            response = page(request, 429, "too_fast")
            response["Retry-After"] = str(error.seconds)
            return response
        case Refused():
            _refused_right(actor_of(request), error)
            return page(request, 403, "refused")
        case Conflict():
            return page(request, 409, "conflict", obstacles=[_plain(o) for o in error.obstacles], allowed=list(error.allowed))
        case Stale():
            return page(request, 409, "stale", seen=error.seen, now=error.now, theirs=error.theirs)
        case Invalid():
            return page(request, 422, "invalid", errors=error.errors)
        case RequestDataTooBig() | TooManyFieldsSent():
            return page(request, 413, "too_large")
        case BadRequest() | SuspiciousOperation() | UnicodeError() | UnreadablePostError():
            return page(request, 400, "bad_request")
        case DataError():  # a value that no column can hold (a null byte, a number too large): the caller's fault, not ours
            log.error("data: %s", type(error).__name__)
            return page(request, 400, "bad_request")
        case _ if _is_away(error):
            return _unavailable(request, error)
        case DatabaseError():
            log.error("database: %s", type(error).__name__)
            return page(request, 500, "failed")
    return None


def _is_away(error: Exception) -> bool:
    """Whether the database, the key file or the disk does not answer."""
    return isinstance(error, AWAY) or (isinstance(error, OSError) and error.errno in DISK)


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Database or disk do not answer: a polite page that says when to come again, made without either."""
    log.error("unavailable: %s", type(error).__name__)  # the text could hold parameters
    if not connection.in_atomic_block:  # a line that met a fault may never be well again: the next request opens a new one
        connection.close()
        let_go()
    response = page(request, 503, "unavailable")
    response["Retry-After"] = RETRY_AFTER
    return response


def page(request: HttpRequest, status: int, code: str, **facts: object) -> HttpResponse:
    """The error as problem JSON (RFC 9457) under /api/, else as a page."""
    if request.path.startswith("/api/"):
        return problem(status, code, **facts)
    template = {405: 404, 422: 400}.get(status, status)
    return render(request, f"screens/{template}.html", {"code": code, **facts}, status=status)


def refused(actor: Actor, error: Hidden) -> None:
    """Write down that something was asked for that is unknown or out of scope; the id is kept as a keyed hash only."""
    with writing(actor):
        audit.record("refused", error.kind, audit.hashed(error.asked))


def _refused_right(actor: Actor, error: Refused) -> None:
    with writing(actor):
        audit.record("refused", "right", detail=error.action)


def _plain(obstacle: object) -> dict[str, str]:
    return {"code": getattr(obstacle, "code", ""), "text": getattr(obstacle, "text", ""), "link": getattr(obstacle, "link", "")}
