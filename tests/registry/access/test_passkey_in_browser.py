"""In Chromium with a device of its own: enrol by link, set a passkey, leave, come in by the passkey alone; axe finds nothing on the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from prasan.ground.screens import places
from prasan.registry.access.actions import invite
from tests.cast import SYSTEM, Cast, lay_network
from tests.harness.serving import Site

GOOD = "ปลาทูสามตัวว่ายทวนน้ำ"


@pytest.fixture
def link(real_transactions: None) -> str:
    """Somebody new, invited before the site starts."""
    lay_network()
    _, token = invite(
        SYSTEM, username="new.officer", name="คนใหม่ ใจดี", organisation=Cast.organisation("psdhso", "40", "casework"), role="case_manager",
    )
    return f"/enrol/{token}"


def device(page: Page) -> None:
    """A device with a fingerprint reader that always knows its owner."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }})


def test_enrol_and_come_in_by_passkey(link: str, site: Site, phone: Page, axe: Callable[[Page], None]) -> None:
    home = site.url.replace("127.0.0.1", "localhost")  # passkeys belong to a name, not to a number
    device(phone)
    phone.goto(home + link)
    axe(phone)
    phone.get_by_label("รหัสผ่านใหม่").fill(GOOD)
    phone.get_by_label("พิมพ์รหัสผ่านอีกครั้ง").fill(GOOD)
    phone.get_by_role("button", name="ตั้งรหัสผ่าน").click()
    expect(phone.get_by_role("img", name="รูปสำหรับสแกนด้วยแอปยืนยันตัวตน")).to_be_visible()
    axe(phone)
    phone.get_by_role("link", name="ใช้กุญแจในเครื่องนี้").click()
    axe(phone)
    phone.get_by_role("button", name="ตั้งกุญแจ").click()
    expect(phone.get_by_role("heading", name="รหัสสำรอง")).to_be_visible()
    axe(phone)
    phone.goto(home + places.ACCOUNT)
    expect(phone.get_by_text("เครื่องที่ทำงาน")).to_be_visible()
    axe(phone)
    phone.goto(home + places.SIGN_OUT)
    phone.get_by_role("main").get_by_role("button", name="ออกจากระบบ").click()
    axe(phone)
    phone.get_by_role("button", name="เข้าด้วยกุญแจในเครื่อง").click()
    phone.wait_for_url(lambda url: places.SIGN_IN not in url)
    phone.goto(home + places.ACCOUNT)
    expect(phone.get_by_role("heading", name="บัญชีของฉัน")).to_be_visible()
