"""Writes of work: rows open, close and change hands in the action whose fact they are; lists are handed over on acceptance."""

from prasan.registry.work.actions.handing import answer_hand_over, giver_of, hand_over, note_refusal, withdraw_hand_over
from prasan.registry.work.actions.items import (
    NEVER,
    clear_lists,
    close_items,
    follow,
    narrow,
    note_told,
    open_item,
    reassign,
    take_over,
)

__all__ = [
    "NEVER", "answer_hand_over", "clear_lists", "close_items", "follow", "giver_of", "hand_over", "narrow", "note_refusal", "note_told", "open_item",
    "reassign", "take_over", "withdraw_hand_over",
]
