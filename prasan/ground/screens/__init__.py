"""How every page looks: frames, components, icons, fonts, words in three languages.

A view calls `render`; a template extends one of four frames (public, staff, plain, print) and calls macros that take plain
values or the dataclasses of `parts`, never models. Nothing here queries, and nothing here knows a later chapter: what a frame
shows of them (navigation, the demonstration strip) is handed in through `furniture.provide`.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.translation import get_language

__all__ = ["flash", "render"]


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
    *,
    keep: int | None = None,
) -> HttpResponse:
    """Draw a page. It may not be stored anywhere unless `keep` (seconds) says that a private cache may keep it."""
    body = get_template(template).render(dict(context or {}), request)
    response = HttpResponse(body, status=status)
    response["Content-Language"] = get_language() or "th"
    response["Cache-Control"] = "no-store" if keep is None else f"private, max-age={keep}"
    if keep is not None:
        response["Vary"] = "Cookie"
    return response


def flash(request: HttpRequest, text: str, *, link: str = "", href: str = "") -> None:
    """Say on the next page what was done, with a way onward. The text travels in a cookie: no names, no story."""
    messages.success(request, text, extra_tags=f"{href}\n{link}" if href else "")
