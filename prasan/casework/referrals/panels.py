"""How referrals show themselves: on the case page, on the timeline, in the way of closing, when a case has a new manager, when nobody answers."""

from uuid import UUID

from prasan.casework.cases.models import Case
from prasan.casework.cases.panels import CASE_MOVED, CLOSE_OBSTACLES
from prasan.casework.referrals.actions.late import nobody_answered
from prasan.casework.referrals.models import Referral
from prasan.casework.referrals.queries.open import open_referrals
from prasan.ground.policy import Actor, acting, system
from prasan.registry.limits.panels import NOTICED
from prasan.registry.work.actions import reassign

CLOSE_OBSTACLES.add("referrals", open_referrals, order=30)
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


CASE_MOVED.add("referrals", _follow_manager)
