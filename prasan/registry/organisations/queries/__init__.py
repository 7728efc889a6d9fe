"""Reads of organisations. They are public facts: no actor is asked for, and every answer is a finished fact."""

from prasan.registry.organisations.models import Reach, Sector
from prasan.registry.organisations.queries.book import recall
from prasan.registry.organisations.queries.desks import (
    ServiceFact,
    desk_for,
    desks_for,
    desks_in,
    services,
    services_near,
    services_offered,
)
from prasan.registry.organisations.queries.facts import OrganisationFact, TypeFact, name_in
from prasan.registry.organisations.queries.rosters import (
    HotlineFact,
    RosterFact,
    RosterPlaceFact,
    hotlines,
    roster,
    rosters,
)
from prasan.registry.organisations.queries.search import Found, search_organisations, search_page
from prasan.registry.organisations.queries.tree import (
    ancestor_ids,
    ancestors,
    children,
    descendant_ids,
    descendants,
    is_within,
    joint_owners,
    network_members,
    organisation,
    organisations,
    siblings,
    types,
)
from prasan.registry.organisations.rules import organisation_id

SECTORS: tuple[tuple[str, str], ...] = tuple(Sector.choices)  # code and Thai word
LEVELS: tuple[tuple[str, str], ...] = tuple(Reach.choices)

__all__ = [
    "LEVELS", "SECTORS", "Found", "HotlineFact", "OrganisationFact", "RosterFact", "RosterPlaceFact", "ServiceFact", "TypeFact", "ancestor_ids",
    "ancestors", "children", "descendant_ids", "descendants", "desk_for", "desks_for", "desks_in", "hotlines", "is_within",
    "joint_owners", "name_in", "network_members", "organisation", "organisation_id", "organisations", "recall", "roster", "rosters",
    "search_organisations", "search_page", "services", "services_near", "services_offered", "siblings", "types",
]  # fmt: skip
