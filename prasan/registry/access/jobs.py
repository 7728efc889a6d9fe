"""What returns with time: late reviews, stand-ins' sight, and what is forgotten."""

from prasan.ground.jobs import tick
from prasan.ground.policy import Actor
from prasan.registry.access import slowing
from prasan.registry.access.actions import cover_leaves
from prasan.registry.access.actions.break_glasses import alarm_overdue
from prasan.registry.access.actions.sessions import sweep_sessions


@tick("late_reviews", seconds=600)
def late_reviews(actor: Actor) -> int:
    """Alarm once for each review of break-glass that is overdue."""
    return alarm_overdue(actor)


@tick("stand_ins", seconds=300)
def stand_ins(actor: Actor) -> int:
    """What comes to somebody on leave reaches the stand-in."""
    return cover_leaves(actor)


@tick("forget_access", seconds=1200)
def forget_access(actor: Actor) -> int:
    """Delete sessions that are over and failures that are old."""
    return slowing.sweep() + sweep_sessions(actor)
