"""What returns with time: a row in the register for a centre that came by another way; after a local election, a look at the committees."""

from prasan.community.centres.actions import load_centres
from prasan.community.centres.actions.elections import ask_provinces
from prasan.ground.jobs import tick
from prasan.ground.policy import Actor


@tick("centres.register", seconds=3_600)
def take_up(actor: Actor) -> int:
    """Rows for family centres that have none; how many."""
    return load_centres().written


@tick("centres.elections", seconds=6 * 3_600)
def after_elections(actor: Actor) -> int:
    """Provincial offices that are asked to look at committees older than the last local election."""
    return ask_provinces(actor)
