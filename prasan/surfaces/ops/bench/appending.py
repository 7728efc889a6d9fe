"""One client of the bench of the log, as a process of its own: `python -m prasan.surfaces.ops.bench.appending USER CASE`.

It appends a few rows to get warm and says how many. For each line that it reads, so many seconds, it appends until they are over, and says how long each
append took: a JSON list of milliseconds.
"""

import json
import sys
import time
from collections.abc import Callable
from uuid import UUID

import django

WARM = 20  # statements are put together and planned


def append(user: UUID, case: UUID, going_on: Callable[[int], bool]) -> list[float]:
    """One row after another while `going_on` (told how many there are), each in a transaction of its own, as a case manager's look at a case puts it down."""
    from prasan.ground import audit
    from prasan.ground.transactions import reading
    from prasan.registry.access.models import User
    from prasan.registry.access.queries import actor_for

    actor = actor_for(User.objects.get(pk=user), strong=True)
    took: list[float] = []
    while going_on(len(took)):
        began = time.perf_counter()
        with reading(actor):
            audit.record("open", "case", case, basis="public_task", detail="1234")
        took.append(round((time.perf_counter() - began) * 1000, 3))
    return took


def until(end: float) -> Callable[[int], bool]:
    """Whether it is earlier than this moment of `time.perf_counter`."""
    return lambda _made: time.perf_counter() < end


if __name__ == "__main__":
    django.setup()
    ids = UUID(sys.argv[1]), UUID(sys.argv[2])
    print(len(append(*ids, lambda made: made < WARM)), flush=True)
    for line in sys.stdin:
        print(json.dumps(append(*ids, until(time.perf_counter() + float(line)))), flush=True)
