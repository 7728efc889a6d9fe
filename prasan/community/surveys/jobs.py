"""What returns with time: what came in is looked through; what is over is counted."""

from prasan.community.surveys.actions.checking import check_new
from prasan.community.surveys.actions.counting import close_books
from prasan.ground.jobs import tick
from prasan.ground.policy import Actor


@tick("surveys.check", seconds=60)
def look_through(actor: Actor) -> int:
    """Find what somebody should look at; how many submissions were checked."""
    return check_new(actor)


@tick("surveys.books", seconds=3600)
def count_what_is_over(actor: Actor) -> int:
    """Close the books of periods that are over; how many."""
    return close_books(actor)
