"""A neighbour reports; the child is safe and the case closes: by hand, in Chromium, on a phone and at desks."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from prasan.ground import clock
from prasan.ground.installation import mark as installation
from prasan.ground.installation.models import Mark
from prasan.registry.access.models import User
from prasan.registry.limits.actions import load_limits
from tests.cast import Cast, Person, lay_network
from tests.harness import browsing, serving

NAME, STORY = "ใบบัว", "เด็กข้างบ้านอยู่คนเดียวทุกคืน ไม่มีใครทำข้าวให้กิน คานารี่"
ANSWERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/report/", {"danger": "no"}),
    ("/report/2", {"who": "child", "age": "8", "name": NAME}),
    ("/report/3", {"story": STORY, "what": "neglect.child"}),
    ("/report/4", {"kin": "parent"}),
    ("/report/5", {"province": "40", "place": "ศิลา เมืองขอนแก่น", "involves": "no"}),
    ("/report/6", {"way": "none"}),
)


@pytest.fixture
def people(real_transactions: None) -> Iterator[Cast]:
    """The cast on a database marked as a demonstration, so that one can enter as anybody."""
    Mark.objects.create(seed=1, made_at=clock.now())
    installation.forget()
    lay_network()
    load_limits()
    cast = Cast()
    User.objects.update(demonstration=True)
    yield cast
    installation.forget()


def fill(page: Page, answers: dict[str, str]) -> None:
    """Answer fields by name, whatever sort they are."""
    for name, value in answers.items():
        field = page.locator(f'[name="{name}"]').first
        kind = field.get_attribute("type") or field.evaluate("e => e.tagName.toLowerCase()")
        if kind in {"radio", "checkbox"}:
            page.locator(f'[name="{name}"][value="{value}"]').first.check(force=True)
        elif kind == "select":
            field.select_option(value)
        else:
            field.fill(value)


def send(page: Page, near: str) -> None:
    """Press the button of the form in which the field `near` stands."""
    form = page.locator("form", has=page.locator(f'[name="{near}"]')).first
    main = form.locator("button.pr-btn--main")
    (main.first if main.count() else form.locator("button").last).click()
    page.wait_for_load_state()


def enter(page: Page, person: Person) -> None:
    page.goto("/enter")
    page.locator(f'button[value="{person.user}"]').click()
    page.wait_for_url("**/desk/")


@pytest.mark.main_journey
def test_a_neighbour_reports_and_the_child_is_safe_and_the_case_closes(people: Cast, chromium: Browser, axe: Callable[[Page], None]) -> None:
    from tests import settings as test_settings

    with serving.serving(test_settings.WORK) as site:
        with browsing.window(chromium, site.url, browsing.PHONE) as phone:
            code, secret = report(phone, axe)
        with browsing.window(chromium, site.url, browsing.DESK) as desk:
            case = decide(desk, people, axe)
            reach(desk, people, case, axe)
            refer(desk, people, case, axe)
            close(desk, people, case, axe)
        with browsing.window(chromium, site.url, browsing.PHONE) as phone:
            phone.goto("/receipt")
            fill(phone, {"code": code, "secret": secret})
            send(phone, "code")
            assert "มีเจ้าหน้าที่รับผิดชอบแล้ว" in phone.content()
            assert case not in phone.content()


def report(page: Page, axe: Callable[[Page], None]) -> tuple[str, str]:
    """The neighbour tells it in six questions and gets two numbers."""
    for address, answers in ANSWERS:
        page.goto(address)
        fill(page, answers)
        send(page, next(iter(answers)))
        assert page.url.split("/report")[-1] != address.removeprefix("/report"), page.content()
    page.goto("/report/check")
    assert STORY in page.content(), page.inner_text("body")
    axe(page)
    send(page, "token")
    found = re.findall(r"<dd>([0-9 ]+)</dd>", page.content())
    assert len(found) == 2, page.content()
    axe(page)
    return found[0], found[1]


def decide(page: Page, people: Cast, axe: Callable[[Page], None]) -> str:
    """The desk takes it and opens a case for one manager; the outsider sees nothing."""
    enter(page, people.intake)
    axe(page)
    page.locator('a[href*="/triage"]').first.click()
    page.wait_for_load_state()
    assert STORY in page.content()
    address = page.url
    page.locator('button[name="conflict"][value="no"]').click()
    page.wait_for_load_state()
    fill(page, {"outcome": "open", "open.name": "บ้านริมคลอง", "open.manager": str(people.manager.user), "open.basis": "duty_child_29",
                "reason": "เด็กอยู่ลำพัง"})
    axe(page)
    send(page, "outcome")
    enter(page, people.outsider_intake)
    page.goto(address)
    assert STORY not in page.content()
    enter(page, people.manager)
    page.goto("/cases/")
    page.locator('a[href^="/cases/"]', has_text="บ้านริมคลอง").first.click()
    page.wait_for_load_state()
    assert NAME in page.content()
    axe(page)
    return page.url.rsplit("/", 1)[-1]


def reach(page: Page, people: Cast, case: str, axe: Callable[[Page], None]) -> None:
    """The manager reaches the child in a safe way."""
    page.goto(f"/cases/{case}/contact")
    axe(page)
    fill(page, {"channel": "visit", "outcome": "reached", "text": "พบเด็กที่โรงเรียนกับครู ปลอดภัย"})
    send(page, "channel")
    assert page.url.split("#")[0].endswith(case), page.url


def refer(page: Page, people: Cast, case: str, axe: Callable[[Page], None]) -> None:
    """The hospital is asked, sees no name, accepts, and says what came of it."""
    page.goto(f"/cases/{case}/refer?service=medical")
    fill(page, {"receiver": str(people.hospital.organisation), "ask": "ขอตรวจสุขภาพเด็กหญิงอายุประมาณ 8 ปี", "basis": "duty_child_29", "talk": "agreed"})
    axe(page)
    page.locator('button[name="act"][value="send"]').first.click()
    page.wait_for_load_state()
    assert "/referrals/" in page.url, page.content()
    referral = page.url.rsplit("/", 1)[-1]
    enter(page, people.hospital)
    page.goto(f"/referrals/{referral}")
    assert NAME not in page.content()
    axe(page)
    fill(page, {"answer": "accept", "knows": "no"})
    send(page, "answer")
    page.goto(f"/cases/{case}")
    assert NAME in page.content(), page.inner_text("main")
    page.goto(f"/referrals/{referral}")
    fill(page, {"text": "ตรวจแล้ว แข็งแรงดี"})
    send(page, "text")


def close(page: Page, people: Cast, case: str, axe: Callable[[Page], None]) -> None:
    """It ends with the child's own view and the head's approval."""
    enter(page, people.manager)
    page.goto(f"/cases/{case}/ask_close")
    axe(page)
    reason = page.locator('[name="reason_code"]').first
    value = reason.get_attribute("value") or page.locator('[name="reason_code"] option').nth(1).get_attribute("value")
    fill(page, {"reason_code": str(value), "summary": "เด็กปลอดภัย มีคนดูแลทุกคืน", "persons_view": "หนูไม่กลัวแล้ว"})
    send(page, "summary")
    enter(page, people.head)
    page.locator('a[href*="/closures/"]').first.click()
    page.wait_for_load_state()
    axe(page)
    page.locator('form[action$="/approve"] button').first.click()
    page.wait_for_load_state()
    enter(page, people.manager)
    page.goto(f"/cases/{case}")
    assert "ยุติ" in page.content()
