"""`prasan worker`: the loop that runs background jobs, and with `--ticks` what returns with time as well."""

import argparse
import logging
import os
import signal
import time
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from prasan.ground.jobs.again import take_back, worker_id
from prasan.ground.policy import system
from prasan.ground.vault.store import let_go
from prasan.surfaces.ops.ticking import run_due

HELP = "Run background jobs until stopped."
log = logging.getLogger("prasan.worker")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--ticks", action="store_true", help="also run what is due with time (else a timer calls `prasan tick`)")
    parser.add_argument("--interval", type=float, default=1.0, metavar="SECONDS", help="pause when there is nothing to do")
    parser.add_argument("--once", action="store_true", help="do what is there and end")
    parser.add_argument("--parent", type=int, metavar="PID", help="end when this process, which started us, is gone")


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; the job at hand is finished first."""
    loop = _Loop(ticks=arguments.ticks, interval=arguments.interval, parent=arguments.parent)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, loop.stop)
    if arguments.once:
        loop.turn()
    else:
        loop.run()
    return 0


class _Loop:
    def __init__(self, *, ticks: bool, interval: float, parent: int | None) -> None:
        self.ticks = ticks
        self.interval = interval
        self.parent = parent
        self.stopping = False
        self.worker_id = worker_id()

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> None:
        before = False  # jobs of a worker before us that was killed were taken back
        while not self.stopping and self.parent in {None, os.getppid()}:
            try:
                before = before or take_back(system("jobs")) >= 0
                self.turn()
            except (OperationalError, InterfaceError, OSError) as error:
                log.error("the database or the disk does not answer: %s", type(error).__name__)
                before = False
                connections.close_all()
                let_go()
            self._pause()

    def turn(self) -> None:
        """All jobs that wait, then all ticks that are due."""
        close_old_connections()
        # A look first: the worker's own query takes the write lock on SQLite, once a second for nothing.
        if DBTaskResult.objects.ready().exists():
            self._jobs()
        if self.ticks and not self.stopping:
            run_due()
        close_old_connections()

    def _jobs(self) -> None:
        Worker(
            queue_names=["*"],
            interval=self.interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=50,  # so that ticks and a stop get their turn in between
            worker_id=self.worker_id,
            excluded_queue_names=[],
        ).run()

    def _pause(self) -> None:
        until = time.monotonic() + self.interval
        while not self.stopping and time.monotonic() < until:
            time.sleep(0.1)
