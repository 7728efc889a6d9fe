"""Deciding what a report becomes, and deciding anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.intake.flow import REPORT
from prasan.casework.intake.models import Report
from prasan.casework.triage import rules
from prasan.casework.triage.actions.desk import (
    VERB,
    close_desk_items,
    due_here,
    end_sight,
    follow_messages,
    level,
    open_desk_item,
    open_sight,
)
from prasan.casework.triage.actions.reroute import reroute
from prasan.casework.triage.flow import OUTCOMES, Outcome
from prasan.casework.triage.models import Decision, Declaration, Routing
from prasan.casework.triage.queries.desk import reader_of
from prasan.ground import audit, clock, ids
from prasan.ground.fields.text import TOO_LONG
from prasan.ground.flow import Move
from prasan.ground.flow.machine import checked
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Stale, acting, system
from prasan.ground.policy.scope import can, get
from prasan.ground.transactions import action
from prasan.registry.work.actions import close_items

JOB = system("triage")
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was made; `href` is where the officer goes on ("" for the desk)."""

    id: UUID
    href: str


@REPORT.does("decide")
@action
def decide(
    actor: Actor, /, *, id: UUID, version: int | None = None, outcome: str, urgency: int | str | None = None, reason: str,  # noqa: A002
    lower_reason: str | None = None, answers: Mapping[str, Any] | None = None, **more: Any,
) -> Decided:
    """Decide what a report becomes. `outcome` is a code of OUTCOMES; what it asks comes in `answers` or as further keywords.

    Raises Hidden, Refused, Stale; Conflict when it is decided already or the officer has not said whether he or she knows anybody in it;
    Invalid by field: unknown outcome, missing answers, an urgency lowered without a reason, an emergency lowered by anyone but a head.
    """
    _fresh(actor, id, version)
    report = get(actor, "report.decide", Report, id, see="report.see", lock=True)
    chosen = _known(outcome)
    if answers is not None and not isinstance(answers, Mapping):
        raise Invalid({"answers": _("ต้องเป็นคู่ของชื่อคำถามกับคำตอบ")})
    said = checked(Move("decide", "", frozenset(), "", "", asks=chosen.asks), {**(answers or {}), **more})
    reason = _words("reason", reason, required=True)
    if not actor.system and report.state != "decided":
        _declared(actor, id)
    if chosen.move == "hand_on":
        return Decided(reroute(actor, id=id, version=version, desk=said["desk"], reason=reason), "")
    to = _urgency(urgency)
    lower = _lowered(actor, report, to, lower_reason)
    report = REPORT.advance(actor, Report, "decide", id=id, version=version, detail=outcome, also={"outcome": outcome, "urgency": to})
    decision = Decision(
        id=ids.new(), report_id=id, outcome=outcome, urgency=to, reason=reason, answers={**_plain(said), "lower_reason": lower}, by=actor.key,
        at=clock.now(),
    )
    decision.save(force_insert=True)
    href = chosen.handle(actor, id, {**said, "urgency": to, "reason": reason}) or ""
    close_desk_items(actor, report_id=id)
    with acting(JOB):
        Routing.objects.filter(report_id=id, answer="").update(answer="taken")
        end_sight(report_id=id, desk=report.desk_id)
    follow_messages(actor, id)
    return Decided(decision.pk, href)


