"""The bench on a tiny country: each command writes its object, counts what it says that it counts, and tells what it missed."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from prasan.ground import audit
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.surfaces.ops.bench import calibration, needs, results, stock
from prasan.surfaces.ops.bench.audit import unrecorded
from prasan.surfaces.ops.bench.needs import Missing

KEYS = {"name", "command", "commit", "date", "machine", "database", "size", "calibration", "results", "targets", "missed"}
PAGES = {"report_api", "report_form", "worklist", "case_page", "search", "referral_answer"}
HOT = {"worklist", "case_page", "search (case manager)", "search (intake officer)", "referral_page", "report_list"}
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


def test_row_security_is_measured_on_postgresql_only() -> None:
    with pytest.raises(Missing, match="SQLite has no row security"):
        results.measure("rowsecurity", size=SIZE)


def test_without_a_browser_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Missing, match="apt install chromium"):
        results.measure("filling", size=SIZE)


@pytest.mark.parametrize("in_place", [False, True])
def test_a_run_in_place_uses_the_stock_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, in_place: bool) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "prasan.sqlite3").write_text("rows")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(stock, "_made", lambda own, size: made)
    with stock.place(SIZE, "", in_place=in_place) as place:
        data = Path(place.environment["PRASAN_DATA"])
        assert (data / "prasan.sqlite3").read_text() == "rows"
        assert made.exists() is not in_place, "a second copy only where it is not in place"
    assert not data.exists()
    assert made.exists() is not in_place


@pytest.mark.django_db
def test_a_request_without_the_log_leaves_nothing_in_it() -> None:
    with unrecorded(), reading(system("bench")):
        audit.record("open", "case", "without")
    with reading(system("bench")):
        audit.record("open", "case", "with")
    assert list(AuditRow.objects.values_list("object_id", flat=True)) == ["with"]


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["pages", "intake", "plans", "audit"])
def test_each_bench_writes_its_object(db: None, tmp_path: Path, name: str) -> None:
    check(name, "sqlite", tmp_path)


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["audit", "rowsecurity"])
def test_the_log_and_row_security_are_measured_on_postgresql(db: None, tmp_path: Path, name: str) -> None:
    check(name, "postgresql", tmp_path, "--database", "postgresql:")


@pytest.mark.browser
def test_a_long_list_is_measured_in_a_browser(tmp_path: Path) -> None:
    check("filling", "sqlite", tmp_path, size=7436)


def check(name: str, database: str, folder: Path, *more: str, size: int = SIZE) -> None:
    file = folder / "result.json"
    before = places()
    done = subprocess.run(
        [sys.executable, "-m", "prasan", "bench", name, "--size", str(SIZE), "--json", str(file), *more],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "prasan.settings", "DATABASE_URL": "", "DATABASE_OWNER_URL": ""},
        capture_output=True, text=True, timeout=1500, check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    found = json.loads(file.read_text())
    assert set(found) >= KEYS
    assert (found["name"], found["size"], found["database"]) == (name, size, database)
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
    check_shapes(found)


def check_audit(found: dict) -> None:
    assert found["appended"] > results.CLIENTS * 2, "each client appends, first to get warm, then in turns"
    assert (found["lost"], found["faults"]) == (0, 0)
    assert (found["clients"], found["chains"]) == (results.CLIENTS, 64)
    assert found["verified"] > found["appended"], "with the rows of the country"
    assert found["appends_per_s"] > 0
    assert 0 < found["p50_ms"] <= found["p99_ms"]
    assert set(found["request"]) == HOT | {"report_api"}
    for name, one in found["request"].items():
        assert one["cpu_ms"] > 0, name
        assert one["share"] < 1, name
    assert found["request"]["case_page"]["rows"] == 1
    assert found["request"]["report_api"]["rows"] > 1


def check_rowsecurity(found: dict) -> None:
    assert set(found) == HOT
    for name, one in found.items():
        assert one["on_ms"] > 0, name
        assert one["ratio"] == pytest.approx(one["on_ms"] / one["off_ms"], abs=0.01), name
        assert one["on_p95_ms"] > 0, name
        assert one["differing"] == 0, "the asker's own filter lets through what row security does"
        assert sum(select["rows"] for select in one["selects"]) > 2, name
    assert any("cases_teammember" in select["sql"] for select in found["case_page"]["selects"]), "the parts of the page, asked in one statement"
    check_shapes(found)


def check_shapes(found: dict) -> None:
    words = json.dumps(found, ensure_ascii=False)
    assert not re.search(r"'[0-9a-f]{32}'", words), "no values, only shapes"


def check_filling(found: dict) -> None:
    assert 0 < found["select_ms"] <= found["select_most_ms"]
    assert 0 < found["open_s"] <= found["open_most_s"]
    assert found["slowed"] > 1


CHECKS = {
    "pages": check_pages, "intake": check_intake, "plans": check_plans, "audit": check_audit, "rowsecurity": check_rowsecurity, "filling": check_filling,
}


def places() -> set[str]:
    """Folders of runs; the stock has a name of its own and stays."""
    stock = f"prasan-bench-{os.geteuid()}"
    return {path.name for path in Path(tempfile.gettempdir()).glob("prasan-bench-*") if path.name != stock}
