"""Looks at 1, 3 and 6 calendar months after closure, each with its limit and its place on the manager's list."""

from uuid import UUID

from prasan.casework.cases.actions import note_event
from prasan.casework.cases.models import Case
from prasan.casework.followup.flow import FOLLOWUP, REOPENING
from prasan.casework.followup.models import FollowUp
from prasan.ground import clock, ids
from prasan.ground.policy import Actor, acting, system
from prasan.ground.transactions import action
from prasan.registry.limits import queries as limits
from prasan.registry.limits.actions import Notice, meet_limits, start_limit, stop_limits
from prasan.registry.work.actions import close_items, open_item

RULES = {1: "follow_up.1m", 3: "follow_up.3m", 6: "follow_up.6m"}


@action
def plan_looks(actor: Actor, *, case_id: UUID) -> None:
    """Plan the looks of a case that closes now. Called by whoever closes it."""
    with acting(system("followup")):
        case = Case.objects.get(pk=case_id)
    at = clock.now()
    for months, code in RULES.items():
        due = limits.rule(code, clock.today()).due(at) or at
        look = FollowUp(id=ids.new(), case_id=case_id, months=months, due_at=due)
        look.save(force_insert=True)
        start_limit(actor, rule_code=code, root_kind="followup", root_id=look.pk, starts_at=at)
        open_item(
            actor, organisation=case.organisation_id, verb="do_followup", object_kind="followup", object_id=look.pk, root_id=case_id,
            urgency=case.urgency, due_at=due, role="case_manager", assignee=case.manager_id, area_code=case.area_code,
            facts={"number": case.number, "months": months},
        )


@FOLLOWUP.does("do")
@action
def do(actor: Actor, *, id: UUID, version: int | None = None, finding_code: str, finding: str) -> None:  # noqa: A002
    """Write down what a look found. Help needed or danger puts the opening of the case on the list at once, danger on the head's too."""
    case = hold_case(id)
    look = FOLLOWUP.advance(
        actor, FollowUp, "do", id=id, version=version, root=case.pk if case else "", detail=finding_code,
        also={"finding_code": finding_code, "finding": finding.strip(), "done_at": clock.now(), "done_by": actor.key},
    )
    meet_limits(actor, root_id=id, rule_codes=[RULES[look.months]])
    close_items(actor, object_id=id)
    alarm = finding_code == "danger"
    note_event(actor, case_id=look.case_id, verb="followup_done", object_kind="followup", object_id=id, detail=finding_code, hot=alarm)
    if case is not None and finding_code in REOPENING and case.state == "closed":
        _ask_to_reopen(actor, case, look, alarm=alarm)


def _ask_to_reopen(actor: Actor, case: Case, look: FollowUp, *, alarm: bool) -> None:
    for verb, role, assignee in (("reopen_case", "case_manager", case.manager_id), *((("danger_found", "unit_head", None),) if alarm else ())):
        open_item(
            actor, organisation=case.organisation_id, verb=verb, object_kind="followup", object_id=look.pk, root_id=case.pk,
            urgency=4 if alarm else case.urgency, due_at=clock.now(), role=role, assignee=assignee, area_code=case.area_code,
            facts={"number": case.number}, alarm=alarm,
        )


def no_longer_needed(actor: Actor, case_id: UUID) -> None:
    """The looks that are still due fall away, because somebody works on the case again."""
    job = system("reopen")
    with acting(job):
        waiting = list(FollowUp.objects.filter(case_id=case_id, state="due").order_by("due_at", "id").values_list("id", flat=True))
        everything = list(FollowUp.objects.filter(case_id=case_id).values_list("id", flat=True))
        for look in waiting:
            FOLLOWUP.advance(job, FollowUp, "skip", id=look, root=case_id)
            stop_limits(job, root_id=look, reason="reopened")
    for look in everything:
        close_items(actor, object_id=look)


def nobody_looked(actor: Actor, notice: Notice) -> None:
    """A look is late: the head of the unit learns it, once."""
    look = FollowUp.objects.filter(pk=notice.root_id, state="due").select_related("case").first()
    if look is None or "late" not in notice.levels:
        return
    case = look.case
    open_item(
        actor, organisation=case.organisation_id, verb="late_followup", object_kind="followup", object_id=look.pk, root_id=case.pk,
        urgency=case.urgency, due_at=clock.now(), role="unit_head", area_code=case.area_code,
        facts={"number": case.number, "months": look.months}, alarm=True,
    )
    note_event(actor, case_id=case.pk, verb="followup_late", object_kind="followup", object_id=look.pk, detail=str(look.months), hot=True)


def hold_case(followup_id: UUID) -> Case | None:
    """Lock the case of a look before the look, in the order of everybody who changes a case."""
    with acting(system("followup")):
        return Case.objects.select_for_update(of=("self",), no_key=True).filter(followups__pk=followup_id).first()
