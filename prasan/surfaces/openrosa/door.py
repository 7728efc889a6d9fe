"""The gate of every OpenRosa address: who asks, and how it is answered.

Each answer is XML with the protocol's headers, whatever happens: Collect shows the text of a message to the volunteer as it is, and keeps what it
could not hand in. The address holds the token, so that neither Django nor we write it down.
"""

import functools
import html
import logging
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from prasan.community.surveys.queries.devices import device_of_token
from prasan.community.surveys.queries.drafts import tester_of
from prasan.ground import clock
from prasan.ground.http import errors
from prasan.ground.policy import Actor, Conflict, Invalid
from prasan.surfaces.openrosa import proof

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]
log = logging.getLogger("prasan.openrosa")
VERSION = "1.0"
PIECE = 10_000_000  # bytes of one request that we ask for: what a bad line loses is one of them

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class Unproved(Exception):  # noqa: N818
    """Nobody that we know. `challenge` "" where a token was given: another proof would not help."""

    def __init__(self, challenge: str = "") -> None:
        super().__init__()
        self.challenge = challenge


class NotSpoken(Exception):  # noqa: N818
    """The request does not say that it speaks OpenRosa."""


def door(*methods: str, spoken: bool = True) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """For telephones: `view(request, actor, ...)`. `spoken`: the request must carry X-OpenRosa-Version, as every request of Collect does."""

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: Any, token: str = "", draft: bool = False, **kwargs: Any) -> HttpResponse:
            try:
                response = _inside(view, request, methods, args, token, kwargs, spoken=spoken, draft=draft)
            except Exception as error:  # noqa: BLE001 - nobody above knows how to say it in this protocol, nor that the address is a secret
                response = _told(request, error)
            return finished(response)

        return opened

    return guard


def finished(response: HttpResponse) -> HttpResponse:
    """The protocol's headers; and no line in the journal, where the address would stand."""
    response["X-OpenRosa-Version"] = VERSION
    response["Date"] = http_date(clock.now().timestamp())
    response.setdefault("Cache-Control", "no-store")
    vars(response)["_has_been_logged"] = True  # Django's own mark
    return response


def message(text: str, status: int, *, nature: str = "error") -> HttpResponse:
    """An OpenRosaResponse."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f'<message nature="{nature}">{html.escape(text)}</message></OpenRosaResponse>'
    )
    return HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")


def base_of(request: HttpRequest) -> str:
    """What stands before each address that is handed out: with the token where it came with one."""
    match = request.resolver_match
    token, draft = (match.kwargs.get("token", ""), match.kwargs.get("draft")) if match is not None else ("", False)
    return request.build_absolute_uri(f"/openrosa/{'test' if draft else 'key'}/{token}" if token else "/openrosa")


def _inside(
    view: View[Any], request: HttpRequest, methods: tuple[str, ...], args: tuple[Any, ...], token: str, kwargs: dict[str, Any], *, spoken: bool,
    draft: bool,
) -> HttpResponse:
    if request.method not in methods:
        response = message(_("ที่อยู่นี้ไม่รับคำสั่งแบบนี้"), 405)
        response["Allow"] = ", ".join(methods)
        return response
    actor = _who(request, token, draft=draft)
    request.actor = actor  # type: ignore[attr-defined]
    if spoken and not request.headers.get("X-OpenRosa-Version", "").startswith("1."):
        raise NotSpoken
    return view(request, actor, *args, **kwargs)


def _who(request: HttpRequest, token: str, *, draft: bool) -> Actor:
    if token:
        known = tester_of if draft else device_of_token
        actor = known(token) if token.isascii() and len(token) <= 100 else None
        if actor is None:
            raise Unproved
        return actor
    actor, stale = proof.proved(request)
    if actor is None:
        raise Unproved(proof.challenge(request, stale=stale))
    return actor


def _told(request: HttpRequest, error: Exception) -> HttpResponse:
    match error:
        case Unproved():
            return _unproved(error)
        case NotSpoken():
            return message(_("คำขอไม่มี X-OpenRosa-Version"), 400)
        case Conflict():
            return message(" ".join(str(one.text) for one in error.obstacles), 409)
        case Invalid():
            return message(" ".join(error.errors.values()), 400)
    return _as_elsewhere(request, error)


def _unproved(error: Unproved) -> HttpResponse:
    if not error.challenge:
        return message(_("เครื่องนี้ถูกยกเลิกหรือรหัสตั้งค่าไม่ถูกต้อง ขอรหัสตั้งค่าใหม่จากศูนย์"), 403)
    response = message(_("ใส่ชื่อและรหัสของเครื่อง"), 401)
    response["WWW-Authenticate"] = error.challenge
    return response


_WORDS: dict[int, Callable[[], str]] = {
    400: lambda: _("อ่านคำขอนี้ไม่ได้"), 403: lambda: _("เครื่องนี้ไม่มีสิทธิทำสิ่งนี้"), 404: lambda: _("ไม่พบแบบ รุ่นของแบบ หรือคำตอบที่จะแก้"),
    429: lambda: _("ส่งเร็วเกินไป คำตอบยังอยู่ในเครื่อง ลองอีกครั้งภายหลัง"),
    503: lambda: _("ระบบไม่พร้อมชั่วคราว คำตอบยังอยู่ในเครื่อง ลองอีกครั้งภายหลัง"),
}


def _as_elsewhere(request: HttpRequest, error: Exception) -> HttpResponse:
    """The status of the house for this exception, in the words of the protocol."""
    if isinstance(error, MultiPartParserError):
        return message(_("ข้อมูลมาไม่ครบ ส่งอีกครั้ง"), 400)
    if isinstance(error, TOO_MUCH):
        return message(_("ข้อมูลที่ส่งใหญ่เกินไป"), 413)
    found = errors.answer(request, error)
    if found is None:
        log.error("failed", exc_info=error)
        return message(_("ระบบขัดข้อง คำตอบยังอยู่ในเครื่อง ลองอีกครั้งภายหลัง"), 500)
    words = _WORDS.get(found.status_code, _WORDS[400])
    response = message(words(), found.status_code)
    if "Retry-After" in found:
        response["Retry-After"] = found["Retry-After"]
    return response
