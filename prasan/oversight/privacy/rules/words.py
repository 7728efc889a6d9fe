"""The words of privacy: one map for screen, file and API. The codes of a model's own declaration (`Processing`) are worded here."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ROOTS = {
    "case": _("เคส"), "report": _("เรื่องที่แจ้ง"), "talk": _("การให้คำปรึกษาของ ศพค."), "watch": _("รายการเฝ้าระวังของ ศพค."),
    "help": _("การช่วยกันในตำบล"), "survey": _("แบบสำรวจ"),
}
OF_CENTRES = frozenset({"help", "survey", "talk", "watch"})
"""What a family centre keeps: no number leads to it, and no head of an area learns of it."""
AS_WHOM = {"affected": _("เจ้าของเรื่อง"), "alleged": _("คนที่ถูกว่าเป็นต้นเหตุ"), "nobody": _("ไม่ใช่คนนี้")}
"""As whom somebody stands in a record of a centre."""
KINDS = {
    "access": _("ขอดูหรือขอสำเนาข้อมูล"), "correction": _("ขอแก้ไขข้อมูล"), "objection": _("คัดค้านการใช้ข้อมูล"), "erasure": _("ขอลบข้อมูล"),
}
CHANNELS = {
    "in_person": _("มาพบ"), "letter": _("จดหมาย"), "phone": _("โทรศัพท์"), "email": _("อีเมล"), "receipt": _("ข้อความในใบรับเรื่อง"),
}
PROXIES = {"self": _("เจ้าของข้อมูลเอง"), "proxy": _("คนอื่นยื่นแทน")}
IDENTITY = {
    "card_in_person": _("ดูบัตรและตัวจริง"), "known_in_person": _("ไม่มีบัตร เจ้าหน้าที่ที่รู้จักยืนยันต่อหน้า"), "video": _("คุยทางวิดีโอและดูบัตร"),
    "known_phone": _("โทรกลับเบอร์ที่มีอยู่แล้วและตอบคำถามได้"), "receipt": _("มีเลขที่รับเรื่องและรหัสลับ"),
}
REFUSALS = {
    "others_rights": _("กระทบสิทธิหรือความปลอดภัยของคนอื่น (ม.30)"), "not_identified": _("ยืนยันตัวตนไม่ได้"),
    "not_found": _("ไม่มีข้อมูลที่ให้ได้ตามคำขอ"), "must_keep": _("กฎหมายให้เก็บต่อ หรือยังไม่พ้นเวลาเก็บ"), "hold": _("ระงับการลบไว้เพราะคดีหรือการสอบสวน"),
    "task": _("จำเป็นต่อภารกิจคุ้มครองตามกฎหมาย"), "repeated": _("ขอซ้ำโดยไม่มีเหตุ"),
}
HOLD_REASONS = {
    "court": _("คดีในศาล"), "inquiry": _("การสอบสวนของตำรวจหรืออัยการ"), "complaint": _("เรื่องร้องเรียนเจ้าหน้าที่"), "audit": _("การตรวจสอบ"),
    "rights": _("คำขอใช้สิทธิที่ยังไม่จบ"),
}
KEEP_REASONS = {
    "new_matter": _("มีเรื่องใหม่ของคนเดียวกัน"), "asked": _("เจ้าของข้อมูลขอให้เก็บ"), "archive": _("หอจดหมายเหตุขอตรวจก่อน"), "other_law": _("กฎหมายอื่นให้เก็บต่อ"),
}
BREACH_KINDS = {
    "sent_wrong": _("ส่งผิดคน"), "lost": _("เอกสารหรือเครื่องหาย"), "seen": _("คนที่ไม่มีสิทธิเปิดดู"), "intrusion": _("มีผู้บุกรุกระบบ"),
    "changed": _("ข้อมูลถูกแก้หรือลบ"), "talked": _("พูดหรือเผยแพร่ออกไป"),
}
RISKS = {
    "none": _("ไม่มีความเสี่ยงต่อสิทธิของใคร"), "risk": _("มีความเสี่ยง"), "high": _("ความเสี่ยงสูง ต้องบอกเจ้าของข้อมูลด้วย"),
}
SORTS = {
    "identity": _("ชื่อและตัวตน"), "contact": _("การติดต่อ"), "whereabouts": _("ที่อยู่และพื้นที่"), "story": _("เรื่องที่เกิดขึ้น"), "health": _("สุขภาพและความพิการ"),
    "sexual": _("พฤติกรรมหรือความรุนแรงทางเพศ"), "belief": _("ศาสนาและความเชื่อ"), "safety": _("ความปลอดภัย"), "note": _("ความเห็นของเจ้าหน้าที่"), "file": _("ไฟล์"),
    "reference": _("เลขอ้างอิง"), "index": _("ดัชนีค้นหาที่อ่านไม่ได้"), "work": _("การทำงานของเจ้าหน้าที่"), "log": _("บันทึกการใช้ระบบ"), "secret": _("รหัสผ่านที่แปลงแล้ว"),
    "answers": _("คำตอบแบบสำรวจ"),
}
SENSITIVE = frozenset({"health", "sexual", "belief", "story"})
"""Sorts that hold data of PDPA s.26, or that in this work nearly always do."""
BREACH_SORTS = tuple(code for code in SORTS if code not in {"index", "reference", "secret"})
PERSONS = {
    "affected": _("ผู้ประสบปัญหา"), "alleged": _("ผู้ถูกกล่าวหา"), "other": _("คนอื่นในเรื่อง"), "reporter": _("ผู้แจ้งเหตุ"), "staff": _("เจ้าหน้าที่"),
    "visitor": _("ผู้เข้าเว็บ"), "requester": _("ผู้ยื่นคำขอใช้สิทธิ"), "volunteer": _("กรรมการและอาสาสมัครในชุมชน"), "respondent": _("ผู้ตอบแบบสำรวจและคนในครัวเรือน"),
}
PURPOSES = {
    "protection": _("คุ้มครองและช่วยเหลือเด็ก สตรี และครอบครัว"), "safe_contact": _("ติดต่อโดยไม่ทำให้เกิดอันตราย"), "sharing": _("ขอให้หน่วยงานอื่นช่วยในส่วนของตน"),
    "receipt": _("ให้ผู้แจ้งกลับมาดูคำตอบได้"), "access": _("ให้เฉพาะผู้มีหน้าที่เข้าระบบ"), "accountability": _("ตรวจสอบย้อนหลังว่าใครทำอะไร"),
    "rights": _("ตอบคำขอใช้สิทธิ"), "erasure": _("ลบเมื่อหมดเหตุ และพิสูจน์ว่าลบ"),
    "survey": _("รู้ความเป็นอยู่ของครอบครัว เพื่อวางงานของตำบลและจังหวัด"),
    "community": _("ป้องกันและช่วยเหลือครอบครัวในตำบล"),
}
BASES = {
    "public_task": _("ภารกิจของรัฐตามกฎหมาย ม.24(4)"), "legal_duty": _("หน้าที่ตามกฎหมาย ม.24(6)"), "danger": _("อันตรายต่อชีวิตหรือร่างกาย ม.24(2)"),
    "row": _("แต่ละระเบียนบอกฐานของตนเอง"), "duty_child_29": _("หน้าที่ตาม พ.ร.บ.คุ้มครองเด็ก 2546 ม.29"),
    "duty_dv_5": _("หน้าที่ตาม พ.ร.บ.ความรุนแรงฯ 2550 ม.5"), "consent": _("ความยินยอม"), "court_order": _("คำสั่งศาล"),
    "mdt_membership": _("อยู่ในทีมสหวิชาชีพ"), "referral": _("รับการส่งต่อ"), "supervision": _("กำกับดูแล"), "break_glass": _("เปิดดูกรณีฉุกเฉิน"), "own": _("เรื่องของตนเอง"),
}
SHARINGS = {
    "report": _("รับแจ้งและคัดกรอง"), "tenure": _("ดูแลเป็นผู้จัดการรายกรณี และหัวหน้ากลุ่มกำกับ"), "teammember": _("ทำส่วนของวิชาชีพตนในทีม"),
    "referral": _("ช่วยในส่วนที่ขอส่งต่อ"), "transfer": _("พิจารณารับโอนเคส"), "break_glass": _("เปิดดูกรณีฉุกเฉิน 60 นาที มีผู้ทบทวน"),
    "supervisor": _("กำกับดูแลตามสายงาน"),
    "likeness": _("ตรวจว่าเป็นเรื่องเดียวกันหรือไม่"), "leave": _("ทำงานแทนคนที่ลา"), "watch": _("ดูแลบ้านที่ ศพค. เฝ้าระวัง"),
    "rights": _("ตอบคำขอใช้สิทธิ"),
}
"""For what somebody was given sight, by the kind of the fact that gave it (AccessRow.cause_kind)."""
KEPT_BACK = {
    "reporter": _("จะทำให้รู้ว่าใครแจ้ง"), "safety": _("เป็นข้อมูลความปลอดภัย บอกด้วยปากเท่านั้น"), "others": _("เป็นเรื่องของคนอื่น"),
    "author": _("บันทึกให้คำปรึกษา ขอจากผู้ให้คำปรึกษา"),
    "derived": _("ไม่มีเนื้อหา ใช้ค้นหรือพิสูจน์เท่านั้น"), "unreadable": _("เราอ่านไม่ได้ กุญแจอยู่กับผู้เขียน"), "erased": _("ลบแล้ว"),
    "files": _("ไฟล์ให้ดูต่อหน้าหลังตรวจทีละไฟล์"), "harm": _("ผู้ดูแลเรื่องบอกว่าจะเกิดอันตราย"),
    "identities": _("ไม่รวมตัวตนและเรื่องเล่าในสำเนานี้"),
}


def said(words: Mapping[Any, Any], code: Any) -> str:
    """The word of a code; a code without one shows as it is."""
    return str(words.get(code, code))
