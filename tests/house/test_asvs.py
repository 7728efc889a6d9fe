"""docs/security/asvs.csv: each requirement in scope is judged once, what it names exists, and the shares do not fall."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEET = ROOT / "docs" / "security" / "asvs.csv"
with SHEET.open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
VERDICTS = {"met", "not_applicable", "open"}
BY = {"test": "tests/", "code": "prasan/", "document": ""}
# How many requirements each chapter of ASVS 5.0.0 has in scope, by level: 1 and 2 without V9, V10 and V17; 3 of V5, V8, V14 and V16.
SCOPE = {
    "V1": (8, 19, 0), "V2": (4, 7, 0), "V3": (8, 11, 0), "V4": (2, 8, 0), "V5": (4, 5, 4), "V6": (13, 22, 0), "V7": (6, 12, 0), "V8": (4, 3, 6),
    "V11": (3, 11, 0), "V12": (3, 6, 0), "V13": (1, 12, 0), "V14": (2, 7, 4), "V15": (3, 10, 0), "V16": (0, 16, 1),
}
LEAST = {"1": 98.3, "2": 95.3, "3": 80.0}  # of each level met or not applicable, in hundredths
LEAST_TESTED = 71.0


def settled(level: str) -> float:
    """The share of a level that is met or does not apply."""
    rows = [row for row in ROWS if row["level"] == level]
    return sum(row["verdict"] != "open" for row in rows) / len(rows)


def shown_by_tests() -> float:
    """The share of what is met that a test shows."""
    met = [row for row in ROWS if row["verdict"] == "met"]
    return sum(row["by"] == "test" for row in met) / len(met)


def test_every_requirement_in_scope_stands_once() -> None:
    assert len(ROWS) == 225
    assert len({row["id"] for row in ROWS}) == 225
    counted = Counter((row["id"].partition(".")[0], row["level"]) for row in ROWS)
    assert {chapter: tuple(counted[chapter, level] for level in "123") for chapter in SCOPE} == SCOPE
    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", row["id"]) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_names_what_shows_it(row: dict[str, str]) -> None:
    assert row["verdict"] in VERDICTS
    if row["verdict"] != "met":
        assert not row["where"]
        assert row["note"], "why"
        return
    path, _, name = row["where"].partition("::")
    assert path.startswith(BY[row["by"]])
    assert name
    text = (ROOT / path).read_text(encoding="utf-8")
    if row["by"] == "test":
        assert re.search(rf"^def {re.escape(name)}\(", text, re.MULTILINE), name
    elif name.isidentifier() and path.endswith(".py") and not name.isupper():
        assert re.search(rf"\b{re.escape(name)}\b", text), name
    else:
        assert name in text, name


def test_the_shares_do_not_fall() -> None:
    for level, least in LEAST.items():
        assert settled(level) * 100 >= least
    assert shown_by_tests() * 100 >= LEAST_TESTED


def test_the_page_tells_the_same_shares() -> None:
    page = (SHEET.parent / "asvs.md").read_text(encoding="utf-8")
    for level in "123":
        rows = [row for row in ROWS if row["level"] == level]
        done = sum(row["verdict"] != "open" for row in rows)
        assert f"| level {level} | {done} of {len(rows)} | {settled(level) * 100:.1f} % |" in page
    assert f"{shown_by_tests() * 100:.0f} % of what is met" in page
    for row in ROWS:
        if row["verdict"] == "open":
            assert f"| {row['id']} |" in page
