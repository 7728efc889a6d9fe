"""What became of jobs: those whose worker was killed come again, those that failed a few times more; finished ones are forgotten.

A job may therefore run twice, and each is written so that this does no harm.
"""

import os
import socket
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django_tasks.base import TaskResultStatus

from prasan.ground import clock
from prasan.ground.jobs.ticks import tick
from prasan.ground.policy import Actor
from prasan.ground.transactions import writing

MOST = 8  # times that a job is taken up in all; what fails so often needs a person, who finds it in the journal
LONGEST = timedelta(minutes=30)  # no job of ours takes so long: its worker is gone, on whatever machine
PAUSES = (5, 30, 120, 600)  # seconds before the next try after the first, second, ... failure: most are the machine's, not the job's
KEPT = timedelta(days=1)


def worker_id(pid: int = 0) -> str:
    """The name under which a worker of this machine takes jobs up."""
    return f"{socket.gethostname()[:40]}-{pid or os.getpid()}"


def take_back(actor: Actor) -> int:
    """Make jobs ready again that nobody works on any more. Returns how many."""
    from django_tasks_db.models import DBTaskResult  # a model: not before all apps are loaded

    rows = DBTaskResult.objects.all()
    left = [row for row in rows.running() if clock.now() - (row.started_at or row.enqueued_at) > LONGEST or _is_gone(row.worker_ids[-1:])]
    failed = [
        row for row in rows.failed().filter(finished_at__gt=clock.now() - KEPT)
        if len(row.worker_ids) < MOST and clock.now() - row.finished_at > _pause(len(row.worker_ids))
    ]
    if not left and not failed:
        return 0
    with writing(actor):
        return sum(_back(row) for row in [*left, *failed])


def _back(row: Any) -> int:
    """Only when it stands as it was read: two workers may look at the same time."""
    ready = len(row.worker_ids) < MOST
    status = TaskResultStatus.READY if ready else TaskResultStatus.FAILED
    same = type(row).objects.filter(pk=row.pk, status=row.status, started_at=row.started_at)
    return int(same.update(status=status, finished_at=None if ready else clock.now()))


def _pause(times: int) -> timedelta:
    return timedelta(seconds=PAUSES[min(times, len(PAUSES)) - 1])


def _is_gone(workers: Iterable[str]) -> bool:
    """Whether it was a worker of this machine that runs no more, or is at hand with nothing but this. Of other machines only time tells."""
    for worker in workers:
        if worker == worker_id():
            return True
        host, _, pid = worker.rpartition("-")
        if worker != worker_id(int(pid) if pid.isdigit() else 1) or not host or not pid.isdigit():
            return False
        try:
            return b"worker" not in Path("/proc", pid, "cmdline").read_bytes()
        except OSError:
            return True
    return False


@tick("jobs.again", seconds=30)
def again(actor: Actor) -> int:
    """Nobody has to start a job anew by hand."""
    return take_back(actor)


@tick("jobs.forget", seconds=3600)
def forget(actor: Actor) -> int:
    """Delete what is done: which report came when is the log's to keep, not the queue's."""
    from django_tasks_db.models import DBTaskResult

    with writing(actor):
        return int(DBTaskResult.objects.successful().filter(finished_at__lt=clock.now() - KEPT).delete()[0])
