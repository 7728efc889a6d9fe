"""R12: from every earlier commit that changed the schema, with its data: nothing is lost, all of it is read, the tables are those of today."""

import json
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.assurance.faults import history
from tests.assurance.result import Result, count, seed

REPORTS = 3


def test_every_earlier_schema_comes_to_this_one(tmp_path: Path) -> None:
    result, (known, why) = Result("R12-migrations", seed()), history.commits()
    if len(known) < 2:
        pytest.skip(f"no history to come from: {why or 'one commit made all tables'}")
    (tmp_path / "new").mkdir()
    fresh = history.Past(tmp_path / "new", {})
    history.keys.lay(history.HOME / "keys", fresh.folder / "keys" / "prasan.keys")
    done, times = fresh.command(*history.upgrading(0)), count("R12-migrations", 1)
    assert done.returncode == 0, done.stderr
    today = history.shape(fresh.database)
    for commit in history.spread(known, times):
        short = commit[:7]
        try:
            with history.past(commit, tmp_path / short, REPORTS) as past:
                _upgraded(result, past, short, today, history.upgrading(times))
                if not result.planted and past.made["reports"]:
                    _planted(result, past, today)
        except RuntimeError as error:  # a commit that never ran by itself laid nothing anywhere
            result.met("does not run")
            print(f"R12: {short} does not run: {str(error)[-300:]}")
    result.compare(result.planted, f"no commit laid any report: {result.found}")
    result.settle()


def _upgraded(result: Result, past: history.Past, short: str, today: dict[str, set[tuple[object, ...]]], how: tuple[str, ...]) -> None:
    before = history.rows(past.database)
    done = past.command(*how)
    result.compare(done.returncode == 0, f"{short}: {done.stderr[-600:]}")
    if done.returncode:
        return
    result.met("with reports" if past.made["reports"] else "without reports")
    for words in history.lost(before, history.rows(past.database)):
        result.compare(False, f"{short}: {words} is lost or another")
    shape = history.shape(past.database)
    for table in today.keys() | shape.keys():
        differs = today.get(table, set()) ^ shape.get(table, set())
        result.compare(not differs, f"{short}: {table} is not as in a new installation: {sorted(map(str, differs))[:4]}")
    if past.made["reports"]:
        read = past.command("-c", history.READ)
        told = json.loads(read.stdout) if read.returncode == 0 else []
        fine = told == [[f"เรื่องที่ {number}" for number in range(REPORTS)], [True] * REPORTS]
        result.compare(fine, f"{short}: cannot be read after the upgrade: {told or read.stderr[-300:]}")


def _notices(before: history.Rows, past: history.Past) -> bool:
    return bool(list(history.lost(before, history.rows(past.database))))


def _differs(today: object, past: history.Past) -> bool:
    return history.shape(past.database) != today


def _planted(result: Result, past: history.Past, today: object) -> None:
    result.compare(not _differs(today, past), "the tables differ before a fault is planted")
    _write(past, "ALTER TABLE intake_receipt ADD COLUMN left_behind text")
    result.plant("a column is left behind", partial(_differs, today, past))
    before = history.rows(past.database)
    for name, sql in (
        ("a row is lost", "DELETE FROM intake_receipt WHERE rowid = (SELECT min(rowid) FROM intake_receipt)"),
        ("a column is changed", "UPDATE work_workitem SET verb = verb || 'x'"), ("a table is lost", "DROP TABLE intake_receipt"),
    ):
        _write(past, sql)
        result.plant(name, partial(_notices, before, past))
        before = history.rows(past.database)


def _write(past: history.Past, sql: str) -> None:
    with closing(sqlite3.connect(past.database)) as file, file:
        file.execute(sql)
