"""From desk to desk: the desk that gets a report must take it or send it back; nobody may let it lie between."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.intake.flow import REPORT
from prasan.casework.intake.models import Report
from prasan.casework.triage.actions.desk import (
    close_desk_items,
    due_here,
    end_sight,
    follow_messages,
    open_desk_item,
    open_sight,
)
from prasan.casework.triage.models import Decision, Routing
from prasan.casework.triage.queries.desk import awaiting
from prasan.ground import clock, ids
from prasan.ground.fields.text import TOO_LONG
from prasan.ground.jobs.queue import job_named
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, access, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.organisations.queries import OrganisationFact, ancestor_ids, organisation

JOB = system("triage")
LONGEST = 2000


@REPORT.does("hand_on")
@action
def reroute(actor: Actor, *, id: UUID, version: int | None = None, desk: UUID | str, reason: str) -> UUID:  # noqa: A002
    """Pass a report on to another desk, with the reason; that desk must take it. Returns the id of the decision.

    Raises Hidden, Refused, Stale, Conflict, and Invalid for a desk that is none, is this one, or may not get it (it is not said why).
    """
    report = get(actor, "report.hand_on", Report, id, see="report.see", lock=True)
    reason = _reason(reason)
    to = _desk(desk, report)
    urgency = report.urgency_suggested
    _move(actor, report, "hand_on", version=version, to=to.id, why=["passed_on"], note=reason)
    decision = Decision(
        id=ids.new(), report_id=id, outcome="pass_on", urgency=urgency, reason=reason, answers={"desk": str(to.id)}, by=actor.key,
        at=clock.now(),
    )
    decision.save(force_insert=True)
    return decision.pk


@REPORT.does("send_back")
@action
def send_back(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """Refuse a report that another desk passed on: it goes back there at once, with the reason and an alarm.

    Raises Conflict when no desk passed it on.
    """
    report = get(actor, "report.hand_on", Report, id, see="report.see", lock=True)
    reason = _reason(reason)
    with acting(JOB):
        step = awaiting(id, report.desk_id)
        if step is None or step.from_desk_id is None:
            raise Conflict([Obstacle("not_passed_on", _("เรื่องนี้ไม่ได้มาจากโต๊ะอื่น ถ้าไม่ใช่หน้าที่ของโต๊ะนี้ ให้เลือกส่งต่อ"))], ["hand_on"])
        back = step.from_desk_id
        step.answer = "refused"
        step.save(update_fields=["answer"])
        wrong = Decision.objects.filter(report_id=id, outcome="pass_on", undone_at=None).order_by("-at").first()
        if wrong is not None:
            wrong.undone_at, wrong.undone_by, wrong.undone_reason = clock.now(), actor.key, reason
            wrong.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    _move(actor, report, "send_back", version=version, to=back, why=["refused"], note=reason, alarm=True)


def _move(
    actor: Actor, report: Report, move: str, *, version: int | None, to: UUID, why: list[str], note: str, alarm: bool = False,
) -> None:
    """The move itself: state, sight, things to do and the step, all or nothing."""
    gone = report.desk_id
    moved = REPORT.advance(actor, Report, move, id=report.pk, version=version, detail=why[0], also={"desk_id": to, "why_here": why})
    Routing(
        id=ids.new(), report_id=report.pk, desk_id=to, from_desk_id=gone, why=why, note=note, by=actor.key, at=clock.now(),
        # What comes back has no desk to go back to once more.
        answer="" if why == ["passed_on"] else "taken",
    ).save(force_insert=True)
    close_desk_items(actor, report_id=report.pk)
    with acting(JOB):
        end_sight(report_id=report.pk, desk=gone)
    open_sight(actor, report_id=report.pk, desk=to)
    follow_messages(actor, report.pk)
    open_desk_item(actor, report=moved, desk=to, due_at=due_here(moved), alarm=alarm, came_from=str(gone), refused=alarm)
    job_named("report_received").later(report_id=report.pk)  # every office that had it has it in its register


def _desk(asked: UUID | str, report: Report) -> OrganisationFact:
    try:
        found = organisation(asked if isinstance(asked, UUID) else UUID(str(asked)))
    except ValueError:
        found = None
    today = clock.today()
    if found is None or not found.is_desk or (found.active_until is not None and found.active_until <= today):
        raise Invalid({"desk": _("เลือกโต๊ะจากรายการ")})
    with acting(JOB):
        barred = access.excluded_subjects(report.pk)
    if found.id == report.desk_id or barred & {found.id, *ancestor_ids(found.id)}:
        raise Invalid({"desk": _("ส่งให้โต๊ะนี้ไม่ได้ เลือกโต๊ะอื่น")})
    return found


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid({"reason": _("กรอกเหตุผล")})
    if len(text) > LONGEST or "\x00" in text:
        raise Invalid({"reason": str(TOO_LONG % {"limit": LONGEST})})
    return text.strip()
