"""The result of a bench: measured in a process of its own, compared with the targets, with what must be known to read it later."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from prasan.ground import clock
from prasan.surfaces.ops import origin
from prasan.surfaces.ops.bench import needs, stock
from prasan.surfaces.ops.bench.needs import Missing
from prasan.surfaces.ops.bench.stock import ROOT

CASES_BESIDE_ANSWERS = 200
BESIDE_CASES = {"surveys", "filling"}  # they need few cases or none
UNSIZED = {"filling"}  # the country has as many subdistricts as it has
ON_POSTGRES = {"rowsecurity"}
IN_A_BROWSER = {"filling"}
CLIENTS = 8  # of the log
MOST_GROWTH = 1.2  # CPU of a page at 1,000,000 cases over that at 100,000


def measure(name: str, *, size: int, database: str = "", clients: int = CLIENTS, in_place: bool = False) -> dict[str, Any]:
    """One result: name, command, commit, date, machine, database, size, calibration, results, targets, missed. Raises Missing, RuntimeError."""
    if name in ON_POSTGRES and not database:
        raise Missing(f"{name} measures PostgreSQL, SQLite has no row security: name one with --database, or --database postgresql:")
    if name in IN_A_BROWSER:
        needs.a_browser()
    with stock.place(CASES_BESIDE_ANSWERS if name in BESIDE_CASES else size, database, in_place=in_place) as place:
        postmaster = place.server.postmaster() if place.server else 0
        done = subprocess.run(
            [sys.executable, "-m", "prasan.surfaces.ops.bench.run", name, str(size), str(place.folder), str(postmaster), str(clients)],
            env=place.environment, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True,
        )
    if done.returncode:
        raise RuntimeError(f"the bench {name} ended early")
    found = json.loads(done.stdout.splitlines()[-1])
    said = {f"--size {size}": name not in UNSIZED, "--database postgresql:": database, f"--clients {clients}": clients != CLIENTS, "--in-place": in_place}
    whole = {
        "name": name, "command": " ".join(("prasan bench", name, *(words for words, is_so in said.items() if is_so))),
        "commit": origin.commit(), "date": clock.now().astimezone(UTC).isoformat(timespec="seconds"), "machine": origin.machine(),
        "database": "postgresql" if database else "sqlite", "size": size, **found,
    }
    return {**whole, "missed": missed(whole["results"], whole["targets"])}


def missed(results: dict[str, Any], targets: dict[str, Any]) -> list[dict[str, Any]]:
    """Each figure beyond its target. A target is the most that a figure may be; under "least" the least."""
    found = []
    for path, target, least in _flat(targets):
        value = _at(results, path)
        if value is None or (value < target if least else value > target):
            found.append({"figure": ".".join(path), "target": target, "found": value})
    return found


def _flat(targets: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float, bool]]:
    """(where the figure stands, its target, whether it is the least that it may be)."""
    for name, value in targets.items():
        if isinstance(value, dict):
            yield from _flat(value, (*path, name))
        elif name == "least":
            yield path, value, True
        else:
            yield (*path, name), value, False


def _at(results: dict[str, Any], path: tuple[str, ...]) -> Any:
    here: Any = results
    for part in path:
        here = here.get(part) if isinstance(here, dict) else None
    return here


def lines(found: dict[str, Any]) -> Iterator[str]:
    """What the command prints: each figure that has a target, and what was missed."""
    for path, target, least in _flat(found["targets"]):
        yield f"{'.'.join(path):32} {_at(found['results'], path)!s:>10}   {'at least' if least else 'at most'} {target}"
    if found["calibration"]:
        yield f"calibration: the loop took {found['calibration']['loop_ms']} ms of 100"
    yield f"missed: {', '.join(one['figure'] for one in found['missed']) or 'nothing'}"
