"""A fiscal year of a centre, added up from its log: whole numbers and satang, each figure with its unit; nothing is summed across units."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Done:
    """One activity of the log. `reach` None: nobody counted. `cost` in satang."""

    on: date
    kind: str
    audiences: tuple[str, ...]
    reach: int | None
    counted: str
    cost: int
    source: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a year's log says. `reach` counts attendances, not persons: who came twice is counted twice."""

    activities: int
    by_kind: tuple[tuple[str, int], ...]
    by_audience: tuple[tuple[str, int], ...]
    by_quarter: tuple[int, int, int, int]
    reach: int
    estimated: int
    uncounted: int
    cost: int
    by_source: tuple[tuple[str, int], ...]


def figures(done: Iterable[Done]) -> Figures:
    """Add up activities of one fiscal year."""
    rows = list(done)
    kinds, audiences, sources = Counter[str](), Counter[str](), Counter[str]()
    quarters = [0, 0, 0, 0]
    for row in rows:
        kinds[row.kind] += 1
        audiences.update(set(row.audiences))
        if row.cost:
            sources[row.source] += row.cost
        quarters[(row.on.month + 2) // 3 % 4] += 1
    return Figures(
        len(rows), _ranked(kinds), _ranked(audiences), (quarters[0], quarters[1], quarters[2], quarters[3]),
        sum(row.reach or 0 for row in rows), sum(row.counted == "estimated" for row in rows if row.reach is not None),
        sum(row.reach is None for row in rows), sum(row.cost for row in rows), _ranked(sources),
    )


def _ranked(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
