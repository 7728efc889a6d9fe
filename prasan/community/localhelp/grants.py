"""Local help: its author whole, the centre's other members without name and story, nobody else. Resources: the centre; the area's staff where shared."""

from prasan.community.localhelp.models import Help, Resource, Use
from prasan.ground.policy import Grant, InArea, InOrganisation, Own, Section, Unmarked, Via, protect, register
from prasan.registry.access import roles

protect(Help, kind="help")
protect(Resource, kind="resource")
protect(Use, kind="use", roots=("help_id",))

MEMBER, HERE = roles.CentreMember, InOrganisation()
MINE = HERE & Own("made_by_id")
WHOLE = Section.EXISTENCE | Section.IDENTITY | Section.STORY

register([
    Grant("help.see", MEMBER, HERE, why="what was needed and how it ended; no name, no story"),
    Grant("help.see", MEMBER, MINE, sections=WHOLE),
    *(Grant(f"help.{act}", MEMBER, MINE) for act in ("keep", "pass_on")),
    Grant("use.see", MEMBER, HERE, why="what was asked for a need; no name is in it"),
    Grant("use.keep", MEMBER, HERE & Via("help_id", "localhelp.Help", "help.keep"), why="whoever helps asks"),
    *(Grant(f"resource.{act}", MEMBER, HERE) for act in ("see", "keep")),
    Grant("resource.near", MEMBER, InArea("area_code") & Unmarked("kept_here"), why="another centre of the subdistrict has it: what, when, and whom to ask"),
    *(
        Grant("resource.see", role, InArea("area_code") & Unmarked("kept_here"), why="what a subdistrict lets the area's staff find")
        for role in (roles.CaseManager, roles.IntakeOfficer, roles.UnitHead)
    ),
])
