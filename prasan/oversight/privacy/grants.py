"""Who works on rights, erasure and breaches: the privacy officer; who keeps a record says who in it is asking; another person agrees.

None of these rows opens a record: who agrees to an export or an erasure sees counts, never content (design.md 6).
"""

from prasan.ground.policy import (
    Everywhere,
    Grant,
    Holder,
    InArea,
    InOrganisation,
    Is,
    Own,
    Section,
    Shared,
    protect,
    register,
)
from prasan.oversight.privacy.models import Annotation, Breach, Disposal, Export, LegalHold, RightsRequest
from prasan.registry.access import roles

protect(RightsRequest, kind="rights", roots=("id", "root_id", "subject_id"))
protect(Export, kind="export", roots=("id", "root_id"))
protect(Annotation, kind="annotation", roots=("root_id",))
protect(LegalHold, kind="hold", roots=("id", "root_id"))
protect(Disposal, kind="disposal", roots=("id", "root_id"))
protect(Breach, kind="breach")

OFFICER = roles.PrivacyOfficer
READERS = (Holder, roles.UnitHead, roles.IntakeOfficer, roles.ReceivingDesk)
# A report that no case has taken up is kept by its desk.
AT_ITS_DESK = InOrganisation() & Is("root_kind", "report")

register(
    [
        Grant("processing.see", OFFICER, Everywhere()),
        Grant("processing.see", roles.Auditor, Everywhere(), why="what is kept, why and how long; nobody's data"),
        Grant("retention.change", OFFICER, Everywhere(), why="classes are data; each change is a dated version"),
        Grant("rights.see", OFFICER, Everywhere()),
        Grant("rights.see", Holder, Shared(Section.MANAGE, column="root_id"), why="keeps the record that is asked about"),
        Grant("rights.see", roles.IntakeOfficer, AT_ITS_DESK, why="keeps a report that became no case"),
        Grant("rights.work", OFFICER, Everywhere()),
        Grant("rights.locate", Holder, Shared(Section.MANAGE, column="root_id"), why="knows who in the record is asking"),
        Grant("rights.locate", roles.IntakeOfficer, AT_ITS_DESK),
        *(
            Grant(f"rights.{act}", roles.CentreMember, InOrganisation() & Is("root_kind", "survey"), why="survey answers are kept by the centre that asked")
            for act in ("see", "locate")
        ),
        Grant("export.see", OFFICER, Everywhere()),
        Grant("export.prepare", OFFICER, Everywhere()),
        *(Grant(action, OFFICER, Everywhere(), why="another than the one who prepared it") for action in ("export.approve", "disposal.approve")),
        *(
            Grant(f"{kind}.{act}", role, place, why="counts, never content; agrees as the second person")
            for kind in ("export", "disposal") for act in ("see", "approve")
            for role, place in ((roles.UnitHead, InOrganisation()), (roles.ProvinceHead, InArea("area_code")))
        ),
        *(Grant("annotation.see", role, Shared(Section.STORY, column="root_id")) for role in READERS),
        Grant("annotation.see", OFFICER, Everywhere()),
        Grant("hold.see", OFFICER, Everywhere()),
        Grant("hold.place", OFFICER, Everywhere()),
        Grant("hold.lift", OFFICER, Everywhere()),
        Grant("disposal.see", OFFICER, Everywhere()),
        Grant("disposal.decide", OFFICER, Everywhere()),
        Grant("breach.see", OFFICER, Everywhere()),
        Grant("breach.see", Holder, Own("made_by_id"), why="told it"),
        Grant("breach.decide", OFFICER, Everywhere()),
    ]
)
