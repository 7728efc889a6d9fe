"""Hostile files are refused or made harmless; a scanner that is down releases nothing; and each blindness of ours is found out."""

import io
import random
import uuid
from pathlib import Path
from typing import Any

import pytest

from prasan.ground.files import kinds, prepare, store
from prasan.ground.files.models import StoredFile
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import mint
from tests.assurance.files import check, scanner
from tests.assurance.files.hostile import EICAR, photo
from tests.assurance.result import Result, count, seed

# Files are the same on both databases; rows of them are compared in tests/ground/files.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
JOB = system("test")


def _as_it_came(content: bytes, kind: str) -> tuple[bytes, str, str]:
    return content, "pdf" if kind == kinds.PDF else "image", ""


def _by_magic_alone(content: bytes) -> str:
    return "audio/mpeg" if not content.startswith((b"\xff\xd8", b"%PDF")) else "image/jpeg"


def _saved(pdf: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


BLIND: tuple[tuple[str, Any, str, Any, tuple[str, ...]], ...] = (
    ("pictures and PDFs are shown as they came", prepare, "clean_copy", _as_it_came, ("tells_place", "pdf", "polyglot")),
    ("a PDF keeps what acts", prepare, "_without_actions", _saved, ("pdf",)),
    ("pictures in a PDF keep their place", prepare, "bare_jpeg", lambda raw: raw, ("pdf",)),
    ("packed files are not looked into", kinds, "_unpacks_safely", lambda content: True, ("office",)),
    ("every file is taken for sound", store, "kind_of", _by_magic_alone, ("disguised",)),
    ("pictures may be as large as they like", prepare, "_image", lambda content: (content[:2] + b"\xff\xd9", "image", ""), ("huge_picture",)),
    ("a job falls over a broken picture", prepare, "_image", lambda content: 1 // 0, ("cut",)),
)


def test_hostile_files_are_refused_or_made_harmless() -> None:
    result = check.check(count("S11-files", 56), seed())
    assert {"refused at the door", "released image", "released pdf", "released none", "refused none"} <= set(result.found), result.found
    result.settle()


def test_each_blindness_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    result = Result("S11-files", seed())
    for words, module, name, blind, makers in BLIND:
        result.planted += 1
        with monkeypatch.context() as patched:
            patched.setattr(module, name, blind)
            caught = check.check(6, seed(), makers).failed
        result.planted_caught += bool(caught)
        if not caught:
            result.missed.append(words)
    result.settle()


def looked_at(content: bytes) -> StoredFile:
    """What became of a file."""
    owner = uuid.uuid4()
    with writing(JOB):
        mint(owner)
        pk = store.keep(JOB, incoming=store.accept("a.jpg", content), key_owner=owner, root=owner)
    prepare.prepare.now(file_id=pk)
    with reading(JOB):
        return StoredFile.objects.get(pk=pk)


def test_what_the_scanner_knows_is_refused_and_one_that_is_down_releases_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result, chance, path = Result("S11-scanner", seed()), random.Random(seed()), tmp_path / "s"  # noqa: S311 - made-up data
    monkeypatch.setattr(prepare, "SOCKETS", (str(path),))
    monkeypatch.setattr(prepare, "PATIENCE", 0.3)
    for _ in range(count("S11-scanner", 3)):
        with scanner.scanner(path):
            for mark in scanner.MARKS:
                file = looked_at(photo(chance) + mark)
                result.compare((file.state, file.refused_code, file.scanned) == ("refused", "infected", "infected"), f"{mark!r} was not refused")
            file = looked_at(photo(chance))
            result.compare((file.state, file.scanned) == ("released", "clean"), "a clean file was not released")
        for way in scanner.WAYS[1:]:
            with scanner.scanner(path, way):
                file = looked_at(photo(chance) + EICAR)
                result.compare((file.state, file.scanned) == ("quarantine", "unknown"), f"the scanner {way}, and the file is {file.state}")
        path.touch()  # the socket of a scanner that fell
        file = looked_at(photo(chance))
        result.compare((file.state, file.scanned) == ("quarantine", "unknown"), f"the scanner fell, and the file is {file.state}")
        path.unlink()
    monkeypatch.setattr(prepare, "scan", lambda content: "clean")
    result.planted = 1
    result.planted_caught = int(looked_at(photo(chance) + EICAR).state != "refused")
    result.settle()


@pytest.mark.skipif(not any(Path(path).exists() for path in prepare.SOCKETS), reason="no clamd on this machine: the tests' own scanner speaks its protocol")
def test_the_real_scanner_knows_its_test_file() -> None:
    assert prepare.scan(EICAR) == "infected"
