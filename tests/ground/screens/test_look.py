"""What people meet in a browser: every example at 360 and 1280 px, the exit, the keys, the lock."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.harness import browsing

pytestmark = pytest.mark.urls("tests.ground.screens.pages")
PAGES = ("/components", "/question", "/wrong", "/confirm", "/paper", "/error/404", "/error/503")
Window = Callable[[int], Any]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_to_find_for_axe_and_no_sideways_scroll(window: Window, width: int, language: str) -> None:
    with window(width) as page:
        for path in PAGES:
            page.goto(f"{path}?lang={language}")
            browsing.check_accessibility(page)
            browsing.check_width(page)


def test_esc_three_times_leaves_and_back_does_not_return(window: Window) -> None:
    with window(360) as page:
        page.goto("/question")
        for _ in range(3):
            page.keyboard.press("Escape")
        page.wait_for_url("**/exit")

        assert "gone" in page.content()
        assert page.evaluate("history.length") == 2  # about:blank and the exit page: the question was replaced


def test_esc_twice_does_nothing(window: Window) -> None:
    with window(360) as page:
        page.goto("/question")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_timeout(200)

        assert page.url.endswith("/question")


def test_the_exit_link_works_by_a_press_under_the_thumb(window: Window) -> None:
    with window(360) as page:
        page.goto("/question")
        box = page.locator(".pr-exit").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] == 800
        assert box["height"] >= 48
        page.locator(".pr-exit").click()
        page.wait_for_url("**/exit")


def test_keys_move_open_and_search_but_not_while_typing(window: Window) -> None:
    with window(1280) as page:
        page.goto("/components")
        expect(page.locator(".row.here")).to_contain_text("อ่านเรื่องแจ้งใหม่แบบเงียบ")  # the first row that shows acts
        page.keyboard.press("k")
        page.keyboard.press("k")
        expect(page.locator(".row.here")).to_contain_text("ติดต่อครั้งแรก")
        page.keyboard.press("j")
        expect(page.locator(".row.here")).to_contain_text("ส่งสรุปการเยี่ยมบ้าน")
        page.keyboard.press("/")
        expect(page.locator("[role=search] input[type=search]")).to_be_focused()
        page.keyboard.type("j?n")
        assert page.locator("[role=search] input[type=search]").input_value() == "j?n"
        expect(page.locator(".row.here")).to_contain_text("ส่งสรุปการเยี่ยมบ้าน")
        page.locator("main").click(position={"x": 5, "y": 5})
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()


def shut(page: Page) -> None:
    page.clock.install()
    page.goto("/components")
    page.locator("#id_new-story").fill("พิมพ์ค้างไว้ กลางดึก")
    page.clock.fast_forward("10:10")


def test_ten_idle_minutes_lock_the_screen_and_keep_what_was_typed(window: Window) -> None:
    with window(1280) as page:
        shut(page)

        expect(page.locator("#lock")).to_be_visible()
        expect(page.locator("#id_new-story")).to_be_hidden()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(page.locator("#lock")).to_be_visible()
        page.locator("#lock-password").fill("ผิด")
        page.keyboard.press("Enter")
        expect(page.locator("#lock-error")).to_contain_text("ไม่ถูกต้อง")
        page.locator("#lock-password").fill("ถูก")
        page.keyboard.press("Enter")
        expect(page.locator("#lock")).to_be_hidden()
        assert page.locator("#id_new-story").input_value() == "พิมพ์ค้างไว้ กลางดึก"


def test_the_browsers_own_print_of_a_case_gives_one_line(window: Window) -> None:
    with window(1280) as page:
        page.goto("/components")
        page.emulate_media(media="print")

        expect(page.locator("main")).to_be_hidden()
        assert "พิมพ์" in page.evaluate("getComputedStyle(document.body, '::before').content")


def test_paper_prints_its_sheet_with_the_demo_line_and_the_watermark(window: Window) -> None:
    with window(1280) as page:
        page.goto("/paper")
        page.emulate_media(media="print")

        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator(".pr-demo")).to_be_visible()
        expect(page.locator("header")).to_be_hidden()
        assert "กนกพร" in page.locator(".water").inner_html()
