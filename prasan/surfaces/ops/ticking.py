"""Running what returns with time (`prasan.ground.jobs.ticks`), each alone over all processes."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from prasan.ground.clock import now
from prasan.ground.jobs import Tick, ticks
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.surfaces.ops.models import TickRun

log = logging.getLogger("prasan.ticks")


def run_due(*, everything: bool = False) -> dict[str, int | None]:
    """Run each tick whose time has come (or `everything`): name to things done, None for one that failed (it comes again)."""
    return {tick.name: _run(tick) for tick in ticks() if _claim(tick, now(), everything=everything)}


def _claim(tick: Tick, at: datetime, *, everything: bool) -> bool:
    if not everything and TickRun.objects.filter(name=tick.name, due_at__gt=at).exists():
        return False
    with writing(system("ticks")):
        row, _ = TickRun.objects.select_for_update(no_key=True).get_or_create(name=tick.name, defaults={"due_at": at})
        if row.due_at > at and not everything:
            return False
        row.due_at = at + timedelta(seconds=tick.seconds)
        row.save(update_fields=["due_at"])
        return True


def _run(tick: Tick) -> int | None:
    try:
        done = tick.run()
    except Exception:
        # One tick that fails must not keep the others from running; it is due again after its usual time.
        log.exception("tick %s failed", tick.name)
        done = None
    with transaction.atomic():
        TickRun.objects.filter(name=tick.name).update(ran_at=now(), done=done or 0, failed=done is None)
    return done
