"""Run the tests: all of them (`make test`), or some parts with pytest's own arguments.

    python tests/run.py                                  every part; last line: N passed, N failed
    python tests/run.py --sqlite -x -q -k referral       database tests on SQLite
    python tests/run.py --postgres tests/casework        the same on a PostgreSQL that is started for the run
    python tests/run.py --pure --sqlite --postgres       several parts
    python tests/run.py --browser tests/journeys         journeys in Chromium (main journey on both databases)

Parts: `pure` (no database; once), `sqlite` and `postgres` (database tests on each), `browser`.
Whatever is started here (PostgreSQL, and through fixtures servers and browsers) is stopped at the end, also after Ctrl-C.
Exit status: 0 all passed, 1 something failed, 2 something is missing.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".test"
sys.path.insert(0, str(ROOT))

from tests.harness import cluster  # noqa: E402

CORES = "2"


@dataclass(frozen=True, slots=True)
class Part:
    """One pytest run: which tests, on which database."""

    name: str
    choose: str
    postgres: bool = False


PARTS = {
    "pure": [Part("pure", "pure")],
    "sqlite": [Part("sqlite", "database and not browser and not postgres")],
    "postgres": [Part("postgres", "database and not browser and not sqlite", postgres=True)],
    "browser": [
        Part("browser on sqlite", "browser and not postgres"),
        Part("browser on postgres", "browser and (main_journey or postgres)", postgres=True),
    ],
}


@dataclass(slots=True)
class Tally:
    """What the runs came to; `broken` are parts that pytest itself could not finish."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    names: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        line = f"{self.passed} passed, {self.failed} failed"
        return f"{line}, {self.skipped} skipped" if self.skipped else line


def main() -> int:
    chosen, passed_on = _arguments()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts it in the background has it ignored
    HOME.mkdir(exist_ok=True)
    parts = [part for name in chosen or PARTS for part in PARTS[name]]
    tally = Tally()
    with (
        tempfile.TemporaryDirectory(prefix="results-", dir=HOME) as reports,
        _databases(wanted=any(part.postgres for part in parts)) as server,
    ):
        for part in parts:
            _run(part, server, passed_on, Path(reports), tally)
    for name in tally.names:
        print(f"failed: {name}")
    print(tally)
    return 1 if tally.failed else 0


def _arguments() -> tuple[list[str], list[str]]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in PARTS:
        parser.add_argument(f"--{name}", action="append_const", dest="parts", const=name, help=f"run the part {name}")
    known, passed_on = parser.parse_known_args()
    return known.parts or [], passed_on


@contextmanager
def _databases(*, wanted: bool) -> Iterator[cluster.Cluster | None]:
    if not wanted:
        yield None
        return
    with cluster.running(HOME) as server:
        yield server


def _run(part: Part, server: cluster.Cluster | None, passed_on: list[str], reports: Path, tally: Tally) -> None:
    print(f"== {part.name}", flush=True)
    started = time.monotonic()
    report = reports / f"{part.name.replace(' ', '-')}.xml"
    environment = {**os.environ, "DATABASE_URL": "", "DATABASE_OWNER_URL": ""}
    if part.postgres and server is not None:
        environment |= {"DATABASE_URL": server.plain_url, "DATABASE_OWNER_URL": server.owner_url}
    # A whole part is worth the start of two workers; a few chosen tests are not.
    spread = [] if passed_on else ["-n", CORES, "--dist=worksteal", "-q"]
    command = [sys.executable, "-m", "pytest", "-m", part.choose, f"--junit-xml={report}", *spread, *passed_on]
    status = _patiently(command, environment)
    _count(part, status, report, tally)
    print(f"== {part.name}: {time.monotonic() - started:.0f} s", flush=True)


def _patiently(command: list[str], environment: dict[str, str]) -> int:
    """Run to the end; on an interrupt let pytest stop its own servers first, then go on unwinding ourselves."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            return process.wait()
        except BaseException:
            process.send_signal(signal.SIGINT)  # pytest unwinds its fixtures on this one, not on SIGTERM
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
            raise


def _count(part: Part, status: int, report: Path, tally: Tally) -> None:
    nothing_chosen = 5
    before = tally.failed
    if report.exists():
        for case in ET.parse(report).iter("testcase"):
            outcomes = {child.tag for child in case}
            if outcomes & {"failure", "error"}:
                tally.failed += 1
                tally.names.append(f"{case.get('classname')}::{case.get('name')} ({part.name})")
            elif "skipped" in outcomes:
                tally.skipped += 1
            else:
                tally.passed += 1
    if status not in {0, nothing_chosen} and tally.failed == before:
        tally.failed += 1
        tally.names.append(f"the part {part.name} itself (pytest exit status {status})")


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except cluster.ClusterError as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
