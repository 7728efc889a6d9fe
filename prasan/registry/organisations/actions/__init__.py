"""Writes of organisations, one verb or kind of work per file."""

from prasan.registry.organisations.actions.change import (
    add_alias,
    add_organisation,
    add_type,
    end_organisation,
    move_organisation,
)
from prasan.registry.organisations.actions.imports import Imported, LineChange, LineProblem, import_organisations
from prasan.registry.organisations.actions.load import NetworkLoaded, load_network

__all__ = [
    "Imported", "LineChange", "LineProblem", "NetworkLoaded", "add_alias", "add_organisation", "add_type", "end_organisation",
    "import_organisations", "load_network", "move_organisation",
]  # fmt: skip
