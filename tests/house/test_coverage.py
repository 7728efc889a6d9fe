"""docs/coverage.md says what a person can do today: its screens, API addresses and tests exist, and no id is forgotten."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "coverage.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| [A-Z]-\d\d ", line)]
# How many rows of each letter the inventory of the source documents has.
INVENTORY = {"M": 16, "A": 46, "R": 30, "P": 32, "I": 14, "O": 20, "T": 19, "N": 18, "D": 13, "L": 14, "G": 24, "F": 20, "C": 17, "Q": 14}


def test_every_id_of_the_inventory_stands_once_as_served_or_as_not_yet() -> None:
    served = [row[0] for row in ROWS]
    later = re.findall(r"\b[A-Z]-\d\d\b", PAGE.partition("## Not yet")[2].partition("\n\nOf these")[0])

    assert len(served) >= 100
    assert sorted(served + later) == sorted(f"{letter}-{n:02}" for letter, count in INVENTORY.items() for n in range(1, count + 1))


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
