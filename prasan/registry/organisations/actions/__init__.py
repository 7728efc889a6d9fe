"""Writes of organisations, one verb or kind of work per file."""

from prasan.registry.organisations.actions.load import NetworkLoaded, load_network

__all__ = ["NetworkLoaded", "load_network"]
