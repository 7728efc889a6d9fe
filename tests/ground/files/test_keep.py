"""Files are kept as they came, shown as clean copies, refused without taking anything else along."""

import io
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from prasan.ground.files import prepare, store
from prasan.ground.files.models import StoredFile
from prasan.ground.policy import Hidden, Invalid, system
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import mint

JOB = system("test")


def photo() -> bytes:
    image = Image.new("RGB", (64, 48), "teal")
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (16.0, 26.0, 0.0), 3: "E", 4: (102.0, 50.0, 0.0)}
    exif[0x010F] = "CANARY-CAMERA"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def kept(content: bytes, name: str = "ภาพ.jpg") -> StoredFile:
    owner = uuid.uuid4()
    with writing(JOB):
        mint(owner)
        pk = store.keep(JOB, incoming=store.accept(name, content), key_owner=owner, root=owner)
    prepare.prepare.now(file_id=pk)
    return StoredFile.objects.get(pk=pk)


@pytest.mark.django_db
def test_the_original_stays_and_the_copy_has_lost_place_and_camera() -> None:
    content = photo()
    assert b"CANARY-CAMERA" in content
    file = kept(content)
    assert (file.state, file.copy) == ("released", "image")
    with reading(JOB):
        assert store.open_original(file) == content
        copy = store.open_copy(file)
    assert b"CANARY-CAMERA" not in copy
    with Image.open(io.BytesIO(copy)) as image:
        assert not dict(image.getexif().get_ifd(0x8825))


@pytest.mark.django_db
def test_nothing_readable_lies_on_the_disk() -> None:
    kept(photo())
    for path in Path(settings.DATA, "files").rglob("*"):
        if path.is_file():
            assert b"CANARY" not in path.read_bytes() and b"JFIF" not in path.read_bytes()


@pytest.mark.django_db
def test_quarantine_shows_nothing() -> None:
    owner = uuid.uuid4()
    with writing(JOB):
        mint(owner)
        pk = store.keep(JOB, incoming=store.accept("a.jpg", photo()), key_owner=owner, root=owner)
    with reading(JOB), pytest.raises(Hidden):
        store.open_original(StoredFile.objects.get(pk=pk))


@pytest.mark.parametrize("content", [b"", b"<html><script>alert(1)</script>", b"MZ\x90\x00" + b"x" * 200, b"<svg xmlns='http://www.w3.org/2000/svg'/>",
                                     b"#!/bin/sh\nrm"])
def test_what_could_harm_is_not_taken(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        store.accept("ภาพ.jpg", content)
    assert "อย่างอื่นยังอยู่ครบ" in refusal.value.errors["file"]


@pytest.mark.django_db
def test_a_damaged_picture_is_refused_and_nothing_breaks() -> None:
    file = kept(photo()[:200])
    assert (file.state, file.refused_code) == ("refused", "unreadable")


def test_names_cannot_mislead() -> None:
    assert store.accept("../../etc/\u202egpj.exe", photo()).name == "gpj.exe"
