"""The words of the centres: one map for screen, paper, file and API."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

POSTS = {
    "chair": _("ประธาน"), "vice_chair": _("รองประธาน"), "secretary": _("เลขานุการ"), "treasurer": _("เหรัญญิก"), "member": _("กรรมการ"),
    "adviser": _("ที่ปรึกษา"),
}
"""What somebody is in the committee; no fixed size (domain.md 3)."""
REPRESENTS = {
    "leader": _("ผู้นำชุมชน"), "local_government": _("องค์กรปกครองส่วนท้องถิ่น"), "health_volunteer": _("อสม."), "social_volunteer": _("อพม."),
    "women": _("กลุ่มสตรี"), "youth": _("เด็กและเยาวชน"), "older": _("ผู้สูงอายุ"), "disability": _("คนพิการ"), "religion": _("ศาสนา"),
    "school": _("โรงเรียน"), "health_station": _("รพ.สต."), "family": _("ตัวแทนครอบครัว"), "other": _("อื่น ๆ"),
}
CAUSES = {
    "local_election": _("มีการเลือกตั้งท้องถิ่น"), "term": _("ครบวาระ"), "resigned": _("ลาออกทั้งคณะ"), "first": _("ตั้งครั้งแรก"), "other": _("เหตุอื่น"),
}
"""Why a committee was formed in place of another."""
LEFT = {"resigned": _("ลาออก"), "moved": _("ย้ายออกจากตำบล"), "died": _("เสียชีวิต"), "removed": _("ให้พ้นหน้าที่"), "committee": _("คณะกรรมการชุดนี้สิ้นสุด")}
ACTIVITIES = {
    "family_learning": _("เรียนรู้เรื่องครอบครัว"), "violence": _("ป้องกันความรุนแรง"), "parenting": _("เลี้ยงดูลูกเชิงบวก"), "youth": _("กิจกรรมเด็กและเยาวชน"),
    "older": _("กิจกรรมผู้สูงอายุ"), "drugs": _("ป้องกันยาเสพติดและการพนัน"), "pregnancy": _("ป้องกันตั้งครรภ์ไม่พร้อม"), "income": _("อาชีพและรายได้"),
    "visit": _("เยี่ยมบ้านเป็นกลุ่ม"), "campaign": _("รณรงค์ในชุมชน"), "meeting": _("ประชุมคณะกรรมการ"), "training": _("อบรมคนทำงาน"), "other": _("อื่น ๆ"),
}
AUDIENCES = {
    "families": _("ครอบครัวทั่วไป"), "children": _("เด็ก"), "youth": _("เยาวชน"), "parents": _("พ่อแม่ผู้ปกครอง"), "women": _("สตรี"), "men": _("ผู้ชาย"),
    "older": _("ผู้สูงอายุ"), "disability": _("คนพิการและผู้ดูแล"), "single_parents": _("พ่อเลี้ยงเดี่ยวแม่เลี้ยงเดี่ยว"), "leaders": _("ผู้นำและอาสาสมัคร"),
}
COUNTED = {"counted": _("นับจากใบลงชื่อ"), "estimated": _("ประมาณ")}
SOURCES = {
    "none": _("ไม่ใช้เงิน"), "local": _("งบท้องถิ่น"), "department": _("เงินอุดหนุนจากกรม"), "province": _("งบจังหวัด"), "fund": _("กองทุน"),
    "own": _("เงินของศูนย์"), "donation": _("เงินบริจาค"),
}
NODES = {
    "local_government": _("องค์กรปกครองส่วนท้องถิ่น"), "leaders": _("กำนันผู้ใหญ่บ้าน"), "health_station": _("รพ.สต."), "school": _("โรงเรียน"),
    "health_volunteers": _("อสม."), "social_volunteers": _("อพม."), "religion": _("วัด มัสยิด โบสถ์"), "women": _("กลุ่มสตรี"), "older": _("ชมรมผู้สูงอายุ"),
    "youth": _("สภาเด็กและเยาวชน"), "police": _("ตำรวจ"), "childcare": _("ศูนย์พัฒนาเด็กเล็ก"), "fund": _("กองทุนในตำบล"), "other": _("อื่น ๆ"),
}
EXPECTED_NODES = ("local_government", "leaders", "health_station", "school", "health_volunteers", "social_volunteers")
"""Those whom a centre is asked to know first; what is missing of them is said on the map."""
BONDS = {"regular": _("ทำงานด้วยกันประจำ"), "sometimes": _("ทำงานด้วยกันบางครั้ง"), "not_yet": _("รู้จัก ยังไม่เคยทำงานด้วยกัน")}
ASSESSORS = {"self": _("ศูนย์ประเมินตนเอง"), "province": _("คณะทำงานจังหวัดประเมิน")}
COVER = {
    "working": _("มีศูนย์ที่ดำเนินงาน"), "unconfirmed": _("มีชื่อในทะเบียน รอยืนยัน"), "resting": _("ศูนย์พักงาน"), "none": _("ไม่มีศูนย์"),
}
SHEETS = {
    "log": _("ใบบันทึกกิจกรรม"), "committee": _("ใบรายชื่อคณะกรรมการ"), "pledge": _("คำมั่นรักษาความลับ"), "network": _("ใบแผนที่เครือข่าย"),
    "report": _("แบบรายงานประจำปี"),
}


def said(words: Mapping[Any, Any], code: Any) -> str:
    """The word of a code; a code without one shows as it is."""
    return str(words.get(code, code))
