"""Answers and telephones: a centre sees and keeps its own. Whoever oversees centres sees answers of the area; nobody sees a case from here."""

from prasan.community.surveys.grants.forms import MAKERS
from prasan.community.surveys.models import Answers, Attachment, Device, Submission, SubmissionVersion
from prasan.ground.policy import Grant, InArea, InOrganisation, Via, protect, register
from prasan.registry.access import roles

protect(Submission, kind="submission")
protect(SubmissionVersion, kind="submission_version", roots=("id", "submission_id"))
protect(Answers, kind="answers", roots=("submission_id",))
protect(Attachment, kind="attachment", roots=("submission_id",))
protect(Device, kind="device", guarded=False)  # read before anybody acts: it says who acts

HEADS = (roles.ProvinceHead, roles.CentreHead)
KEEPERS = (roles.CentreMember, roles.UnitHead, roles.ProvinceHead, roles.CentreHead)

register(
    [
        *(Grant("submission.make", role, InOrganisation(), why="asks in the name of the own office") for role in {roles.CentreMember, *MAKERS}),
        *(
            Grant(f"{kind}.see", role, where)
            for kind in ("submission", "submission_version", "answers", "attachment")
            for role, where in ((roles.CentreMember, InOrganisation()), *((head, InArea()) for head in HEADS))
        ),
        Grant("submission.review", roles.CentreMember, InOrganisation(), why="the centre answers for what its volunteers hand in"),
        *(Grant("submission.review", role, InArea()) for role in HEADS),
        Grant("stored_file.see", roles.CentreMember, Via("root_id", "surveys.Submission", "submission.see"), why="pictures of the own answers"),
        *(Grant("device.see", role, InOrganisation()) for role in KEEPERS),
        *(Grant("device.keep", role, InOrganisation(), why="hands telephones out and takes them back") for role in KEEPERS),
    ]
)
