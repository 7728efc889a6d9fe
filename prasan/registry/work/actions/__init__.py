"""Writes of work: rows open, close and change hands in the action whose fact they are; lists are handed over on acceptance."""

from prasan.registry.work.actions.items import NEVER, close_items, follow, open_item, reassign

__all__ = ["NEVER", "close_items", "follow", "open_item", "reassign"]
