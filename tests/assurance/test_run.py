"""The command that runs the proofs knows all of them, and does not take a fault or a silence for a success."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from prasan.surfaces.ops import origin
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


def test_what_was_measured_is_kept_and_told(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PRASAN_ASSURANCE_RESULTS", str(tmp_path))
    for ratio in (0.9871, 1.02):
        result = Result("S4-time", 7)
        result.measure("name, known over unknown", ratio)
        result.settle()
    found = assurance._summed(json.loads(file.read_text()) for file in tmp_path.glob("*.json"))
    one = {"S4-time": {**found["S4-time"], "asked": 2, "machine": {"load": 0.3, "cores": 2}}}
    monkeypatch.setattr(assurance, "RESULTS", tmp_path / "assurance" / "RESULTS.json")
    assurance._write(one, tomllib.loads((HERE / "counts.toml").read_text()))
    page = (tmp_path / "assurance" / "README.md").read_text()

    assert sorted(found["S4-time"]["figures"]["name, known over unknown"]) == [0.987, 1.02]
    assert "- S4-time: name, known over unknown: " in page and "0.987" in page and "1.02" in page


def test_a_failure_is_kept_and_fails(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PRASAN_ASSURANCE_RESULTS", str(tmp_path))
    result = Result("S8-tamper", 7)
    result.compare(False, "a change that nobody saw")
    with pytest.raises(AssertionError, match="nobody saw"):
        result.settle()
    assert json.loads(next(tmp_path.glob("*.json")).read_text())["failed"] == 1


def test_every_target_has_a_check_or_a_said_reason() -> None:
    plan, targets = (tomllib.loads((HERE / name).read_text()) for name in ("counts.toml", "targets.toml"))
    wanted = [*(f"R{n}" for n in range(1, 13)), *(f"S{n}" for n in range(1, 18)), *(f"P{n}" for n in range(1, 6)), "T1"]

    assert list(targets) == wanted
    for target, entry in targets.items():
        assert entry["what"]
        assert entry.get("checks") or entry.get("why"), target
        assert set(entry.get("checks", ())) <= plan.keys(), target
        assert all((HERE.parents[1] / path).exists() for path in entry.get("tests", ())), target
    named = {check for entry in targets.values() for check in entry.get("checks", ())}
    assert all(check in named or check.partition("-")[0] in targets for check in plan)


def piece(commit: str, *, asked: int = 10, failed: int = 0, seed: int = 1) -> dict[str, object]:
    """What a part of a run gives."""
    return {"tried": asked, "failed": failed, "planted": 1, "planted_caught": 1, "seconds": 2.5, "seed": seed, "asked": asked, "failures": [], "missed": [],
            "figures": {"ratio": [1.01]}, "date": "2026-11-22", "commit": commit, "machine": {"load": 0.5, "cores": 2}}


def test_pieces_at_one_commit_add_up_and_another_commit_begins_anew() -> None:
    one = assurance._added(None, piece("a"))
    two = assurance._added(one, piece("a", asked=5, seed=2))

    assert (two["tried"], two["asked"], two["seconds"], two["seeds"]) == (15, 15, 5.0, [1, 2])
    assert two["figures"] == {"ratio": [1.01, 1.01]}
    assert assurance._added(two, piece("b"))["asked"] == 10


def test_only_what_is_whole_and_fine_is_left_out_when_a_run_goes_on(monkeypatch) -> None:
    monkeypatch.setattr(assurance.origin, "state", lambda _without: "a")

    assert assurance._reached(assurance._added(None, piece("a")), 10)
    assert not assurance._reached(assurance._added(None, piece("a")), 11)
    assert not assurance._reached(assurance._added(None, piece("a", failed=1)), 10)
    assert not assurance._reached(assurance._added(None, piece("b")), 10)
    assert not assurance._reached(None, 10)


def test_results_that_are_written_do_not_make_another_state_of_the_code(tmp_path: Path, monkeypatch) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.invalid", *words], cwd=tmp_path, check=True, capture_output=True)

    monkeypatch.setattr(origin, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    code, result = tmp_path / "code.py", tmp_path / "docs" / "RESULTS.json"
    code.write_text("1")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    one = origin.state("docs")
    result.write_text("{}")
    git("add", "-A")
    git("commit", "-qm", "two")
    result.write_text("{1}")

    assert one == origin.state("docs") and one != origin.commit() and origin.commit().endswith("-dirty")
    code.write_text("2")
    assert origin.state("docs") == f"{one}-dirty"
    git("commit", "-qam", "three")
    assert origin.state("docs") not in {one, f"{one}-dirty"}


def test_only_parts_without_any_of_its_tests_are_left_out() -> None:
    everything = ["--pure", "--sqlite", "--postgres", "--browser"]

    assert assurance._parts([HERE / "exit"]) == assurance._parts([HERE / "exit" / "test_exit.py"]) == everything
    assert assurance._parts([HERE / "faults" / "test_order.py"]) == ["--pure"]
    assert assurance._parts([HERE / "policy" / "test_agree.py"])[:3] == assurance._parts([HERE / "reads"])[:3] == everything[:3]
    assert assurance._parts([HERE / "faults" / "test_order.py", HERE / "exit"]) == everything


def test_the_page_says_what_ran_and_what_did_not(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(assurance, "RESULTS", tmp_path / "assurance" / "RESULTS.json")
    plan = tomllib.loads((HERE / "counts.toml").read_text())
    assurance._write({"S8-tamper": piece("a")}, plan)
    assurance._write({"S8-tamper": piece("a", seed=7)}, plan)
    page = (tmp_path / "assurance" / "README.md").read_text()
    kept = json.loads((tmp_path / "assurance" / "RESULTS.json").read_text())["S8-tamper"]

    assert "| 20 of 10,000 | 20 | 0 | 2 of 2 |" in page
    assert "| P5-exit |" in page
    assert "| R10 |" in page
    assert {"tried", "failed", "planted", "planted_caught", "seed", "date", "commit", "machine", "seconds"} <= kept.keys()


def test_the_page_says_what_failed_and_how_busy_the_machine_was(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(assurance, "RESULTS", tmp_path / "assurance" / "RESULTS.json")
    plan = tomllib.loads((HERE / "counts.toml").read_text())
    slow = {**piece("a", failed=1), "failures": ["leaving takes 252 ms"], "missed": ["a page that stays"], "machine": {"load": 9.6, "cores": 2}}
    assurance._write({"P5-exit": slow}, plan)
    page = (tmp_path / "assurance" / "README.md").read_text()

    assert "- P5-exit: leaving takes 252 ms (load 9.6 on 2 cores)" in page and "not noticed: a page that stays" in page
