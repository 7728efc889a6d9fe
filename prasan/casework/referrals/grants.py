"""Who sees a referral: the desk that is asked and who works on it there; the sender's side through the case. Who is excluded sees neither.

Seeing the referral is not seeing the case: until the desk accepts it has no access row on the case, on a person or on a report.
"""

from prasan.casework.referrals.models import Referral, ReferralWord
from prasan.ground.policy import Grant, Holder, InOrganisation, Own, Section, Shared, Via, protect, register
from prasan.registry.access import roles

protect(Referral, kind="referral", roots=("id", "case_id"))
protect(ReferralWord, kind="referral_word", roots=("referral_id", "case_id_of_key"))

# The desk of a provincial office is its intake unit; every other desk has a receiving desk. Their heads answer when nobody else does.
DESKS = (roles.ReceivingDesk, roles.IntakeOfficer, roles.UnitHead)

register(
    [
        *(Grant("referral.see", role, InOrganisation("receiver_id")) for role in DESKS),
        Grant("referral.see", Holder, Own("assignee_id"), why="whom the desk has put in charge"),
        Grant("referral.see", Holder, Shared(Section.PLAN, column="case_id"), why="the team sees what was asked of whom"),
        Grant("referral.see", roles.UnitHead, Via("case_id", "cases.Case", "case.approve")),
        *(Grant("referral.answer", role, InOrganisation("receiver_id")) for role in DESKS),
        Grant("referral.answer", Holder, Own("assignee_id")),
        Grant("referral.manage", roles.CaseManager, Shared(Section.MANAGE, column="case_id")),
        Grant("referral.manage", roles.UnitHead, Via("case_id", "cases.Case", "case.approve")),
        Grant("referral_word.see", Holder, Via("referral_id", "referrals.Referral", "referral.see")),
    ]
)
