"""What a desk does with a report: take it, stand aside, call for help, decide, pass on, send back, decide anew; and what the clock does."""

from prasan.casework.triage.actions.aside import stand_aside
from prasan.casework.triage.actions.calls import note_call
from prasan.casework.triage.actions.decide import Decided, ask_head, decide, undo_decision
from prasan.casework.triage.actions.escalate import escalate_unread
from prasan.casework.triage.actions.likenesses import answer_likeness, find_likenesses, say_likeness
from prasan.casework.triage.actions.reroute import reroute, send_back
from prasan.casework.triage.actions.take import give_back, take

__all__ = [
    "Decided", "answer_likeness", "ask_head", "decide", "escalate_unread", "find_likenesses", "give_back", "note_call", "reroute",
    "say_likeness", "send_back", "stand_aside", "take", "undo_decision",
]
