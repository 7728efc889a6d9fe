"""What a check of the assurance gives back, and how often it is asked to try."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import uuid4

from django.db import connection


@dataclass(slots=True)
class Result:
    """`tried` and `failed` count what was compared; `planted` faults must all be `planted_caught`. `failures` holds a few in words."""

    check: str
    seed: int
    tried: int = 0
    failed: int = 0
    planted: int = 0
    planted_caught: int = 0
    failures: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)  # planted faults that were not caught
    found: dict[str, int] = field(default_factory=dict)  # how often something was met, so that an idle check is seen
    figures: dict[str, list[float]] = field(default_factory=dict)  # what was measured, by its words with the unit
    began: float = field(default_factory=time.monotonic)

    def compare(self, fine: object, words: str) -> None:
        """One comparison; `words` says what was compared when it was not fine."""
        self.tried += 1
        if not fine:
            self.failed += 1
            if len(self.failures) < 20:
                self.failures.append(words)

    def plant(self, name: str, notices: Callable[[], bool]) -> None:
        """A fault stands planted: `notices` says whether the check sees it."""
        self.planted += 1
        if notices():
            self.planted_caught += 1
        else:
            self.missed.append(name)

    def add(self, other: "Result") -> None:
        """Count another run of the same check in."""
        self.tried += other.tried
        self.failed += other.failed
        self.failures = (self.failures + other.failures)[:20]
        for what, times in other.found.items():
            self.found[what] = self.found.get(what, 0) + times

    def met(self, what: str) -> None:
        """Something happened that a check must have met."""
        self.found[what] = self.found.get(what, 0) + 1

    def measure(self, words: str, value: float) -> None:
        """A figure that people want to see beside the counts, such as a ratio of times or milliseconds; `words` names it with its unit."""
        self.figures.setdefault(words, []).append(round(value, 3))

    def settle(self) -> None:
        """The end of a test: keep what was found where `prasan assurance` asks for it, and fail when anything failed or was missed."""
        folder = os.environ.get("PRASAN_ASSURANCE_RESULTS")
        if folder:
            kept = {name: value for name, value in asdict(self).items() if name not in {"began", "found"}}
            told = kept | {"seconds": round(time.monotonic() - self.began, 1), "database": connection.vendor}
            Path(folder, f"{self.check}-{uuid4().hex}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        assert not self.failures, "\n".join(self.failures)
        assert not self.missed, f"planted faults that were not caught: {', '.join(self.missed)}"


def count(check: str, usual: int) -> int:
    """How often to try: PRASAN_ASSURANCE_<CHECK> (dashes as underscores), or the small number of `make test`."""
    return int(os.environ.get(f"PRASAN_ASSURANCE_{check.upper().replace('-', '_')}", usual))


def seed() -> int:
    """Where chance begins: PRASAN_ASSURANCE_SEED, or always the same."""
    return int(os.environ.get("PRASAN_ASSURANCE_SEED", "20261122"))
