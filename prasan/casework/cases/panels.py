"""How other chapters meet a case: sections and next steps of its page, what stands in the way of closing, what follows its moves.

A provider of `CASE_SECTIONS` or `NEXT_STEPS` is called as f(actor, *, case_id, sections) and gives a Panel or None; the context of a next step
holds `steps`, a list of screens.parts.NextStep. The page is drawn after the reading has ended: a Panel holds finished values.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from prasan.casework.cases.actions.emergency import CaseInEmergency
from prasan.casework.cases.actions.leaving import position_ended, position_given
from prasan.casework.cases.actions.moving import decides_on_messages, waits_on
from prasan.casework.cases.actions.notices import limit_noticed
from prasan.casework.cases.actions.outcomes import joined, not_opened, opened, unjoined
from prasan.casework.cases.actions.plan import may_take_plan_action, take_plan_action
from prasan.casework.cases.flow import CASE_MOVED, CASE_REOPENED, CLOSE_OBSTACLES, EVENT_WORDS, MOVE_PAGES, EventWord
from prasan.casework.cases.models import Case
from prasan.casework.cases.queries import words
from prasan.casework.cases.queries.managers import manager_choices, managers_near
from prasan.casework.cases.queries.obstacles import offered_transfer, open_plan
from prasan.casework.cases.queries.parts import CASE_PARTS, columns, parts_here
from prasan.casework.cases.queries.whereabouts import (
    accused_beside,
    cases_of_persons,
    is_restricted,
    keeper_of,
    number_and_page,
)
from prasan.casework.triage.panels import KEEPERS, OUTCOMES, Outcome
from prasan.casework.triage.queries import told_matter
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.flow import Ask
from prasan.ground.panels import Slot
from prasan.registry.access.panels import BREAKABLE, POSITION_ENDED, POSITION_GIVEN
from prasan.registry.contact.panels import RECORDS
from prasan.registry.contact.queries.accused import ACCUSED
from prasan.registry.limits.panels import NOTICED
from prasan.registry.limits.queries import title_of
from prasan.registry.people.panels import WHERE_PERSON
from prasan.registry.work.panels import PASSES, RESTRICTED, VERBS, Passing, WorkVerb, opens

__all__ = [
    "CASE_MOVED", "CASE_PARTS", "CASE_REOPENED", "CASE_SECTIONS", "CLOSE_OBSTACLES", "EVENT_WORDS", "MOVE_PAGES", "NEXT_STEPS", "EventWord",
    "columns", "parts_here",
]

OPENING_BASES = ("duty_child_29", "duty_dv_5", "danger", "public_task", "consent", "court_order")
CASE_SECTIONS = Slot("sections of the case page")
NEXT_STEPS = Slot("next steps of a case")

OUTCOMES.add("open", Outcome(
    "open", "เปิดเคส", "Open a case",
    (
        Ask("name", "ชื่อที่ทีมใช้เรียกเคส", "text", hint="ชื่อเล่นหรือคำที่ทีมรู้กัน คนนอกทีมไม่เห็น", longest=120),
        Ask("manager", "ผู้จัดการรายกรณี", "choice", choices=manager_choices, hint="หนึ่งคนเท่านั้นที่รับผิดชอบเคสนี้"),
        Ask("basis", "ฐานทางกฎหมาย", "choice", choices=lambda: tuple((code, str(words.BASES[code])) for code in OPENING_BASES)),
    ),
    opened, hint_th="มีคนต้องได้รับการคุ้มครองหรือช่วยเหลือต่อ", undo=not_opened,
    options=lambda actor, report_id: {
        "manager": tuple((str(one.user), one.label) for one in managers_near(actor, barred_from=report_id)),
    },
), order=10)
OUTCOMES.add("join", Outcome(
    "join", "รวมเข้ากับเคสที่เปิดอยู่", "Join to an open case", (Ask("number", "เลขเคส", "text", hint="เช่น ขก 2570-0412", longest=24),), joined,
    hint_th="เป็นเรื่องเดียวกับเคสที่มีผู้รับผิดชอบแล้ว", undo=unjoined,
    initial=lambda actor, report_id: {"number": told_matter(actor, report_id)},
), order=20)
KEEPERS.add("case", keeper_of)
RESTRICTED.add("case", is_restricted)
CASE_MOVED.add("work", waits_on)
CASE_MOVED.add("messages", decides_on_messages)
RECORDS.add("case", number_and_page)
ACCUSED.add("case", accused_beside)
WHERE_PERSON.add("case", cases_of_persons)
BREAKABLE.add("case", CaseInEmergency())
POSITION_ENDED.add("cases", position_ended)
POSITION_GIVEN.add("cases", position_given)
NOTICED.add("case", limit_noticed)

CLOSE_OBSTACLES.add("plan", open_plan, order=10)
CLOSE_OBSTACLES.add("transfer", offered_transfer, order=20)

for _verb, _word in {
    "opened": EventWord(_("เปิดเคสจากเรื่องที่แจ้ง")),
    "report_joined": EventWord(_("รวมเรื่องเข้าเคส")),
    "join_undone": EventWord(_("เอาเรื่องที่รวมผิดออกจากเคส")),
    "merged": EventWord(_("รับเรื่องจากเคสที่รวมเข้ามา")),
    "merged_into": EventWord(_("รวมเคสนี้เข้ากับอีกเคส")),
    "unmerged": EventWord(_("เลิกรวมเคส")),
    "member_added": EventWord(_("เพิ่มคนในทีม"), lambda n: _("เห็น %(n)s ส่วน") % {"n": n}),
    "member_ended": EventWord(_("เอาคนออกจากทีม")),
    "supervisor_named": EventWord(_("ให้ผู้กำกับดูแลรู้ว่ามีเคส")),
    "excluded": EventWord(_("กันผู้มีส่วนได้เสียออกจากเคส")),
    "exclusion_lifted": EventWord(_("ยกเลิกการกันออกจากเคส")),
    "note_written": EventWord(_("เขียนบันทึก")),
    "visit_written": EventWord(_("บันทึกการเยี่ยมหรือลงพื้นที่")),
    "counselling_written": EventWord(_("บันทึกการให้คำปรึกษา")),
    "contact_written": EventWord(_("ติดต่อ"), lambda code: words.said(words.OUTCOMES, code)),
    "note_replaced": EventWord(_("แก้บันทึก ฉบับเดิมยังอยู่")),
    "case_changed": EventWord(_("แก้ข้อมูลเคส")),
    "step": EventWord(_("เคสอยู่ในขั้น"), lambda code: words.said(words.STEP_WORDS, code)),
    "action_planned": EventWord(_("เพิ่มงานในแผน"), lambda code: words.said(words.FIVE_P, code)),
    "action_taken": EventWord(_("รับงานในแผนต่อจากเพื่อนร่วมงาน")),
    "action_done": EventWord(_("ทำงานในแผนแล้ว"), lambda code: words.said(words.FIVE_P, code)),
    "action_dropped": EventWord(_("ตัดงานออกจากแผน"), lambda code: words.said(words.FIVE_P, code)),
    "action_resumed": EventWord(_("เปิดงานในแผนอีกครั้ง")),
    "party_added": EventWord(_("เพิ่มคนในเรื่อง"), lambda code: words.said(words.ROLES, code)),
    "party_ended": EventWord(_("เอาคนออกจากเรื่อง"), lambda code: words.said(words.ROLES, code)),
    "transfer_offered": EventWord(_("ขอโอนเคส")),
    "transfer_accepted": EventWord(_("รับโอนเคส")),
    "transfer_refused": EventWord(_("ไม่รับโอนเคส")),
    "transfer_withdrawn": EventWord(_("ถอนคำขอโอนเคส")),
    "limit_soon": EventWord(_("เตือน ใกล้ถึงกำหนด"), title_of),
    "limit_late": EventWord(_("เตือน เลยกำหนด"), title_of),
    "file_added": EventWord(_("เพิ่มไฟล์")),
    "manager_left": EventWord(_("เตือน ผู้จัดการรายกรณีพ้นตำแหน่ง ต้องโอนเคส")),
    "broken": EventWord(_("เปิดดูกรณีฉุกเฉิน")),
    "break_reviewed": EventWord(_("ทบทวนการเปิดดูกรณีฉุกเฉินแล้ว")),
    "printed": EventWord(_("พิมพ์เอกสารของเคส")),
}.items():
    EVENT_WORDS.add(_verb, _word)


def _case(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/cases/{facts.get('case') or object_id}"


def _first_contact(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/cases/{object_id}/contact"


def _action(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/cases/plan/{object_id}"


def _transfer(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/cases/transfers/{object_id}"


for _code, _verb_of_work in {
    "first_contact": WorkVerb("ติดต่อครั้งแรกด้วยวิธีที่ปลอดภัย", "Make the first contact, safely", "ติดต่อและบันทึกผล", "Contact", _first_contact),
    "do_action": WorkVerb("ทำงานในแผนช่วยเหลือ", "Do what the plan says", "เปิดงาน", "Open", _action),
    "answer_transfer": WorkVerb("ตอบคำขอโอนเคส", "Answer the offered transfer", "ตอบ", "Answer", _transfer),
    "transfer_refused": WorkVerb("เคสที่ขอโอนถูกปฏิเสธ ยังเป็นของคุณ", "Transfer refused: the case is still yours", "เปิดเคส", "Open", _case, told=True),
    "check_joined": WorkVerb("ตรวจเรื่องที่รวมเข้ามาในเคส", "Check the report that was joined", "ตรวจ", "Check", _case, told=True),
    "check_exclusion": WorkVerb("ตรวจการกันผู้มีส่วนได้เสียออก", "Check a named exclusion", "เปิดเคส", "Open", _case, told=True, outlives=True),
    "limit_near": WorkVerb("ทำให้ทันกำหนดเวลาของเคส", "Keep a time limit of the case", "เปิดเคส", "Open", _case, "limit", titled_by="limit"),
    "limit_late": WorkVerb("ตามเคสในกลุ่มที่เลยกำหนด", "Look after a late case of the unit", "เปิดเคส", "Open", _case, "limit", oversight=True),
    "manager_left": WorkVerb("ผู้จัดการรายกรณีพ้นตำแหน่ง หาคนรับเคส", "The manager has left: find another", "เปิดเคส", "Open", _case),
    "manager_apart": WorkVerb(
        "ผู้จัดการรายกรณีเห็นข้อมูลในเคสนี้ไม่ครบ หาคนรับเคส", "The manager does not see all of this case: find another", "เปิดเคส", "Open", _case,
        oversight=True,
    ),
    "see_break_glass": WorkVerb("มีคนเปิดดูเคสกรณีฉุกเฉิน", "Somebody opened the case in an emergency", "เปิดเคส", "Open", _case, told=True),
}.items():
    VERBS.add(_code, _verb_of_work)
PASSES.add("case", Passing(opens("case.see", Case)))
PASSES.add("plan_action", Passing(may_take_plan_action, take_plan_action))

put_in_words([
    LogVerb("case.open", "เปิดเคส"), LogVerb("case.change", "แก้ข้อมูลเคส"), LogVerb("case.step", "เปลี่ยนขั้นของเคส"), LogVerb("case.transfer", "โอนเคสแล้ว"),
    LogVerb("case.add_member", "เพิ่มคนในทีม"), LogVerb("case.end_member", "เอาคนออกจากทีม"), LogVerb("case.name_supervisor", "ให้ผู้กำกับดูแลรู้ว่ามีเคส"),
    LogVerb("case.exclude", "กันผู้มีส่วนได้เสียออกจากเคส"), LogVerb("case.lift_exclusion", "ยกเลิกการกันออกจากเคส"),
    LogVerb("case.add_party", "เพิ่มคนในเรื่อง"), LogVerb("case.end_party", "เอาคนออกจากเรื่อง"), LogVerb("case.add_file", "เพิ่มไฟล์"),
    LogVerb("case.join", "รวมเรื่องที่แจ้งเข้าเคส"), LogVerb("case.undo_join", "แยกเรื่องที่แจ้งออกจากเคส"),
    LogVerb("case.merged", "รับอีกเคสมารวม"), LogVerb("case.unmerged", "คืนเคสที่รับมารวม"),
    LogVerb("note.write", "เขียนบันทึก"), LogVerb("note.replace", "แก้บันทึก ฉบับเดิมยังอยู่"),
    LogVerb("plan_action.add", "เพิ่มงานในแผน"), LogVerb("plan_action.take", "รับงานในแผนต่อจากเพื่อนร่วมงาน"), LogVerb("transfer.offer", "ขอโอนเคส"),
    LogThing("case", "เคส"), LogThing("cases", "รายการเคส"), LogThing("case_part", "รายละเอียดของเคส"), LogThing("facts", "ข้อมูลของเคส"),
    LogThing("note", "บันทึกในเคส"), LogThing("notes", "รายการบันทึกในเคส"), LogThing("plan_action", "งานในแผน"), LogThing("transfer", "การโอนเคส"),
    LogThing("teammember", "คนในทีม"), LogThing("party", "คนในเรื่อง"), LogThing("parties", "รายชื่อคนในเรื่อง"), LogThing("wishes", "สิ่งที่ผู้ประสบปัญหาต้องการ"),
    LogThing("exclusion", "การกันออกจากเคส"), LogThing("exclusions", "รายชื่อผู้ที่ถูกกันออกจากเคส"),
    LogThing("timeline", "ลำดับเหตุการณ์ของเคส"), LogThing("looks", "รายการผู้เปิดดูเคส"),
])
