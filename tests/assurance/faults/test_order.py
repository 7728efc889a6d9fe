"""The answer goes out last: file, folder, keys and commit are on the disk before it, as the kernel saw it."""

from pathlib import Path

import pytest

from tests.assurance.faults import trace
from tests.assurance.faults.place import sqlite_place
from tests.assurance.result import Result, count, seed

pytestmark = pytest.mark.skipif(trace.tracer() is None, reason="no strace here (Debian's package strace)")


def test_everything_is_on_the_disk_before_the_answer(tmp_path: Path) -> None:
    result = Result("R1-order", seed())
    for _ in range(count("R1-order", 1)):
        with sqlite_place(tmp_path / "place") as place:
            found = trace.steps(place)
        result.compare(not trace.in_order(found), f"{trace.in_order(found)} in {found}")
    for step in ("synced file", "synced folder", "synced keys", "synced prasan"):
        left = [one for one in found if one != step]
        late = [*left[:-1], left[-1], step]
        for words, bad in ((f"{step} left out", left), (f"{step} after the answer", late)):
            result.planted += 1
            result.planted_caught += bool(trace.in_order(bad))
            if not trace.in_order(bad):
                result.missed.append(words)
    result.settle()
