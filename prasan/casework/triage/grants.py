"""Who sees decisions, steps and likenesses of a report, and who may lower an emergency.

What tells the story needs sight of the report's story; that a step was made needs only that the report exists. A likeness shows only to those
who see both reports, or to whom it was given by name to answer.
"""

from prasan.casework.triage.models import Decision, Declaration, EmergencyCall, Escalation, Likeness, Routing
from prasan.ground.policy import Grant, Holder, Own, Section, Shared, Via, protect, register
from prasan.registry.access import roles

protect(Decision, kind="report_decision", roots=("report_id",))
protect(Routing, kind="report_routing", roots=("report_id",))
protect(Likeness, kind="report_likeness", roots=("id", "report_id", "other_id"))
protect(Declaration, kind="report_declaration", roots=("report_id",))
protect(EmergencyCall, kind="report_call", roots=("report_id",))
protect(Escalation, kind="report_escalation", roots=("report_id",))

DESK = (roles.IntakeOfficer, roles.UnitHead)
REPORT = "intake.Report"
BOTH = Via("report_id", REPORT, "report.decide") & Via("other_id", REPORT, "report.see")

register(
    [
        Grant("report.lower", roles.UnitHead, Shared(Section.MANAGE), why="an emergency is lowered by a head only"),
        *(Grant("report_decision.see", role, Shared(Section.STORY, column="report_id")) for role in (*DESK, Holder)),
        *(Grant("report_routing.see", role, Via("report_id", REPORT, "report.see")) for role in (*DESK, Holder)),
        *(Grant("report_call.see", role, Shared(Section.STORY, column="report_id")) for role in (*DESK, Holder)),
        *(
            Grant("report_escalation.see", role, Via("report_id", REPORT, "report.see"))
            for role in (*DESK, roles.ProvinceHead, roles.CentreHead)
        ),
        Grant("report_declaration.see", Holder, Own()),
        *(Grant("report_likeness.see", role, BOTH, why="only who sees both") for role in DESK),
        *(Grant("report_likeness.see", role, Shared() & Via("report_id", REPORT, "report.decide"), why="told by who keeps the other") for role in DESK),
        *(Grant("report_likeness.say", role, BOTH) for role in DESK),
        *(Grant("report_likeness.answer", role, Shared(Section.CONTRIBUTE)) for role in (*DESK, Holder)),
        Grant("report_likeness.answer", Holder, Shared(Section.REPORTER, column="other_id"), why="the manager of the other's case, whoever it is now"),
    ]
)
