"""Looking at a page at two widths without a server: it is drawn first by Django's client, then shown to Chromium with its style sheets."""

from collections.abc import Mapping
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, Route

from tests.harness import browsing

HOME = "http://127.0.0.1:8999"
WIDTHS = (360, 1280)


def look(chromium: Browser, client: Client, path: str, name: str, *, posted: Mapping[str, Any] | None = None, status: int = 200) -> str:
    """Open a page at both widths: nothing sticks out, axe finds nothing, and a picture is kept. Returns its HTML.

    `posted`: what is sent to it, for a page that answers a form; `status`: with which it answers.
    """
    # Drawn here: within Playwright's own loop Django would open another connection, which does not see this test's rows.
    drawn = client.get(path) if posted is None else client.post(path, dict(posted))
    assert drawn.status_code == status, (path, drawn.status_code)

    def answer(route: Route) -> None:
        asked = route.request.url.removeprefix(HOME)
        shown = drawn if asked == path else Client().get(asked)
        headers = {name: value for name, value in shown.headers.items() if name != "Content-Length"}
        route.fulfill(status=shown.status_code, headers=headers, body=shown.getvalue() if shown.streaming else shown.content)

    for width in WIDTHS:
        with browsing.window(chromium, HOME, {"width": width, "height": 800}) as page:
            page.route(f"{HOME}/**", answer)
            page.goto(path)
            browsing.keep_shot(page, name)
            browsing.check_width(page)
            browsing.check_accessibility(page)
    return drawn.content.decode()
