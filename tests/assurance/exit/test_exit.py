"""The exit of every public page, with and without scripts: neutral within 200 ms, nothing on Back, the answers gone on the server too."""

import contextlib
import os
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from prasan.registry.areas import queries as areas
from tests import settings as test_settings
from tests.assurance.result import Result, count, seed
from tests.cast import lay_network
from tests.harness import browsing, serving

MARK = "คานารี่ที่พิมพ์ไว้"
PAGES = (
    "/", "/report/", "/report/2", "/report/3", "/report/4", "/report/5", "/report/6", "/report/check", "/report/danger", "/receipt", "/services", "/rights",
    "/privacy", "/access", "/safety",
)  # fmt: skip
NEUTRAL = "/healthz"  # stands in for the weather, which is not on this machine
MEASURED = "PRASAN_ASSURANCE_P5_EXIT" in os.environ
MOST = 0.2  # seconds


@pytest.fixture
def dull(real_transactions: None) -> Iterator[serving.Site]:
    """A site whose exit leads to a neutral page of this machine."""
    lay_network()
    areas.forget()
    with serving.serving(test_settings.WORK, environment={"PRASAN_EXIT_TO": NEUTRAL}) as running:
        yield running


def typed(page: Page, path: str) -> None:
    """Somebody has told something and stands on a page."""
    page.goto("/report/")
    page.locator("input[name=danger][value=no]").check(force=True)
    page.locator("main button.pr-btn--main").first.click()
    page.goto("/report/3")
    page.locator("textarea[name=story]").fill(MARK)
    page.locator("main button.pr-btn--main").first.click()
    page.goto(path)


def at(page: Page) -> str:
    return urlsplit(page.url).path


def by_link(page: Page) -> float:
    """Seconds from the press to the neutral page."""
    began = time.monotonic()
    page.locator(".pr-exit").first.click(no_wait_after=True)
    page.wait_for_url(f"**{NEUTRAL}", wait_until="commit")
    return time.monotonic() - began


def by_keys(page: Page) -> float:
    """The same by Esc three times."""
    began = time.monotonic()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(f"**{NEUTRAL}", wait_until="commit")
    return time.monotonic() - began


def left(page: Page, path: str, result: Result, how: str) -> None:
    """Nothing of it is on the screen, in the title, or behind Back."""
    shown = page.content() + page.title()
    result.compare(MARK not in shown and "แจ้ง" not in shown, f"{path} by {how}: the neutral page tells something")
    for _ in range(3):
        with contextlib.suppress(PlaywrightError):  # a page that goes on at once may do so before it was there
            page.go_back(timeout=2_000, wait_until="domcontentloaded")
        with contextlib.suppress(PlaywrightError):
            result.compare(MARK not in page.content(), f"{path} by {how}: Back shows what was typed")
    answer = page.request.get("/report/check")
    result.compare(MARK not in answer.text(), f"{path} by {how}: the answers are still there")


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_leaves_nothing(chromium: Browser, dull: serving.Site, scripts: bool) -> None:  # noqa: FBT001 - pytest's way
    result, times = Result("P5-exit", seed()), []
    for number in range(count("P5-exit", 2 if scripts else 1)):
        pages = PAGES if MEASURED or (scripts and number) else ("/report/3", "/report/check")
        for path in pages if MEASURED else pages[:3]:
            how = "the keys" if scripts and number % 2 else "the link"
            with browsing.window(chromium, dull.url, browsing.PHONE, java_script_enabled=scripts) as page:
                typed(page, path)
                times.append(by_keys(page) if how == "the keys" else by_link(page))
                left(page, path, result, how)
    if MEASURED and scripts:
        times.sort()
        usual, worst = times[len(times) // 2], times[int(len(times) * 0.95)]
        result.measure("leaving takes, median in ms", usual * 1000)
        result.measure("leaving takes, 95 of 100 within ms", worst * 1000)
        result.compare(usual <= MOST, f"leaving takes {usual * 1000:.0f} ms (95 of 100: {worst * 1000:.0f} ms)")
    result.settle()


def test_a_page_that_stays_is_found_out(chromium: Browser, dull: serving.Site) -> None:
    result = Result("P5-exit", seed())
    with browsing.window(chromium, dull.url, browsing.PHONE) as page:
        typed(page, "/report/3")
        page.goto(NEUTRAL)  # gone without leaving: everything is still there
        found = Result("P5-exit", seed())
        left(page, "/report/3", found, "going on")
    result.planted, result.planted_caught = 1, int(bool(found.failed))
    result.missed = [] if found.failed else ["a page that was not left"]
    result.settle()
