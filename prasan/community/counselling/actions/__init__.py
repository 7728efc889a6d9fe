"""Writes of counselling: a talk, what follows it, passing it on, forgetting it."""

from prasan.community.counselling.actions.passing import Passed, pass_on, read_passing
from prasan.community.counselling.actions.places import centre_of, day, end_of
from prasan.community.counselling.actions.talks import finish, forget_talks, meet_again, pass_talk_on, record_talk

__all__ = [
    "Passed", "centre_of", "day", "end_of", "finish", "forget_talks", "meet_again", "pass_on", "pass_talk_on", "read_passing", "record_talk",
]
