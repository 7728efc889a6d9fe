"""S17: of small faults in policy, vault, audit, flow and limits at least 85 of 100 are noticed by the tests that stand beside them."""

import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.assurance.mutation.mutants import count as mutants_in
from tests.assurance.mutation.mutants import mutated
from tests.assurance.result import Result, count, seed

ROOT = Path(__file__).resolve().parents[3]
LEAST = 0.85
PATIENCE = 300  # seconds; a mutant that runs round in circles is noticed too
TRIED = count("S17-mutation", 1)
MEASURED = "PRASAN_ASSURANCE_S17_MUTATION" in os.environ
SMALL = {
    "PRASAN_ASSURANCE_POLICY_WORLDS": "2", "PRASAN_ASSURANCE_S8_TAMPER": "60", "PRASAN_ASSURANCE_S14_ROTATION": "60", "PRASAN_ASSURANCE_SEED": "5",
}
# What stands beside each: the quick first, for the first that fails ends it.
BESIDE: dict[str, tuple[str, ...]] = {
    "prasan/ground/audit": ("tests/ground/audit", "tests/assurance/audit"),
    "prasan/ground/vault": ("tests/ground/vault", "tests/surfaces/ops/test_keys.py", "tests/assurance/privacy/test_rotate.py"),
    "prasan/ground/policy": (
        "tests/ground/policy", "tests/casework/cases/test_team.py", "tests/casework/cases/test_join.py", "tests/assurance/policy/test_agree.py",
    ),
    "prasan/ground/flow": ("tests/casework/triage/test_decide.py", "tests/casework/referrals/test_send.py", "tests/casework/closure"),
    "prasan/registry/limits": ("tests/registry/limits",),
}
APART = ("apps.py", "__init__.py", "processing.py", "api.py", "panels.py", "grants.py", "rowsecurity.py")  # declarations; row security is PostgreSQL's


@dataclass(frozen=True)
class Mutant:
    """One small thing that is wrong, and the tests that are asked."""

    path: str
    number: int
    tests: tuple[str, ...]

    @property
    def module(self) -> str:
        """By which it is loaded."""
        return self.path.removesuffix(".py").replace("/", ".")

    @property
    def words(self) -> str:
        """What is wrong."""
        return f"{self.path} {mutated((ROOT / self.path).read_text(encoding='utf-8'), self.number)[1]}"


def every() -> list[Mutant]:
    """All mutants of all modules."""
    found = []
    for folder, tests in BESIDE.items():
        for file in sorted((ROOT / folder).rglob("*.py")):
            if file.name not in APART and "migrations" not in file.parts:
                path = file.relative_to(ROOT).as_posix()
                there = tuple(test for test in tests if (ROOT / test).exists())
                found += [Mutant(path, number, there) for number in range(mutants_in(file.read_text(encoding="utf-8")))]
    return found


def is_noticed(mutant: Mutant, tests: tuple[str, ...] = ()) -> bool:
    """Whether a test fails, or nothing runs at all."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not postgres and not browser"]
    command += ["-p", "tests.assurance.mutation.plugin", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            [*command, *(tests or mutant.tests)], cwd=ROOT, check=False, capture_output=True, text=True, timeout=PATIENCE,
            env={**os.environ, **SMALL, "DATABASE_URL": "", "DATABASE_OWNER_URL": "", "PRASAN_MUTANT": f"{mutant.module}:{mutant.number}",
                 "PRASAN_ASSURANCE_RESULTS": ""},
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def test_small_faults_are_noticed() -> None:
    result, noticed, by_folder = Result("S17-mutation", seed()), 0, Counter[str]()
    mutants = every()
    chosen = random.Random(seed()).sample(mutants, min(TRIED, len(mutants)))  # noqa: S311 - can be repeated
    unnoticed = []
    for mutant in chosen:
        result.tried += 1
        if is_noticed(mutant):
            noticed += 1
        else:
            unnoticed.append(mutant.words)
            by_folder[mutant.path.rpartition("/")[0]] += 1
            print(f"S17 unnoticed: {mutant.words}", flush=True)
    result.measure("of 100 small faults are noticed", 100 * noticed / max(1, len(chosen)))
    print(f"S17: {noticed} of {len(chosen)} noticed, of {len(mutants)} that there are; unnoticed {dict(by_folder)}")
    if MEASURED and noticed < LEAST * len(chosen):
        result.failed += 1
        result.failures = [f"{noticed} of {len(chosen)} noticed", *unnoticed][:20]
    here = next(one for one in mutants if one.path.endswith("audit/record.py") and "raise" in one.words.lower())
    result.plant("tests that do not look", lambda: not is_noticed(here, ("tests/ground/money",)))
    result.settle()


def test_each_place_becomes_another() -> None:
    source = "def f(a):\n    if not a and a >= 1:\n        raise ValueError(a)\n    g(a)\n    return a == 2 or True\n"
    said = {mutated(source, number)[1].partition(": ")[2] for number in range(mutants_in(source))}

    assert {"And becomes Or", "GtE becomes Gt", "Eq becomes NotEq", "g(a) becomes pass", "raise ValueError(a) becomes pass", "not a becomes a",
            "True becomes False", "1 becomes 2"} <= said
    assert len(every()) > 500
