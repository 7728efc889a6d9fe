"""Writes of local help and of resources."""

from prasan.community.localhelp.actions.helping import forget_helps, give_up, part, pass_help_on, record_help, solve
from prasan.community.localhelp.actions.resources import (
    add_resource,
    change_resource,
    check,
    forget_resources,
    pause,
    resume,
    retire,
)
from prasan.community.localhelp.actions.using import agree, ask_again, ask_for, decline, drop, use

__all__ = [
    "add_resource", "agree", "ask_again", "ask_for", "change_resource", "check", "decline", "drop", "forget_helps", "forget_resources", "give_up",
    "part", "pass_help_on", "pause", "record_help", "resume", "retire", "solve", "use",
]
