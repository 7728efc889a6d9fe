"""The pictures of docs/guide-th.md, made from a running demonstration: `python -m tests.harness.guide http://127.0.0.1:8000 [folder]`.

It does the main job by hand as made-up people, a new report each time, and keeps each screen as a desk and as a telephone sees it: small WebP files,
the top of the page only where it is long. Run it again whenever the screens change; it overwrites what is there.
"""

import io
import re
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.harness import browsing

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "guide"
TALL = {1280: 900, 360: 1040}  # pixels of the page that are kept
WIDE = {1280: 840, 360: 330}  # pixels of the picture
QUALITY = 48
STORY = "เด็กข้างบ้านอยู่คนเดียวทุกคืน แม่ทำงานกะดึก ไม่มีใครทำข้าวให้กิน เมื่อคืนร้องไห้นาน"
ANSWERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/report/", {"danger": "no"}),
    ("/report/2", {"who": "child", "age": "8", "name": "น้องใบบัว"}),
    ("/report/3", {"story": STORY, "what": "neglect.child"}),
    ("/report/4", {"kin": "parent"}),
    ("/report/5", {"province": "40", "place": "ศิลา เมืองขอนแก่น", "involves": "no"}),
    ("/report/6", {"way": "none"}),
)
INTAKE = ("เจ้าหน้าที่รับแจ้ง", "พมจ.ขอนแก่น")
MANAGER = ("ผู้จัดการรายกรณี", "พมจ.ขอนแก่น")
HEAD = ("หัวหน้ากลุ่ม", "ขอนแก่น")
HOSPITAL = ("โต๊ะรับเรื่องส่งต่อ", "โรงพยาบาลขอนแก่น")
PROVINCE = ("หัวหน้าสำนักงานจังหวัด", "ขอนแก่น")
PRIVACY = ("เจ้าหน้าที่คุ้มครองข้อมูล", "")


class Album:
    """Keeps pictures of one page at both widths."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.kept: list[str] = []

    def keep(self, name: str, part: str = "") -> None:
        """Save what the page shows as <name>-desk.webp and <name>-phone.webp, from `part` of it downwards if told."""
        for size, suffix in ((browsing.PHONE, "phone"), (browsing.DESK, "desk")):
            self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
            self.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
            tall = int(self.page.evaluate("document.documentElement.scrollHeight"))
            self.page.set_viewport_size({"width": size["width"], "height": min(max(tall, size["height"]), TALL[size["width"]])})
            if part:
                self.page.locator(part).first.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 20)")
            picture = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
            wide = WIDE[size["width"]]
            picture.resize((wide, round(picture.height * wide / picture.width)), Image.Resampling.LANCZOS).save(
                self.folder / f"{name}-{suffix}.webp", quality=QUALITY, method=6,
            )
        self.page.set_viewport_size({"width": browsing.DESK["width"], "height": browsing.DESK["height"]})
        self.kept.append(name)

    def at(self, address: str, name: str) -> None:
        """Go there and keep it."""
        self.page.goto(address)
        self.keep(name)


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
    """Press the main button of the form in which the field `near` stands."""
    form = page.locator("form", has=page.locator(f'[name="{near}"]')).first
    main = form.locator("button.pr-btn--main")
    (main.first if main.count() else form.locator("button").last).click()
    page.wait_for_load_state()


def enter(page: Page, part: tuple[str, str]) -> str:
    """Come in as the first made-up person whose card says the role and the office; returns the user's id."""
    page.goto("/enter")
    for card in page.locator('button[name="user"]').all():
        if all(word in card.inner_text() for word in part):
            user = str(card.get_attribute("value"))
            card.click()
            page.wait_for_url("**/desk/**")
            return user
    raise LookupError(part)


def first_choice(page: Page, name: str) -> str:
    """The first real value that a choice offers."""
    select = page.locator(f'select[name="{name}"] option')
    values = [one.get_attribute("value") for one in (select.all() if select.count() else page.locator(f'[name="{name}"]').all())]
    return next(str(value) for value in values if value)


def public(album: Album) -> tuple[str, str]:
    """Anybody reports on the public pages; returns the code and the secret."""
    page = album.page
    album.at("/", "home")
    for number, (address, answers) in enumerate(ANSWERS, 1):
        page.goto(address)
        fill(page, answers)
        if number in {3, 6}:
            album.keep(f"report-{number}")
        send(page, next(iter(answers)))
    page.goto("/report/check")
    send(page, "token")
    album.keep("report-receipt")
    code, secret = re.findall(r"<dd>([0-9 ]+)</dd>", page.content())
    return code, secret


def intake(album: Album) -> str:
    """The desk reads the newest report, decides, and opens a case for a manager; returns the case."""
    page = album.page
    page.goto("/enter")
    album.keep("enter")
    manager = enter(page, MANAGER)
    enter(page, INTAKE)
    album.keep("desk-intake")
    album.at("/reports/new", "intake-new")
    album.at("/reports/", "reports")
    newest = next(filter(None, (re.match(r"(/reports/[0-9a-f-]{36})", str(one.get_attribute("href"))) for one in page.locator("main a").all())))
    album.at(f"{newest[1]}/triage", "triage")
    page.locator('button[name="conflict"][value="no"]').click()
    page.wait_for_load_state()
    fill(page, {"outcome": "open", "open.name": "บ้านริมคลอง", "open.manager": manager, "open.basis": "duty_child_29", "reason": "เด็กอยู่ลำพัง ต้องคุ้มครอง"})
    album.keep("triage-decide", "#decide, form:has([name=outcome])")
    send(page, "outcome")
    enter(page, MANAGER)
    page.goto("/cases/")
    page.locator('a[href^="/cases/"]', has_text="บ้านริมคลอง").first.click()
    page.wait_for_load_state()
    return page.url.rsplit("/", 1)[-1]


