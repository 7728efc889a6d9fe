"""The command that runs the proofs knows all of them, and does not take a fault or a silence for a success."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from prasan.surfaces.ops.commands import assurance
from tests.assurance.result import Result

HERE = Path(__file__).parent


def test_every_check_has_a_count_and_lies_where_it_says() -> None:
    plan = tomllib.loads((HERE / "counts.toml").read_text())
    asks = re.compile(r'(?<![.\w])(?:count\(|machines\.run\(\w+, )"([^"]+)"')
    asked = {name for file in HERE.parent.rglob("test_*.py") for name in asks.findall(file.read_text())}

    assert asked == plan.keys()
    assert all((HERE / entry["where"]).exists() and entry["full"] > 0 and entry["what"] for entry in plan.values())


def test_no_count_is_asked_for_in_another_way() -> None:
    own = re.compile(r"environ.*PRASAN_ASSURANCE_")
    elsewhere = [file.name for file in HERE.parent.rglob("*.py") if own.search(file.read_text()) and file.parent != HERE]

    assert elsewhere == []


def test_results_of_two_databases_are_one_result(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PRASAN_ASSURANCE_RESULTS", str(tmp_path))
    for tried in (3, 4):
        result = Result("S8-tamper", 7)
        for _ in range(tried):
            result.compare(True, "never said")
        result.settle()

    found = assurance._summed(json.loads(file.read_text()) for file in tmp_path.glob("*.json"))

    assert found["S8-tamper"]["tried"] == 7
    assert found["S8-tamper"]["seed"] == 7


def test_a_failure_is_kept_and_fails(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PRASAN_ASSURANCE_RESULTS", str(tmp_path))
    result = Result("S8-tamper", 7)
    result.compare(False, "a change that nobody saw")
    with pytest.raises(AssertionError, match="nobody saw"):
        result.settle()
    assert json.loads(next(tmp_path.glob("*.json")).read_text())["failed"] == 1
