"""What the report's page lends to later chapters, and what intake puts on the work list, on a person's page and into the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.intake import queries
from prasan.casework.intake.models import Report
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.panels import Slot
from prasan.ground.policy import Actor
from prasan.registry.contact.panels import RECORDS
from prasan.registry.contact.queries.accused import ACCUSED
from prasan.registry.people.panels import WHERE_PERSON, Whereabouts
from prasan.registry.work.panels import PASSES, VERBS, Passing, WorkVerb, opens

REPORT_SECTIONS = Slot("report")
"""Panels on a report's page, called with (actor, report_id=..., sections=...)."""


@dataclass(frozen=True, slots=True)
class Act:
    """The one main act of a report's page: what is next, and where."""

    label: str
    href: str


def next_act(view: queries.ReportView) -> Act | None:
    """Where the work on this report goes on, for those who may decide on it: the page of the work item's verb."""
    verb = VERBS.get("triage_report")
    if verb is None or not view.rights & {"report.take", "report.decide"} or view.state == "decided":
        return None
    return Act(_("อ่านและคัดกรอง"), verb.href(view.id, {}))


def _to_report(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/reports/{object_id}#messages"


VERBS.add(
    "read_message",
    WorkVerb("อ่านข้อความจากผู้แจ้ง", "Read the reporter's message", "อ่านข้อความ", "Read", _to_report, "report"),
    order=20,
)
PASSES.add("report", Passing(opens("report.see", Report)))


def _where(actor: Actor, person_ids: Sequence[UUID]) -> dict[UUID, Sequence[Whereabouts]]:
    return {
        person: [
            Whereabouts(
                title=f"{_('เรื่องแจ้ง')} {row.number}".strip(), href=f"/reports/{row.id}", kind="report", icon="inbox",
                facts=(row.received_text, row.area_text, row.state_text),
            )
            for row in rows
        ]
        for person, rows in queries.reports_of(actor, person_ids).items()
    }


WHERE_PERSON.add("reports", _where, order=10)
RECORDS.add("report", queries.number_and_page)
ACCUSED.add("report", queries.accused_beside)

put_in_words([
    LogVerb("register", "ลงทะเบียนรับแจ้ง"), LogVerb("report.add_file", "เพิ่มไฟล์"), LogVerb("open_reporter", "เปิดดูผู้แจ้ง"),
    LogVerb("answer_reporter", "ฝากข้อความถึงผู้แจ้ง"), LogVerb("read_messages", "อ่านข้อความของผู้แจ้ง"), LogVerb("reporter_wrote", "ผู้แจ้งส่งข้อความมา"),
    LogThing("report", "เรื่องที่แจ้ง"), LogThing("reports", "รายการเรื่องที่แจ้ง"), LogThing("report_part", "รายละเอียดของเรื่องที่แจ้ง"),
    LogThing("report_file", "ไฟล์ของเรื่องที่แจ้ง"), LogThing("report_files", "รายการไฟล์ของเรื่องที่แจ้ง"), LogThing("register", "ทะเบียนรับแจ้ง"),
    LogThing("reporter", "ผู้แจ้งเหตุ"), LogThing("receipt", "ใบรับเรื่อง"),
])
