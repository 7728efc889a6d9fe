"""How referrals show themselves: on the case page, on the timeline, on worklists, in the way of closing, when a case has a new manager."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prasan.casework.cases.models import Case
from prasan.casework.cases.panels import (
    CASE_MOVED,
    CASE_PARTS,
    CASE_SECTIONS,
    CLOSE_OBSTACLES,
    EVENT_WORDS,
    NEXT_STEPS,
    EventWord,
)
from prasan.casework.referrals.actions.charge import may_take_referral, take_referral
from prasan.casework.referrals.actions.late import nobody_answered
from prasan.casework.referrals.flow import OPEN
from prasan.casework.referrals.models import Referral
from prasan.casework.referrals.queries import words
from prasan.casework.referrals.queries.lists import ReferralLine, case_part, of_case
from prasan.casework.referrals.queries.open import open_referrals
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.panels import Panel
from prasan.ground.policy import Actor, Section, acting, system
from prasan.ground.screens.parts import NextStep
from prasan.registry.limits.panels import NOTICED
from prasan.registry.work.actions import reassign
from prasan.registry.work.panels import PASSES, VERBS, Passing, WorkVerb

CLOSE_OBSTACLES.add("referrals", open_referrals, order=30)
CASE_PARTS.add("referral", case_part)
NOTICED.add("referral", nobody_answered)

TO_MANAGER = ("reroute_referral", "answer_more", "chase_referral")


def _follow_manager(actor: Actor, *, case_id: UUID, old: UUID, new: UUID) -> None:
    """What referrals left for the manager to do goes to the new one."""
    with acting(system("case_moved")):
        organisation = Case.objects.values_list("organisation_id", flat=True).get(pk=case_id)
        waiting = list(Referral.objects.filter(case_id=case_id, ended_at=None).values_list("id", flat=True))
    for referral in waiting:
        for verb in TO_MANAGER:
            reassign(actor, object_id=referral, verb=verb, assignee=new, organisation=organisation)
        reassign(actor, object_id=referral, verb="late_referral", assignee=None, organisation=organisation)


CASE_MOVED.add("referrals", _follow_manager)
PASSES.add("referral", Passing(may_take_referral, take_referral))


@CASE_SECTIONS.show(40, "referrals")
def _section(actor: Actor, *, case_id: UUID, sections: Section) -> Panel | None:
    """Whom the case has asked for what. Shown to those who see its plan."""
    if Section.PLAN not in sections:
        return None
    rows = of_case(actor, case_id)
    may_send = Section.MANAGE in sections
    if not rows and not may_send:
        return None
    count = sum(1 for row in rows if row.state in OPEN)
    return Panel("referrals/panel.html", {"rows": rows[:6], "open": count, "case_id": case_id, "may_send": may_send})


@NEXT_STEPS.show(20, "referrals")
def _next(actor: Actor, *, case_id: UUID, sections: Section) -> Panel | None:
    """What a refused or asked one wants from the manager."""
    if Section.MANAGE not in sections:
        return None
    steps = [_step(row) for row in of_case(actor, case_id) if row.state in {"refused", "asked"}]
    return Panel("", {"steps": steps[:2]}) if steps else None


def _step(row: ReferralLine) -> NextStep:
    if row.state == "refused":
        return NextStep(_t("%(desk)s รับไม่ได้") % {"desk": row.desk}, _t("ส่งต่อที่อื่น"), row.href, when=row.service, icon="send")
    return NextStep(_t("%(desk)s ขอข้อมูลเพิ่ม") % {"desk": row.desk}, _t("ตอบ"), row.href, clock=row.clock, icon="message")


for _verb, _word in {
    "referral_sent": EventWord(pgettext_lazy("event", "ส่งต่อ"), lambda n: _("ให้เห็น %(n)s ส่วนจาก 11") % {"n": n}),
    "referral_received": EventWord(_("รับทราบการส่งต่อ")),
    "referral_accepted": EventWord(_("รับการส่งต่อ")),
    "referral_accepted_part": EventWord(_("รับการส่งต่อบางส่วน")),
    "referral_asked": EventWord(_("ขอข้อมูลเพิ่มก่อนตอบการส่งต่อ")),
    "referral_answered": EventWord(_("ตอบข้อมูลที่หน่วยงานขอ")),
    "referral_refused": EventWord(_("รับการส่งต่อไม่ได้"), words.refusal),
    "referral_rerouted": EventWord(_("ส่งต่อที่ถูกปฏิเสธไปที่อื่น")),
    "referral_done": EventWord(_("บันทึกผลและปิดการส่งต่อ")),
    "referral_withdrawn": EventWord(_("ถอนการส่งต่อ")),
    "referral_late": EventWord(_("เตือน การส่งต่อยังไม่มีคำตอบ"), lambda who: _("แจ้งผู้จัดการรายกรณี") if who == "manager" else _("แจ้งหัวหน้ากลุ่ม")),
}.items():
    EVENT_WORDS.add(_verb, _word)


def _href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/referrals/{object_id}"


def _desk_href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/referrals/{object_id}?side=desk"


for _code, _verb_of_work in {
    "answer_referral": WorkVerb("ตอบเรื่องที่ส่งต่อมา", "Answer a referral", "ตอบ", "Answer", _href, "referral"),
    "assign_referral": WorkVerb("หาคนตอบเรื่องที่ส่งต่อมา", "Find somebody to answer a referral", "เปิดดู", "Open", _desk_href, "referral"),
    "finish_referral": WorkVerb("ทำเรื่องที่รับไว้ และบันทึกผล", "Do what was accepted, and say what came of it", "เปิดดู", "Open", _href, "referral"),
    "reroute_referral": WorkVerb("ส่งต่อเรื่องที่ถูกปฏิเสธไปที่อื่น", "Send a refused referral to another desk", "ส่งต่อใหม่", "Send on", _href, "referral"),
    "answer_more": WorkVerb("ตอบข้อมูลที่หน่วยงานขอเพิ่ม", "Answer what a desk asked", "ตอบ", "Answer", _href, "referral"),
    "chase_referral": WorkVerb("ตามเรื่องส่งต่อที่ยังไม่มีคำตอบ", "Chase a referral without an answer", "เปิดดู", "Open", _href, "referral"),
    "late_referral": WorkVerb("เรื่องส่งต่อของกลุ่มเลยกำหนดตอบ", "A referral of the unit has no answer", "เปิดดู", "Open", _href, "referral"),
}.items():
    VERBS.add(_code, _verb_of_work)


put_in_words([
    LogVerb("referral.send", "ส่งคำขอส่งต่อ"), LogVerb("referral.assign", "มอบให้เจ้าหน้าที่รับผิดชอบ"),
    LogVerb("referral.step_aside", "ถอนตัวเพราะรู้จักคนในเรื่อง"),
    LogThing("referral", "การส่งต่อ"), LogThing("referrals", "รายการส่งต่อ"), LogThing("referral_word", "ข้อความถามตอบในการส่งต่อ"),
])
