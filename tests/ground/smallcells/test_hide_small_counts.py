"""Small counts are hidden so that nobody works them out: attacked by algebra, over tables of every shape."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.smallcells import SMALL, hidden, hidden_column, with_totals

counts = st.one_of(st.just(0), st.integers(1, 6), st.integers(0, 60))
tables = st.integers(1, 6).flatmap(
    lambda columns: st.lists(st.lists(counts, min_size=columns, max_size=columns), min_size=1, max_size=7)
)


def followed(table: list[list[int]], shown: list[list[int | None]]) -> set[tuple[int, int]]:
    """Hidden cells whose number follows from the shown ones by the sums of rows and columns."""
    whole = with_totals(table)
    rows, columns = len(whole), len(whole[0])
    places = [(r, c) for r in range(rows) for c in range(columns) if shown[r][c] is None]
    equations = []
    for line in [[(r, c) for c in range(columns)] for r in range(rows)] + [[(r, c) for r in range(rows)] for c in range(columns)]:
        total = line[-1]
        equations.append([(-1 if place == total else 1) if place in line else 0 for place in places])
    before = rank(equations)
    probes = [[1 if n == place else 0 for n in range(len(places))] for place in range(len(places))]
    return {place for place, probe in zip(places, probes, strict=True) if rank([*equations, probe]) == before}


def rank(rows: list[list[int]]) -> int:
    """The rank of a matrix, exactly."""
    matrix = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((n for n in range(found, len(matrix)) if matrix[n][column]), None)
        if pivot is None:
            continue
        matrix[found], matrix[pivot] = matrix[pivot], matrix[found]
        for n in range(found + 1, len(matrix)):
            if matrix[n][column]:
                factor = matrix[n][column] / matrix[found][column]
                matrix[n] = [one - factor * other for one, other in zip(matrix[n], matrix[found], strict=True)]
        found += 1
    return found


@given(tables)
def test_nothing_hidden_follows_from_what_is_shown(table: list[list[int]]) -> None:
    shown = hidden(table)
    whole = with_totals(table)
    for r, row in enumerate(whole):
        for c, value in enumerate(row):
            assert shown[r][c] in {None, value}
            if 0 < value < SMALL:
                assert shown[r][c] is None
    some_shown = any(cell is not None and cell > 0 for row in shown for cell in row)
    if some_shown:
        small = {at for at in followed(table, shown) if 0 < whole[at[0]][at[1]] < SMALL}
        assert not small, (table, shown)


@given(st.lists(counts, min_size=1, max_size=30))
def test_a_column_never_gives_a_single_small_count_away(values: list[int]) -> None:
    *cells, total = hidden_column(values)
    gone = [value for value, cell in zip(values, cells, strict=True) if cell is None]
    assert all(cell in {None, value} for value, cell in zip(values, cells, strict=True))
    assert all(not 0 < value < SMALL for value, cell in zip(values, cells, strict=True) if cell is not None)
    if gone and total is not None and len(gone) < len(values):
        assert len(gone) > 1
        assert sum(gone) >= SMALL


def test_a_table_without_small_counts_is_shown_whole() -> None:
    assert hidden([[5, 7], [0, 9]]) == [[5, 7, 12], [0, 9, 9], [5, 16, 21]]
    assert hidden([]) == []
    assert hidden_column([10, 0, 20]) == [10, 0, 20, 30]


def test_one_small_count_takes_a_second_with_it() -> None:
    shown = hidden([[2, 30, 40], [10, 20, 50], [70, 80, 90]])
    assert sum(cell is None for row in shown for cell in row) == 4
    assert hidden_column([2, 30, 8]) == [None, 30, None, 40]
