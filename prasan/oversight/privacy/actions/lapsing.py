"""What lapses by itself: small records of family centres, whose keys are destroyed when the time of their class is over. Nobody decides on each."""

from collections.abc import Callable
from datetime import datetime, time

from prasan.community.counselling.actions import forget_talks
from prasan.community.localhelp.actions import forget_helps, forget_resources
from prasan.community.watch.actions import forget_watches
from prasan.ground import audit, clock
from prasan.ground.clock import add_months
from prasan.ground.policy import Actor
from prasan.ground.transactions import writing
from prasan.oversight.privacy.models import RetentionClass
from prasan.oversight.privacy.queries.retention import in_force

Forget = Callable[..., int]
LAPSING: tuple[tuple[str, Forget], ...] = (
    ("local_record", forget_talks), ("local_record", forget_helps), ("local_record", forget_resources), ("watch", forget_watches),
)
MONTHS = {"months": 1, "years": 12}


def forget_what_lapsed(actor: Actor) -> int:
    """Destroy the keys of what is past its time; how many records. Run again until 0 for more than a batch of each sort."""
    count = 0
    with writing(actor):
        if not RetentionClass.objects.exists():  # before its lists are there, an installation keeps everything
            return 0
        for code, forget in LAPSING:
            kept = in_force(code)
            last = add_months(clock.today(), -kept.amount * MONTHS.get(kept.unit, 12))
            done = forget(actor, before=datetime.combine(last, time(), clock.BANGKOK))
            if done:
                audit.record("lapse", "retention", code, detail=str(done))
            count += done
    return count
