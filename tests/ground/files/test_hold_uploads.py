"""Uploads never lie readable on the disk, and a form takes no more than it may; a full or broken disk is said politely."""

import errno
import os
import tempfile
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import Client, RequestFactory

from prasan.ground import clock
from prasan.ground.files import store, uploads
from prasan.ground.files.kinds import LARGEST
from prasan.ground.files.models import StoredFile
from prasan.ground.http import errors
from prasan.ground.jobs.queue import job_named
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import mint

JOB = system("test")


def sent(*sizes: int) -> list[UploadedFile]:
    """What a view reads of files of these sizes."""
    files = [SimpleUploadedFile(f"{n}.png", b"x" * size) for n, size in enumerate(sizes)]
    request = RequestFactory().post("/", {"files": files})
    return request.FILES.getlist("files")


def test_a_large_file_is_held_in_memory_and_nothing_is_laid_into_the_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    one, other = sent(5_000_000, 3)
    assert (one.size, len(one.read()), other.read()) == (5_000_000, 5_000_000, b"xxx")


def test_of_a_file_that_is_too_large_one_byte_too_many_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 100_000)
    [one] = sent(150_000)
    assert (one.size, len(one.read())) == (100_001, 100_001)


@pytest.mark.django_db
def test_far_too_much_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "TOGETHER", 10_000)
    monkeypatch.setattr(uploads, "LARGEST", 10_000)
    answer = Client().post("/report/check", {"files": [SimpleUploadedFile("a.png", b"x" * 30_000)]})
    assert answer.status_code == 413
    assert LARGEST == 20 * 1024 * 1024


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("path", ["/report/check", "/api/v1/reports"])
def test_a_disk_that_is_full_or_broken_is_said_politely(path: str, code: int) -> None:
    answer = errors.answer(RequestFactory().get(path), OSError(code, "/srv/data/files/คานารี่"))
    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "คานารี่" not in answer.content.decode()


def test_another_fault_of_the_system_is_not_taken_for_a_full_disk() -> None:
    assert errors.answer(RequestFactory().get("/"), OSError(errno.ENOENT, "x")) is None


@pytest.mark.django_db
def test_files_that_nobody_looked_at_are_looked_at_again_and_bytes_without_a_record_go() -> None:
    owner = uuid.uuid4()
    with writing(JOB):
        mint(owner)
        pk = store.keep(JOB, incoming=store.accept("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 80), key_owner=owner, root=owner)
    kept = store._path(pk, "o")
    for name in (kept.with_suffix(".part"), kept.with_name(f"{uuid.uuid4().hex}-o.bin")):
        name.write_bytes(b"x")
        os.utime(name, (0, 0))
    assert store.sweep() >= 2
    assert [path for path in Path(kept.parent).iterdir() if path.stat().st_mtime == 0] == []
    assert kept.exists()
    with clock.frozen(clock.now().replace(microsecond=0).isoformat()) as held, writing(JOB):
        assert store.look_again() == 0
        held.advance(minutes=6)
        assert store.look_again() == 1
    job_named("prepare_file").now(file_id=pk)
    with reading(JOB):
        assert StoredFile.objects.get(pk=pk).state == "refused"
