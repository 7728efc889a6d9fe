"""How looks after closure show themselves on the case page, on the timeline and on worklists, and what follows when one is late."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from prasan.casework.cases.panels import CASE_PARTS, CASE_SECTIONS, EVENT_WORDS, MOVE_PAGES, NEXT_STEPS, EventWord
from prasan.casework.followup.actions.looking import nobody_looked
from prasan.casework.followup.flow import FINDINGS
from prasan.casework.followup.models import FollowUp
from prasan.casework.followup.queries import looks_of
from prasan.casework.followup.queries.looks import case_part
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.panels import Panel
from prasan.ground.policy import Actor, Section
from prasan.ground.screens.parts import NextStep
from prasan.registry.limits.panels import NOTICED
from prasan.registry.work.panels import PASSES, VERBS, Passing, WorkVerb, opens

NOTICED.add("followup", nobody_looked)
MOVE_PAGES.add("reopen", "/cases/{}/reopen")
CASE_PARTS.add("followup", case_part)


@CASE_SECTIONS.show(15, "followups")
def _section(actor: Actor, *, case_id: UUID, sections: Section) -> Panel | None:
    """The looks, once the case was closed."""
    found = looks_of(actor, case_id)
    return Panel("followup/panel.html", {"looks": found}) if found else None


@NEXT_STEPS.show(10, "followups")
def _next(actor: Actor, *, case_id: UUID, sections: Section) -> Panel | None:
    """The next look, for the manager."""
    if Section.MANAGE not in sections:
        return None
    due = [look for look in looks_of(actor, case_id) if look.state == "due"]
    if not due:
        return None
    step = NextStep(_t("ติดตามผลครบ %(n)s เดือน") % {"n": due[0].months}, _t("บันทึกผลการติดตาม"), due[0].href, clock=due[0].clock, icon="phone")
    return Panel("", {"steps": [step]})


def _finding(code: str) -> str:
    return dict(FINDINGS).get(code, code)


for _verb, _word in {
    "followup_done": EventWord(_("ติดตามผลแล้ว"), _finding),
    "followup_late": EventWord(_("เตือน การติดตามผลเลยกำหนด")),
    "reopened": EventWord(_("เปิดเคสอีกครั้ง")),
}.items():
    EVENT_WORDS.add(_verb, _word)


def _href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/followups/{object_id}"


for _code, _verb_of_work in {
    "do_followup": WorkVerb("ติดตามผลหลังยุติเคส", "Look again after closing", "ติดตาม", "Look again", _href),
    "reopen_case": WorkVerb("เปิดเคสอีกครั้งตามที่ติดตามพบ", "Open the case again, as the look found", "เปิดดู", "Open", _href),
    "danger_found": WorkVerb("ติดตามแล้วพบอันตราย", "The look found danger", "เปิดดู", "Open", _href),
    "late_followup": WorkVerb("การติดตามผลของกลุ่มเลยกำหนด", "A look of the unit is late", "เปิดดู", "Open", _href),
}.items():
    VERBS.add(_code, _verb_of_work)
PASSES.add("followup", Passing(opens("followup.do", FollowUp)))

put_in_words([
    LogVerb("case.reopened", "มอบเคสที่เปิดอีกครั้งให้ผู้จัดการรายกรณี"), LogThing("followup", "การติดตามผล"), LogThing("followups", "รายการติดตามผล"),
])
