"""Who sees worklist rows: the assignee, the holders of the asked role at the organisation, heads; never somebody excluded."""

from prasan.ground.policy import Grant, Holder, InOrganisation, Own, protect, register
from prasan.registry.access import roles
from prasan.registry.work.models import WorkItem

protect(WorkItem, kind="work", roots=("object_id", "root_id"))

register(
    [
        Grant("work.see", Holder, Own("assignee_id")),
        *(
            Grant("work.see", role, InOrganisation("organisation_id"))
            for role in (roles.IntakeOfficer, roles.ReceivingDesk, roles.UnitHead, roles.ProvinceHead, roles.CentreHead,
                         roles.JointSupervisor, roles.SupportCoordinator, roles.PrivacyOfficer)
        ),
        *(Grant("work.hand_over", role, InOrganisation("organisation_id")) for role in (roles.UnitHead, roles.ProvinceHead, roles.CentreHead)),
        Grant("work.hand_over", Holder, Own("assignee_id")),
    ]
)
