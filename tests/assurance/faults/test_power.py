"""What was acknowledged outlives a power cut; a full or broken disk is said politely and heals by itself; and an unsynced write is found."""

from pathlib import Path

import pytest

from tests.assurance.faults import power
from tests.assurance.faults.place import sqlite_place
from tests.assurance.result import count, seed

pytestmark = pytest.mark.skipif(power.compiler() is None, reason="no C compiler here: shim.c cannot be built")


def test_a_power_cut_takes_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with sqlite_place(tmp_path / "place") as place:
        result = power.check(place, "R1-power", "power", count("R1-power", 10), seed())
    with sqlite_place(tmp_path / "planted") as place:
        power.plant(place, result, seed())
    assert result.found["acknowledged"]
    assert result.planted == len(power.PLANTS)
    result.settle()


def test_a_full_or_broken_disk_is_polite_and_heals(tmp_path: Path) -> None:
    with sqlite_place(tmp_path / "place") as place:
        result = power.check(place, "R4-disk", "disk", count("R4-disk", 15), seed())
        power.plant_rude(place, result, seed())
    assert len(result.found) >= 3, "few calls failed"
    result.settle()
