"""A real site for a test: `prasan serve` in a process of its own, on a free port, on this process's database."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from prasan.surfaces.ops.local_postgres import free_port
from tests.harness.tie import tied

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Site:
    """A site that answers at `url` (no slash at the end); `log` is what it wrote."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serving(folder: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Site]:
    """Serve until the block ends. Raises RuntimeError with the log when the site does not start."""
    port = free_port()
    connections.close_all()
    log = folder / f"site-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            tied([sys.executable, "-m", "prasan", "serve", "--port", str(port), *options]),
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings", **(environment or {})},
            cwd=Path(__file__).resolve().parent.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    site = Site(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait(site)
        yield site
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server that was started in a session of its own, with everything that it started."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(site: Site) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and site.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    message = f"the site did not start:\n{site.log.read_text(errors='replace')[-3000:]}"
    raise RuntimeError(message)
