"""The one job that turns near and late limits into notices."""

from prasan.ground.jobs import tick
from prasan.ground.policy import Actor
from prasan.ground.transactions import writing
from prasan.registry.limits.actions import notices_due
from prasan.registry.limits.panels import NOTICED

BATCH = 200
MOST = 25  # batches a turn: 5,000 notices, then others may write


@tick("limits.notices", seconds=60)
def give_notices(actor: Actor) -> int:
    """Give out the notices that are due; how many. A batch is marked and acted on in one transaction, or not at all."""
    count = 0
    for _ in range(MOST):
        with writing(actor):
            notices = notices_due(actor, batch=BATCH)
            for notice in notices:
                act = NOTICED.get(notice.root_kind)
                if act is not None:
                    act(actor, notice)
        count += len(notices)
        if len(notices) < BATCH:
            break
    return count
