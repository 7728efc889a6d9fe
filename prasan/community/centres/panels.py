"""Where later chapters of the subdistrict meet the centre: the acts, visits and parts of its first page; and what centres put on worklists."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from prasan.community.centres.actions.register import TYPE, take_up
from prasan.community.centres.queries.expected import (
    REVIEW,
    assessments_to_confirm,
    committees_to_review,
    reports_to_answer,
)
from prasan.community.centres.queries.home import HOME_ACTS, HOME_PARTS, HOME_TODAY, REGISTER_ACTS, HomeAct, Visit
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.screens import places
from prasan.registry.organisations.panels import MADE
from prasan.registry.work.panels import EXPECTED, VERBS, Expecting, WorkVerb

__all__ = ["HOME_ACTS", "HOME_PARTS", "HOME_TODAY", "REGISTER_ACTS", "HomeAct", "Visit"]

# The first in order is the big one of the page: surveys take 10, advice 20, watch 30 when they are there.
HOME_ACTS.add("send", HomeAct(gettext_noop("ส่งต่อให้จังหวัด"), "send", places.INTAKE), order=40)
HOME_ACTS.add("log", HomeAct(gettext_noop("บันทึกกิจกรรม"), "calendar-event", "/centres/{centre}/log/new"), order=60)
HOME_ACTS.add("network", HomeAct(gettext_noop("แผนที่เครือข่าย"), "users-group", "/centres/{centre}/network"), order=70)
HOME_ACTS.add("ours", HomeAct(gettext_noop("ศูนย์ของเรา"), "home-heart", "/centres/{centre}"), order=80)


def _assessment(object_id: UUID, _facts: dict[str, Any]) -> str:
    return f"/centres/assessments/{object_id}"


def _report(object_id: UUID, _facts: dict[str, Any]) -> str:
    return f"/centres/reports/{object_id}"


def _committees(_object_id: UUID, _facts: dict[str, Any]) -> str:
    return "/centres/?need=before_election"


VERBS.add("confirm_assessment", WorkVerb("ยืนยันผลประเมินศูนย์", "Confirm an assessment of a centre", "เปิดผลประเมิน", "Open", _assessment))
VERBS.add("answer_year_report", WorkVerb("ตอบรายงานประจำปีของศูนย์", "Answer a centre's yearly report", "เปิดรายงาน", "Open", _report))
VERBS.add(REVIEW, WorkVerb(
    "ทบทวนคณะกรรมการศูนย์หลังเลือกตั้งท้องถิ่น", "Look at committees of centres after the local election", "เปิดรายการศูนย์", "Open", _committees,
))
EXPECTED.add("confirm_assessment", Expecting(frozenset({"confirm_assessment"}), assessments_to_confirm))
EXPECTED.add("answer_year_report", Expecting(frozenset({"answer_year_report"}), reports_to_answer))
EXPECTED.add(REVIEW, Expecting(frozenset({REVIEW}), committees_to_review))
MADE.add(TYPE, take_up)

put_in_words([
    LogVerb("centre.add", "เพิ่มศูนย์ในทะเบียน"), LogVerb("centre.put", "แก้ทะเบียนศูนย์"),
    LogVerb("committee.change", "ตั้งคณะกรรมการชุดใหม่"), LogVerb("committee_member.add", "เพิ่มกรรมการ"), LogVerb("committee_member.leave", "บันทึกว่ากรรมการพ้นตำแหน่ง"),
    LogVerb("committee_member.pledge", "บันทึกว่ากรรมการลงนามรักษาความลับ"), LogVerb("committee_member.link", "บอกว่าบัญชีผู้ใช้ใดเป็นของกรรมการ"),
    LogVerb("committee_training.add", "บันทึกการอบรม"),
    LogVerb("activity.add", "บันทึกกิจกรรม"), LogVerb("activity.change", "แก้บันทึกกิจกรรม"), LogVerb("activity.withdraw", "ถอนบันทึกกิจกรรม"),
    LogVerb("partner.add", "เพิ่มเครือข่าย"), LogVerb("partner.change", "แก้ข้อมูลเครือข่าย"), LogVerb("partner.end", "เลิกเป็นเครือข่าย"),
    LogVerb("standard.add", "เพิ่มมาตรฐานศูนย์"), LogVerb("assessment.begin", "เริ่มประเมินศูนย์"), LogVerb("assessment.fill", "ให้คะแนนประเมินศูนย์"),
    LogVerb("evidence.add", "แนบหลักฐาน"), LogVerb("evidence.remove", "เอาหลักฐานออก"),
    LogVerb("certificate.give", "ออกเกียรติบัตร"), LogVerb("certificate.end", "ยกเลิกเกียรติบัตร"),
    LogVerb("year_report.begin", "เริ่มรายงานประจำปี"), LogVerb("year_report.write", "เขียนรายงานประจำปี"),
    LogThing("centre", "ศูนย์พัฒนาครอบครัวในชุมชน"), LogThing("centre_event", "ประวัติของศูนย์"),
    LogThing("committee", "คณะกรรมการ"), LogThing("seat", "ตำแหน่งในคณะกรรมการ"), LogThing("committee_member", "กรรมการ"),
    LogThing("committee_training", "การอบรมของกรรมการ"), LogThing("activity", "กิจกรรมของศูนย์"), LogThing("partner", "เครือข่ายในตำบล"),
    LogThing("standard", "มาตรฐานศูนย์"), LogThing("assessment", "ผลประเมินศูนย์"), LogThing("evidence", "หลักฐานประกอบการประเมิน"),
    LogThing("certificate", "เกียรติบัตร"), LogThing("year_report", "รายงานประจำปีของศูนย์"), LogThing("sheet", "ใบเปล่าสำหรับเขียนมือ"),
])
