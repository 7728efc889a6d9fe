"""Writes of the watch list."""

from prasan.community.watch.actions.ending import end, expire_due, forget_watches, pass_watch_on, tell
from prasan.community.watch.actions.handing import leave_watch, offer_watch, take_watch
from prasan.community.watch.actions.keeping import ask_in, level_hints, look, open_watch, renew, stand_aside

__all__ = [
    "ask_in", "end", "expire_due", "forget_watches", "leave_watch", "level_hints", "look", "offer_watch", "open_watch", "pass_watch_on", "renew",
    "stand_aside", "take_watch", "tell",
]
