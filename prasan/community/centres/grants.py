"""Who sees and keeps what of a centre: its members their own, the province and the coordination centre those of their areas, the ministry no names."""

from prasan.community.centres.models import (
    Activity,
    Assessment,
    Centre,
    CentreEvent,
    Certificate,
    Committee,
    Evidence,
    Member,
    Partner,
    Seat,
    Training,
    YearReport,
)
from prasan.ground.policy import Everywhere, Grant, InArea, InOrganisation, Via, protect, register
from prasan.registry.access import roles

protect(Centre, kind="centre")
protect(CentreEvent, kind="centre_event", roots=("id", "organisation_id"))
protect(Committee, kind="committee", roots=("id", "organisation_id"))
protect(Member, kind="committee_member", roots=("id", "organisation_id"))
protect(Seat, kind="seat", roots=("id", "organisation_id"))
protect(Training, kind="committee_training", roots=("id", "organisation_id"))
protect(Assessment, kind="assessment", roots=("id", "organisation_id"))
protect(Evidence, kind="evidence", roots=("id", "organisation_id", "assessment_id"))
protect(Certificate, kind="certificate", roots=("id", "organisation_id"))
protect(Activity, kind="activity", roots=("id", "organisation_id"))
protect(Partner, kind="partner", roots=("id", "organisation_id"))
protect(YearReport, kind="year_report", roots=("id", "organisation_id"))

MEMBER = roles.CentreMember
AREAS = (roles.ProvinceHead, roles.CentreHead)
HERE, THERE = InOrganisation(), InArea("area_code")
NO_NAMES = ("centre", "centre_event", "committee", "assessment", "certificate", "activity", "year_report")
NAMES = ("committee_member", "seat", "committee_training", "partner", "evidence")  # a picture shows faces, an order names members

register(
    [
        *(Grant(f"{kind}.see", MEMBER, HERE) for kind in (*NO_NAMES, *NAMES)),
        *(Grant(f"{kind}.see", role, THERE) for kind in (*NO_NAMES, *NAMES) for role in AREAS),
        *(
            Grant(f"{kind}.see", roles.CentralMonitor, Everywhere(), why="what centres do in the whole country; no member's name")
            for kind in NO_NAMES
        ),
        *(
            Grant("stored_file.see", role, Via("root_id", "centres.Evidence", "evidence.see"), why="what shows the items of a centre's standard")
            for role in (MEMBER, *AREAS)
        ),
        # What a centre keeps itself; the province too, for those that bring it on paper.
        *(
            Grant(action, role, HERE if role is MEMBER else THERE)
            for action in (
                "centre.keep", "centre.confirm", "committee_member.keep", "committee_training.keep", "assessment.keep", "activity.keep", "partner.keep",
                "year_report.keep",
            )
            for role in (MEMBER, *AREAS)
        ),
        *(
            Grant(action, role, THERE, why="the province decides, not the centre about itself")
            for action in ("centre.decide", "committee.change", "assessment.decide", "certificate.give", "year_report.answer") for role in AREAS
        ),
        Grant("standard.keep", roles.SystemAdministrator, Everywhere(), why="brings in the editions that the ministry issues"),
    ]
)
