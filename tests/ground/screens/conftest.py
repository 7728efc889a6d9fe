"""Pages drawn without a server or a database: a request, a template from a string, and a browser that is answered by Django's client."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.http import HttpRequest  # noqa: TID251 - what is drawn for
from django.template import engines
from django.test import Client, RequestFactory
from playwright.sync_api import Browser, Page, Route

from prasan.ground.screens import furniture
from prasan.ground.screens.parts import Link, NavItem, Shell
from tests.harness import browsing

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SHELL = Shell(
    "กนกพร วงศ์ทอง",
    "นักสังคมสงเคราะห์ พมจ.ขอนแก่น",
    (NavItem("โต๊ะทำงาน", "/desk/", "list-check", 14), NavItem("เคสของฉัน", "/cases/", "notes", 0)),
    (Link("บัญชีของฉัน", "/account/", "user"),),
    "kanokporn",
)
Draw = Callable[..., str]


@pytest.fixture
def drawn() -> Draw:
    """`drawn(source, request=None, **context)` draws a template given as text."""

    def draw(source: str, request: HttpRequest | None = None, **context: Any) -> str:
        text: str = engines.all()[0].from_string(source).render(context, request or RequestFactory().get("/"))
        return text

    return draw


@pytest.fixture
def signed_in() -> Iterator[None]:
    """Every page is drawn for Kanokporn, in a demonstration."""
    before = furniture._shell_of[:], furniture._demo_of[:]
    furniture.provide(frame=lambda request: SHELL, demo=lambda request: True)
    yield
    furniture._shell_of[:], furniture._demo_of[:] = before


@pytest.fixture
def window(chromium: Browser, signed_in: None) -> Callable[..., Any]:
    """`with window(360) as page`: a browser page whose every request Django's test client answers."""

    @contextmanager
    def open_window(width: int) -> Iterator[Page]:
        client = Client()

        def answer(route: Route) -> None:
            asked = route.request
            path = asked.url.removeprefix("http://127.0.0.1:9")
            typed: dict[str, Any] = {
                "data": asked.post_data or "",
                "content_type": asked.headers.get("content-type", "text/plain"),
            }
            answered = client.post(path, **typed) if asked.method == "POST" else client.get(path)
            headers = {name: value for name, value in answered.headers.items() if name != "Content-Length"}
            body = answered.getvalue() if answered.streaming else answered.content
            route.fulfill(status=answered.status_code, headers={**headers, "Content-Security-Policy": CSP}, body=body)

        size = {"width": width, "height": 800}
        with browsing.window(chromium, "http://127.0.0.1:9", size) as page:
            page.route("http://127.0.0.1:9/**", answer)
            yield page

    return open_window
