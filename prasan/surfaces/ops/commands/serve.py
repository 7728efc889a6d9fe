"""`prasan serve`: the site on granian, and on a single machine the worker in the same process group."""

import argparse
import contextlib
import errno
import ipaddress
import os
import socket
import time

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import CommandError
from django.db import connection, connections

from prasan.surfaces.ops import schema, serving, statics
from prasan.surfaces.ops.checks import START

HELP = "Serve the site (on loopback unless told otherwise)."
THREADS = 2  # of a process: while one waits for the disk or the database the other works, and each keeps a connection with its plans
ENDING = 4.0  # seconds for which a server that is just ending is waited for


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="default: PORT, else 8000")
    parser.add_argument("--workers", type=int, default=2, help="processes (default %(default)s)")
    parser.add_argument("--threads", type=int, default=THREADS, help="threads a process (default %(default)s)")
    parser.add_argument(
        "--embedded",
        action=argparse.BooleanOptionalAction,
        default=connection.vendor == "sqlite",
        help="run the worker here too, and bring the database up to date first (default on SQLite)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Check, then serve until SIGTERM or SIGINT. Raises CommandError with everything that keeps this installation from serving."""
    if settings.LOOPBACK_ONLY and not _is_loopback(arguments.host):
        raise CommandError(f"{arguments.host} can be reached from outside: set PRASAN_HOSTS (and a TLS proxy) first")
    if arguments.embedded:
        schema.upgrade_when_needed()
    statics.collect()
    refuse_when_unfit()
    _refuse_when_taken(arguments.host, arguments.port)
    connections.close_all()
    serving.become(serving.Plan(arguments.host, arguments.port, arguments.workers, arguments.threads, arguments.embedded))


def refuse_when_unfit() -> None:
    """Raise CommandError when a start-up check finds anything."""
    found = run_checks(tags=[START], include_deployment_checks=True)
    if found:
        raise CommandError("this installation does not serve:\n" + "\n".join(f"  {message.msg}" for message in found))


def _refuse_when_taken(host: str, port: int) -> None:
    """Raise CommandError when somebody listens there and goes on: the workers share their port, and would share it with a second server unnoticed."""
    deadline = time.monotonic() + ENDING
    while (fault := _cannot_listen(host, port)) is not None:
        if fault.errno != errno.EADDRINUSE or time.monotonic() > deadline:
            raise CommandError(f"nothing can listen at {host}, port {port} ({fault.strerror}); PORT=8001 chooses another port") from fault
        time.sleep(0.2)


def _cannot_listen(host: str, port: int) -> OSError | None:
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as fault:
        return fault
    return None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
