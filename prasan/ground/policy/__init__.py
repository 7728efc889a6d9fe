"""Policy: who may do what, where; one table of grants answers both "may they?" and "which ones?".

A `Grant` joins an action, a role and a place in a small closed algebra (`where`). It compiles to a query filter and to
PostgreSQL row security. `scope` gives the rows, `can` is that query on one key. Access rows are written by chapters in the
transaction of the fact that gives access. A named exclusion comes last and beats everything.
"""

from prasan.ground.actors import PUBLIC, Actor, Post, acting, current, system
from prasan.ground.policy.errors import Conflict, Hidden, Invalid, Obstacle, Refused, Stale
from prasan.ground.policy.grants import Grant, Holder, Role, grants_for, protect, protection_of, register, roles
from prasan.ground.policy.sections import SHAREABLE, Section
from prasan.ground.policy.where import (
    Area,
    Everywhere,
    InArea,
    InOrganisation,
    Is,
    Nowhere,
    Own,
    Shared,
    Unmarked,
    Unset,
    Via,
    Where,
)

__all__ = [
    "PUBLIC", "SHAREABLE", "Actor", "Area", "Conflict", "Everywhere", "Grant", "Hidden", "Holder", "InArea", "InOrganisation",
    "Invalid", "Is", "Nowhere", "Obstacle", "Own", "Post", "Refused", "Role", "Section", "Shared", "Stale", "Unmarked", "Unset", "Via", "Where",
    "acting",
    "current", "grants_for", "protect", "protection_of", "register", "roles", "system",
]
