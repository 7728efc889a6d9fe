"""Who sees a report. The desk by its access rows until triage is decided, then the status word; a manager by the rows of the case.

A stored file is seen by the record with which it was kept. The reporter lies apart and needs its own section; unit heads have it on reason only
(domain.md 2.8), which is break-glass.
"""

from prasan.casework.intake.models import (
    Flag,
    OutsideNumber,
    ReceiptMessage,
    RegisterEntry,
    Report,
    Reporter,
    ReportFile,
    ReportParty,
)
from prasan.ground.files.models import StoredFile
from prasan.ground.policy import Grant, Holder, InArea, InOrganisation, Section, Shared, protect, register
from prasan.registry.access import roles

protect(Report, kind="report")
protect(Reporter, kind="reporter", roots=("report_id",))
for part in (ReportParty, Flag, OutsideNumber, ReceiptMessage):
    protect(part, kind="report_part", roots=("report_id",))
protect(ReportFile, kind="report_file", roots=("report_id",))
protect(StoredFile, kind="stored_file", roots=("id", "root_id"))
protect(RegisterEntry, kind="register", roots=("report_id",))

DESK = (roles.IntakeOfficer, roles.UnitHead)
WHOLE = Section.everything()

register(
    [
        *(Grant("report.see", role, Shared(), sections=WHOLE) for role in (*DESK, roles.ReceivingDesk, Holder)),
        *(Grant("report.see", role, InOrganisation("desk_id")) for role in DESK),
        *(Grant("report.see", role, InArea("area_code")) for role in (roles.ProvinceHead, roles.CentreHead)),
        Grant("report.see", roles.CentreMember, InOrganisation("sent_by_id"), why="only the status word of what the centre sent"),
        *(Grant("report.take", role, Shared(Section.MANAGE)) for role in DESK),
        *(Grant("report.decide", role, Shared(Section.MANAGE)) for role in DESK),
        *(Grant("report.hand_on", role, Shared(Section.MANAGE)) for role in DESK),
        *(Grant("report.undo", role, InOrganisation("desk_id")) for role in DESK),
        *(Grant("report.answer", role, Shared(Section.CONTACT)) for role in (*DESK, Holder)),
        *(Grant("report_part.see", role, Shared(Section.STORY, column="report_id"), sections=WHOLE)
          for role in (*DESK, roles.ReceivingDesk, Holder)),
        *(Grant("report_file.see", role, Shared(Section.FILES, column="report_id"), sections=WHOLE)
          for role in (*DESK, roles.ReceivingDesk, Holder)),
        *(Grant("stored_file.see", role, Shared(Section.FILES, column="root_id"), sections=WHOLE)
          for role in (*DESK, roles.ReceivingDesk, Holder)),
        *(Grant("reporter.see", role, Shared(Section.REPORTER, column="report_id")) for role in (roles.IntakeOfficer, Holder)),
        *(
            Grant("register.see", role, InOrganisation("office_id"))
            for role in (*DESK, roles.ProvinceHead, roles.CentreHead)
        ),
    ]
)
