"""How privacy shows itself: on the case page, on worklists, in limits; and what must be on the worklists."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from prasan.casework.cases.panels import CASE_PARTS, CASE_SECTIONS, parts_here
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.panels import Panel
from prasan.ground.policy import Actor, Section
from prasan.oversight.privacy.actions import breach_noticed, request_noticed
from prasan.oversight.privacy.queries.expected import (
    breaches_to_handle,
    disposals_to_approve,
    exports_to_approve,
    proposals_to_decide,
    requests_to_answer,
    subjects_to_locate,
)
from prasan.oversight.privacy.queries.pages import annotations_of, case_part
from prasan.registry.limits.panels import NOTICED
from prasan.registry.work.panels import EXPECTED, VERBS, Expecting, Wanted, WorkVerb

NOTICED.add("rights", request_noticed)
NOTICED.add("breach", breach_noticed)


CASE_PARTS.add("annotation", case_part)


@CASE_SECTIONS.show(90, "annotations")
def _annotations(actor: Actor, *, case_id: UUID, sections: Section) -> Panel | None:
    """Corrections and objections of the persons concerned, for those who read the story."""
    known = parts_here(case_id, "annotation")
    if Section.STORY not in sections or (known is not None and not known):
        return None
    found = annotations_of(actor, case_id)
    return Panel("privacy/annotations.html", {"notes": found}) if found else None


def _at(folder: str, after: str = "") -> Callable[[UUID, dict[str, Any]], str]:
    return lambda object_id, facts: f"/personal-data/{folder}/{object_id}{after}"


def _case(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/personal-data/requests/{facts['request']}" if facts.get("request") else f"/cases/{facts.get('case') or object_id}"


for _code, _verb in {
    "answer_rights": WorkVerb("ตอบคำขอใช้สิทธิในข้อมูล", "Answer a rights request", "เปิดคำขอ", "Open", _at("requests"), "limit"),
    "locate_subject": WorkVerb("บอกว่าผู้ยื่นคำขอเป็นใครในเรื่อง", "Say who in the record is asking", "ตอบ", "Answer", _at("requests", "/locate")),
    "approve_export": WorkVerb("อนุมัติสำเนาข้อมูลที่มีตัวตน", "Agree to an export with identities", "พิจารณา", "Decide", _at("exports")),
    "approve_disposal": WorkVerb("อนุมัติการลบข้อมูล", "Agree to an erasure", "พิจารณา", "Decide", _at("disposals")),
    "decide_disposals": WorkVerb("ดูเรื่องที่พ้นเวลาเก็บ", "Decide on what is past its time", "เปิดรายการ", "Open", lambda _id, _facts: "/personal-data/disposals/"),
    "handle_breach": WorkVerb("จัดการเหตุละเมิดข้อมูล", "Handle a data breach", "เปิดเหตุ", "Open", _at("breaches"), "limit"),
    "read_annotation": WorkVerb("อ่านข้อโต้แย้งของเจ้าของข้อมูลในเคส", "Read what the person concerned says of the case", "เปิดเคส", "Open", _case, told=True),
}.items():
    VERBS.add(_code, _verb)

_EXPECTED: dict[str, Callable[[], Iterable[Wanted]]] = {
    "answer_rights": requests_to_answer, "locate_subject": subjects_to_locate, "approve_export": exports_to_approve,
    "approve_disposal": disposals_to_approve, "decide_disposals": proposals_to_decide, "handle_breach": breaches_to_handle,
}
for _name, _rows in _EXPECTED.items():
    EXPECTED.add(_name, Expecting(frozenset({_name}), _rows))


put_in_words([
    LogVerb("rights.receive", "รับคำขอใช้สิทธิ"), LogVerb("rights.match", "บอกว่าคำขอเกี่ยวกับเรื่องใด"), LogVerb("rights.annotate", "แนบบันทึกของเจ้าของข้อมูล"),
    LogVerb("export.prepare", "เตรียมสำเนาข้อมูล"), LogVerb("disposal.propose", "เสนอให้ลบ"), LogVerb("hold.place", "สั่งห้ามลบ"),
    LogVerb("breach.report", "แจ้งเหตุละเมิดข้อมูล"),
    LogVerb("retention.change", "แก้เวลาเก็บ"), LogVerb("retention.check", "บันทึกว่าตรวจเวลาเก็บแล้ว"), LogVerb("lapse", "ลบเนื้อหาที่ครบเวลาเก็บ"),
    LogThing("rights", "คำขอใช้สิทธิ"), LogThing("annotation", "บันทึกของเจ้าของข้อมูล"), LogThing("export", "สำเนาข้อมูล"), LogThing("disposal", "การลบ"),
    LogThing("hold", "คำสั่งห้ามลบ"), LogThing("breach", "เหตุละเมิดข้อมูล"), LogThing("retention", "เวลาเก็บ"), LogThing("processing", "บันทึกรายการกิจกรรมการประมวลผล"),
])