def casework(album: Album, case: str) -> None:
    """What the manager does on the case."""
    page = album.page
    album.at("/cases/", "cases")
    album.at(f"/cases/{case}", "case")
    page.goto(f"/cases/{case}/contact")
    fill(page, {"channel": "visit", "outcome": "reached", "text": "พบเด็กที่โรงเรียนกับครู ปลอดภัย"})
    album.keep("contact")
    send(page, "channel")
    for address, name in (("plan/new", "plan"), ("notes/new", "note"), ("team/new", "team"), ("exclusions", "exclusions"), ("transfer", "transfer"),
                          ("print", "print"), ("looked", "looked")):
        album.at(f"/cases/{case}/{address}", name)
    page.goto("/search")
    page.locator("#find").fill("ใบบัว")
    page.locator("#find").press("Enter")
    page.wait_for_load_state()
    album.keep("search")
    page.goto(f"/cases/{case}")
    safety = page.locator('a[href^="/contact/"]')
    if safety.count():
        album.at(str(safety.first.get_attribute("href")), "safe-contact")


def refer(album: Album, case: str) -> None:
    """The hospital is asked, refuses, the case is sent elsewhere and accepted."""
    page = album.page
    album.at(f"/cases/{case}/refer", "refer-service")
    page.goto(f"/cases/{case}/refer?service=medical")
    fill(page, {"receiver": first_choice(page, "receiver"), "ask": "ขอตรวจสุขภาพเด็กหญิงอายุประมาณ 8 ปี วันนี้", "basis": "duty_child_29", "talk": "agreed"})
    hospital = page.locator('[name="receiver"]').all()
    for one in hospital:
        if "โรงพยาบาลขอนแก่น" in (one.evaluate("e => e.closest('label') ? e.closest('label').innerText : ''") or ""):
            one.check(force=True)
            break
    album.keep("refer")
    page.locator('button[name="act"][value="send"]').first.click()
    page.wait_for_load_state()
    referral = page.url.rsplit("/", 1)[-1]
    album.keep("referral-sent")
    enter(page, HOSPITAL)
    album.at("/referrals/", "referrals")
    album.at(f"/referrals/{referral}", "referral-answer")
    fill(page, {"answer": "accept", "knows": "no"})
    send(page, "answer")
    album.at(f"/referrals/{referral}", "referral-accepted")
    fill(page, {"text": "ตรวจแล้ว แข็งแรงดี"})
    send(page, "text")


def close(album: Album, case: str) -> None:
    """It ends with the child's own view and the head's approval, and is looked at again."""
    page = album.page
    enter(page, MANAGER)
    page.goto(f"/cases/{case}/ask_close")
    fill(page, {"reason_code": first_choice(page, "reason_code"), "summary": "เด็กปลอดภัย มีคนดูแลทุกคืน", "persons_view": "หนูไม่กลัวแล้ว"})
    album.keep("close-ask")
    send(page, "summary")
    page.goto(f"/cases/{case}")
    closure = str(page.locator('a[href*="/closures/"]').first.get_attribute("href"))
    enter(page, HEAD)
    album.keep("desk-head")
    album.at(closure, "close-approve")
    approve = page.locator('form[action$="/approve"] button')
    if approve.count():
        approve.first.click()
        page.wait_for_load_state()
    enter(page, MANAGER)
    page.goto(f"/cases/{case}")
    look = page.locator('a[href*="/followups/"]')
    if look.count():
        album.at(str(look.first.get_attribute("href")), "follow-up")


def others(album: Album, told: tuple[str, str]) -> None:
    """Search, hand-over, own account, the emergency way and its review, and the receipt."""
    page = album.page
    album.at("/desk/hand-over", "hand-over")
    enter(page, PROVINCE)
    album.at("/access/open", "break-glass")
    enter(page, PRIVACY)
    album.at("/access/reviews", "reviews")
    personal_data(album)
    page.goto("/receipt")
    fill(page, {"code": told[0], "secret": told[1]})
    send(page, "code")
    album.keep("receipt-opened")


def personal_data(album: Album) -> None:
    """What the privacy officer has to do: requests, a copy, an erasure with its certificate, a breach."""
    page = album.page
    album.at("/personal-data/", "personal-data")
    for folder, name in (("requests", "rights-request"), ("disposals", "certificate"), ("breaches", "breach")):
        page.goto(f"/personal-data/{folder}/{'?done=1' if folder == 'disposals' else ''}")
        first = page.locator(f'th a[href^="/personal-data/{folder}/"]').last
        if first.count():
            album.at(str(first.get_attribute("href")), name)


def main(arguments: list[str]) -> int:
    """Make all the pictures; says how many and how large."""
    site, folder = arguments[0], Path(arguments[1]) if len(arguments) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {}
    with sync_playwright() as playwright:
        chromium = browsing.launch(playwright)
        with browsing.window(chromium, site, browsing.DESK, **options) as page:
            album = Album(page, folder)
            told = public(album)
            case = intake(album)
            casework(album, case)
            refer(album, case)
            close(album, case)
            others(album, told)
        chromium.close()
    size = sum(path.stat().st_size for path in folder.glob("*.webp"))
    sys.stdout.write(f"{2 * len(album.kept)} pictures, {size // 1024} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
