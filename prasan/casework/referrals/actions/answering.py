"""What a desk can answer. One answer wins; whoever comes second learns what is so now, and nothing is lost.

Every answer carries the answer to one question first: do you know those in this matter? Who does, answers nothing: a colleague will.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions import note_event
from prasan.casework.cases.models import Case
from prasan.casework.referrals import rules
from prasan.casework.referrals.actions.aside import step_aside
from prasan.casework.referrals.actions.charge import in_charge, open_to_desk
from prasan.casework.referrals.actions.common import hold_case, list_for_desk, list_for_manager
from prasan.casework.referrals.actions.sending import say
from prasan.casework.referrals.flow import REFERRAL
from prasan.casework.referrals.models import Referral
from prasan.ground import clock
from prasan.ground.policy import Actor, Invalid
from prasan.ground.statements import sent_on
from prasan.ground.transactions import action
from prasan.registry.limits.actions import meet_limits
from prasan.registry.work.actions import close_items


@REFERRAL.does("receive")
@action
def receive(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Say that it has arrived and somebody reads it. The clock runs on."""
    case = hold_case(id)
    referral = REFERRAL.advance(actor, Referral, "receive", id=id, version=version, root=_root(case))
    note_event(actor, case_id=referral.case_id, verb="referral_received", object_kind="referral", object_id=id)


@REFERRAL.does("accept")
@action
def accept(
    actor: Actor, *, id: UUID, version: int | None = None, knows: str, assignee: UUID | str | None = None,  # noqa: A002
    ready_at: datetime | str | None = None, answer: str | None = None,
) -> bool:
    """Take it on. From now on desk and assignee see exactly the shared sections of the case. False when the actor stood aside instead."""
    return _take_on(actor, id, version, "accept", knows=knows, assignee=assignee, ready_at=ready_at, words={"answer": answer})


@REFERRAL.does("accept_part")
@action
def accept_part(
    actor: Actor, *, id: UUID, version: int | None = None, knows: str, part: str, assignee: UUID | str | None = None,  # noqa: A002
    ready_at: datetime | str | None = None,
) -> bool:
    """Take a part on, saying which; for the rest the sender asks somebody else. False when the actor stood aside instead."""
    return _take_on(actor, id, version, "accept_part", knows=knows, assignee=assignee, ready_at=ready_at, words={"part": part})


def _take_on(
    actor: Actor, pk: UUID, version: int | None, move: str, *, knows: str, assignee: UUID | str | None, ready_at: datetime | str | None,
    words: dict[str, str | None],
) -> bool:
    if knows != "no":
        step_aside(actor, id=pk)
        return False
    case = hold_case(pk)
    told: dict[str, Any] = {name: text.strip() for name, text in words.items() if text and text.strip()}
    ready = _moment(ready_at)
    referral = REFERRAL.advance(
        actor, Referral, move, id=pk, version=version, root=_root(case),
        also={**told, "answered_at": clock.now(), "answered_by": actor.key, "ready_at": ready, "assignee_id": actor.user},
    )
    if case is None:
        raise RuntimeError("a referral without its case")
    if assignee and str(assignee) != str(actor.user):
        referral.assignee_id = in_charge(referral, assignee)
        referral.save(update_fields=["assignee"])
    with sent_on():
        open_to_desk(actor, referral)
        _answered(actor, referral)
        list_for_desk(actor, case, referral, verb="finish_referral", due_at=ready, assignee=referral.assignee_id, first=True)
        note_event(actor, case_id=case.pk, verb=f"referral_{referral.state}", object_kind="referral", object_id=pk)
    return True


def _moment(value: datetime | str | None) -> datetime | None:
    if not value:
        return None
    try:
        at = clock.local(value if isinstance(value, datetime) else datetime.fromisoformat(value))
    except (TypeError, ValueError) as error:
        raise Invalid({"ready_at": _("เวลานี้อ่านไม่ได้ กรอกวันและเวลาใหม่")}) from error
    if at < clock.now().replace(hour=0, minute=0, second=0, microsecond=0):
        raise Invalid({"ready_at": _("วันนี้ผ่านไปแล้ว")})
    return at


@REFERRAL.does("ask_more")
@action
def ask_more(actor: Actor, *, id: UUID, version: int | None = None, knows: str, question: str) -> bool:  # noqa: A002
    """Ask the sender for more before answering; the clock keeps running. False when the actor stood aside instead."""
    if knows != "no":
        step_aside(actor, id=id)
        return False
    case = hold_case(id)
    referral = REFERRAL.advance(actor, Referral, "ask_more", id=id, version=version, root=_root(case))
    if case is None:
        raise RuntimeError("a referral without its case")
    say(actor, referral, question, from_receiver=True)
    list_for_manager(actor, case, referral, verb="answer_more", due_at=referral.answer_due)
    note_event(actor, case_id=case.pk, verb="referral_asked", object_kind="referral", object_id=id)
    return True


@REFERRAL.does("refuse")
@action
def refuse(actor: Actor, *, id: UUID, version: int | None = None, knows: str, refused_code: str, answer: str) -> bool:  # noqa: A002
    """Refuse with a reason: it is back with the case's manager at once, with an alarm. False when the actor stood aside instead."""
    if knows != "no":
        step_aside(actor, id=id)
        return False
    case = hold_case(id)
    referral = REFERRAL.advance(
        actor, Referral, "refuse", id=id, version=version, root=_root(case), detail=refused_code,
        also={"answered_at": clock.now(), "answered_by": actor.key, "refused_code": refused_code, "answer": answer.strip()},
    )
    if case is None:
        raise RuntimeError("a referral without its case")
    _answered(actor, referral)
    list_for_manager(actor, case, referral, verb="reroute_referral", due_at=clock.now(), alarm=True)
    note_event(actor, case_id=case.pk, verb="referral_refused", object_kind="referral", object_id=id, detail=refused_code, hot=True)
    return True


def _answered(actor: Actor, referral: Referral) -> None:
    meet_limits(actor, root_id=referral.pk, rule_codes=[rules.LIMIT[referral.urgency]])
    close_items(actor, object_id=referral.pk)


def _root(case: Case | None) -> object:
    return case.pk if case else ""
