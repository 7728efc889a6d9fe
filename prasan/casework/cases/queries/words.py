"""The words of a case: one map for screen, paper and API, so that the same thing has the same name everywhere."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from prasan.casework.cases.rules import shared_parts
from prasan.casework.intake.rules import GROUPS, PROBLEMS, WISHES
from prasan.ground import clock
from prasan.ground.policy import Section

ROLES = {
    "affected": lazy("ผู้ประสบปัญหา"), "alleged": lazy("ผู้ถูกกล่าวหา"), "trusted": lazy("คนที่ไว้ใจ"), "guardian": lazy("ผู้ปกครอง"),
    "other": lazy("คนอื่นในเรื่อง"),
}
AFFECTED_BY_VIOLENCE = lazy("ผู้ถูกกระทำ")  # said in violence cases only
STEPS = (
    ("", pgettext_lazy("step", "รับแจ้ง")), ("", lazy("คัดกรอง")), ("accepted", lazy("รับเคส")), ("assessing", lazy("ประเมิน")), ("planning", lazy("วางแผน")),
    ("helping", lazy("ช่วยเหลือ")), ("reviewing", lazy("ทบทวน")), ("closing", lazy("ยุติ")), ("following", lazy("ติดตามผล")),
)
STEP_WORDS = {code: word for code, word in STEPS if code and code != "closing"}
SECTIONS = {
    Section.IDENTITY: lazy("ชื่อและตัวตน"), Section.CONTACT: lazy("การติดต่อ"), Section.STORY: lazy("เรื่องที่เกิดขึ้น"), Section.RISK: lazy("ความเสี่ยง"),
    Section.HEALTH: lazy("สุขภาพ"), Section.PERPETRATOR: lazy("ผู้ถูกกล่าวหา"), Section.SHELTER: lazy("ที่พักปลอดภัย"), Section.PLAN: lazy("แผนช่วยเหลือ"),
    Section.NOTES: pgettext_lazy("notes", "บันทึก"), Section.LEGAL: lazy("กฎหมายและคำสั่ง"), Section.FILES: lazy("ไฟล์"),
}
SECTION_HINTS = {
    Section.IDENTITY: lazy("ชื่อ อายุ เลขประจำตัวของผู้ประสบปัญหา"), Section.CONTACT: lazy("เบอร์ ที่อยู่ และวิธีติดต่อที่ปลอดภัย"),
    Section.STORY: lazy("เรื่องที่แจ้งและสรุปเคส ไม่มีผู้แจ้ง"), Section.HEALTH: lazy("ความพิการ การรักษา การตรวจร่างกาย"),
    Section.PERPETRATOR: lazy("ชื่อและข้อมูลของผู้ถูกกล่าวหา"), Section.SHELTER: lazy("เฉพาะคนที่พาไปหรือดูแลที่พัก"),
    Section.NOTES: lazy("ไม่รวมบันทึกให้คำปรึกษา"), Section.LEGAL: lazy("กำหนดเวลา คำสั่ง การร้องทุกข์"),
}
PROFESSIONS = {
    "doctor": lazy("แพทย์"), "nurse": lazy("พยาบาล"), "psychologist": lazy("นักจิตวิทยา"), "social_worker": lazy("นักสังคมสงเคราะห์"),
    "police": lazy("พนักงานสอบสวน"), "prosecutor": lazy("อัยการ"), "teacher": lazy("ครู"), "local_officer": lazy("เจ้าหน้าที่ท้องถิ่นหรือปกครอง"),
    "shelter": lazy("เจ้าหน้าที่บ้านพัก"), "lawyer": lazy("ทนายหรือนิติกร"), "other": lazy("อื่น ๆ"),
}
BASES = {
    "duty_child_29": lazy("หน้าที่ตาม พ.ร.บ.คุ้มครองเด็ก 2546 ม.29"), "duty_dv_5": lazy("หน้าที่ตาม พ.ร.บ.ความรุนแรงฯ 2550 ม.5"),
    "danger": lazy("อันตรายต่อชีวิตหรือร่างกาย"), "public_task": lazy("ภารกิจของรัฐตามกฎหมาย"), "consent": lazy("ความยินยอม"),
    "court_order": lazy("คำสั่งศาล"), "mdt_membership": lazy("อยู่ในทีมสหวิชาชีพ"), "referral": lazy("รับการส่งต่อ"), "supervision": lazy("กำกับดูแล"),
    "break_glass": lazy("เปิดดูกรณีฉุกเฉิน"), "own": lazy("เรื่องของตนเอง"),
}
FIVE_P = {
    "policy": lazy("นโยบาย"), "prosecution": lazy("การดำเนินคดี"), "protection": lazy("การคุ้มครอง"), "prevention": lazy("การป้องกัน"),
    "partnership": lazy("ความร่วมมือ"),
}
NOTE_KINDS = {"note": lazy("บันทึกทั่วไป"), "contact": lazy("ติดต่อ"), "visit": lazy("เยี่ยมหรือลงพื้นที่"), "counselling": lazy("ให้คำปรึกษา")}
OUTCOMES = {
    "reached": lazy("ได้พูดกับคนที่ต้องการ"), "no_answer": lazy("ไม่มีคนรับ"), "someone_else": lazy("คนอื่นรับ"), "stopped": lazy("หยุดเพราะไม่ปลอดภัย"),
    "wrong_number": lazy("เบอร์ผิดหรือไปไม่ถึง"),
}
CHILDREN = {
    "yes": lazy("เกี่ยวกับเด็ก"), "partly": lazy("มีเด็กด้วย"), "unknown": lazy("ไม่รู้อายุ ให้ดูแลอย่างเด็ก"), "no": lazy("ผู้ใหญ่"),
}
URGENCY = {4: lazy("ฉุกเฉิน"), 3: lazy("ด่วนมาก"), 2: lazy("ด่วน"), 1: lazy("ปกติ")}


def said(words: dict[Any, Any], code: Any) -> str:
    """The word of a code; a code without one shows as it is."""
    return str(words.get(code, code))


def role_word(role: str, problems: list[str]) -> str:
    """What a party is called: ผู้ถูกกระทำ in violence cases, ผู้ประสบปัญหา otherwise."""
    if role == "affected" and any(problem.startswith(("violence", "trafficking", "elder")) for problem in problems):
        return str(AFFECTED_BY_VIOLENCE)
    return said(ROLES, role)


def problem_words(problems: list[str], lang: str) -> str:
    """The kinds of problem, at most three."""
    place = 0 if lang == "th" else 1
    return " · ".join((PROBLEMS.get(code) or GROUPS.get(code.partition(".")[0]) or (code, code))[place] for code in problems[:3])


def wish_words(wishes: dict[str, Any], lang: str) -> list[str]:
    """The wishes as short lines."""
    place = 0 if lang == "th" else 1
    known = [WISHES.get(code, (code, code))[place] for code in wishes.get("codes", ())]
    return [*known, wishes["words"]] if wishes.get("words") else known


def section_words(sections: Section) -> list[str]:
    """The shareable sections that a sight holds, in their order."""
    return [str(word) for bit, word in SECTIONS.items() if bit in sections]


def sight_line(sections: Section, until: Any = None, lang: str = "th") -> str:
    """"เห็น 3 ส่วน ถึง 30 พ.ย. 2569": what a member sees and until when. Never left out."""
    count = shared_parts(sections)
    line = _("เห็นทุกส่วน") if count == len(SECTIONS) else ngettext("เห็น %(n)s ส่วน", "เห็น %(n)s ส่วน", count) % {"n": count}
    if until is None:
        return line
    return _("%(sight)s ถึง %(day)s") % {"sight": line, "day": clock.date_th(until, lang)}
