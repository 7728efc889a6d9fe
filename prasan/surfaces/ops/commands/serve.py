"""`prasan serve`: the site on granian, and on a single machine the worker in the same process group."""

import argparse
import contextlib
import ipaddress
import os
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import CommandError
from django.db import connection, connections
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from prasan.surfaces.ops import schema, statics
from prasan.surfaces.ops.checks import START

HELP = "Serve the site (on loopback unless told otherwise)."
WORKERS = 2
# SQLite writers queue for one lock, so a second thread only fills the other's wait for the disk; PostgreSQL lets them write side by side.
THREADS = {"sqlite": 2, "postgresql": 4}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="default: PORT, else 8000")
    parser.add_argument("--workers", type=int, default=WORKERS, help="processes (default %(default)s)")
    parser.add_argument("--threads", type=int, help="threads a process (default 2 on SQLite, 4 on PostgreSQL)")
    parser.add_argument(
        "--embedded",
        action=argparse.BooleanOptionalAction,
        default=connection.vendor == "sqlite",
        help="run the worker here too, and bring the database up to date first (default on SQLite)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Check, then serve until SIGTERM or SIGINT; whatever was started is stopped."""
    if settings.LOOPBACK_ONLY and not _is_loopback(arguments.host):
        raise CommandError(f"{arguments.host} can be reached from outside: set PRASAN_HOSTS (and a TLS proxy) first")
    if arguments.embedded:
        schema.upgrade()
    statics.collect()
    refuse_when_unfit()
    serve(arguments)
    return 0


def refuse_when_unfit() -> None:
    """Raise CommandError with everything that keeps this installation from serving."""
    found = run_checks(tags=[START], include_deployment_checks=True)
    if found:
        raise CommandError("this installation does not serve:\n" + "\n".join(f"  {message.msg}" for message in found))


def serve(arguments: argparse.Namespace) -> None:
    """Serve with these (checked) arguments."""
    server = Server(
        "prasan.wsgi:application",
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=arguments.workers,
        blocking_threads=arguments.threads or THREADS[connection.vendor],
        blocking_threads_idle_timeout=600,  # a thread keeps its database connection; starting one costs PostgreSQL 10 ms
        backlog=1024,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )
    if arguments.embedded:
        companion = _Companion()
        server.on_startup(companion.start)
        server.on_shutdown(companion.stop)
    connections.close_all()  # the processes are forks: no connection may be shared
    print(f"Prasan serves on http://{arguments.host}:{arguments.port}/ (Ctrl-C stops it)", flush=True)
    server.serve()


class _Companion:
    """The worker beside the server: started with it, started again when it falls, stopped with it."""

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
                self.process.wait(timeout=10)
            self.process.kill()

    def _keep(self) -> None:
        while not self.stopping.is_set():
            self.process = subprocess.Popen([sys.executable, "-m", "prasan", "worker", "--ticks", "--with-parent"])
            self.process.wait()
            if not self.stopping.is_set():
                time.sleep(3)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
