"""What surveys put on worklists."""

from typing import Any
from uuid import UUID

from prasan.community.surveys.queries.takings import takings_to_decide
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.registry.work.panels import EXPECTED, VERBS, Expecting, WorkVerb


def _taking(object_id: UUID, _facts: dict[str, Any]) -> str:
    return f"/answers/takings/{object_id}"


VERBS.add("approve_taking", WorkVerb("อนุมัติให้ศูนย์นำคำตอบที่มีตัวตนออก", "Agree that a centre takes answers with identities along", "พิจารณา", "Decide", _taking))
EXPECTED.add("approve_taking", Expecting(frozenset({"approve_taking"}), takings_to_decide))

put_in_words([
    LogVerb("form.draft", "นำร่างแบบสำรวจเข้า"), LogVerb("form.file", "ใส่ไฟล์ประกอบแบบสำรวจ"), LogVerb("form.drop", "ทิ้งร่างแบบสำรวจ"),
    LogVerb("form.change", "แก้ชื่อหรือพื้นที่ของแบบสำรวจ"), LogVerb("form.quality", "ตั้งเกณฑ์ตรวจคำตอบ"),
    LogVerb("round.plan", "วางแผนรอบสำรวจ"), LogVerb("round.change", "แก้รอบสำรวจ"), LogVerb("round.quota", "กำหนดจำนวนครัวเรือนของศูนย์"),
    LogVerb("round.spread", "กำหนดจำนวนครัวเรือนให้ทุกศูนย์"), LogVerb("interviewer.add", "เพิ่มอาสาสมัครสำรวจ"), LogVerb("interviewer.end", "เอาอาสาสมัครสำรวจออก"),
    LogVerb("make_device", "เพิ่มเครื่องสำรวจ"), LogVerb("renew_device", "ออกรหัสตั้งค่าเครื่องใหม่"), LogVerb("revoke_device", "เลิกใช้เครื่องสำรวจ"),
    LogVerb("receive_files", "รับไฟล์ของคำตอบ"), LogVerb("comment", "เขียนความเห็น"), LogVerb("count", "นับผลสำรวจ"),
    LogVerb("taking.ask", "ขอนำคำตอบที่มีตัวตนออก"), LogVerb("fetch", "เครื่องสำรวจดึงไปใช้"),
    LogVerb("entry.make", "เพิ่มรายการจากคำตอบ"), LogVerb("entry.change", "แก้รายการตามคำตอบ"), LogVerb("entry.correct", "แก้รายการ"),
    LogThing("form", "แบบสำรวจ"), LogThing("form_version", "ฉบับของแบบสำรวจ"), LogThing("form_file", "ไฟล์ประกอบแบบสำรวจ"),
    LogThing("round", "รอบสำรวจ"), LogThing("quota", "จำนวนครัวเรือนของศูนย์"), LogThing("interviewer", "อาสาสมัครสำรวจ"), LogThing("device", "เครื่องสำรวจ"),
    LogThing("submission", "คำตอบแบบสำรวจ"), LogThing("submission_version", "ฉบับของคำตอบ"), LogThing("answers", "คำตอบแบบสำรวจ"),
    LogThing("attachment", "ไฟล์ของคำตอบ"),
    LogThing("checked", "ผลตรวจคำตอบ"), LogThing("doubt", "ข้อสงสัยในคำตอบ"), LogThing("remark", "ความเห็นต่อคำตอบ"),
    LogThing("book", "ผลสำรวจ"), LogThing("tally", "ผลนับของศูนย์"), LogThing("strength", "ความเข้มแข็งของครอบครัวรายปี"), LogThing("place", "พื้นที่ในผลสำรวจ"),
    LogThing("taking", "คำขอนำคำตอบออก"), LogThing("table", "ตารางคำตอบ"),
    LogThing("centre_list", "ทะเบียนของศูนย์"), LogThing("entry", "รายการในทะเบียนของศูนย์"), LogThing("entry_version", "รายการในทะเบียนของศูนย์ ฉบับก่อน"),
])
