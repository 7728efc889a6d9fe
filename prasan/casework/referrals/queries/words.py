"""The words of referrals; parts of a case and legal bases are called as in the case itself."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prasan.casework.cases.queries import words as of_cases
from prasan.casework.referrals import rules
from prasan.casework.referrals.flow import refusals
from prasan.ground.policy import Section
from prasan.registry.organisations.queries import services

PARTS = of_cases.SECTIONS
PART_HINTS = of_cases.SECTION_HINTS
URGENCY = of_cases.URGENCY
BASES = {code: of_cases.BASES[code] for code in rules.BASES}
BASIS_HINTS = {
    "duty_child_29": _("ไม่ต้องใช้ความยินยอม"), "duty_dv_5": _("ไม่ต้องใช้ความยินยอม"), "danger": _("PDPA ม.24 และ 26"), "public_task": _("PDPA ม.24"),
    "consent": _("ต้องคุยและตกลงก่อนส่ง"),
}
TALK_LINES = {
    "agreed": _("คุยกับผู้ประสบปัญหาแล้ว ตกลงให้ส่ง"), "told": _("บอกผู้ประสบปัญหาแล้ว"), "not_possible": _("ยังไม่ได้คุย เพราะไม่ปลอดภัยหรือเร่งด่วน"),
}
REFUSALS_EN = {
    "full": "Full", "not_our_work": "Not our work", "not_our_area": "Not our area", "cannot_meet_need": "A special need cannot be met",
    "needs_another_first": "Another step must come first", "not_safe": "Would not be safe", "other": "Another reason",
}


def service_name(code: str) -> str:
    """The name of a service in the reader's language."""
    lang = get_language() or "th"
    return next((one.name_th if lang == "th" else one.name_en for one in services() if one.code == code), code)


def parts(sections: Section) -> list[str]:
    """The words of the shareable parts in a sight, in their order."""
    return [str(word) for part, word in PARTS.items() if part in sections]


def refusal(code: str) -> str:
    """A reason for refusing in the reader's language; "" for none."""
    if (get_language() or "th") == "th":
        return dict(refusals()).get(code, "")
    return REFUSALS_EN.get(code, code)
