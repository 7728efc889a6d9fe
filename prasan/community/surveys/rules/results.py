"""What may be told of a period that is over: counts from the country down to a centre, so that nothing small follows from all of it together.

From the top down. At each place its answers with 1 to 4 are hidden, with others, until none follows (ground.smallcells). Below a place only what is shown of
it is split further: what is hidden there stays one heap, and places with 1 to 4 are one row, "the rest". So each table stands alone: its totals are known from
above, its hidden cells are in no other table, and no two tables of one question can be subtracted from each other to something that one of them hides.
Periods never overlap and are counted once; no other filter exists that could make a difference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prasan.ground.smallcells import SMALL, hidden, hidden_column

NONE = ""  # the code of "not answered"
REST = "*"  # the row of places with few answers, together
Counts = Mapping[str, int]
Heap = frozenset[str]


@dataclass
class Place:
    """A place with what was counted there. `n`: submissions; `answers`: question to code to count; `means`: name to (how many, sum)."""

    code: str
    n: int = 0
    answers: dict[str, dict[str, int]] = field(default_factory=dict)
    means: dict[str, tuple[int, float]] = field(default_factory=dict)
    below: dict[str, "Place"] = field(default_factory=dict)

    def add(self, n: int, answers: Mapping[str, Counts], means: Mapping[str, Sequence[float]]) -> None:
        """Count these too."""
        self.n += n
        for path, counts in answers.items():
            own = self.answers.setdefault(path, {})
            for code, count in counts.items():
                own[code] = own.get(code, 0) + count
        for name, (many, total) in means.items():
            before = self.means.get(name, (0, 0.0))
            self.means[name] = (before[0] + int(many), before[1] + total)


@dataclass(frozen=True, slots=True)
class Row:
    """A place in a table: `n` None when it is hidden; `cells` in the order of the table's heaps, None where hidden."""

    code: str
    n: int | None
    cells: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """The places right below one, and it itself last. `heaps`: which codes each column counts together. `rows` empty: nothing more may be told."""

    heaps: tuple[Heap, ...]
    rows: tuple[Row, ...]
    whole: Row


def visible(place: Place) -> tuple[list[Place], Place | None]:
    """The places below of which the number may be told, and the others as one ("the rest", None when there is none)."""
    below = [place.below[code] for code in sorted(place.below)]
    shown = hidden_column([one.n for one in below])[:-1]
    few = [one for one, n in zip(below, shown, strict=True) if n is None]
    rest = Place(REST)
    for one in few:
        rest.add(one.n, one.answers, one.means)
    return [one for one, n in zip(below, shown, strict=True) if n is not None], rest if few else None


def top(place: Place, path: str, codes: Iterable[str]) -> Row | None:
    """What may be told of the topmost place: one row, its heaps the single codes. None with less than five submissions."""
    if place.n < SMALL:
        return None
    counts = [_count(place, path, frozenset((code,))) for code in codes]
    return Row(place.code, place.n, tuple(hidden_column(counts)[:-1]))


def split(place: Place, path: str, heaps: Sequence[Heap], own: Row) -> Split:
    """One step down from a place whose row is known. `heaps`: the columns of `own`."""
    columns = [heap for heap, cell in zip(heaps, own.cells, strict=True) if cell is not None]
    gone = frozenset[str]().union(*(heap for heap, cell in zip(heaps, own.cells, strict=True) if cell is None))
    columns += [gone] if gone else []
    shown, rest = visible(place)
    places = [*shown, *([rest] if rest else [])]
    table = [[_count(one, path, heap) for heap in columns] for one in places]
    whole = Row(place.code, place.n, tuple(sum(column) for column in zip(*table, strict=True)) if table else ())
    told = hidden(table) if table else []
    # Totals are known from above; where hiding them would be needed, this step is not told at all.
    if not told or any(cell is None for cell in told[-1]) or any(row[-1] is None for row in told):
        return Split(tuple(columns), (), whole)
    rows = tuple(Row(one.code, one.n, tuple(row[:-1])) for one, row in zip(places, told, strict=False))
    return Split(tuple(columns), rows, whole)


def walk(country: Place, path: str, codes: Sequence[str], way: Sequence[str]) -> Split | None:
    """The table below the place to which `way` leads (codes from the top down); None when nothing of it may be told."""
    own = top(country, path, codes)
    if own is None:
        return None
    place, heaps = country, tuple(frozenset((code,)) for code in codes)
    found = split(place, path, heaps, own)
    for code in way:
        row = next((one for one in found.rows if one.code == code and code != REST), None)
        if row is None or not row.n:
            return None
        place, heaps = place.below[code], found.heaps
        found = split(place, path, heaps, row)
    return found


def means(place: Place, name: str) -> tuple[dict[str, float | None], float | None]:
    """The mean at each visible place below (and at the rest), and at the place itself; None where fewer than five, or where it would follow."""
    shown, rest = visible(place)
    places = [*shown, *([rest] if rest else [])]
    counts = [one.means.get(name, (0, 0.0))[0] for one in places]
    told = hidden_column(counts)
    mine = None if told[-1] is None or not told[-1] else _mean(place, name)
    return {one.code: None if n is None or n < SMALL or mine is None else _mean(one, name) for one, n in zip(places, told, strict=False)}, mine


def may_mean(country: Place, name: str, way: Sequence[str]) -> bool:
    """Whether the mean is told of each place on the way down, so that it may be told below."""
    place = country
    for code in way:
        below, mine = means(place, name)
        if mine is None or below.get(code) is None:
            return False
        place = place.below[code]
    return True


def _mean(place: Place, name: str) -> float | None:
    count, total = place.means.get(name, (0, 0.0))
    return round(total / count, 1) if count else None


def _count(place: Place, path: str, heap: Heap) -> int:
    counts = place.answers.get(path, {})
    return sum(count for code, count in counts.items() if code in heap)


def codes_of(question: Mapping[str, Any]) -> list[str]:
    """The codes that may be counted, "not answered" last."""
    return [*(str(one["value"]) for one in question.get("choices") or ()), NONE]
