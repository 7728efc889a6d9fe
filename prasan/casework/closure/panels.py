"""How closing shows itself on the case page, on the timeline, on worklists and in the way of itself."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from prasan.casework.cases.panels import (
    CASE_PARTS,
    CASE_SECTIONS,
    CLOSE_OBSTACLES,
    EVENT_WORDS,
    MOVE_PAGES,
    NEXT_STEPS,
    EventWord,
)
from prasan.casework.closure import rules
from prasan.casework.closure.queries.brief import brief, case_part
from prasan.casework.closure.queries.open import case_part as message_part
from prasan.casework.closure.queries.open import running_limits, unread_messages
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.panels import Panel
from prasan.ground.policy import Actor, Section
from prasan.ground.screens.parts import NextStep
from prasan.registry.work.panels import VERBS, WorkVerb

CASE_PARTS.add("closure", case_part)
CASE_PARTS.add("message", message_part)
CLOSE_OBSTACLES.add("limits", running_limits, order=40)
CLOSE_OBSTACLES.add("messages", unread_messages, order=50)
for _move in ("ask_close", "approve_close", "withdraw_close"):
    MOVE_PAGES.add(_move, f"/cases/{{}}/{_move}")


@CASE_SECTIONS.show(10, "closure")
def _section(actor: Actor, *, case_id: UUID, sections: Section) -> Panel | None:
    """The request that waits, or the last one that was sent back."""
    found = brief(actor, case_id)
    return Panel("closure/panel.html", {"page": found}) if found is not None and found.state in {"asked", "returned"} else None


@NEXT_STEPS.show(5, "closure")
def _next(actor: Actor, *, case_id: UUID, sections: Section) -> Panel | None:
    """Whoever may decide is shown the way."""
    found = brief(actor, case_id)
    if found is None or found.state != "asked" or "unit_head" not in actor.roles or found.asked_by == actor.user:
        return None
    step = NextStep(_t("คำขอยุติรออนุมัติ"), _t("พิจารณา"), f"/closures/{found.id}", icon="circle-check")
    return Panel("", {"steps": [step]})


def _reason(code: str) -> str:
    return dict(rules.reasons()).get(code, code)


for _verb, _word in {
    "closure_asked": EventWord(_("ขอยุติการให้บริการ"), _reason),
    "closure_withdrawn": EventWord(_("ถอนคำขอยุติ")),
    "closure_returned": EventWord(_("ส่งคำขอยุติกลับให้ทำต่อ")),
    "closed": EventWord(_("อนุมัติการยุติ"), _reason),
}.items():
    EVENT_WORDS.add(_verb, _word)


def _href(object_id: UUID, facts: dict[str, Any]) -> str:
    return f"/closures/{object_id}"


VERBS.add("approve_closure", WorkVerb("พิจารณาคำขอยุติเคส", "Decide on closing a case", "พิจารณา", "Decide", _href))
VERBS.add("closure_returned", WorkVerb("คำขอยุติถูกส่งกลับให้ทำต่อ", "Closing was sent back", "เปิดดู", "Open", _href, told=True))

put_in_words([
    LogVerb("closure.ask", "ขอยุติการให้บริการ"), LogThing("closure", "คำขอยุติการให้บริการ"),
])
