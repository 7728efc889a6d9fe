"""Everything that changes a referral: sending, answering, ending, standing aside, and what follows when nobody answers."""

from prasan.casework.referrals.actions.answering import accept, accept_part, ask_more, receive, refuse
from prasan.casework.referrals.actions.aside import step_aside
from prasan.casework.referrals.actions.charge import assign
from prasan.casework.referrals.actions.ending import finish, withdraw
from prasan.casework.referrals.actions.sending import answer_more, reroute, send

__all__ = [
    "accept", "accept_part", "answer_more", "ask_more", "assign", "finish", "receive", "refuse", "reroute", "send", "step_aside", "withdraw",
]
