"""Marks that people told, and where they told them from, are found nowhere on the disk; what is laid there on purpose is found in every form."""

import base64
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.assurance.faults.place import Place, postgres_place, sqlite_place
from tests.assurance.hunts.hunt import AGENT, MARK, NETWORK, hits
from tests.assurance.hunts.tell import Teller, addresses
from tests.assurance.result import Result, count, seed


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_nothing_that_was_told_lies_readable_anywhere(tmp_path: Path, vendor: str) -> None:
    cases, people = count("S6-plaintext", 3), count("S7-anonymous", 6)
    if vendor == "postgresql" and cases < 10:
        pytest.skip("with full counts only: the fields are the same, and the store of SQLite is searched")
    marks, origins = Result("S6-plaintext", seed()), Result("S7-anonymous", seed())
    with (sqlite_place if vendor == "sqlite" else postgres_place)(tmp_path / "place") as place:
        told(place, cases, people)
        marks.tried, origins.tried = cases, people
        for label, moment in (("while it runs", False), ("when it is stopped, with its backup", True)):
            if moment:
                place.stop()
                done = place.command("backup", str(place.folder / "backup"))
                assert done.returncode == 0, done.stderr
            for hit in found(place):
                (marks if MARK in hit else origins).compare(False, f"{label}: {hit}")
        if vendor == "sqlite":
            planted(place, marks, origins)
    marks.settle()
    origins.settle()


def told(place: Place, cases: int, people: int) -> None:
    """Reports by form and by program, from addresses of their own; cases out of some of them; somebody who leaves half way."""
    (place.folder / "tmp").mkdir()
    place.start(TMPDIR=str(place.folder / "tmp"))
    chance, at = random.Random(seed()), addresses()  # noqa: S311 - made-up data
    for number in range(max(people, cases)):
        teller = Teller(place.port, next(at), number)
        if number % 3 == 2:
            teller.by_form(chance)
            teller.leaves()
        else:
            teller.by_program()
        teller.line.close()
    assert place.run("work", cases, folder="hunts") >= min(cases, people // 2)
    judged = place.run("judge", {"seconds": 60})  # and the jobs have done their part
    assert not judged["unsettled"], judged


def found(place: Place) -> list[str]:
    """Every hit in the place's data, journal, temporary folder, backup, and in its database's own files."""
    folders = [place.folder, *([place.server.data] if place.server else [])]
    return hits(folders)


def planted(place: Place, marks: Result, origins: Result) -> None:
    """Each form of each text, laid where it must not be: into a file, a column, the journal, a name."""
    for text, result in ((MARK, marks), (AGENT, origins), (NETWORK + "3.4", origins)):
        raw = text.encode()
        ways = {
            "utf-8": raw, "utf-16": text.encode("utf-16-le"), "base64": base64.b64encode(b"x" + raw + b"xyz"), "hex": raw.hex().encode(),
            "percent": quote(f"/{text}/", safe="").encode() if text == MARK else raw, "escaped": text.encode("unicode_escape"),
        }
        for name, content in ways.items():
            with laid(place.folder / "tmp" / "left", b"\0" * 7 + content + b"\xff"):
                noticed(result, f"{text} as {name} in a temporary file", place.folder / "tmp")
        with laid(place.data / "files" / f"{text}.bin", b""):
            noticed(result, f"{text} as the name of a file", place.data / "files")
        with column(place, text):
            noticed(result, f"{text} in a plain column", place.data)


def noticed(result: Result, words: str, folder: Path) -> None:
    """Whether the hunt finds what was laid."""
    result.planted += 1
    caught = bool(hits([folder]))
    result.planted_caught += caught
    if not caught:
        result.missed.append(words)


@contextmanager
def laid(path: Path, content: bytes) -> Iterator[None]:
    """A file that is there for a while."""
    path.write_bytes(content)
    yield
    path.unlink()


@contextmanager
def column(place: Place, text: str) -> Iterator[None]:
    """A work item whose facts say what they must not."""
    original = (place.data / "prasan.sqlite3").read_bytes()
    with closing(sqlite3.connect(place.data / "prasan.sqlite3")) as file, file:
        file.execute("UPDATE work_workitem SET facts = json_set(facts, '$.note', ?)", [text])
    yield
    (place.data / "prasan.sqlite3").write_bytes(original)
