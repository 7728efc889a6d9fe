"""The serving processes: granian's master with its workers, and on a single machine the job worker beside them.

Started by `prasan serve` in place of itself, after the checks. The master loads the site once and forks: what never changes lies in memory once
for all worker processes, and one that fell is back at once.
"""

import contextlib
import ctypes
import gc
import itertools
import json
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from prasan.ground import clock
from prasan.ground.http import daily
from prasan.surfaces.ops.turns import Turns

STOP_SECONDS = 10
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
ARENAS = -8  # M_ARENA_MAX of mallopt(3)
MOST_ARENAS = 2  # the C library would begin one for each of the many threads, most of which only wait
ROOM = 120  # requests that wait in one process (ops.turns)
GIVE_BACK = 200  # requests of one process, after which it gives memory back: a few milliseconds
_plan: "Plan | None" = None  # of this process, for its workers


@dataclass(frozen=True, slots=True)
class Plan:
    """What to serve where: `threads` for each of `workers` processes; `embedded` runs the job worker too."""

    host: str
    port: int
    workers: int
    threads: int
    embedded: bool


def become(plan: Plan) -> NoReturn:
    """Replace this process by the server."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", __name__, json.dumps(asdict(plan))])  # noqa: S606  # no shell is wanted


def serve(plan: Plan) -> None:
    """Serve until SIGTERM or SIGINT; requests at hand are finished, and whatever was started is stopped.

    Exits with 1 when it gives up by itself (a worker that falls again at once), so that systemd starts it anew.
    """
    # What is loaded before the fork all workers share: this plan, the site, and the page of memory of `daily`.
    global _plan  # noqa: PLW0603
    _plan = plan
    _load()
    logging.getLogger("_granian").addFilter(lambda said: "Python threads" not in str(said.msg))  # it warns of many, which only wait here
    server = Server(
        "prasan.surfaces.ops.serving:application",
        factory=True,
        address=plan.host,
        port=plan.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=65_536),
        websockets=False,
        workers=plan.workers,
        blocking_threads=ROOM + plan.threads + 8,  # they only wait; `plan.threads` of the queue's own serve, and keep their connections
        blocking_threads_idle_timeout=30,
        backlog=1024,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    )
    if plan.embedded:
        companion = _Companion()
        server.on_startup(companion.start)
        server.on_shutdown(companion.stop)
    server.on_startup(lambda: print(f"Prasan serves on http://{plan.host}:{plan.port}/ (Ctrl-C stops it)", flush=True))
    server.serve()
    if not server.interrupt_signal:
        sys.exit(1)


def _load() -> None:
    """Everything of the site that all workers share, without a connection; none of it is looked at again by the collector of any of them.

    Nothing is collected on the way: the holes would be filled by each worker, which makes a copy of the page around them.
    """
    gc.disable()
    from django.db import connections
    from django.urls import get_resolver

    from prasan import wsgi  # noqa: F401  # loads the site
    from prasan.registry.areas.queries import children

    _ = get_resolver().url_patterns  # views, forms, schemas
    children()  # ten thousand areas
    connections.close_all()
    _give_back()
    gc.freeze()


def application() -> Callable[..., Any]:
    """The site in a worker process, which has it from its master; a worker whose master was killed hard ends too."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C reaches the whole group; the master ends us in order
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the master's handler came along with the fork; granian sets the worker's own later
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
    master = multiprocessing.parent_process()
    if master is not None and os.getppid() != master.pid:
        sys.exit(1)  # it was gone before we asked
    gc.enable()
    _of_c_library("mallopt", ARENAS, MOST_ARENAS)
    from prasan.registry.access.gates import network_in
    from prasan.wsgi import application as site

    return Turns(giving_back(site), _plan.threads if _plan else 2, ROOM, lambda environ: daily.marked(f"turn|{network_in(environ)}", clock.today()))


def giving_back(site: Callable[..., Any]) -> Callable[..., Any]:
    """The site, which now and then gives the memory that it has done with back to the system: the C library keeps it between what is in use."""
    asked = itertools.count(1)

    def answer(environ: dict[str, Any], begin: Callable[..., Any]) -> Any:
        if next(asked) % GIVE_BACK == 0:
            _give_back()
        return site(environ, begin)

    return answer


def _give_back() -> None:
    _of_c_library("malloc_trim", 0)


def _of_c_library(name: str, *given: int) -> None:
    """Call a function that only the GNU C library has; elsewhere nothing happens."""
    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*given)


class _Companion:
    """The job worker beside the server: started with it, started again when it falls, stopped with it."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        threading.Thread(target=self._keep, name="worker-keeper", daemon=True).start()

    def stop(self) -> None:
        self.stopping.set()
        if self.process is not None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=STOP_SECONDS)
            self.process.kill()

    def _keep(self) -> None:
        while not self.stopping.is_set():
            command = [sys.executable, "-m", "prasan", "worker", "--ticks", "--parent", str(os.getpid())]
            self.process = subprocess.Popen(command)
            self.process.wait()
            self.stopping.wait(3)


if __name__ == "__main__":
    from prasan.surfaces.ops import serving  # noqa: PLW0406 - by its own name: the workers look there for the plan, not in `__main__`

    serving.serve(serving.Plan(**json.loads(sys.argv[1])))
