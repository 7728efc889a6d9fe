"""The browser itself: Thai, on a phone's screen, and nothing but this machine is asked."""

import contextlib

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.harness import browsing
from tests.harness.serving import Site


def test_a_page_of_ours_opens_on_a_phone(phone: Page) -> None:
    answer = phone.goto("/healthz")
    assert answer is not None
    assert answer.ok
    assert phone.viewport_size == browsing.PHONE
    assert phone.evaluate("navigator.language") == "th-TH"


def test_a_request_that_leaves_this_machine_is_noticed(chromium: Browser, site: Site) -> None:
    with pytest.raises(AssertionError, match="left this machine"):
        ask_outside(chromium, site)


def test_axe_finds_what_is_wrong(chromium: Browser, site: Site) -> None:
    with browsing.window(chromium, site.url, browsing.DESK) as page:
        page.goto("/healthz")
        page.evaluate("document.body.innerHTML = '<img src=\"/healthz\"><button></button>'")
        with pytest.raises(AssertionError, match="image-alt"):
            browsing.check_accessibility(page)


def ask_outside(chromium: Browser, site: Site) -> None:
    with browsing.window(chromium, site.url, browsing.DESK) as page:
        page.goto("/healthz")
        with contextlib.suppress(PlaywrightError):
            page.goto("http://outside.example/")
