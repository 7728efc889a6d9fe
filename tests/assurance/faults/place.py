"""A site of its own for faults: its own data, keys and database, its real server, all of which may be killed.

Nothing here touches the database of the test process. What has to look into the place's database runs as a process of its own, with the
place's environment: `place.run("judge", ...)` runs `tests.assurance.faults.judge` there.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from prasan.surfaces.ops.local_postgres import free_port
from prasan.surfaces.ops.serving import Plan
from tests.harness import keys
from tests.harness.cluster import Server, durable
from tests.harness.databases import digest
from tests.harness.serving import stop
from tests.harness.tie import tied

ROOT = Path(__file__).resolve().parents[3]
HOME = ROOT / ".test"
START_SECONDS = 60
DATABASE = "prasan_faults"


@dataclass
class Place:
    """A folder with data and keys, a database, and how its processes are started. `made` is what `lay` made: ids and a token."""

    folder: Path
    environment: dict[str, str]
    made: dict[str, Any] = field(default_factory=dict)
    server: Server | None = None  # its own PostgreSQL
    site: subprocess.Popen[bytes] | None = None
    port: int = 0

    @property
    def vendor(self) -> str:
        """sqlite or postgresql."""
        return "postgresql" if self.server else "sqlite"

    @property
    def url(self) -> str:
        """Where the site answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the site wrote."""
        return self.folder / "site.log"

    def run(self, module: str, given: Any = None, *, folder: str = "faults", **more: str) -> Any:
        """Run a module of tests/assurance in the place; JSON in, JSON out. Raises RuntimeError with what it wrote when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", f"tests.assurance.{folder}.{module}"], input=json.dumps(given), env=self.environment | more, cwd=ROOT,
            capture_output=True, text=True, check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module}: {done.stderr[-3000:]}")
        return json.loads(done.stdout)

    def command(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """`prasan ...` in the place."""
        return subprocess.run([sys.executable, "-m", "prasan", *arguments], env=self.environment | more, cwd=ROOT, capture_output=True, text=True, check=False)

    def start(self, *, before: tuple[str, ...] = (), workers: int = 2, threads: int = 2, fault: str = "", **more: str) -> None:
        """Start the serving processes, as `prasan serve` becomes them after its checks, and wait until the site is ready.

        `fault`: with this one of `careless.FAULTS` in it. Raises RuntimeError with its log.
        """
        self.port = self.port or free_port()
        plan = json.dumps(asdict(Plan("127.0.0.1", self.port, workers, threads, embedded=True)))
        served = ["tests.assurance.faults.careless", fault] if fault else ["prasan.surfaces.ops.serving"]
        with self.log.open("ab") as output:
            self.site = subprocess.Popen(
                [*before, *tied([sys.executable, "-m", *served, plan])],
                env=self.environment | more, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )
        self.wait()

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Until it is ready; a server that gave up is started again, as systemd would."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.site is not None and self.site.poll() is not None:
                self.start()
                return
            if self.ready():
                return
            time.sleep(0.05)
        raise RuntimeError(f"the site is not ready:\n{self.log.read_text(errors='replace')[-3000:]}")

    def ready(self) -> bool:
        """Whether /readyz says so."""
        with contextlib.suppress(OSError, HTTPException), urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    def stop(self) -> None:
        """Stop the site in order."""
        if self.site is not None:
            stop(self.site)
            self.site = None

    def processes(self) -> dict[str, list[int]]:
        """The place's own processes: `master`, its serving `workers`, and the job worker (`jobs`)."""
        found: dict[str, list[int]] = {"master": [], "workers": [], "jobs": []}
        if self.site is None:
            return found
        found["master"] = [self.site.pid]
        for child in _children(self.site.pid):
            with contextlib.suppress(OSError):
                command = Path("/proc", str(child), "cmdline").read_bytes()
                found["jobs" if b"\0worker\0" in command else "workers"].append(child)
        return found

    def kill(self, kind: str) -> int:
        """Kill -9 the processes of a kind (master, worker: the older, workers, jobs, backends, postmaster). Returns how many there were."""
        if kind == "postmaster" and self.server is not None:
            self.server.kill()
            return 1
        pids = self._backends() if kind == "backends" else self.processes()["workers" if kind == "worker" else kind]
        if kind == "worker":
            pids = sorted(pids, key=_began)[:1]  # the older: the server gives up when one falls that has only just begun
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)

    def _backends(self) -> list[int]:
        """Processes of our own PostgreSQL that serve the site's connections; the postmaster then starts all anew."""
        if self.server is None or self.server.process is None:
            return []
        found = []
        for child in _children(self.server.process.pid):
            with contextlib.suppress(OSError):
                if DATABASE.encode() in Path("/proc", str(child), "cmdline").read_bytes():
                    found.append(child)
        return found


def _began(pid: int) -> int:
    """When a process began, in ticks of the kernel."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    return 0


def _children(parent: int) -> list[int]:
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                if int(Path(f"/proc/{entry.name}/stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    found.append(int(entry.name))
    return found


@contextmanager
def sqlite_place(folder: Path) -> Iterator[Place]:
    """A place on SQLite, laid and not yet served."""
    with _place(folder, {}) as place:
        yield place


@contextmanager
def postgres_place(folder: Path) -> Iterator[Place]:
    """A place on a PostgreSQL server of its own that syncs like a real one."""
    with durable(HOME) as server:
        assert server.cluster is not None
        with psycopg.connect(server.cluster.owner_url, autocommit=True) as line:
            line.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            line.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
        urls = {
            "DATABASE_URL": urlsplit(server.cluster.plain_url)._replace(path=f"/{DATABASE}").geturl(),
            "DATABASE_OWNER_URL": urlsplit(server.cluster.owner_url)._replace(path=f"/{DATABASE}").geturl(),
        }
        with _place(folder, urls, server) as place:
            yield place


@contextmanager
def _place(folder: Path, urls: dict[str, str], server: Server | None = None) -> Iterator[Place]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    keys.lay(HOME / "keys", folder / "keys" / "prasan.keys")
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings", "DATABASE_URL": "", "DATABASE_OWNER_URL": "", "PRASAN_HOSTS": "",
        "PRASAN_DATA": str(folder / "data"), "PRASAN_KEYS": str(folder / "keys" / "prasan.keys"), **urls,
    }
    place = Place(folder, environment, server=server)
    place.made = place.run("lay") if server else _laid_before(place)
    try:
        yield place
    finally:
        place.stop()


def _laid_before(place: Place) -> Any:
    """Laying takes seconds, and several tests want a fresh one: it is done once for each state of the code, and copied."""
    stock = HOME / "places" / digest("sqlite")
    if not (stock / "made.json").exists():
        shutil.rmtree(stock.parent, ignore_errors=True)
        made = place.run("lay")
        draft = stock.with_name(f"{stock.name}.{os.getpid()}")
        shutil.copytree(place.data, draft / "data")
        (draft / "made.json").write_text(json.dumps(made))
        with contextlib.suppress(OSError):  # another was quicker
            draft.rename(stock)
        return made
    shutil.rmtree(place.data, ignore_errors=True)
    shutil.copytree(stock / "data", place.data)
    return json.loads((stock / "made.json").read_text())
