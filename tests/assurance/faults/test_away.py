"""The database away and back, and everybody pressing twice."""

from pathlib import Path

from tests.assurance.faults import away
from tests.assurance.faults.place import Place, postgres_place, sqlite_place
from tests.assurance.faults.senders import Sender, Told
from tests.assurance.result import Result, count, seed


def test_the_database_away_and_back(tmp_path: Path) -> None:
    with postgres_place(tmp_path / "place") as place:
        place.start()
        result, told = away.check(place, "R5-away", count("R5-away", 3), seed())
        judged(place, result, told)
        twice, told = away.press_twice(place, "R7-twice", count("R7-twice", 10), seed())
        judged(place, twice, told, reports=len(told.reports) + result.found["reports"])
        away.careless(place, result, seed(), count("R5-away", 1))
    result.settle()
    twice.settle()


def test_pressing_twice_on_sqlite(tmp_path: Path) -> None:
    with sqlite_place(tmp_path / "place") as place:
        place.start()
        result, told = away.press_twice(place, "R7-twice", count("R7-twice", 10), seed())
        judged(place, result, told, reports=len(told.reports))
        # A site that made two of one would be found out by the same count.
        sender = Sender(place.port, Told(), seed())
        sender.prepare("report")
        for _ in range(2):
            sender.send()
        result.planted += 1
        result.planted_caught += place.run("judge")["reports"] != len(told.reports) + 1
    result.settle()


def judged(place: Place, result: Result, told: Told, reports: int = 0) -> None:
    """All that was acknowledged is there; `reports`: and there are exactly so many."""
    found = place.run("judge", {"told": told.plain(), "seconds": 60})
    for words in (*found["lost"], *found["halves"], *found["unsettled"]):
        result.compare(False, words)
    result.found["reports"] = found["reports"]
    if reports:
        result.compare(found["reports"] == reports, f"{found['reports']} records of {reports} reports")
