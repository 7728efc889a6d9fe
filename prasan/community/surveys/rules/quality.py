"""Checks of what came in: was it asked too fast, always answered alike, handed in twice, far from where this centre asks? They flag, and refuse nothing.

A flag is a question to whoever reviews, never a judgement on a volunteer: the usual thresholds are data (data/quality.csv), each with the reason for it,
and a form may set its own.
"""

import csv
import io
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

FAR, FAST, LONG, ALIKE, TWICE, UNFIT = "far", "fast", "long", "alike", "twice", "unfit"
EARTH = 6371.0  # km
# Between which numbers a form may set the limit of a check; what the server found against the form itself is always flagged.
BOUNDS = {FAST: (0.1, 60.0), LONG: (1.0, 1440.0), ALIKE: (0.5, 1.0), TWICE: (1.0, 100.0), FAR: (0.1, 1000.0)}
MOST_LEAST = 500


@dataclass(frozen=True, slots=True)
class Threshold:
    """`limit` in the unit that its check says; `least`: with fewer answers (points) the check says nothing."""

    code: str
    limit: float
    least: int
    why: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at. `value`: seconds an answer, minutes, answers alike, kilometres, how many."""

    code: str
    value: float


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of one submission: answers without repeats by path, how many were given in all, how long it took, points, faults."""

    answers: Mapping[str, Any]
    count: int
    seconds: float | None
    points: tuple[tuple[float, float], ...] = ()
    faults: int = 0


@cache
def thresholds() -> dict[str, Threshold]:
    """The limits, by code of the flag."""
    text = (files("prasan.community.surveys") / "data" / "quality.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {row["code"]: Threshold(row["code"], float(row["limit"]), int(row["least"]), row["why"]) for row in rows}


def limits_of(own: Mapping[str, Sequence[float]]) -> dict[str, Threshold]:
    """The limits of a form: the usual ones, and in their place those that it sets for itself ({code: [limit, least]})."""
    return {code: replace(one, limit=float(own[code][0]), least=int(own[code][1])) if code in own else one for code, one in thresholds().items()}


def flags(
    looked: Looked, scales: Iterable[Collection[str]] = (), usual: Sequence[tuple[float, float]] = (), *, twice: int = 0,
    limits: Mapping[str, Threshold] | None = None,
) -> tuple[Flag, ...]:
    """Every flag of a submission. `scales`: paths of questions answered on one scale; `usual`: points of this centre; `twice`: others just like it."""
    at = limits or thresholds()
    found = [_fast(looked, at[FAST]), _long(looked, at[LONG]), *(_alike(looked, one, at[ALIKE]) for one in scales), _far(looked, usual, at[FAR])]
    if twice >= at[TWICE].limit and looked.count >= at[TWICE].least:
        found.append(Flag(TWICE, twice))
    if looked.faults >= at[UNFIT].limit:
        found.append(Flag(UNFIT, looked.faults))
    return tuple({one.code: one for one in found if one is not None}.values())


def _fast(looked: Looked, at: Threshold) -> Flag | None:
    if looked.seconds is None or looked.seconds < 0 or looked.count < at.least:
        return None
    each = looked.seconds / looked.count
    return Flag(FAST, round(each, 1)) if each < at.limit else None


def _long(looked: Looked, at: Threshold) -> Flag | None:
    if looked.seconds is None or looked.count < at.least or looked.seconds <= at.limit * 60:
        return None
    return Flag(LONG, round(looked.seconds / 60))


def _alike(looked: Looked, scale: Collection[str], at: Threshold) -> Flag | None:
    given = [str(looked.answers[path]) for path in scale if path in looked.answers]
    if len(given) < at.least:
        return None
    most = max(Counter(given).values())
    return Flag(ALIKE, most) if most >= at.limit * len(given) else None


def _far(looked: Looked, usual: Sequence[tuple[float, float]], at: Threshold) -> Flag | None:
    if not looked.points or len(usual) < at.least:
        return None
    middle = _middle([one[0] for one in usual]), _middle([one[1] for one in usual])
    furthest = max(kilometres(middle, one) for one in looked.points)
    return Flag(FAR, round(furthest)) if furthest > at.limit else None


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The way over ground between two points (latitude, longitude in degrees), on a round earth."""
    (la, oa), (lb, ob) = (tuple(map(math.radians, one)) for one in (a, b))
    half = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((ob - oa) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def point(text: object) -> tuple[float, float] | None:
    """Latitude and longitude of a geopoint answer ("16.43 102.83 0 12"); None for anything else."""
    try:
        latitude, longitude = (float(part) for part in str(text).split()[:2])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def scales_of(questions: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, ...], ...]:
    """Paths of the questions outside of repeats that are answered on one and the same list, list by list."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in questions:
        if one.get("control") == "select1" and not one.get("repeat") and not one.get("danger") and one.get("choices"):
            found.setdefault(tuple(choice["value"] for choice in one["choices"]), []).append(str(one["path"]))
    return tuple(tuple(paths) for paths in found.values() if len(paths) > 1)
