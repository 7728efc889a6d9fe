"""A talk is its author's alone, at the centre where it was held (domain.md 2.8, counselling notes). Figures name nobody."""

from prasan.community.counselling.models import Talk, TalkNote
from prasan.ground.policy import Everywhere, Grant, InOrganisation, Own, Via, protect, register
from prasan.registry.access import roles

protect(Talk, kind="talk")
protect(TalkNote, kind="talk_part", roots=("talk_id",))

MINE = InOrganisation() & Own("made_by_id")

register([
    *(Grant(f"talk.{act}", roles.CentreMember, MINE, why="a talk is its author's") for act in ("see", "keep", "pass_on")),
    Grant("talk_part.see", roles.CentreMember, Via("talk_id", "counselling.Talk", "talk.see")),
    Grant("centre_figures.own", roles.CentreMember, Everywhere(), why="counts of the own centre, small ones hidden"),
])
