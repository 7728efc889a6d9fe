"""Counting submissions: each once, also for what several of its members answered; only what may be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prasan.community.surveys.rules import results, scoring, showing

SCORE = "score"


@dataclass(frozen=True, slots=True)
class Version:
    """What is counted of a version. `never`: paths that are never stored."""

    questions: list[Mapping[str, Any]]
    scoring: Mapping[str, Any] | None
    never: frozenset[str]


class Count:
    """Counts rows in the order of submissions: each submission once, also for what its members answered."""

    def __init__(self, versions: Mapping[UUID, Version]) -> None:
        self.versions = versions
        self.asked: dict[UUID, list[Mapping[str, Any]]] = {}
        self.places: dict[tuple[UUID, str], results.Place] = {}
        self.now: UUID | None = None
        self.at: tuple[UUID, str] | None = None
        self.version: UUID | None = None
        self.given: dict[str, set[str]] = {}
        self.first: dict[str, Any] = {}

    def add(self, submission: UUID, centre: UUID, area: str, version: UUID, repeat: str, plain: Mapping[str, Any]) -> None:
        """One row."""
        if submission != self.now:
            self._end()
            self.now, self.at, self.version, self.given, self.first = submission, (centre, area), version, {}, {}
        if not repeat:
            self.first = dict(plain)
        for path, value in plain.items():
            self.given.setdefault(path, set()).update(str(one) for one in (value if isinstance(value, list) else [value]))

    def finished(self) -> dict[tuple[UUID, str], results.Place]:
        """All that was counted, by centre."""
        self._end()
        self.now = None
        return self.places

    def _end(self) -> None:
        if self.now is None or self.at is None or self.version is None:
            return
        version = self.versions[self.version]
        if self.version not in self.asked:
            self.asked[self.version] = countable(version.questions, version.never)
        answers, means = {}, {}
        for question in self.asked[self.version]:
            path, given = question["path"], self.given.get(question["path"], set())
            if question.get("choices"):
                for name, code in _cells(question, given):
                    answers[name] = {code: 1}
            elif not question.get("repeat") and isinstance(self.first.get(path), int | float):
                means[path] = (1, float(self.first[path]))
        if version.scoring:
            self._score(version, answers, means)
        self.places.setdefault(self.at, results.Place(str(self.at[0]))).add(1, answers, means)

    def _score(self, version: Version, answers: dict[str, dict[str, int]], means: dict[str, Any]) -> None:
        found = scoring.score(version.scoring or {}, {path.rpartition("/")[2]: value for path, value in self.first.items()})
        answers[SCORE] = {found.level: 1}
        if found.percent is not None:
            means[SCORE] = (1, found.percent)
        for code, percent in found.domains.items():
            if percent is not None:
                means[f"{SCORE}:{code}"] = (1, percent)


def countable(questions: Iterable[Mapping[str, Any]], never: frozenset[str]) -> list[Mapping[str, Any]]:
    """The questions whose answers are counted: chosen from a list of the form, or a number of the submission itself; nothing sealed."""
    return [
        one for one in showing.asked(questions, never)
        if not one["sealed"] and ((one.get("choices") and not one.get("file")) or (one.get("type") in {"int", "integer", "decimal"} and not one.get("repeat")))
    ]


def _cells(question: Mapping[str, Any], given: set[str]) -> list[tuple[str, str]]:
    """Where a submission counts: one code of a single choice; yes or no for each code of what may be several (also of several members)."""
    path = question["path"]
    if question.get("control") == "select1" and not question.get("repeat"):
        return [(path, next(iter(given)) if len(given) == 1 else results.NONE)]
    return [(f"{path}={one['value']}", "yes" if str(one["value"]) in given else "no") for one in question["choices"]]
