"""The bench on a tiny country: each command writes its object, counts what it says that it counts, and tells what it missed."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from prasan.surfaces.ops.bench import calibration, results

KEYS = {"name", "command", "commit", "date", "machine", "database", "size", "calibration", "results", "targets", "missed"}
PAGES = {"report_api", "report_form", "worklist", "case_page", "search", "referral_answer"}
SIZE = 200


def test_what_is_beyond_its_target_is_missed() -> None:
    found = {"a": {"cpu_ms": 9.0, "p50_ms": 1}, "b": {"cpu_ms": 3.0}, "rate": 40}
    assert results.missed(found, {"a": {"cpu_ms": 9}, "b": {"cpu_ms": 3}, "rate": {"least": 40}}) == []
    missed = results.missed(found, {"a": {"cpu_ms": 8}, "b": {"cpu_ms": 3}, "rate": {"least": 41}})
    assert missed == [{"figure": "a.cpu_ms", "target": 8, "found": 9.0}, {"figure": "rate", "target": 41, "found": 40}]


def test_a_figure_that_was_not_found_is_missed() -> None:
    assert results.missed({}, {"a": {"cpu_ms": 8}}) == [{"figure": "a.cpu_ms", "target": 8, "found": None}]


def test_the_loop_of_the_calibration_never_changes() -> None:
    assert calibration.ROUNDS == 850_000
    assert calibration.turning(1000) == 69_342_727_928


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["pages", "intake", "plans"])
def test_each_bench_writes_its_object(db: None, tmp_path: Path, name: str) -> None:
    file = tmp_path / "result.json"
    before = places()
    done = subprocess.run(
        [sys.executable, "-m", "prasan", "bench", name, "--size", str(SIZE), "--json", str(file)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings", "DATABASE_URL": "", "DATABASE_OWNER_URL": ""},
        capture_output=True, text=True, timeout=1500, check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    found = json.loads(file.read_text())
    assert set(found) >= KEYS
    assert (found["name"], found["size"], found["database"]) == (name, SIZE, "sqlite")
    assert done.returncode == bool(found["missed"])
    assert found["missed"] == results.missed(found["results"], found["targets"])
    CHECKS[name](found["results"])
    assert places() == before, "it leaves nothing but the stock"


def check_pages(found: dict) -> None:
    assert set(found) == PAGES | {"public_page"}
    assert 5 < found["public_page"]["page_kb"] <= found["public_page"]["first_visit_kb"]
    for name in PAGES:
        page = found[name]
        assert page["cpu_ms"] > 0, name
        assert 0 < page["p50_ms"] <= page["p95_ms"], name
        assert page["queries"] > 2, name


def check_intake(found: dict) -> None:
    assert found["accepted"] == 64
    assert (found["refused"], found["duplicate_codes"]) == (0, 0)
    assert found["rate"] > 0
    assert found["raw_rate"] > 0
    assert found["p50_ms"] <= found["p99_ms"]
    assert found["raw_rows"] > 20, "parties, tokens, access rows, audit, job"
    assert found["writers"]["refused"] == 0


def check_plans(found: dict) -> None:
    assert {"worklist", "case_page"} < set(found)
    for name, page in found.items():
        assert len(page["queries"]) > 2, name
        assert all(one["plan"] for one in page["queries"]), name
    words = json.dumps(found, ensure_ascii=False)
    assert not re.search(r"'[0-9a-f]{32}'", words), "no values, only shapes"


CHECKS = {"pages": check_pages, "intake": check_intake, "plans": check_plans}


def places() -> set[str]:
    """Folders of runs; the stock has a name of its own and stays."""
    stock = f"prasan-bench-{os.geteuid()}"
    return {path.name for path in Path(tempfile.gettempdir()).glob("prasan-bench-*") if path.name != stock}
