"""A member of a family centre on a phone: a talk, a house on the watch list, help on the spot; a colleague who sees danger sends it, blind."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from prasan.casework.intake.models import Report
from prasan.community.centres.actions import load_centres
from prasan.community.watch.models import Watch
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from tests.cast import Cast, Person, hire
from tests.harness import browsing
from tests.harness.serving import Site
from tests.journeys.test_main_job import fill, people, send

__all__ = ["people"]
SYSTEM = system("test")
NAME, PLACE = "บ้านของสุวรรณา", "หมู่ 3 ซอยหลังวัด หลังที่สอง รั้วเขียว"


@contextmanager
def as_person(chromium: Browser, site: Site, cast: Cast, person: Person, size: dict[str, int]) -> Iterator[Page]:
    """A window in which this person is signed in."""
    with browsing.window(chromium, site.url, size) as page:
        cookie = cast.client(person).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
        yield page


def look(page: Page, name: str, axe) -> None:
    """The page when it has come: fits, nothing for axe to find, kept to be looked at."""
    page.wait_for_load_state()
    browsing.check_width(page)
    axe(page)
    browsing.keep_shot(page, name)


@pytest.mark.main_journey
@pytest.mark.parametrize("size", [browsing.PHONE, browsing.DESK], ids=["phone", "desk"])
def test_a_member_advises_watches_and_helps_and_a_colleague_sends_danger_without_a_name(people, chromium, axe, size) -> None:
    from tests import settings as test_settings
    from tests.harness import serving

    sister = hire("sister", "น้าแดง ศพค.", "centre_member", people.centre.organisation)
    hire("kin", "ลุงคำ ศพค.", "centre_member", people.centre.organisation)
    load_centres()  # else by the hour
    with serving.serving(test_settings.WORK) as site:
        with as_person(chromium, site, people, people.centre, size) as page:
            advise(page, axe)
            begin_watch(page, axe)
            help_here(page, axe)
            at_home(page, axe)
        with as_person(chromium, site, people, sister, size) as page:
            danger(page, axe)
        with as_person(chromium, site, people, people.province, size) as page:
            page.goto("/watches/figures")
            look(page, "watch-figures", axe)
            assert NAME not in page.content() and PLACE not in page.content()


def advise(page: Page, axe) -> None:
    page.goto("/talks/")
    look(page, "talks-empty", axe)
    page.goto("/talks/new")
    look(page, "talk-new", axe)
    fill(page, {"topic": "raising", "for_whom": "family", "advised": "listened", "story": "ลูกวัยรุ่นติดโทรศัพท์ คุยเรื่องกติกาในบ้าน"})
    send(page, "topic")
    look(page, "talk", axe)
    page.goto(f"{page.url}/pass_on")
    look(page, "pass-on", axe)
    page.goto("/talks/")
    look(page, "talks", axe)


def begin_watch(page: Page, axe) -> None:
    page.goto("/watches/new")
    look(page, "watch-new", axe)
    fill(page, {"sketch": PLACE, "level": "2", "look_for": "children", "reason": "drink", "who": NAME, "why": "สามีตกงาน ดื่มทุกเย็น"})
    send(page, "sketch")
    look(page, "watch-keeper", axe)
    page.goto(f"{page.url}/look")
    look(page, "watch-look", axe)
    fill(page, {"found": "same", "words": "ไฟเปิด เด็กเล่นหน้าบ้าน"})
    send(page, "found")
    look(page, "watch-looked", axe)
    page.goto("/watches/new")
    fill(page, {"signs": "weapon", "sketch": "ท้ายซอย", "level": "3", "reason": "quarrels", "why": "ได้ยินเสียงปืน"})
    send(page, "sketch")
    look(page, "watch-danger", axe)
    assert page.locator('a[href="tel:191"]').first.is_visible()
    assert page.locator('[name="story"]').input_value().startswith("ได้ยินเสียงปืน")
    page.goto("/watches/")
    look(page, "watches", axe)


def help_here(page: Page, axe) -> None:
    page.goto("/resources/new")
    look(page, "resource-new", axe)
    fill(page, {"title": "รถกระบะรับส่งโรงพยาบาล", "kind": "thing", "gives": "travel", "hours": "โทรก่อนหนึ่งวัน", "holder": "ลุงชม", "contact": "0810005555"})
    send(page, "title")
    look(page, "resource", axe)
    page.goto("/resources/")
    look(page, "resources", axe)
    page.goto("/local-help/new")
    look(page, "help-new", axe)
    fill(page, {"need": "travel", "for_whom": "older"})
    send(page, "need")
    look(page, "help", axe)
    page.goto("/local-help/")
    look(page, "helps", axe)


def at_home(page: Page, axe) -> None:
    """What is due stands on the centre's first page."""
    with writing(SYSTEM):
        Watch.objects.update(next_look_on=clock.today())
    page.goto("/centre/")
    look(page, "centre-home", axe)
    assert page.get_by_role("link", name=PLACE).is_visible()
    assert NAME not in page.content()


def danger(page: Page, axe) -> None:
    page.goto("/watches/")
    assert NAME not in page.content()
    page.get_by_role("link", name=PLACE).click()
    look(page, "watch-blind", axe)
    assert NAME not in page.content()
    page.get_by_role("link", name="เห็นอันตราย ส่งต่อ").click()
    page.wait_for_load_state()
    assert NAME not in page.content()
    fill(page, {"story": "เห็นแผลที่คิ้ว บอกว่าโดนตู้", "basis": "duty_dv_5", "signs": "adult_hurt"})
    send(page, "story")
    look(page, "sent", axe)
    with reading(SYSTEM):
        report = Report.objects.get()
        assert (report.details["sent_on"], report.details["where_words"]) == ("duty_dv_5", PLACE)
    page.goto("/desk/sent")
    look(page, "desk-sent", axe)
