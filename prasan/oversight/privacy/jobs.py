"""What returns with time: once a day what may be erased is proposed; what was agreed to and stopped halfway is finished."""

from prasan.ground.jobs import tick
from prasan.ground.policy import Actor
from prasan.oversight.privacy.actions import erase_again, propose_due
from prasan.oversight.privacy.actions.lapsing import forget_what_lapsed


@tick("privacy.retention", seconds=86_400)
def look_for_what_is_due(actor: Actor) -> int:
    """Propose every record whose time is over; how many. A person decides on each."""
    return propose_due(actor)


@tick("privacy.erasing", seconds=300)
def finish_erasing(actor: Actor) -> int:
    """Finish erasures that two persons agreed to; how many."""
    return erase_again(actor)


@tick("privacy.lapsing", seconds=21_600)
def let_lapse(actor: Actor) -> int:
    """Destroy the keys of small records of family centres that are past their time; how many."""
    return forget_what_lapsed(actor)
