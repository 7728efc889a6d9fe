"""Nobody has answered in time: first the case's manager learns it, then the head of the unit; each exactly once, by the one job of limits."""

from prasan.casework.cases.actions import note_event
from prasan.casework.referrals.actions.common import facts, hold_case, list_for_desk, list_for_manager
from prasan.casework.referrals.flow import WAITING
from prasan.casework.referrals.models import Referral
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.registry.limits.actions import Notice
from prasan.registry.work.actions import open_item


def nobody_answered(actor: Actor, notice: Notice) -> None:
    """Act on what the limit of an answer has reached: "late" for the manager, anything past it for the unit head."""
    case = hold_case(notice.root_id)
    referral = Referral.objects.filter(pk=notice.root_id, state__in=WAITING).first()
    if case is None or referral is None:
        return
    for level in notice.levels:
        if level == "late":
            list_for_manager(actor, case, referral, verb="chase_referral", due_at=clock.now(), alarm=True)
            list_for_desk(actor, case, referral, verb="answer_referral", due_at=referral.answer_due, assignee=referral.assignee_id, alarm=True)
        elif level.startswith("over:"):
            open_item(
                actor, organisation=case.organisation_id, verb="late_referral", object_kind="referral", object_id=referral.pk, root_id=case.pk,
                urgency=referral.urgency, due_at=clock.now(), role="unit_head", area_code=case.area_code, facts=facts(referral), alarm=True,
            )
        else:
            continue
        note_event(
            actor, case_id=case.pk, verb="referral_late", object_kind="referral", object_id=referral.pk,
            detail="manager" if level == "late" else "unit_head", hot=True,
        )
