"""A volunteer enters a house without a connection and asks it again the same day: the list of the centre knows it at once, and sends nothing twice."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from prasan.community.surveys.actions import ship
from prasan.community.surveys.models import Entry, EntryVersion, Submission
from prasan.surfaces.fill import bundle
from tests.cast import Cast, hire
from tests.community.surveys.rounds import registered
from tests.harness import browsing, serving
from tests.harness.serving import Site
from tests.journeys import filling
from tests.journeys.test_main_job import people
from tests.surfaces.fill.survey import publish, rows

__all__ = ["people"]
pytestmark = pytest.mark.skipif(not bundle.there(), reason="no Node here: web filling is not built")
HEAD = "ป้าน้ำผึ้ง"  # marks above and below one letter
YEARS = {"น้ำผึ้ง": "2500", "แก้ม": "2565", "ต้น": "2568"}


@pytest.fixture
def road(people: Cast) -> Iterator[Site]:
    """A site with the household register and its next round, and one house that another centre has entered."""
    from tests import settings as test_settings

    ship(("household_register", "household_round"))
    publish(people.monitor.organisation)
    other = hire("other_centre", "ศพค. อื่น", "centre_member", people.organisation("cfdc", "400102"))
    registered(people.centre.actor, house="7/7", head="ลุงอยู่ก่อน")
    registered(other.actor, house="8/8", head="คานารีบ้านอื่น")
    expect.set_options(timeout=30_000)
    with serving.serving(test_settings.WORK) as site:
        yield site
    expect.set_options(timeout=5_000)


def kept(page: Page) -> None:
    expect(page.locator(".state")).to_contain_text("เก็บในเครื่องแล้ว")


def choose(page: Page, label: str) -> None:
    """One of few, by the keyboard: what stands at the bottom of the screen may lie over it."""
    page.get_by_label(label, exact=True).first.press("Space")
    expect(page.get_by_label(label, exact=True).first).to_be_checked()


def pick(page: Page, label: str, typed: str) -> None:
    """Choose from a list by typing."""
    page.get_by_label(label, exact=True).first.fill(typed)
    page.get_by_role("option", name=re.compile(typed)).first.click()


def onward_to(page: Page, words: str) -> None:
    """Onward to the page on which these words stand."""
    for _ in range(6):
        if page.locator("#main", has_text=words).count():
            return
        filling.onward(page)
        page.wait_for_timeout(150)
    raise AssertionError(page.locator("#main").inner_text())


def to_review(page: Page) -> None:
    """Onward over pages on which nothing has to be answered."""
    for _ in range(12):
        if page.get_by_role("heading", name="ตรวจคำตอบก่อนส่ง").count():
            return
        filling.onward(page)
        page.wait_for_timeout(150)
    raise AssertionError(page.locator("#main").inner_text())


def enter_member(page: Page, name: str) -> None:
    """One of whom nothing is known yet."""
    page.get_by_label("ชื่อเรียก", exact=True).fill(name)
    page.get_by_label(re.compile("อยู่ครอบครัวที่")).fill("1")
    choose(page, "หญิง")
    page.get_by_label(re.compile("เกิดปี")).fill(YEARS[name])
    choose(page, "ลูก")
    kept(page)


def enter_house(page: Page) -> None:
    """The household register, to its last page."""
    page.get_by_role("button", name=re.compile("^ทะเบียนครัวเรือน \\(")).click()
    expect(page.locator("#dock .pr-btn--main")).to_be_visible(timeout=40_000)
    filling.onward(page)
    pick(page, "จังหวัด", "ขอนแก่น")
    pick(page, "อำเภอหรือเขต", "เมืองขอนแก่น")
    pick(page, "ตำบลหรือแขวง", "ในเมือง")
    page.get_by_label(re.compile("หมู่ที่")).fill("4")
    page.get_by_label(re.compile("บ้านเลขที่")).fill("12/3")
    kept(page)
    filling.onward(page)
    choose(page, "ใช่")
    filling.onward(page)
    page.get_by_label(re.compile("บ้านใคร")).fill(HEAD)
    page.get_by_label(re.compile("กี่ครอบครัว")).fill("1")
    page.get_by_label(re.compile("กี่คน")).fill("1")
    choose(page, "ของคนในบ้าน")
    kept(page)
    filling.onward(page)
    choose(page, "อยู่คนเดียว")
    filling.onward(page)
    enter_member(page, "น้ำผึ้ง")
    to_review(page)


def ask_again(page: Page, *, before: dict[str, str], new: str = "") -> None:
    """The next round about this house, to its last page. `before`: who is in its list, and what is answered of them; `new`: who else lives there now."""
    page.get_by_role("button", name=re.compile("^ทะเบียนครัวเรือน รอบต่อไป")).click()
    expect(page.locator("#dock .pr-btn--main")).to_be_visible(timeout=40_000)
    field = page.get_by_label("ครัวเรือนใดในทะเบียนของศูนย์")
    if not field.count():
        filling.onward(page)
    text = page.locator("#main").inner_text()
    assert "คานารี" not in text
    house = page.get_by_role("radio", name=re.compile(HEAD))
    if house.count():
        house.press("Space")
    else:
        pick(page, "ครัวเรือนใดในทะเบียนของศูนย์", HEAD)
    choose(page, "ใช่")
    kept(page)
    filling.onward(page)
    choose(page, "อยู่ที่เดิม")
    kept(page)
    filling.onward(page)
    expect(page.get_by_label(re.compile("บ้านใคร"))).to_have_value(HEAD)
    filling.onward(page)
    expect(page.locator("#main")).to_contain_text(f"รายชื่อรอบก่อน {len(before)} คน: {', '.join(before)}")
    page.get_by_label(re.compile("อีกกี่คน")).fill("1" if new else "0")
    kept(page)
    browsing.check_width(page)
    for name, stays in before.items():
        onward_to(page, f"{name} ยังอยู่บ้านนี้หรือไม่")
        assert not page.get_by_label("ชื่อเรียก", exact=True).count(), "nothing is asked of one who may have left"
        choose(page, stays)
        if stays == "ยังอยู่":
            expect(page.get_by_label("ชื่อเรียก", exact=True)).to_have_value(name)
            expect(page.get_by_label(re.compile("เกิดปี"))).to_have_value(YEARS[name])
            expect(page.get_by_label("หญิง", exact=True)).to_be_checked()
        kept(page)
        browsing.keep_shot(page, f"member-{'stays' if stays == 'ยังอยู่' else 'left'}")
        browsing.check_width(page)
    if new:
        filling.onward(page)
        onward_to(page, "ชื่อเรียก")
        enter_member(page, new)
    to_review(page)


def test_a_house_entered_without_a_line_is_asked_again_the_same_day_and_arrives_once(
    people: Cast, chromium: Browser, road: Site, tmp_path: Path,
) -> None:
    lost: list[int] = []

    def cut(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort("connectionreset")  # the server has it; the telephone does not know
        else:
            route.continue_()

    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        filling.begin(page)
        context.set_offline(True)
        page.reload()
        filling.unlock(page)
        filling.at_home(page)
        enter_house(page)
        page.get_by_role("button", name="เก็บไว้รอส่ง").click()
        filling.at_home(page)
        ask_again(page, before={"น้ำผึ้ง": "ยังอยู่"}, new="แก้ม")
        page.get_by_role("button", name="เก็บไว้รอส่ง").click()
        filling.at_home(page)
        page.reload()
        filling.unlock(page)
        filling.at_home(page)
        ask_again(page, before={"น้ำผึ้ง": "ยังอยู่", "แก้ม": "ย้ายออกแล้ว"})  # a second time upon what the first one said
        page.get_by_role("button", name="เก็บไว้รอส่ง").click()
        filling.at_home(page)
        browsing.keep_shot(page, "own-list-waiting")
        assert not [one for one in rows(Entry) if HEAD in one.body["label"]]
        context.route("**/fill/send", cut)
        context.set_offline(False)
        for _ in range(30):
            if not page.get_by_role("heading", name="รอส่ง").count():
                break
            page.wait_for_timeout(1000)
            if page.get_by_role("button", name=re.compile("^ส่ง .* ชุดตอนนี้")).count():
                page.get_by_role("button", name=re.compile("^ส่ง .* ชุดตอนนี้")).click()
        expect(page.get_by_role("heading", name="ส่งแล้ว")).to_be_visible()
        assert lost == [201, 201]
        ask_again(page, before={"น้ำผึ้ง": "ยังอยู่"}, new="ต้น")  # now out of the server's list, where one who left is not asked about
    [found] = [one for one in rows(Entry) if HEAD in one.body["label"]]
    assert (found.state, found.body["values"]["members"], found.number) == ("current", "1", 3)
    assert [one.body["values"]["members"] for one in rows(EntryVersion, entry=found)] == ["1", "2", "1"]
    members = {one.body["values"]["called"]: one for one in rows(Entry, belongs=found.mark)}
    assert {name: (one.number, one.state, one.body["values"].get("stays")) for name, one in members.items()} == {
        "น้ำผึ้ง": (3, "current", "yes"), "แก้ม": (2, "current", "left"),
    }
    assert len(rows(Submission)) == 2 + 3
