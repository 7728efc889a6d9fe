"""Who looks again: the manager of the closed case, and the head of the unit."""

from prasan.casework.followup.models import FollowUp
from prasan.ground.policy import Grant, Section, Shared, Via, protect, register
from prasan.registry.access import roles

protect(FollowUp, kind="followup", roots=("id", "case_id"))

register(
    grant
    for action in ("followup.see", "followup.do")
    for grant in (
        Grant(action, roles.CaseManager, Shared(Section.MANAGE, column="case_id")),
        Grant(action, roles.UnitHead, Via("case_id", "cases.Case", "case.approve")),
    )
)
