"""What returns with time: a watch that nobody renewed ends, and its keeper is asked a week before."""

from prasan.community.watch.actions import expire_due
from prasan.ground.jobs import tick
from prasan.ground.policy import Actor


@tick("watch.expire", seconds=3_600)
def end_what_is_over(actor: Actor) -> int:
    """Expire entries whose last day is past; how many."""
    return expire_due(actor)
