"""Who may change the register of organisations and the pilot provinces. Reading it needs no grant: it is public."""

from prasan.ground.policy import Everywhere, Grant, InArea, register
from prasan.registry.access.roles import CentreHead, ProvinceHead, SystemAdministrator

IN_OWN_AREAS = InArea("area_id")

register(
    [
        Grant("organisation.edit", ProvinceHead, IN_OWN_AREAS, why="a province keeps its own register"),
        Grant("organisation.edit", CentreHead, IN_OWN_AREAS, why="the centre keeps the register of its provinces"),
        Grant(
            "organisation.edit", SystemAdministrator, Everywhere(), why="national bodies have no province to keep them"
        ),
        Grant("organisation.add_type", ProvinceHead, Everywhere(), why="other agencies are added without code (A-22)"),
        Grant(
            "organisation.add_type",
            SystemAdministrator,
            Everywhere(),
            why="other agencies are added without code (A-22)",
        ),
        Grant(
            "area.set_pilot",
            SystemAdministrator,
            Everywhere(),
            why="which provinces are pilots is decided at the centre",
        ),
    ]
)
