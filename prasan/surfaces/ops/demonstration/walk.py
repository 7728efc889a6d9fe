"""A walk through the main job over HTTP, as made-up people, saying in plain words what happens.

It uses the same doors as everybody: "enter as", the API with its session, the public pages. Any answer that is not the one that the work needs ends
the walk and says what was expected.
"""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from typing import Any

from prasan.registry.organisations.rules import organisation_id

Say = Callable[[str], None]
SECONDS = 30
PARTS = {
    "intake": ("เจ้าหน้าที่รับแจ้ง", "พมจ.ขอนแก่น"),
    "manager": ("ผู้จัดการรายกรณี", "พมจ.ขอนแก่น"),
    "head": ("หัวหน้ากลุ่ม", "ขอนแก่น"),
    "hospital": ("โต๊ะรับเรื่องส่งต่อ", "โรงพยาบาลขอนแก่น"),
    "shelter": ("โต๊ะรับเรื่องส่งต่อ", "บ้านพักเด็กและครอบครัวจังหวัดขอนแก่น"),
    "outsider": ("ผู้จัดการรายกรณี", "อุบลราชธานี"),
}


class Stumbled(Exception):  # noqa: N818
    """A step did not go as the work needs; the text says what was expected and what came."""


class Browser:
    """Somebody with a browser: cookies, forms with their CSRF token, and the API by the same session."""

    def __init__(self, site: str) -> None:
        self.site = site.rstrip("/")
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.csrf = ""

    def page(self, path: str, fields: dict[str, str] | None = None) -> str:
        """A page, or what a form answers. Raises Stumbled unless it is a page."""
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": self.csrf, **fields}).encode() if fields is not None else None
        status, text = self._ask(urllib.request.Request(self.site + path, data, {"Referer": self.site + path}))  # noqa: S310 - the site as given
        if status != 200:
            raise Stumbled(f"{path}: 200 expected, {status} came")
        if token := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text):
            self.csrf = token[1]
        return text

    def api(self, path: str, body: dict[str, Any] | None = None, *, expect: int = 200) -> dict[str, Any]:
        """Ask the API; POST when there is a body. Raises Stumbled unless the status is `expect`."""
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.csrf, "Referer": self.site + "/"}
        status, text = self._ask(urllib.request.Request(f"{self.site}/api/v1{path}", data, headers))  # noqa: S310 - the site as given
        if status != expect:
            raise Stumbled(f"{path}: {expect} expected, {status} came: {text[:400]}")
        found: dict[str, Any] = json.loads(text)
        return found

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except urllib.error.URLError as error:
            raise Stumbled(f"nobody answers at {self.site}: {error.reason}") from error


def walk(site: str, say: Say) -> int:
    """Do the whole main job. Returns 0, or 1 after saying where it ended."""
    try:
        _walk(site, say)
    except Stumbled as stumble:
        say(f"ติดตรงนี้ / it ended here: {stumble}")
        return 1
    return 0


