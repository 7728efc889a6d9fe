"""`prasan serve`: the site on granian, and on a single machine the worker in the same process group."""

import argparse
import contextlib
import ipaddress
import os

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import CommandError
from django.db import connection, connections

from prasan.surfaces.ops import schema, serving, statics
from prasan.surfaces.ops.checks import START

HELP = "Serve the site (on loopback unless told otherwise)."
# SQLite writers queue for one lock: a second thread fills the other's wait for the disk. PostgreSQL lets them write side by side.
THREADS = {"sqlite": 2, "postgresql": 4}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="default: PORT, else 8000")
    parser.add_argument("--workers", type=int, default=2, help="processes (default %(default)s)")
    parser.add_argument("--threads", type=int, help="threads a process (default 2 on SQLite, 4 on PostgreSQL)")
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
    connections.close_all()
    threads = arguments.threads or THREADS[connection.vendor]
    serving.become(serving.Plan(arguments.host, arguments.port, arguments.workers, threads, arguments.embedded))


def refuse_when_unfit() -> None:
    """Raise CommandError when a start-up check finds anything."""
    found = run_checks(tags=[START], include_deployment_checks=True)
    if found:
        raise CommandError("this installation does not serve:\n" + "\n".join(f"  {message.msg}" for message in found))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
