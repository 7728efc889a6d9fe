"""A volunteer on the road: the line breaks, the battery ends, somebody looks over the shoulder. Nothing is lost, doubled or left behind."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from prasan.community.surveys.models import Answers, Attachment, Submission
from prasan.surfaces.fill import bundle
from tests.cast import Cast
from tests.harness import browsing, serving
from tests.harness.serving import Site
from tests.journeys import filling
from tests.journeys.test_main_job import people
from tests.surfaces.fill.survey import mapped, publish, rows

__all__ = ["people"]
pytestmark = pytest.mark.skipif(not bundle.there(), reason="no Node here: web filling is not built")
EXIF = bytes.fromhex("ffe1002a4578696600004d4d002a000000080001882500040000000100000019000000004750532064617461")


@pytest.fixture
def road(people: Cast) -> Iterator[Site]:
    """A site with one survey, open to every centre."""
    from tests import settings as test_settings

    publish(people.monitor.organisation)
    expect.set_options(timeout=30_000)
    with serving.serving(test_settings.WORK) as site:
        yield site
    expect.set_options(timeout=5_000)


def houses() -> list[str]:
    """What was received."""
    return [str(one.pk) for one in rows(Submission)]


@pytest.mark.main_journey
def test_three_households_without_a_line_survive_a_dead_battery_and_arrive_once(people: Cast, chromium: Browser, road: Site, tmp_path: Path) -> None:
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        filling.begin(page)
        context.set_offline(True)
        page.reload()
        filling.unlock(page)
        filling.at_home(page)
        for number in ("14/1", "14/2"):
            filling.whole(page, number)
            page.get_by_role("button", name="เก็บไว้รอส่ง").click()
            filling.at_home(page)
        filling.start(page)
        filling.house(page, "14/3")
        filling.onward(page)
        page.get_by_label("ชื่อเล่น").fill("บุญมี")
        page.get_by_label("วัน", exact=True).fill("9")
        expect(page.locator(".state")).to_contain_text("เก็บในเครื่องแล้ว")
        page.wait_for_timeout(300)
        filling.kill(tmp_path / "profile")
    assert not houses()
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        context.set_offline(True)
        page = filling.page_of(context)
        page.goto("/fill/")
        filling.unlock(page)
        filling.at_home(page)
        expect(page.get_by_text("บ้านเลขที่ 14/1")).to_be_visible()
        expect(page.get_by_text("บ้านเลขที่ 14/2")).to_be_visible()
        page.get_by_role("button", name="ทำต่อ บ้านเลขที่ 14/3").click()
        expect(page.get_by_label("ชื่อเล่น")).to_have_value("บุญมี", timeout=40_000)
        expect(page.get_by_label("วัน", exact=True)).to_have_value("9")  # half a date, which no form could hold
        filling.member(page, "บุญมี", "9", "1", "2520")
        filling.onward(page)
        filling.to_the_end(page)
        page.get_by_role("button", name="เก็บไว้รอส่ง").click()
        filling.at_home(page)
        filling.sign_in(context, road, people, people.centre)
        context.set_offline(False)
        expect(page.get_by_role("heading", name="รอส่ง")).to_have_count(0, timeout=40_000)
        expect(page.get_by_role("heading", name="ส่งแล้ว")).to_be_visible()
    assert len(houses()) == 3
    assert len(rows(Answers, repeat="/data/member")) == 3
    assert {row.plain["/data/place/tambon"] for row in rows(Answers, repeat="")} == {"400101"}
    assert all(row.plain["/data/life/content"] == 7 for row in rows(Answers, repeat=""))


def test_a_row_whose_answer_got_lost_is_there_once(people: Cast, chromium: Browser, road: Site, tmp_path: Path) -> None:
    heard: list[int] = []

    def cut(route: Route) -> None:
        heard.append(route.fetch().status)
        if len(heard) <= 2:
            route.abort("connectionreset")  # the server has it; the telephone does not know
        else:
            route.continue_()

    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        filling.begin(page)
        context.route("**/fill/send", cut)
        filling.whole(page, "14/2")
        page.get_by_role("button", name="ส่ง", exact=True).click()
        for _ in range(60):
            if page.get_by_role("heading", name="ส่งแล้ว").count():
                break
            page.get_by_role("button", name="ส่ง 1 ชุดตอนนี้").or_(page.get_by_role("heading", name="ส่งแล้ว")).first.click()
            page.wait_for_timeout(500)
        expect(page.get_by_role("heading", name="รอส่ง")).to_have_count(0)
    assert heard[:3] == [201, 201, 201]
    assert len(houses()) == 1


def test_an_ended_session_asks_to_sign_in_again_and_loses_nothing(people: Cast, chromium: Browser, road: Site, tmp_path: Path) -> None:
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        filling.begin(page)
        filling.whole(page, "14/2")
        context.clear_cookies(name="session")
        page.get_by_role("button", name="ส่ง", exact=True).click()
        expect(page.get_by_text("หมดเวลาเข้าระบบ")).to_be_visible()
        assert not houses()
        page.get_by_role("link", name="เข้าระบบ").click()
        expect(page).to_have_url(f"{road.url}/account/login/?next=/fill/door")
        filling.sign_in(context, road, people, people.outsider)  # somebody else takes the telephone
        page.goto("/fill/")
        filling.unlock(page)
        expect(page.get_by_text("เครื่องนี้เก็บคำตอบของอีกคนหนึ่ง")).to_be_visible()
        assert not houses()
        filling.sign_in(context, road, people, people.centre)
        page.goto("/fill/door")
        filling.unlock(page)
        expect(page.get_by_role("heading", name="ส่งแล้ว")).to_be_visible()
    assert [one.made_by for one in rows(Submission)] == [people.centre.actor.key]


def test_a_wrong_pin_waits_longer_each_time_also_after_a_restart(people: Cast, chromium: Browser, road: Site, tmp_path: Path) -> None:
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        filling.begin(page)
        page.reload()
        for left in (4, 3, 2, 1):
            filling.unlock(page, "999999")
            expect(page.locator("#pin-error")).to_contain_text(f"เหลืออีก {left} ครั้ง")
        filling.unlock(page, "999999")
        expect(page.locator("#pin-error")).to_contain_text(re.compile("รออีก (60|5[0-9]) วินาที"))
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        page = filling.page_of(context)
        page.goto("/fill/")
        filling.unlock(page)  # the right one, too early
        expect(page.locator("#pin-error")).to_contain_text("ผิดหลายครั้ง")
        expect(page.get_by_role("heading", name="เริ่มแบบใหม่")).to_have_count(0)
        context.clock.install()
        context.clock.fast_forward(61_000)
        page.goto("/fill/")
        filling.unlock(page)
        filling.at_home(page)


def test_signing_out_sends_asks_and_wipes(people: Cast, chromium: Browser, road: Site, tmp_path: Path, axe: Callable[[Page], None]) -> None:
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        filling.begin(page)
        context.set_offline(True)
        filling.whole(page, "14/1")
        page.get_by_role("button", name="เก็บไว้รอส่ง").click()
        filling.at_home(page)
        filling.start(page)
        filling.house(page, "14/2")
        page.locator("header a").click()
        filling.at_home(page)
        context.set_offline(False)
        page.get_by_role("button", name="ออกจากระบบ").click()
        expect(page.get_by_text("ที่ทำค้าง 1 ชุด และที่รอส่ง 0 ชุด")).to_be_visible()  # what was whole has been sent
        axe(page)
        browsing.check_width(page)
        assert len(houses()) == 1
        page.get_by_role("button", name="ลบทั้งหมดแล้วออกจากระบบ").click()
        expect(page).to_have_url(f"{road.url}/account/login/")
        assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
        assert page.evaluate("caches.keys()") == []
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert len(houses()) == 1


def test_two_windows_do_not_write_over_each_other(people: Cast, chromium: Browser, road: Site, tmp_path: Path) -> None:
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        first = filling.page_of(context)
        filling.begin(first)
        filling.start(first)
        filling.house(first, "14/2")
        second = context.new_page()
        second.goto("/fill/")
        filling.unlock(second)
        second.get_by_role("button", name="ทำต่อ").click()
        expect(second.get_by_role("heading", name="ชุดนี้เปิดอยู่ในอีกหน้าต่าง")).to_be_visible()
        second.get_by_role("button", name="ย้ายมาทำที่นี่").click()
        expect(second.get_by_label("บ้านเลขที่")).to_have_value("14/2", timeout=40_000)
        expect(first.get_by_role("heading", name="ย้ายไปทำในอีกหน้าต่างแล้ว")).to_be_visible()
        second.get_by_label("บ้านเลขที่").fill("14/9")
        expect(second.locator(".state")).to_contain_text("เก็บในเครื่องแล้ว")
        first.get_by_role("button", name="กลับไปหน้ารายการ").click()
        expect(first.locator("b", has_text="บ้านเลขที่ 14/9")).to_be_visible()


def test_an_answer_about_danger_is_kept_nowhere_and_opens_the_way_to_help(
    people: Cast, chromium: Browser, road: Site, tmp_path: Path, axe: Callable[[Page], None],
) -> None:
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        filling.begin(page)
        filling.start(page)
        filling.house(page, "14/2")
        filling.onward(page)
        filling.member(page, "หนูนา")
        for _ in range(3):
            filling.onward(page)
        expect(page.get_by_role("group", name="มีใครในบ้านทำให้กลัวไหม")).to_be_visible()
        context.set_offline(True)
        page.get_by_label("ใช่", exact=True).click()
        expect(page).to_have_url(f"{road.url}/fill/help")
        expect(page.get_by_role("link", name="1300")).to_be_visible()
        axe(page)
        browsing.check_width(page)
        page.get_by_role("link", name="ปิดหน้านี้ทันที").click()
        expect(page).to_have_title("ล้างมือ 7 ขั้นตอน")
        axe(page)
        page.get_by_role("link", name="เปิดหน้าอื่น").click()
        filling.unlock(page)
        filling.sign_in(context, road, people, people.centre)
        page.get_by_role("button", name="ทำต่อ").click()
        expect(page.get_by_label("อยากบอกอะไรอีก")).to_be_visible(timeout=40_000)  # after the question, which is not shown again
        filling.onward(page)
        assert "กลัว" not in page.locator("main").inner_text()
        context.set_offline(False)
        page.wait_for_timeout(200)
        page.locator("#dock .pr-btn--main").click()
        expect(page.get_by_role("heading", name="ส่งแล้ว")).to_be_visible()
    kept = json.dumps([[row.plain, list(row.plain)] for row in rows(Answers)])
    assert "/data/place/tambon" in kept
    assert "afraid" not in kept


def test_a_photo_leaves_its_place_behind(people: Cast, chromium: Browser, road: Site, tmp_path: Path) -> None:
    picture = tmp_path / "house.jpg"
    sent: list[bytes] = []
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        page.goto("/fill/rest")
        drawn = page.screenshot(type="jpeg")
        picture.write_bytes(drawn[:2] + EXIF + drawn[2:])
        assert b"GPS data" in picture.read_bytes()
        context.on("request", lambda request: sent.append(request.post_data_buffer or b"") if request.url.endswith("/fill/send") else None)
        filling.begin(page)
        filling.start(page)
        filling.house(page, "14/2")
        page.get_by_label("รูปหน้าบ้าน").set_input_files(picture)
        expect(page.get_by_text("ตัดพิกัดและข้อมูลของเครื่องออกแล้ว")).to_be_visible()
        page.reload()  # what the page says is kept is kept
        filling.unlock(page)
        page.get_by_role("button", name="ทำต่อ").click()
        expect(page.locator(".shot canvas")).to_be_visible(timeout=40_000)
        filling.onward(page)
        filling.member(page, "หนูนา")
        filling.onward(page)
        filling.to_the_end(page)
        page.get_by_role("button", name="ส่ง", exact=True).click()
        expect(page.get_by_role("heading", name="ส่งแล้ว")).to_be_visible()
    assert len(rows(Attachment)) == 1
    assert len(houses()) == 1
    assert not any(b"GPS data" in body or b"Exif" in body for body in sent)


def test_the_worker_keeps_no_other_page_and_no_answer(people: Cast, chromium: Browser, road: Site, tmp_path: Path) -> None:
    with filling.telephone(chromium, tmp_path / "profile", road) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        filling.begin(page)
        for path in ("/desk/", "/centre/", "/report/", "/fill/offers"):
            page.goto(path)
        page.goto("/fill/")
        kept = page.evaluate("""async () => {
            const found = [];
            for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
            return found;
        }""")
        assert {path for path in kept if not path.startswith(("/static/", "/fill/built/"))} == {
            "/fill/", "/fill/rest", "/fill/help", "/fill/words/en", "/fill/words/ms"}
        rows = page.evaluate("""() => new Promise((done) => {
            const asked = indexedDB.open("prasan-fill");
            asked.onsuccess = () => {
                const all = asked.result.transaction("rows").objectStore("rows").getAll();
                all.onsuccess = () => done(all.result.map((row) => [Object.keys(row).sort().join(), new TextDecoder("latin1").decode(row.sealed)]));
            };
        })""")
        assert {keys for keys, _ in rows} == {"id,iv,kind,rev,sealed"}
        assert rows
        assert not any("home_visit" in text or "xforms" in text for _, text in rows)


@pytest.mark.parametrize("size", [browsing.PHONE, browsing.DESK], ids=["phone", "desk"])
def test_every_screen_fits_and_reads_well(  # noqa: PLR0915 - a walk along all screens
    people: Cast, chromium: Browser, road: Site, tmp_path: Path, axe: Callable[[Page], None], size: dict[str, int],
) -> None:
    def look(name: str) -> None:
        page.wait_for_timeout(250)
        axe(page)
        browsing.check_width(page)
        browsing.keep_shot(page, f"fill-{name}")

    with filling.telephone(chromium, tmp_path / "profile", road, size) as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        page.goto("/fill/")
        expect(page.locator("#pin2")).to_be_visible()
        look("pin-new")
        filling.begin(page)
        look("home-empty")
        filling.start(page)
        filling.onward(page)
        expect(page.locator(".pr-errors")).to_be_focused()
        look("errors")
        page.get_by_role("link", name="บ้านเลขที่").click()
        expect(page.get_by_label("บ้านเลขที่")).to_be_focused()
        page.get_by_label("ตำบล").fill("เมือง")
        expect(page.get_by_role("option").first).to_be_visible()
        look("search")
        filling.house(page, "14/2")
        page.get_by_role("button", name="ใช้ตำแหน่งตรงนี้").click()
        expect(page.get_by_text("16.43000, 102.83000")).to_be_visible()
        look("place")
        filling.onward(page)
        filling.member(page, "หนูนา", "31", "2", "2558")
        filling.onward(page)
        expect(page.locator(".pr-errors")).to_contain_text("เดือนนี้ไม่มีวันที่ 31")
        look("date-wrong")
        filling.member(page, "หนูนา")
        expect(page.get_by_text("5 มีนาคม 2558")).to_be_visible()
        look("member")
        filling.onward(page)
        look("members")
        filling.onward(page)
        look("life")
        filling.onward(page)
        look("danger")
        filling.onward(page)
        look("last")
        filling.onward(page)
        look("review")
        context.set_offline(True)
        page.locator("header a").click()
        filling.at_home(page)
        look("home-offline")
        page.get_by_role("button", name="ลบ").first.click()
        look("ask")
        page.reload()
        look("locked")
        page.get_by_role("button", name="ลืมเลขล็อก").click()
        look("forgot")


def test_what_our_page_cannot_draw_is_filled_in_the_other_one(people: Cast, chromium: Browser, road: Site, tmp_path: Path) -> None:
    publish(people.monitor.organisation, body=mapped(), code="mapped", files={})
    with filling.telephone(chromium, tmp_path / "profile", road, blocked="openstreetmap.org") as context:
        filling.sign_in(context, road, people, people.centre)
        page = filling.page_of(context)
        filling.begin(page)
        page.get_by_role("link", name="ต้องใช้หน้ากรอกอีกแบบ").click()
        expect(page.get_by_text("คำบนปุ่มเป็นภาษาอังกฤษ")).to_be_visible()
        box = page.locator("#form input[type=text], #form textarea").first
        expect(box).to_be_visible(timeout=60_000)
        browsing.keep_shot(page, "fill-other")
        box.fill("ซอยข้างวัด")
        page.get_by_role("button", name="Send").first.click()
        expect(page.locator("#state")).to_contain_text("ส่งแล้ว ขอบคุณ")
    assert len(houses()) == 1
