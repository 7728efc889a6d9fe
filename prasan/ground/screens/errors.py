"""The last resort for what went wrong: pages in the reader's language, without database or session, telling the way onward.

An unknown address and one out of scope are the same page. Nothing of the request is shown or kept here.
"""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse

from prasan.ground.screens import render

CODES = {400: "bad_request", 403: "refused", 404: "not_found", 405: "method", 413: "too_large", 500: "failed", 503: "unavailable"}


def problem(status: int, code: str, **facts: object) -> HttpResponse:
    """The error for a program, as problem JSON (RFC 9457)."""
    return JsonResponse({"type": f"about:blank#{code}", "status": status, "code": code, **facts}, status=status,
                        content_type="application/problem+json", json_dumps_params={"ensure_ascii": False})


def error(request: HttpRequest, status: int, *, retry_after: int = 0, **facts: object) -> HttpResponse:
    """Draw the page of a status (400 403 404 409 413 429 500 503). `retry_after` seconds go into the header and the words."""
    if request.path.startswith("/api/"):
        return problem(status, CODES[status])
    response = render(request, f"screens/{status}.html", {"retry_after": retry_after, **facts}, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400; what was sent is too much when a form could not even be read for its size."""
    return error(request, 413 if isinstance(exception, RequestDataTooBig | TooManyFieldsSent) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Django's handler403 and CSRF_FAILURE_VIEW."""
    return error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404."""
    return error(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return error(request, 500)
