"""Hiding small numbers so that they cannot be worked out from what is left: pure functions over tables of counts.

A hidden count follows from the shown totals exactly when it is the only one that joins two parts of the table: think of rows and columns as
towns and of hidden cells as roads between them; a road whose loss would cut the map in two is a bridge, and its number can be worked out.
So as many more cells are hidden as it takes that no bridge is left, and that no line hides less than k in all.
"""

from collections.abc import Iterable, Sequence

SMALL = 5  # k: counts of 1 to 4 would point at persons (domain.md 9; rules.md 9)

Cells = list[list[int | None]]
Place = tuple[int, int]


def with_totals(table: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with a total at the end of each row, and a row of totals."""
    rows = [[*row, sum(row)] for row in table]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if rows else []


def hidden(table: Sequence[Sequence[int]], *, k: int = SMALL) -> Cells:
    """A table of counts of one unit with its totals (`with_totals`), None where a count is hidden.

    Hidden are counts of 1 to k - 1, and as many more, the smallest first, zeros and totals last, as it takes that none of them follows.
    """
    whole = with_totals(table)
    gone = {(r, c) for r, row in enumerate(whole) for c, value in enumerate(row) if 0 < value < k}
    while more := _short_of(whole, gone, k) or _around_a_bridge(whole, gone):
        gone |= more
    return [[None if (r, c) in gone else value for c, value in enumerate(row)] for r, row in enumerate(whole)]


def hidden_column(values: Sequence[int], *, k: int = SMALL) -> list[int | None]:
    """One column of counts with its total last, None where a count is hidden; beside columns of other units, to which it does not add."""
    total = sum(values)
    gone = {n for n, value in enumerate(values) if 0 < value < k}
    while gone and total >= k and (len(gone) == 1 or sum(values[n] for n in gone) < k):
        rest = [n for n in range(len(values)) if n not in gone]
        if not rest:
            break
        gone.add(min(rest, key=lambda n: (values[n] == 0, values[n], n)))
    return [*(None if n in gone else value for n, value in enumerate(values)), None if 0 < total < k else total]


def _short_of(whole: Sequence[Sequence[int]], gone: set[Place], k: int) -> set[Place]:
    """One more cell of a line that hides less than k in all; empty when there is no such line."""
    rows, columns = len(whole), len(whole[0]) if whole else 0
    for line in [*([(r, c) for c in range(columns)] for r in range(rows)), *([(r, c) for r in range(rows)] for c in range(columns))]:
        rest = [at for at in line if at not in gone]
        if rest and _too_little(whole, [at for at in line if at in gone], line[-1], k):
            return {min(rest, key=lambda at: _cost(whole, at))}
    return set()


def _around_a_bridge(whole: Sequence[Sequence[int]], gone: set[Place]) -> set[Place]:
    """The cheapest way round a bridge: three other corners of a rectangle, those already hidden left out. Empty when there is no bridge."""
    for r, c in sorted(gone):
        if not _bridge(gone, (r, c)):
            continue
        ways = [
            {(r, other), (below, c), (below, other)} - gone
            for below in range(len(whole)) if below != r for other in range(len(whole[0])) if other != c
        ]
        if ways:
            return min(ways, key=lambda way: [sum(parts) for parts in zip(*(_cost(whole, at)[:3] for at in way), strict=True)])
    return set()


def _too_little(whole: Sequence[Sequence[int]], gone: Sequence[Place], total: Place, k: int) -> bool:
    """Whether the hidden part of a line, whose total is shown, is less than k in all."""
    return bool(gone) and total not in gone and sum(whole[r][c] for r, c in gone) < k


def _bridge(gone: Iterable[Place], place: Place) -> bool:
    """Whether the row and the column of a hidden cell meet in no other way than through it."""
    roads: dict[tuple[str, int], set[tuple[str, int]]] = {}
    for r, c in gone:
        if (r, c) != place:
            roads.setdefault(("row", r), set()).add(("column", c))
            roads.setdefault(("column", c), set()).add(("row", r))
    seen, ahead = {("row", place[0])}, [("row", place[0])]
    while ahead:
        for town in roads.get(ahead.pop(), ()):
            if town not in seen:
                seen.add(town)
                ahead.append(town)
    return ("column", place[1]) not in seen


def _cost(whole: Sequence[Sequence[int]], at: Place) -> tuple[bool, bool, int, Place]:
    value = whole[at[0]][at[1]]
    return at[0] == len(whole) - 1 or at[1] == len(whole[0]) - 1, value == 0, value, at
