"""The privacy officer's own page: what waits, sort by sort, and where everything else is."""

from dataclasses import dataclass

from prasan.ground.policy import Actor, Refused
from prasan.ground.policy.scope import place
from prasan.oversight.privacy.models import RightsRequest
from prasan.oversight.privacy.queries.lists import Line, breaches, disposals, holds, requests
from prasan.registry.access.queries import reviews

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Home:
    """The first few of each list, and whether there are more of each."""

    requests: tuple[Line, ...]
    breaches: tuple[Line, ...]
    disposals: tuple[Line, ...]
    holds: tuple[Line, ...]
    reviews: int
    reviews_late: int
    more_reviews: bool


def home(actor: Actor) -> Home:
    """What waits for the privacy officer. Raises Refused."""
    if place(actor, "rights.work", RightsRequest) is None:
        raise Refused("rights.work")
    waiting, more = reviews(actor, size=SHOWN)
    return Home(
        tuple(requests(actor, size=SHOWN)[0]), tuple(breaches(actor, size=SHOWN)[0]), tuple(disposals(actor, size=SHOWN)[0]),
        tuple(holds(actor, size=SHOWN)[0]), len(waiting), sum(one.late for one in waiting), bool(more),
    )
