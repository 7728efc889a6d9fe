"""What returns with time: should a family centre have come among the organisations by another way, it gets its row in the register."""

from prasan.community.centres.actions import load_centres
from prasan.ground.jobs import tick
from prasan.ground.policy import Actor


@tick("centres.register", seconds=3_600)
def take_up(actor: Actor) -> int:
    """Rows for family centres that have none; how many."""
    return load_centres().written
