"""The drill: a backup comes back somewhere else, and everything that was acknowledged is in it, readable, with its files and its log."""

from dataclasses import replace
from pathlib import Path

from tests.assurance.faults.place import Place, sqlite_place
from tests.assurance.faults.senders import KINDS, Sender, Told
from tests.assurance.result import Result, count, seed


def test_a_backup_comes_back_whole(tmp_path: Path) -> None:
    result, told, times = Result("R11-restore", seed()), Told(), count("R11-restore", 6)
    with sqlite_place(tmp_path / "place") as place:
        place.start()
        sender = Sender(place.port, told, seed())
        for number in range(times):
            sender.prepare(KINDS[number % len(KINDS)])
            result.compare(sender.send() in {200, 201}, "it was not taken")
        before = place.run("judge", {"told": told.plain(), "seconds": 60})
        place.stop()
        done = place.command("backup", str(place.folder / "backup"))
        assert done.returncode == 0, done.stderr
        again = elsewhere(place)
        [backup] = [folder for folder in (place.folder / "backup").iterdir() if folder.name != "keys"]
        done = again.command("restore", str(backup))
        assert done.returncode == 0, done.stderr
        after = again.run("judge", {"told": told.plain()})
        for words in (*after["lost"], *after["halves"]):
            result.compare(False, words)
        result.compare(after["reports"] == before["reports"], f"{before['reports']} reports became {after['reports']}")
        next((again.data / "files").rglob("*-o.bin")).unlink()
        result.planted, result.planted_caught = 1, int(bool(again.run("judge", {"told": told.plain()})["lost"]))
    result.settle()


def elsewhere(place: Place) -> Place:
    """An empty folder with the same key file."""
    return replace(place, folder=place.folder / "new", environment=place.environment | {"PRASAN_DATA": str(place.folder / "new" / "data")}, site=None)
