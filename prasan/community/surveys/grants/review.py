"""Reviewing and using: who sees flags and comments (whoever sees the submission), and who opens what is sealed (the centre that asked)."""

from prasan.community.surveys.grants.submissions import HEADS
from prasan.community.surveys.models import Checked, Doubt, Remark
from prasan.ground.policy import Grant, InArea, InOrganisation, Nowhere, protect, register
from prasan.registry.access import roles

protect(Checked, kind="checked", roots=("submission_id",))
protect(Doubt, kind="doubt", roots=("submission_id",))
protect(Remark, kind="remark", roots=("submission_id",))

register(
    [
        *(
            Grant(f"{kind}.see", role, where)
            for kind in ("doubt", "remark") for role, where in ((roles.CentreMember, InOrganisation()), *((head, InArea()) for head in HEADS))
        ),
        Grant("checked.see", roles.CentralMonitor, Nowhere(), why="whose answers are equal is for the check alone"),
        Grant("answers.open", roles.CentreMember, InOrganisation(), why="names, places and words stay with the centre that was told them"),
    ]
)
