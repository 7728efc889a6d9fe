"""Who sees a request to close and who decides it: the manager asks, the head of the unit decides; nobody excluded sees it."""

from prasan.casework.closure.models import Closure
from prasan.ground.policy import Grant, Section, Shared, Via, protect, register
from prasan.registry.access import roles

protect(Closure, kind="closure", roots=("id", "case_id"))

register(
    [
        Grant("closure.see", roles.CaseManager, Shared(Section.MANAGE, column="case_id")),
        Grant("closure.see", roles.UnitHead, Via("case_id", "cases.Case", "case.approve")),
        Grant("closure.decide", roles.UnitHead, Via("case_id", "cases.Case", "case.approve")),
        Grant("closure.withdraw", roles.CaseManager, Shared(Section.MANAGE, column="case_id")),
    ]
)
