"""A volunteer with a telephone at /fill/: what hands do there, for the journeys of web filling."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.cast import Cast, Person
from tests.harness import browsing
from tests.harness.serving import Site

PIN = "271828"


@contextmanager
def telephone(chromium: Browser, profile: Path, site: Site, size: dict[str, int] = browsing.PHONE, blocked: str = "") -> Iterator[BrowserContext]:
    """A browser whose profile lies in a folder, so that it can end and come back. At the end it raises AssertionError if a script failed.

    `blocked`: an address that the policy is expected to keep a page from.
    """
    problems: list[str] = []
    context = chromium.browser_type.launch_persistent_context(
        profile, executable_path=browsing.CHROMIUM, args=browsing.FLAGS, base_url=site.url, viewport={"width": size["width"], "height": size["height"]},
        locale="th-TH", timezone_id="Asia/Bangkok", permissions=["geolocation"],
        geolocation={"latitude": 16.43, "longitude": 102.83, "accuracy": 12},
    )
    context.set_default_timeout(20_000)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None)
    try:
        yield context
    finally:
        with suppress(Error):  # it was killed, and is just going
            context.close()
    left = [problem[:300] for problem in problems if not blocked or blocked not in problem]
    assert not left, f"the page complained: {left}"


def processes(profile: Path) -> list[int]:
    """The browser processes that use a profile, the first one first."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in line:  # our own folder: no other browser has it
            found.append(int(folder.name))
    return sorted(found)


def kill(profile: Path) -> None:
    """End a browser as an empty battery does."""
    for process in processes(profile):
        os.kill(process, signal.SIGKILL)


def sign_in(context: BrowserContext, site: Site, cast: Cast, person: Person) -> None:
    """A session for this person."""
    context.add_cookies([{"name": "session", "value": cast.client(person).cookies["session"].value, "url": site.url}])


def page_of(context: BrowserContext) -> Page:
    return context.pages[0] if context.pages else context.new_page()


def begin(page: Page) -> None:
    """Choose the PIN and wait until the form lies on the device and the page is kept."""
    page.goto("/fill/")
    page.fill("#pin", PIN)
    page.fill("#pin2", PIN)
    page.get_by_role("button", name="ตั้งเลขล็อก").click()
    expect(page.get_by_role("button", name="สำรวจครอบครัว")).to_be_visible(timeout=40_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(300)


def unlock(page: Page, pin: str = PIN) -> None:
    page.fill("#pin", pin)
    page.get_by_role("button", name="เปิด", exact=True).click()


def at_home(page: Page) -> None:
    expect(page.get_by_role("heading", name="เริ่มแบบใหม่")).to_be_visible()


def onward(page: Page) -> None:
    page.locator("#dock .pr-btn--main").click()


def start(page: Page) -> None:
    page.get_by_role("button", name="สำรวจครอบครัว").click()
    expect(page.get_by_role("heading", name="บ้านหลังนี้")).to_be_visible(timeout=40_000)


def house(page: Page, number: str, area: str = "ในเมือง") -> None:
    """The first page: a subdistrict found by its name, and the number of the house."""
    page.get_by_label("ตำบล").fill(area)
    page.get_by_role("option").first.click()
    page.get_by_label("บ้านเลขที่").fill(number)
    expect(page.locator(".state")).to_contain_text("เก็บในเครื่องแล้ว")


def member(page: Page, name: str, day: str = "5", month: str = "3", year: str = "58") -> None:
    """The page of a member."""
    page.get_by_label("ชื่อเล่น").fill(name)
    page.get_by_label("วัน", exact=True).fill(day)
    page.get_by_label("เดือน").first.select_option(month)
    page.get_by_label("ปี พ.ศ.").first.fill(year)


def to_the_end(page: Page) -> None:
    """From the page of the members to the last one, with two answers on the way."""
    onward(page)
    page.get_by_label("ญาติพี่น้อง", exact=True).check()
    page.get_by_role("group", name="พอใจชีวิตแค่ไหน").get_by_label("7", exact=True).check(force=True)
    onward(page)
    page.get_by_label("ไม่ใช่").check()
    onward(page)
    page.get_by_label("อยากบอกอะไรอีก").fill("ขอบคุณ")
    onward(page)
    expect(page.get_by_role("heading", name="ตรวจคำตอบก่อนส่ง")).to_be_visible()


def whole(page: Page, number: str, name: str = "หนูนา") -> None:
    """A household from its beginning to the page before sending."""
    start(page)
    house(page, number)
    onward(page)
    member(page, name)
    onward(page)
    to_the_end(page)
