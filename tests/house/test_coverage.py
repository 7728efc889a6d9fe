"""docs/coverage.md says what a person can do today: its screens, API addresses and tests exist."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "coverage.md").read_text().splitlines()
    if re.match(r"\| [A-Z]-\d\d ", line)
]


def test_there_are_rows_and_no_id_twice() -> None:
    ids = [row[0] for row in ROWS]
    assert len(ids) >= 25
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_is_true(row: list[str]) -> None:
    _, what, screen, api, test = row
    assert what
    assert (ROOT / test).is_file(), test
    for address in (screen, api):
        if address != "-":
            try:
                resolve(re.sub(r"\{\w+\}", "00000000-0000-4000-8000-000000000000", address))
            except Resolver404 as missing:
                raise AssertionError(address) from missing
