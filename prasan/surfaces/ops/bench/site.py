"""The real server on the place's data, and what its processes and the database's have used."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prasan.surfaces.ops.bench.stock import ROOT
from prasan.surfaces.ops.local_postgres import free_port

START_SECONDS = 120
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Site:
    """A site that answers at `url`; `master` is the server's first process, `postmaster` the database's (0 on SQLite)."""

    url: str
    master: int
    postmaster: int

    def cpu_ms(self) -> float:
        """CPU milliseconds used so far by the server and by the database, all threads and processes of both."""
        return used_ms(self.master, *((self.postmaster,) if self.postmaster else ()))

    def resident_mb(self) -> float:
        """Resident memory of the server's processes, shared pages counted once (proportional set size), in MB of 1,000,000 bytes."""
        return sum(_resident(pid) for pid in _family(self.master)) / 1000

    def resident_sum_mb(self) -> float:
        """The same with shared pages counted in each process."""
        return sum(_resident(pid, "Rss") for pid in _family(self.master)) / 1000


@contextlib.contextmanager
def serving(folder: Path, postmaster: int = 0) -> Iterator[Site]:
    """Serve the database of this process's environment: granian, two workers, no job worker beside (its work comes after the answer)."""
    port = free_port()
    log = folder / "site.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "prasan", "serve", "--port", str(port), "--workers", str(WORKERS), "--no-embedded"],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, env=os.environ,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, log)
        yield Site(url, process.pid, postmaster)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        said = log.read_text(errors="replace").partition("(Ctrl-C stops it)")[2].strip()
        print(said[-3000:], file=sys.stderr, flush=True)  # faults that the answers did not tell


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the site did not start:\n{log.read_text(errors='replace')[-3000:]}")


def used_ms(*pids: int) -> float:
    """CPU milliseconds used so far by these processes and their children, all threads."""
    return sum(_cpu_ms(one) for pid in pids for one in _family(pid))


def _family(pid: int) -> list[int]:
    """A process and its children."""
    found = [pid]
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                if int(Path(f"/proc/{entry.name}/stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
    return found


def _cpu_ms(pid: int) -> float:
    """The kernel's CPU clock of a process (clock_getcpuclockid(3)): all its threads, ended ones too, in nanoseconds rather than ticks."""
    try:
        return time.clock_gettime_ns((~pid << 3) | 2) / 1e6
    except OSError:
        return 0.0


def _resident(pid: int, kind: str = "Pss") -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                return float(line.split()[1]) * 1.024
    return 0.0
