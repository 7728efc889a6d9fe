"""A real browser for a test: Debian's Chromium, on a phone's and a desk's screen, that may talk to this machine only."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
SHOTS = Path(__file__).resolve().parent.parent.parent / ".test" / "shots"


def launch(playwright: Playwright) -> Browser:
    """Start Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@contextmanager
def window(chromium: Browser, base_url: str, size: dict[str, int], **options: Any) -> Iterator[Page]:
    """A fresh profile with one page, in Thai. At the end it raises AssertionError if anything left this machine or a script failed."""
    context = chromium.new_context(
        base_url=base_url,
        viewport={"width": size["width"], "height": size["height"]},
        locale="th-TH",
        timezone_id="Asia/Bangkok",
        **options,
    )
    context.set_default_timeout(15_000)
    outside: list[str] = []
    problems: list[str] = []
    _watch(context, outside, problems)
    page = context.new_page()
    try:
        yield page
    finally:
        context.close()
    assert not outside, f"requests left this machine: {outside}"
    assert not problems, f"the page complained: {problems}"


def _watch(context: BrowserContext, outside: list[str], problems: list[str]) -> None:
    def gate(route: Route) -> None:
        target = urlsplit(route.request.url)
        if target.scheme in {"data", "blob", "about"} or target.hostname in {"127.0.0.1", "localhost"}:
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", gate)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on(
        "console",
        lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None,
    )


def check_accessibility(page: Page) -> None:
    """Raise AssertionError with each place where axe finds something on the page as it stands."""
    found = Axe().run(page).response["violations"]
    lines = [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]
    assert not lines, f"axe on {urlsplit(page.url).path}:\n" + "\n".join(lines)


def check_width(page: Page) -> None:
    """Raise AssertionError when the page must be scrolled sideways."""
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, f"{urlsplit(page.url).path} is {wide} px wide on a screen of {seen}"


def keep_shot(page: Page, name: str) -> Path:
    """Save the whole page as `.test/shots/<name>-<width>.png`."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or DESK)["width"]
    path = SHOTS / f"{re.sub(r'[^A-Za-z0-9_.-]+', '-', name)}-{width}.png"
    page.screenshot(path=path, full_page=True)
    return path
