"""Every page of the desk on a phone and on a screen: with nothing, full, everything late; nothing for axe to find, nothing sideways; by key."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from prasan.ground import clock
from prasan.ground.transactions import reading
from prasan.registry.access.models import Duty
from prasan.registry.work.actions import hand_over
from prasan.registry.work.models import WorkItem
from tests.cast import Cast, Person, lay_network
from tests.harness import browsing
from tests.harness.serving import Site
from tests.registry.work.work import JOB, item

VERBS = ("first_contact", "do_action", "answer_referral", "approve_closure", "limit_near", "triage_report")
WIDTHS = (browsing.PHONE, browsing.DESK)


@pytest.fixture
def people(site: Site) -> Cast:
    lay_network()
    return Cast()


def looked_at(chromium: Browser, site: Site, cast: Cast, person: Person, address: str, name: str, posted: str = "") -> None:
    key = cast.client(person).cookies[settings.SESSION_COOKIE_NAME].value
    for size in WIDTHS:
        with browsing.window(chromium, site.url, size) as page:
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site.url}])
            answer = page.goto(address)
            assert answer is not None and answer.status == 200, (address, answer and answer.status)
            if posted:
                page.fill("#find", posted)
                page.click("main button")
                page.wait_for_selector("main [role=status]")
            browsing.keep_shot(page, name)
            browsing.check_accessibility(page)
            browsing.check_width(page)


def fill(cast: Cast, *, late: bool = False) -> None:
    hours = (-50, -3, -0.4) if late else (-0.4, 0.15, 0.6, 3, 7, 30, 24 * 20, None)
    for n, due in enumerate(hours):
        for verb in VERBS:
            item(
                cast.manager.organisation, verb=verb, object_kind="case", hours=due, urgency=4 - n % 4, assignee=cast.manager.user,
                facts={"number": f"ขก 2570-0{n}{VERBS.index(verb)}", "problem": "domestic_violence", "children": "yes",
                       "from": str(cast.hospital.organisation)},
            )
            item(cast.intake.organisation, verb="triage_report", hours=due, urgency=4 - n % 4, role="intake_officer",
                 facts={"number": f"ขก-ร 2570-{n}{VERBS.index(verb)}", "channel": "phone_1300", "problem": "trafficking"})
    for verb in ("answer_referral", "approve_closure", "reroute_referral", "answer_transfer"):
        item(cast.hospital.organisation, verb=verb, object_kind="referral", hours=0.3, role="receiving_desk", waiter=cast.manager.user,
             facts={"number": "ขก 2570-0391/2", "service": "medical"})
    item(cast.manager.organisation, verb="reroute_referral", hours=-1, assignee=cast.colleague.user, facts={"number": "ขก 2570-0377/1"})
    now = clock.now()
    for person in (cast.manager, cast.hotline):
        Duty.objects.create(organisation_id=cast.manager.organisation, user_id=person.user, starts_at=now - timedelta(hours=1),
                            ends_at=now + timedelta(hours=3), phone="043-555-0117")


def test_with_nothing_to_do(people: Cast, chromium: Browser, site: Site) -> None:
    for person, address, name in (
        (people.manager, "/desk/", "desk-empty"), (people.manager, "/desk/waiting", "waiting-empty"), (people.head, "/desk/unit", "unit-empty"),
        (people.province, "/desk/area", "area-empty"), (people.manager, "/desk/hand-over", "give-empty"), (people.centre, "/desk/sent", "sent-empty"),
        (people.manager, "/search", "search-empty"),
    ):
        looked_at(chromium, site, people, person, address, name)
    looked_at(chromium, site, people, people.outsider, "/search", "search-nothing", "ขก 2570-0001")


def test_full(people: Cast, chromium: Browser, site: Site) -> None:
    fill(people)
    things = [item(people.manager.organisation, verb=verb, object_kind="thing", assignee=people.manager.user) for verb in VERBS[:4]]
    with reading(JOB):
        mine = list(WorkItem.objects.filter(object_id__in=things).values_list("id", flat=True))
    made = hand_over(people.manager.actor, from_user=people.manager.user, to_user=people.colleague.user, items=mine, reason="leave")
    for person, address, name in (
        (people.manager, "/desk/", "desk-full"), (people.intake, "/desk/", "desk-intake"), (people.manager, "/desk/?only=referral", "desk-tab"),
        (people.manager, "/desk/waiting", "waiting"), (people.head, "/desk/unit", "unit"), (people.province, "/desk/area", "area"),
        (people.joint, "/desk/centre", "centre"), (people.monitor, "/desk/country", "country"), (people.auditor, "/desk/log", "log"),
        (people.manager, "/desk/hand-over", "give"), (people.colleague, f"/desk/hand-over/{made}", "handed"),
        (people.doctor, f"/desk/office/{people.hospital.organisation}", "office"), (people.doctor, "/desk/office?area=400101", "place"),
    ):
        looked_at(chromium, site, people, person, address, name)
    looked_at(chromium, site, people, people.manager, "/search", "search-found", "ขอนแก่น")


def test_everything_late(people: Cast, chromium: Browser, site: Site) -> None:
    fill(people, late=True)
    looked_at(chromium, site, people, people.manager, "/desk/", "desk-late")
    looked_at(chromium, site, people, people.head, "/desk/unit", "unit-late")


def test_the_keys_move_open_and_search(people: Cast, chromium: Browser, site: Site) -> None:
    fill(people)
    key = people.client(people.intake).cookies[settings.SESSION_COOKIE_NAME].value
    with browsing.window(chromium, site.url, browsing.DESK) as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site.url}])
        page.goto("/desk/")
        expect(page.locator(".row").first).to_have_class("row here")
        expect(page.locator(".row kbd:visible")).to_have_count(1)
        by_key(page)


def by_key(page: Page) -> None:
    page.keyboard.press("j")
    expect(page.locator(".row").nth(1)).to_have_class("row here")
    page.keyboard.press("k")
    expect(page.locator(".row").first).to_have_class("row here")
    page.keyboard.press("/")
    expect(page.locator("[role=search] input[type=search]")).to_be_focused()
    page.keyboard.press("Tab")
    page.locator("main h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.locator("#keys button").click()
    wanted = page.locator(".row.here .a [data-key=a]").get_attribute("href")
    page.keyboard.press("a")
    page.wait_for_url(f"**{wanted}")
    assert urlsplit(page.url).path == wanted
    page.go_back()
    page.keyboard.press("n")
    page.wait_for_url("**/reports/new")
