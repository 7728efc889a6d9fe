"""Whose work is whose: the assignee's, else that of the asked role at the organisation; heads oversee; never somebody excluded."""

from prasan.ground.policy import Grant, Holder, InArea, InOrganisation, Is, Own, Unset, Via, protect, register
from prasan.registry.access import roles
from prasan.registry.work.models import HandedItem, HandOver, WorkItem

protect(WorkItem, kind="work", roots=("object_id", "root_id"))
protect(HandOver, kind="hand_over")
protect(HandedItem, kind="handed", roots=("thing_id", "root_id"))

AT_DESKS = (
    roles.IntakeOfficer, roles.ReceivingDesk, roles.CaseManager, roles.TeamMember, roles.SupportCoordinator, roles.CentreMember,
    roles.PrivacyOfficer,
)
HEADS = (roles.UnitHead, roles.ProvinceHead, roles.CentreHead)
TAKERS = (*AT_DESKS, *HEADS, roles.SystemAdministrator)
OF_AREAS = (roles.ProvinceHead, roles.CentreHead)
AREA = InArea("area_code")
HERE = InOrganisation("organisation_id")
FREE = HERE & Unset("assignee_id")

register(
    [
        # What I can do now. One grant for each way in, so that each is one walk along an index (policy.scope.branches).
        Grant("work.do", Holder, Own("assignee_id")),
        *(Grant("work.do", role, FREE & Is("role", role.code), why="anyone in this role at the desk") for role in TAKERS),
        *(Grant("work.do", role, FREE & Is("role", ""), why="anyone at the desk") for role in AT_DESKS),
        Grant("work.do", roles.IntakeOfficer, FREE & Is("role", roles.ReceivingDesk.code), why="an intake desk answers referrals too"),
        Grant("work.see", Holder, Own("assignee_id")),
        *(
            Grant("work.see", role, HERE)
            for role in (roles.UnitHead, roles.IntakeOfficer, roles.ReceivingDesk, roles.JointSupervisor, roles.SupportCoordinator,
                         roles.PrivacyOfficer)
        ),
        Grant("work.await", Holder, Own("waiter_id"), why="what my work waits for, at whatever desk it lies"),
        *(Grant("work.oversee", role, HERE) for role in (roles.UnitHead, roles.JointSupervisor)),
        # By area only, also in the own office: the row of a restricted record has no area.
        *(Grant("work.oversee", role, AREA, why="how late the area is; no names, no content") for role in OF_AREAS),
        Grant("work.hand_over", roles.UnitHead, HERE),
        *(Grant("work.hand_over", role, HERE & AREA) for role in OF_AREAS),
        Grant("work.hand_over", Holder, Own("assignee_id")),
        *(Grant("hand_over.see", Holder, Own(column)) for column in ("from_user_id", "to_user_id", "made_by_id")),
        *(Grant("hand_over.see", role, HERE) for role in HEADS),
        *(Grant("handed.see", Holder, Own(column)) for column in ("from_user_id", "to_user_id", "made_by_id")),
        *(Grant("handed.see", role, Via("hand_over_id", "work.HandOver", "hand_over.see")) for role in HEADS),
        Grant("handed.answer", Holder, Own("to_user_id")),
        *(Grant("handed.withdraw", Holder, Own(column)) for column in ("from_user_id", "made_by_id")),
    ]
)
