"""Answers with identities: a centre asks for its own; a head of the area or the privacy officer agrees, who sees how many and what for, and no answer."""

from prasan.community.surveys.grants.submissions import HEADS
from prasan.community.surveys.models import Taking
from prasan.ground.policy import Everywhere, Grant, InArea, InOrganisation, protect, register
from prasan.registry.access import roles

protect(Taking, kind="taking")

register(
    [
        *(Grant(f"taking.{act}", roles.CentreMember, InOrganisation(), why="what was told to the own centre") for act in ("see", "ask")),
        *(
            Grant(f"taking.{act}", role, where, why="agrees as the second person; counts and the purpose, no answer")
            for act in ("see", "approve") for role, where in ((roles.PrivacyOfficer, Everywhere()), *((head, InArea()) for head in HEADS))
        ),
    ]
)
