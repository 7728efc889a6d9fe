"""Whatever is killed while people send: what was acknowledged is there, nothing is half-written, and what a job had at hand is done."""

from pathlib import Path

import pytest

from tests.assurance.faults import kills
from tests.assurance.faults.place import Place, postgres_place, sqlite_place
from tests.assurance.result import Result, count, seed


def test_the_site_killed_on_sqlite_loses_nothing(tmp_path: Path) -> None:
    with sqlite_place(tmp_path / "place") as place:
        result = killed(place, "R1-site", count("R1-site", 4), kills.SITE)
        for words, caught in place.run("judge", {"plant": True})["planted"].items():
            plant(result, words, caught=caught)
    result.settle()
    assert result.planted >= 8


def test_the_site_and_its_database_killed_on_postgresql_lose_nothing(tmp_path: Path) -> None:
    with postgres_place(tmp_path / "place") as place:
        result = killed(place, "R3-database", count("R3-database", 3), kills.DATABASE)
    result.settle()


def killed(place: Place, check: str, times: int, targets: tuple[tuple[str, int], ...]) -> Result:
    """The kills; and what was acknowledged is lost when it is thrown away on purpose."""
    place.start()
    result, told = kills.check(place, check, times, seed(), targets)
    assert told.reports
    assert told.acknowledged >= times, "too little was acknowledged to prove anything"
    found = place.run("judge", {"told": {"reports": [{**told.reports[0], "code": "0" * 12}]}})
    plant(result, "a receipt that nobody gave", caught=bool(found["lost"]))
    return result


def plant(result: Result, words: str, *, caught: bool) -> None:
    """Count a planted fault."""
    result.planted += 1
    result.planted_caught += caught
    if not caught:
        result.missed.append(words)


@pytest.mark.parametrize("kind", ["messages", "files"])
def test_the_judge_misses_what_was_never_sent(tmp_path: Path, kind: str) -> None:
    told = {"messages": {"code": "1" * 12, "secret": "1" * 6, "text": "x"}, "files": {"story": "x", "sha256": "0" * 64}}[kind]
    with sqlite_place(tmp_path / "place") as place:
        assert place.run("judge", {"told": {kind: [told]}})["lost"]
