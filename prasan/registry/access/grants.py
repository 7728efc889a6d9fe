"""Who looks after whom (users, rosters, reviews of break-glass) and who may change the register of organisations. No case here."""

from prasan.ground.policy import Everywhere, Grant, Holder, InArea, InOrganisation, Own, protect, register
from prasan.ground.policy.scope import cover
from prasan.registry.access import roles
from prasan.registry.access.models import BreakGlass, User
from prasan.registry.access.rules import COVERS
from prasan.registry.organisations.models import Organisation

protect(User, kind="user", guarded=False)
protect(Organisation, kind="office", guarded=False)
protect(BreakGlass, kind="break_glass", roots=("id", "object_id"))

_USERS_BELOW = InOrganisation("home_id")
_USERS_NEAR = InArea("home__area_id")
_OFFICES_BELOW = InOrganisation("id")
_OFFICES_NEAR = InArea("area_id")

for scope, covered in COVERS.items():
    cover(scope, *covered)

register([
    Grant("user.see", roles.SystemAdministrator, _USERS_BELOW | _USERS_NEAR, why="looks after the users of its offices"),
    Grant("user.see", roles.ProvinceHead, _USERS_NEAR, why="knows who works in the province"),
    Grant("user.see", roles.UnitHead, _USERS_BELOW, why="knows who works in the unit"),
    Grant("user.see", Holder, Own("id")),
    Grant("user.manage", roles.SystemAdministrator, _USERS_BELOW | _USERS_NEAR),
    # A lost second factor needs two persons: these may ask, and another of them may approve.
    Grant("user.vouch", roles.SystemAdministrator, _USERS_BELOW | _USERS_NEAR),
    Grant("user.vouch", roles.UnitHead, _USERS_BELOW),
    Grant("user.vouch", roles.ProvinceHead, _USERS_NEAR),
    Grant("user.reset", roles.SystemAdministrator, _USERS_BELOW | _USERS_NEAR),
    Grant("user.reset", roles.ProvinceHead, _USERS_NEAR),
    Grant("user.leave", Holder, Own("id"), why="says when and who stands in"),
    Grant("user.leave", roles.UnitHead, _USERS_BELOW),
    Grant("user.leave", roles.SystemAdministrator, _USERS_BELOW | _USERS_NEAR),
    Grant("office.staff", roles.SystemAdministrator, _OFFICES_BELOW | _OFFICES_NEAR, why="gives positions there"),
    Grant("office.roster", roles.UnitHead, _OFFICES_BELOW, why="says who is on watch"),
    Grant("office.roster", roles.CentreHead, _OFFICES_BELOW),
    Grant("office.roster", roles.IntakeOfficer, _OFFICES_BELOW),
    Grant("break_glass.see", Holder, Own("user_id"), why="sees the own ones"),
    Grant("break_glass.see", roles.PrivacyOfficer, Everywhere()),
    Grant("break_glass.review", roles.PrivacyOfficer, Everywhere(), why="somebody else looks at it within three days"),
])

# The register of organisations and the pilot provinces. Reading it needs no grant: it is public.
IN_OWN_AREAS = InArea("area_id")

register(
    [
        Grant("organisation.edit", roles.ProvinceHead, IN_OWN_AREAS, why="a province keeps its own register"),
        Grant("organisation.edit", roles.CentreHead, IN_OWN_AREAS, why="the centre keeps the register of its provinces"),
        Grant(
            "organisation.edit", roles.SystemAdministrator, Everywhere(), why="national bodies have no province to keep them"
        ),
        Grant("organisation.add_type", roles.ProvinceHead, Everywhere(), why="other agencies are added without code (A-22)"),
        Grant(
            "organisation.add_type",
            roles.SystemAdministrator,
            Everywhere(),
            why="other agencies are added without code (A-22)",
        ),
        Grant(
            "area.set_pilot",
            roles.SystemAdministrator,
            Everywhere(),
            why="which provinces are pilots is decided at the centre",
        ),
    ]
)
