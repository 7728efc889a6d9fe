"""Who sees a case: its one manager and its team by access rows, the head of its unit, and heads of an area that it exists.

Restricted cases leave the sight of the area. A kind of its own for each table keeps their row security as narrow as its work.
"""

from prasan.casework.cases.models import (
    Case,
    CaseEvent,
    CaseFile,
    CaseParty,
    CaseReport,
    Note,
    PlanAction,
    TeamMember,
    Tenure,
    Transfer,
)
from prasan.ground.policy import (
    Grant,
    Holder,
    InArea,
    InOrganisation,
    Own,
    Section,
    Shared,
    Unmarked,
    protect,
    register,
)
from prasan.registry.access import roles

protect(Case, kind="case")
for part in (Tenure, CaseReport, CaseParty, TeamMember, CaseFile, CaseEvent):
    protect(part, kind="case_part", roots=("case_id",))
protect(Note, kind="note", roots=("case_id",))
protect(PlanAction, kind="plan_action", roots=("case_id",))
protect(Transfer, kind="transfer", roots=("case_id",))

WHOLE = Section.everything()
# Who only knows that a case exists, such as an office to which it is offered, sees nothing that hangs on it.
CONTENT = WHOLE & ~Section.EXISTENCE
# Whom a row may show a case: a user, or a desk that accepted a referral (the desk of a provincial office is its intake).
ASKED = (Holder, roles.ReceivingDesk, roles.IntakeOfficer)
AREA = InArea("area_code") & Unmarked("restricted")

register(
    [
        *(Grant("case.see", role, Shared(), sections=WHOLE) for role in (*ASKED, roles.UnitHead, roles.CaseManager)),
        Grant("case.see", roles.UnitHead, InOrganisation(), why="that it exists; what else by the row that comes with the manager's"),
        *(Grant("case.see", role, AREA, why="that it exists and how late it is") for role in (roles.ProvinceHead, roles.CentreHead)),
        Grant("case.manage", roles.CaseManager, Shared(Section.MANAGE)),
        *(Grant("case.contribute", role, Shared(Section.CONTRIBUTE)) for role in ASKED),
        Grant("case.assign", roles.CaseManager, Shared(Section.MANAGE)),
        Grant("case.assign", roles.UnitHead, InOrganisation()),
        Grant("case.exclude", roles.CaseManager, Shared(Section.MANAGE)),
        Grant("case.exclude", roles.UnitHead, InOrganisation()),
        Grant("case.approve", roles.UnitHead, InOrganisation()),
        Grant("case.reopen", roles.CaseManager, Shared(Section.MANAGE)),
        Grant("case.reopen", roles.UnitHead, InOrganisation()),
        Grant("case.join", roles.CaseManager, Shared(Section.MANAGE)),
        Grant("case.join", roles.UnitHead, InOrganisation()),
        Grant("case.join", roles.IntakeOfficer, AREA, why="by its number; nothing of it is shown"),
        *(
            Grant("case.break", role, InArea("area_code"), why="on reason, by its number; told to all concerned and reviewed")
            for role in (roles.UnitHead, roles.ProvinceHead, roles.CentreHead, roles.JointSupervisor, roles.PrivacyOfficer)
        ),
        *(Grant("case_part.see", role, Shared(CONTENT, column="case_id")) for role in (*ASKED, roles.UnitHead)),
        # What lies in the file store, by the rows on each file: a case may hold files that came with a report or with another case.
        *(Grant("stored_file.see", role, Shared(Section.FILES)) for role in (*ASKED, roles.UnitHead)),
        Grant("note.see", Holder, Shared(Section.NOTES, column="case_id")),
        Grant("note.see", Holder, Own("author_id")),
        *(Grant("note.see", role, Shared(Section.NOTES, column="case_id")) for role in (roles.ReceivingDesk, roles.IntakeOfficer)),
        Grant("note.see", roles.UnitHead, Shared(Section.NOTES, column="case_id")),
        Grant("note.change", Holder, Own("author_id")),
        *(Grant("plan_action.see", role, Shared(Section.PLAN, column="case_id")) for role in ASKED),
        Grant("plan_action.see", roles.UnitHead, Shared(Section.PLAN, column="case_id")),
        Grant("plan_action.do", Holder, Shared(Section.MANAGE, column="case_id")),
        Grant("plan_action.do", Holder, Own("assignee_id")),
        Grant("plan_action.do", roles.ReceivingDesk, InOrganisation() & Shared(Section.PLAN, column="case_id")),
        Grant("plan_action.manage", roles.CaseManager, Shared(Section.MANAGE, column="case_id")),
        *(Grant("transfer.see", role, InOrganisation("to_organisation_id")) for role in (roles.UnitHead, roles.ReceivingDesk)),
        Grant("transfer.see", roles.UnitHead, InOrganisation("from_organisation_id")),
        Grant("transfer.see", Holder, Own("from_user_id")),
        Grant("transfer.see", Holder, Own("to_user_id")),
        Grant("transfer.see", Holder, Shared(Section.MANAGE, column="case_id")),
        *(Grant("transfer.answer", role, InOrganisation("to_organisation_id")) for role in (roles.UnitHead, roles.ReceivingDesk)),
        Grant("transfer.answer", roles.CaseManager, Own("to_user_id")),
        Grant("transfer.withdraw", roles.CaseManager, Shared(Section.MANAGE, column="case_id")),
        Grant("transfer.withdraw", roles.UnitHead, InOrganisation("from_organisation_id")),
    ]
)
