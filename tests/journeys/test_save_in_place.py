"""A note is written without leaving the case: the sections that changed come back, the rest of the page stays; and plainly without scripts."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.cast import Cast
from tests.harness import browsing, serving
from tests.journeys.test_main_job import decide, enter, people, report

__all__ = ["people"]
TEXT = "ไปเยี่ยมแล้ว บ้านเงียบ ยายอยู่ด้วย"


def test_a_note_is_saved_in_place_and_the_form_keeps_what_was_typed(people: Cast, chromium: Browser, axe: Callable[[Page], None]) -> None:
    from tests import settings as test_settings

    with serving.serving(test_settings.WORK) as site:
        with browsing.window(chromium, site.url, browsing.PHONE) as phone:
            report(phone, axe)
        with browsing.window(chromium, site.url, browsing.DESK) as desk:
            case = decide(desk, people, axe)
            desk.goto(f"/cases/{case}")
            desk.evaluate("window.stayed = true")
            desk.locator('.head a[href$="/notes/new"]').click()
            slot = desk.locator("#slot-notes")
            expect(slot.locator("h2").first).to_be_focused()
            slot.locator("button.pr-btn--main").click()
            expect(slot.locator(".pr-errors")).to_be_visible()
            axe(desk)
            slot.locator("textarea").first.fill(TEXT)
            slot.locator("button.pr-btn--main").click()
            expect(desk.locator("#notes")).to_contain_text(TEXT)
            expect(desk.locator("#flashes")).to_contain_text("บันทึกแล้ว")
            expect(slot.locator("form")).to_have_count(0)
            assert desk.evaluate("window.stayed") is True
            desk.locator('.head a[href$="/notes/new"]').click()
            slot.locator("textarea").first.fill("ยังไม่เสร็จ")
            desk.route("**/notes/new", lambda route: route.abort())
            slot.locator("button.pr-btn--main").click()
            expect(slot.locator("form > [role=alert]")).to_be_visible()
            assert slot.locator("textarea").first.input_value() == "ยังไม่เสร็จ"
            desk.unroute("**/notes/new")
            slot.locator("[data-back]").click()
            expect(slot.locator("form")).to_have_count(0)
        with browsing.window(chromium, site.url, browsing.PHONE, java_script_enabled=False) as plain:
            enter(plain, people.manager)
            plain.goto(f"/cases/{case}")
            plain.locator('.head a[href$="/notes/new"]').click()
            plain.locator("main textarea").first.fill("ไม่มีสคริปต์ก็บันทึกได้")
            plain.locator("main form button.pr-btn--main").click()
            assert plain.url.split("#")[0].endswith(f"/cases/{case}")
            expect(plain.locator("#notes")).to_contain_text("ไม่มีสคริปต์ก็บันทึกได้")
