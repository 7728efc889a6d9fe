"""Writes of access, one kind of work per file: users, positions."""

from prasan.registry.access.actions.positions import end_position, give_position
from prasan.registry.access.actions.users import add_user

__all__ = ["add_user", "end_position", "give_position"]
