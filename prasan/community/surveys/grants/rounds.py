"""Rounds: made by the office that asks; a centre sees its own quota and its own interviewers, a province those of its centres without their names."""

from prasan.community.surveys.grants.forms import MAKERS
from prasan.community.surveys.models import Interviewer, Quota, Round
from prasan.ground.policy import Everywhere, Grant, Holder, InArea, InOrganisation, Is, Via, protect, register
from prasan.registry.access import roles

protect(Round, kind="round")
protect(Quota, kind="quota", roots=("id", "round_id"))
protect(Interviewer, kind="interviewer")

HEADS = (roles.ProvinceHead, roles.CentreHead)

register(
    [
        Grant("round.see", Holder, Is("state", "running") | Is("state", "ended"), why="when, where and how many; no answer"),
        *(Grant("round.see", role, InOrganisation()) for role in MAKERS),
        *(Grant("round.make", role, InOrganisation()) for role in MAKERS),
        Grant("quota.see", roles.CentreMember, InOrganisation()),
        Grant("quota.see", roles.CentralMonitor, Everywhere()),
        *(Grant("quota.see", role, InArea(), why="the centres of the area") for role in HEADS),
        *(Grant("quota.see", role, Via("round_id", "surveys.Round", "round.make")) for role in MAKERS),
        Grant("interviewer.see", roles.CentreMember, InOrganisation(), why="the centre's own volunteers"),
        Grant("interviewer.keep", roles.CentreMember, InOrganisation()),
    ]
)
