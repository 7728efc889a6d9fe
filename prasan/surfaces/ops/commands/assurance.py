"""`prasan assurance`: every proof of security and durability with its full count; the outcome goes to docs/assurance/."""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from prasan.ground import clock
from prasan.surfaces.ops import origin

HELP = "Run every proof of tests/assurance with full counts and write docs/assurance/RESULTS.json and README.md."
CHECKS = origin.ROOT / "tests" / "assurance"
RESULTS = origin.ROOT / "docs" / "assurance" / "RESULTS.json"
SUMMED = ("tried", "failed", "planted", "planted_caught", "seconds")
HEAD = """# Assurance

What `make assurance` found when it last ran each check: how often it tried, what failed, and whether the faults that were planted to prove
that the check can fail were all caught. The ids are those of the targets in THREAT_MODEL.md. Written by the command; do not edit it.

| check | what | tried | failed | planted faults caught | seconds | on | commit | seed |
| --- | --- | ---: | ---: | ---: | ---: | --- | --- | --- |
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--only", nargs="+", default=[], metavar="CHECK", help="only these checks (default: all; the others keep their results)")
    parser.add_argument("--seed", type=int, default=0, help="where chance begins (default: anew each time; it stands in the results)")
    parser.add_argument("--small", action="store_true", help="the small counts of `make test`, and write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Run pytest over the checks; status 1 when one failed or a planted fault was not caught."""
    if not CHECKS.is_dir():
        message = "the proofs are tests: run this in a checkout"
        raise CommandError(message)
    plan = tomllib.loads((CHECKS / "counts.toml").read_text())
    if unknown := set(arguments.only) - plan.keys():
        raise CommandError(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(plan)}")
    chosen = {check: entry for check, entry in plan.items() if not arguments.only or check in arguments.only}
    seed = arguments.seed or secrets.randbelow(2**31)
    with tempfile.TemporaryDirectory() as folder:
        status = _tests(chosen, seed, Path(folder), small=arguments.small)
        found = _summed(json.loads(file.read_text()) for file in sorted(Path(folder).glob("*.json")))
    for check, result in found.items():
        print(f"{check}: tried {result['tried']}, failed {result['failed']}, planted {result['planted']}, caught {result['planted_caught']}")
    silent = chosen.keys() - found.keys()
    for check in sorted(silent):
        print(f"{check}: gave no result")
    if not arguments.small:
        _write(found, plan)
    bad = [check for check, result in found.items() if result["failed"] or result["planted"] != result["planted_caught"]]
    return 1 if status or bad or silent else 0


def _tests(chosen: dict[str, dict[str, Any]], seed: int, folder: Path, *, small: bool) -> int:
    counts = {} if small else {f"PRASAN_ASSURANCE_{check.upper().replace('-', '_')}": str(entry["full"]) for check, entry in chosen.items()}
    places = dict.fromkeys(str(CHECKS / entry["where"]) for entry in chosen.values())
    # The tests have settings of their own: they make and remove databases.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, str(origin.ROOT / "tests" / "run.py"), "-q", *places],
        cwd=origin.ROOT, check=False,
        env=inherited | counts | {"PRASAN_ASSURANCE_SEED": str(seed), "PRASAN_ASSURANCE_RESULTS": str(folder)},
    ).returncode


def _summed(results: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """One entry for each check: it may have run on two databases, and in several tests."""
    found: dict[str, dict[str, Any]] = {}
    for one in results:
        entry = found.setdefault(one["check"], {
            **dict.fromkeys(SUMMED, 0), "seed": one["seed"], "failures": [], "missed": [],
            "date": clock.today().isoformat(), "commit": origin.commit(), "machine": origin.machine(),
        })
        for name in SUMMED:
            entry[name] = round(entry[name] + one[name], 1)
        entry["failures"] += one["failures"]
        entry["missed"] += one["missed"]
    return found


def _write(found: dict[str, dict[str, Any]], plan: dict[str, dict[str, Any]]) -> None:
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    everything = {check: result for check, result in sorted((kept | found).items()) if check in plan}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = [
        f"| {check} | {plan[check]['what']} | {one['tried']:,} | {one['failed']} | {one['planted_caught']} of {one['planted']} | {one['seconds']:,.0f} |"
        f" {date.fromisoformat(one['date'])} | {one['commit']} | {one['seed']} |\n"
        for check, one in everything.items()
    ]
    (RESULTS.parent / "README.md").write_text(HEAD + "".join(lines), encoding="utf-8")