def _walk(site: str, say: Say) -> None:
    anyone = Browser(site)
    receipt = anyone.api("/reports", {"content": {
        "story": "เด็กข้างบ้านอยู่คนเดียวทุกคืน แม่ทำงานกะดึก ไม่มีใครทำข้าวให้กิน", "problems": ["neglect.child"], "where": {"area_code": "400101"},
        "parties": [{"role": "affected", "name": "น้องใบบัว", "age_words": "8"}], "signs": [["left_alone", "yes"]],
        "reporter": {"role": "neighbour"}, "safe_contact": {"channels": ["receipt"]},
    }})["receipt"]
    say(f"1. เพื่อนบ้านแจ้งเรื่อง ได้เลข {receipt['code']} กับรหัสลับ / a neighbour reports and gets a code and a secret")

    intake, head = _enter(site, "intake"), _enter(site, "head")
    report = intake.api("/reports?state=received")["reports"][0]["id"]
    hidden = _enter(site, "outsider").api(f"/reports/{report}", expect=404)
    say(f"2. โต๊ะรับแจ้ง พมจ.ขอนแก่น เห็นเรื่องทันที คนนอกได้ {hidden['status']} เหมือนเรื่องที่ไม่มี / the right desk has it; an outsider gets what unknown gets")

    intake.api(f"/report/{report}/moves/take", {"conflict": "no"})
    page = intake.api(f"/triage/reports/{report}")
    offered = next(ask for one in page["outcomes"] if one["code"] == "open" for ask in one["asks"] if ask["name"] == "manager")["choices"]
    chosen = _card(site, "manager")
    if chosen not in {one["code"] if isinstance(one, dict) else one[0] for one in offered}:
        raise Stumbled("triage does not offer the case manager of Khon Kaen")
    intake.api(f"/triage/reports/{report}/decide", {
        "outcome": "open", "urgency": page["page"]["report"]["urgency_suggested"], "reason": "เด็กอยู่ลำพัง ต้องคุ้มครอง",
        "answers": {"name": "น้องใบบัว", "manager": chosen, "basis": "duty_child_29"},
    })
    manager = _enter_as(site, chosen)
    mine = [one for one in manager.api("/cases")["cases"] if "น้องใบบัว" in json.dumps(one, ensure_ascii=False)]
    case = max(mine, key=lambda one: str(one["number"]))["id"]
    say("3. คัดกรอง: ระบบเสนอความด่วนพร้อมเหตุผล คนตัดสิน เปิดเคส มีผู้จัดการหนึ่งคน / triage: a person decides, a case opens with one manager")

    manager.api(f"/cases/{case}/contacts", {"channel": "visit", "outcome": "reached", "text": "พบเด็กที่โรงเรียน ปลอดภัย อยู่กับครู"})
    say("4. ติดต่อครั้งแรกในทางที่ปลอดภัย นาฬิกาหยุด / first safe contact, its clock stops")

    hospital, other = _enter(site, "hospital"), _enter(site, "shelter")
    sent = manager.api("/referrals", {
        "case": case, "receiver": str(organisation_id("hospital_oscc", "40")), "service": "medical", "ask": "ขอตรวจสุขภาพเด็กหญิงอายุประมาณ 8 ปี วันนี้",
        "sections": ["identity", "risk", "health"], "basis": "duty_child_29", "urgency": 3, "talk": "agreed",
    })["id"]
    seen = json.dumps(hospital.api(f"/referrals/{sent}"), ensure_ascii=False)
    if "ใบบัว" in seen:
        raise Stumbled("the desk reads a name before it accepts")
    hospital.api(f"/referral/{sent}/moves/receive", {})
    hospital.api(f"/referral/{sent}/moves/refuse", {"knows": "no", "refused_code": "full", "answer": "คิวเต็มถึงพรุ่งนี้"})
    say("5. ขอโรงพยาบาลตรวจ โต๊ะเห็นเรื่องโดยไม่มีชื่อ แล้วปฏิเสธพร้อมเหตุผล เรื่องกลับมาพร้อมสัญญาณเตือน / referral refused with a reason: it comes back with an alarm")

    blocked = manager.api("/closures", {"case": case, "reason_code": _reason(manager), "summary": "ลองยุติ", "persons_view": "-"}, expect=409)
    say(f"6. ยังยุติไม่ได้: {'; '.join(o['text'] for o in blocked['obstacles'])} / closing is refused with the list of what is open")

    manager.api(f"/referral/{sent}/moves/reroute", {"receiver": str(organisation_id("family_shelter", "40"))})
    again = manager.api(f"/referrals/of-case/{case}")["referrals"][0]["id"]
    other.api(f"/referral/{again}/moves/receive", {})
    other.api(f"/referral/{again}/moves/accept", {"knows": "no", "answer": "พามาได้เลย"})
    other.api(f"/referral/{again}/moves/finish", {"outcome": "ตรวจแล้ว แข็งแรงดี มีครูดูแลตอนเย็น"})
    say("7. ส่งต่อใหม่ อีกหน่วยงานรับ และปิดพร้อมผล / re-routed, accepted, done with an outcome")

    asked = manager.api("/closures", {"case": case, "reason_code": _reason(manager), "summary": "เด็กปลอดภัย มีคนดูแลทุกคืน", "persons_view": "หนูไม่กลัวแล้ว"})["id"]
    head.api(f"/closure/{asked}/moves/approve", {})
    say("8. ยุติด้วยเหตุผลและความเห็นของเด็ก หัวหน้าอนุมัติ / closed with a reason, the child's view and another person's approval")

    look = manager.api(f"/followups/of-case/{case}")["followups"][0]["id"]
    manager.api(f"/followup/{look}/moves/do", {"finding_code": "safe", "finding": "โทรคุยกับครู เด็กสบายดี"})
    say("9. ติดตามหลังยุติ ปลอดภัย / looked again: safe")

    anyone.page("/receipt")
    status = anyone.page("/receipt", {"code": receipt["code"], "secret": receipt["secret"]})
    if "มีเจ้าหน้าที่รับผิดชอบแล้ว" not in status:
        raise Stumbled("the receipt does not say that someone is looking after it")
    say("10. ผู้แจ้งเปิดใบรับเรื่อง เห็นเพียงว่ามีคนดูแลแล้ว / the receipt says that someone is looking after it, and no more")


def _enter(site: str, part: str) -> Browser:
    """Come in as one of the made-up people."""
    return _enter_as(site, _card(site, part))


def _card(site: str, part: str) -> str:
    """Who plays a part: by the card that says the role and the office."""
    cards = re.findall(r'<button name="user" value="([^"]+)">(.*?)</button>', Browser(site).page("/enter"), re.DOTALL)
    role, office = PARTS[part]
    found = [user for user, card in cards if all(word in re.sub(r"<[^>]+>", "", card) for word in (role, office))]
    if not found:
        raise Stumbled(f"no card for {role} at {office}")
    return str(found[0])


def _enter_as(site: str, user: str) -> Browser:
    browser = Browser(site)
    browser.page("/enter")
    browser.page("/enter", {"user": user})
    return browser


def _reason(browser: Browser) -> str:
    return str(browser.api("/closures/reasons")["reasons"][0]["code"])
