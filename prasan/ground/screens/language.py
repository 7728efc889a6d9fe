"""The language of a page: what the reader chose (?lang=, kept in a cookie), else Thai, whatever the browser says."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "lang"
COOKIE_TLS = "__Host-lang"
YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    """Draw each page in the chosen language and remember a new choice. The cookie holds two letters and no more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "") if "lang=" in request.META.get("QUERY_STRING", "") else ""
        name = COOKIE_TLS if request.is_secure() else COOKIE
        code = next((c for c in (asked, request.COOKIES.get(name, "")) if c in self.known), settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = self.get_response(request)
        if asked in self.known:
            response.set_cookie(name, asked, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
        return response
