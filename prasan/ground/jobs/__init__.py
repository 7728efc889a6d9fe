"""Jobs: work that follows a commit, and work that returns with time.

`@job` makes a function a background task that is enqueued in the transaction of its cause and runs as `system:<name>`; its arguments are
ids and codes only. `@tick(seconds)` registers what `prasan tick` and the worker do again and again.
"""

from prasan.ground.jobs.queue import Job, job
from prasan.ground.jobs.ticks import Tick, tick, ticks

__all__ = ["Job", "Tick", "job", "tick", "ticks"]