@REPORT.does("undo")
@action
def undo_decision(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """Take a wrong decision back: the report returns to the desk, to whoever undid it; the decision stays, marked as undone.

    Where somebody in a case took it back, the job does, and the desk is alarmed: nobody there knows yet.
    Raises Conflict when what the decision made cannot be taken back from here.
    """
    reason = _words("reason", reason, required=True)
    with acting(JOB):
        decision = Decision.objects.filter(report_id=id, undone_at=None).exclude(outcome="pass_on").first()
    made = OUTCOMES.get(decision.outcome) if decision else None
    report = REPORT.advance(
        actor, Report, "undo", id=id, version=version, detail=decision.outcome if decision else "", also={"outcome": "", "urgency": None}
    )
    with acting(JOB):
        if decision is not None:
            decision.undone_at, decision.undone_by, decision.undone_reason = clock.now(), actor.key, reason
            decision.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        if made is not None and made.undo is not None:
            made.undo(actor, id)
    open_sight(actor, report_id=id, desk=report.desk_id)
    follow_messages(actor, id)
    with acting(JOB):
        mine = actor.user is not None and Declaration.objects.filter(report_id=id, user_id=actor.user, knows=False).exists()
    open_desk_item(actor, report=report, desk=report.desk_id, due_at=due_here(report), assignee=actor.user if mine else None,
                   alarm=actor.system, undone=True)


@action
def ask_head(actor: Actor, *, id: UUID, reason: str) -> None:  # noqa: A002
    """Leave the decision to the head of the unit, with the officer's reason. Raises Hidden, Refused, Invalid, Conflict."""
    report = get(actor, "report.decide", Report, id, see="report.see", lock=True)
    reason = _words("reason", reason, required=True)
    if report.state == "decided":
        raise Conflict([Obstacle("state", _("ตัดสินใจแล้ว"))])
    Routing(
        id=ids.new(), report_id=id, desk_id=report.desk_id, from_desk_id=None, why=["ask_head"], note=reason, by=actor.key, at=clock.now(),
        answer="taken",
    ).save(force_insert=True)
    audit.record("report.ask_head", "report", id)
    close_items(actor, object_id=id, verb=VERB)
    open_desk_item(actor, report=report, desk=report.desk_id, due_at=due_here(report), role="unit_head", alarm=level(report) == rules.EMERGENCY,
                   asked=True)


def _fresh(actor: Actor, report_id: UUID, version: int | None) -> None:
    """An old page is told so before anything else, also when the right to decide went with the change."""
    if version is not None:
        seen = get(actor, "report.see", Report, report_id)
        if seen.version != version:
            raise Stale(version, seen.version)


def _known(code: str) -> Outcome:
    found = OUTCOMES.get(code)
    if found is None:
        raise Invalid({"outcome": _("เลือกผลการคัดกรอง")})
    return found


def _declared(actor: Actor, report_id: UUID) -> None:
    with acting(JOB):
        said = actor.user is not None and Declaration.objects.filter(report_id=report_id, user_id=actor.user, knows=False).exists()
    if not said:
        raise Conflict([Obstacle("conflict_unasked", _("กด “รับเรื่อง” และตอบก่อนว่าคุณรู้จักหรือเป็นญาติกับคนในเรื่องนี้หรือไม่"))], ["take"])
    reader = reader_of(report_id)
    if reader not in {actor.user, None}:
        raise Conflict([Obstacle("read_by_other", _("มีเพื่อนร่วมโต๊ะอ่านเรื่องนี้อยู่ กด “รับเรื่อง” ถ้าจะทำต่อแทน"))], ["take"])


def _urgency(value: int | str | None) -> int:
    if isinstance(value, bool) or str(value) not in {"1", "2", "3", "4"}:
        raise Invalid({"urgency": _("เลือกระดับความเร่งด่วน")})
    return int(str(value))


def _lowered(actor: Actor, report: Report, to: int, words: str | None) -> str:
    """The reason for lowering below the suggestion, "" when it is not lowered."""
    needed = rules.lowering(report.urgency_suggested, to)
    if not needed:
        return ""
    if needed == "head" and not actor.system and not can(actor, "report.lower", report):
        raise Invalid({"urgency": _("ลดระดับของเรื่องฉุกเฉินต้องให้หัวหน้ากลุ่มตัดสินใจ เลือก “ฉุกเฉิน” หรือขอให้หัวหน้าตัดสินใจ")})
    return _words("lower_reason", words or "", required=True, missing=_("บอกเหตุผลที่ลดระดับจากที่ระบบเสนอ"))


def _words(name: str, text: str, *, required: bool = False, missing: str = "") -> str:
    if "\x00" in text or len(text) > LONGEST:
        raise Invalid({name: str(TOO_LONG % {"limit": LONGEST})})
    if required and not text.strip():
        raise Invalid({name: missing or _("กรอกเหตุผล")})
    return text.strip()


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in said.items() if value not in (None, "")}
