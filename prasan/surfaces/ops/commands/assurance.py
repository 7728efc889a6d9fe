"""`prasan assurance`: every proof of security and durability with its full count; the outcome goes to docs/assurance/.

A full run takes hours, so it can be run in pieces: some checks (`--only`), a share of their counts (`--share`), and on with what is missing
(`--resume`). Pieces at one state of the code add up; the first at another one begins anew. What is done is written after each file of checks.
"""

import argparse
import json
import os
import re
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

What `prasan assurance` found when it last ran each check: how often it tried, what failed, and whether the faults that were planted to prove
that the check can fail were all caught. "Asked" is the count that was asked for against the full one: pieces at one commit add up. The full
run is `make assurance`. Written by the command; do not edit it.

| check | what | asked | tried | failed | planted faults caught | seconds | on | commit | seed |
| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |
"""
TARGETS = """
## Targets

| target | what | proven by |
| --- | --- | --- |
"""
BROWSER = re.compile(r"\b(?:chromium|phone|desk|site)(?:: |, |\))")
DATABASE = re.compile(r"django_db|real_transactions|\b(?:db|cast|queries)\b")
Plan = dict[str, dict[str, Any]]
Found = dict[str, dict[str, Any]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--only", nargs="+", default=[], metavar="CHECK", help="only these checks (default: all; the others keep their results)")
    parser.add_argument("--share", type=float, default=1.0, help="this share of the full counts (0.1: a tenth); pieces at one commit add up")
    parser.add_argument("--resume", action="store_true", help="leave out checks whose full count was reached at this commit without a failure")
    parser.add_argument("--seed", type=int, default=0, help="where chance begins (default: anew each time; it stands in the results)")
    parser.add_argument("--small", action="store_true", help="the small counts of `make test`, and write nothing")
    parser.add_argument("--list", action="store_true", help="say which checks and targets there are, and what was reached")


def run(arguments: argparse.Namespace) -> int:
    """Run pytest over the checks; status 1 when one failed, was silent, or a planted fault was not caught."""
    if not CHECKS.is_dir():
        message = "the proofs are tests: run this in a checkout"
        raise CommandError(message)
    plan: Plan = tomllib.loads((CHECKS / "counts.toml").read_text())
    if unknown := set(arguments.only) - plan.keys():
        raise CommandError(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(plan)}")
    if not 0 < arguments.share <= 1:
        raise CommandError("--share lies between 0 and 1")
    if arguments.list:
        print(_page(_kept(plan), plan, _targets()))
        return 0
    chosen = {check: entry for check, entry in plan.items() if not arguments.only or check in arguments.only}
    if arguments.resume:
        chosen = {check: entry for check, entry in chosen.items() if not _reached(_kept(plan).get(check), entry["full"])}
    seed = arguments.seed or secrets.randbelow(2**31)
    status = 0
    for place in dict.fromkeys(entry["where"] for entry in chosen.values()):
        here = {check: entry for check, entry in chosen.items() if entry["where"] == place}
        status |= _piece(here, plan, seed, arguments.share, small=arguments.small)
    return status


def _piece(here: Plan, plan: Plan, seed: int, share: float, *, small: bool) -> int:
    """The checks of one file or folder; their results are written before the next begins."""
    asked = {check: max(1, round(entry["full"] * share)) for check, entry in here.items()}
    with tempfile.TemporaryDirectory() as folder:
        status = _tests(here, asked, seed, Path(folder), small=small)
        found = _summed(json.loads(file.read_text()) for file in sorted(Path(folder).glob("*.json")))
    found = {check: {**result, "asked": asked[check]} for check, result in found.items() if check in here}
    for check, result in found.items():
        print(f"{check}: tried {result['tried']}, failed {result['failed']}, planted {result['planted']}, caught {result['planted_caught']}", flush=True)
    silent = here.keys() - found.keys()
    for check in sorted(silent):
        print(f"{check}: gave no result", flush=True)
    if not small:
        _write(found, plan)
    bad = [check for check, result in found.items() if result["failed"] or result["planted"] != result["planted_caught"]]
    return 1 if status or bad or silent else 0


def _tests(here: Plan, asked: dict[str, int], seed: int, folder: Path, *, small: bool) -> int:
    counts = {} if small else {f"PRASAN_ASSURANCE_{check.upper().replace('-', '_')}": str(times) for check, times in asked.items()}
    places = dict.fromkeys(str(CHECKS / entry["where"]) for entry in here.values())
    # The tests have settings of their own: they make and remove databases.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, str(origin.ROOT / "tests" / "run.py"), *_parts(map(Path, places)), "-q", *places],
        cwd=origin.ROOT, check=False,
        env=inherited | counts | {"PRASAN_ASSURANCE_SEED": str(seed), "PRASAN_ASSURANCE_RESULTS": str(folder)},
    ).returncode


def _parts(places: Iterable[Path]) -> list[str]:
    """The parts of the tests in which these may be, by what their functions ask for: a part without any costs a start of everything."""
    files = [file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    browser = ["--browser"] if BROWSER.search(text) else []
    return ["--pure", "--sqlite", "--postgres", *browser] if browser or DATABASE.search(text) else ["--pure"]


def _summed(results: Iterable[dict[str, Any]]) -> Found:
    """One entry for each check: it may have run on two databases, and in several tests."""
    found: Found = {}
    for one in results:
        entry = found.setdefault(one["check"], {
            **dict.fromkeys(SUMMED, 0), "seed": one["seed"], "failures": [], "missed": [], "figures": {},
            "date": clock.today().isoformat(), "commit": _state(), "machine": origin.machine(),
        })
        for name in SUMMED:
            entry[name] = round(entry[name] + one[name], 1)
        entry["failures"] += one["failures"]
        entry["missed"] += one["missed"]
        entry["figures"] = _beside(entry["figures"], one["figures"])
    return found


def _added(before: dict[str, Any] | None, now: dict[str, Any]) -> dict[str, Any]:
    """A piece with those before it at the same state of the code; at another one, the piece alone."""
    if before is None or before["commit"] != now["commit"]:
        return {**now, "seeds": [now["seed"]]}
    sums = {name: round(before[name] + now[name], 1) for name in (*SUMMED, "asked")}
    lists = {name: (before[name] + now[name])[:20] for name in ("failures", "missed")}
    figures = _beside(before.get("figures", {}), now["figures"])
    return {**now, **sums, **lists, "figures": figures, "seeds": [*before["seeds"], now["seed"]]}


def _beside(one: dict[str, list[float]], other: dict[str, list[float]]) -> dict[str, list[float]]:
    """What was measured in both, each value for itself: medians cannot be added."""
    return {words: one.get(words, []) + other.get(words, []) for words in one | other}


def _reached(result: dict[str, Any] | None, full: int) -> bool:
    """Whether nothing of a check is left to run at this state of the code."""
    if result is None or result["commit"] != _state():
        return False
    return bool(result["asked"] >= full and not result["failed"] and result["planted"] == result["planted_caught"])


def _state() -> str:
    """The state of the code: results that were written or committed between two pieces do not make it another one."""
    return origin.state(RESULTS.parent.relative_to(origin.ROOT).as_posix())


def _kept(plan: Plan) -> Found:
    """What earlier runs found, of checks that there still are."""
    kept: Found = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    return {check: result for check, result in kept.items() if check in plan}


def _targets() -> Plan:
    return tomllib.loads((CHECKS / "targets.toml").read_text())


def _write(found: Found, plan: Plan) -> None:
    kept = _kept(plan)
    everything = dict(sorted((kept | {check: _added(kept.get(check), result) for check, result in found.items()}).items()))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (RESULTS.parent / "README.md").write_text(_page(everything, plan, _targets()), encoding="utf-8")


def _page(results: Found, plan: Plan, targets: Plan) -> str:
    """The results in words: each check that ran, then each target with its checks, its tests, or why there is none."""
    lines = [
        f"| {check} | {plan[check]['what']} | {one['asked']:,} of {plan[check]['full']:,} | {one['tried']:,} | {one['failed']} |"
        f" {one['planted_caught']} of {one['planted']} | {one['seconds']:,.0f} | {date.fromisoformat(one['date'])} | {one['commit']} |"
        f" {', '.join(map(str, one['seeds']))} |\n"
        for check, one in results.items()
    ]
    lines += [f"| {check} | {plan[check]['what']} | not yet | | | | | | | |\n" for check in plan if check not in results]
    lines += _failures(results)
    lines += _figures(results)
    proofs = [f"| {target} | {entry['what']} | {_proof(target, entry, plan)} |\n" for target, entry in targets.items()]
    return HEAD + "".join(lines) + TARGETS + "".join(proofs)


def _failures(results: Found) -> list[str]:
    """What failed and which planted faults nobody noticed, in words, with how busy the machine was: figures of time mean nothing on a busy one."""
    found = [
        f"- {check}: {words} (load {one['machine']['load']} on {one['machine']['cores']} cores)\n"
        for check, one in results.items() for words in (*one["failures"], *(f"not noticed: {name}" for name in one["missed"]))
    ]
    return ["\n## What failed\n\n", *found] if found else []


def _figures(results: Found) -> list[str]:
    """What was measured on the way, of each piece."""
    found = [
        f"- {check}: {words}: {', '.join(map(str, values))} (load {one['machine']['load']} on {one['machine']['cores']} cores)\n"
        for check, one in results.items() for words, values in one.get("figures", {}).items()
    ]
    return ["\n## What was measured\n\n", *found] if found else []


def _proof(target: str, entry: dict[str, Any], plan: Plan) -> str:
    checks = dict.fromkeys([*entry.get("checks", ()), *(check for check in plan if check.startswith(f"{target}-"))])
    return "; ".join(filter(None, (", ".join(checks), ", ".join(entry.get("tests", ())), entry.get("why", ""))))
