"""The words of a watch, and its rules as values. Pure."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

# What somebody from outside can notice, without blame: poverty is no fault (vignettes A-N-001, A-N-011).
REASONS: dict[str, Any] = {
    "quarrels": _("ทะเลาะกันเสียงดัง"), "drink": _("สุราหรือสารเสพติดในบ้าน"), "child_alone": _("เด็กอยู่กันเอง หรือขาดเรียน"),
    "older_alone": _("ผู้สูงอายุหรือผู้ป่วยอยู่ลำพัง"), "carer_tired": _("คนดูแลเหนื่อยมาก ไม่มีคนเปลี่ยน"), "hardship": _("ลำบาก ขาดรายได้หรืออาหาร"),
    "newborn": _("แม่ลูกอ่อนไม่มีคนช่วย"), "withdrawn": _("เก็บตัว ไม่พบใครเหมือนก่อน"), "other": _("เรื่องอื่น"),
}
LEVELS: dict[int, Any] = {1: _("ดูห่าง ๆ"), 2: _("แวะดูสม่ำเสมอ"), 3: _("ดูใกล้ชิด")}
LOOK_FOR: dict[str, Any] = {
    "lights": _("ไฟบ้าน คนเข้าออกเหมือนเคย"), "children": _("เด็กไปโรงเรียน กินอิ่ม"), "fear": _("ท่าทางกลัว ไม่สบตา"), "noise": _("เสียงดังผิดปกติ"),
    "bottles": _("ดื่มมากขึ้น"), "medicine": _("ยาและอาหารพอ"), "visitors": _("มีคนแวะหา"), "help": _("มีใครขอความช่วยเหลือ"),
}
FOUND: dict[str, Any] = {"calm": _("เรียบร้อยดี"), "same": _("เหมือนเดิม"), "worse": _("น่าห่วงขึ้น แต่ไม่อันตราย"), "nobody": _("ไม่พบใคร")}
ENDS: dict[str, Any] = {
    "well": _("ดีขึ้นแล้ว"), "helped": _("ได้รับความช่วยเหลือแล้ว"), "moved": _("ย้ายไปแล้ว"), "mistaken": _("เข้าใจผิด ไม่มีอะไรน่าห่วง"), "asked": _("เจ้าตัวขอไม่ให้ดู"),
}
LOOK_RULES = {1: "watch_look.low", 2: "watch_look.medium", 3: "watch_look.high"}
LONGEST = "watch_longest"  # the longest that a watch runs, and that one renewal adds
_PROBLEMS = {
    "quarrels": "none.unclear", "drink": "behaviour.family", "child_alone": "neglect.child", "older_alone": "neglect.elder", "carer_tired": "welfare.home_care",
    "hardship": "welfare.poverty", "newborn": "welfare.poverty", "withdrawn": "mental.crisis",
}


def problems_of(reason: str) -> tuple[str, ...]:
    """The problem of intake behind a reason."""
    return (_PROBLEMS.get(reason, "none.unclear"),)


def expired(ends_on: date, today: date) -> bool:
    """Whether the last day of a watch is past."""
    return today > ends_on
