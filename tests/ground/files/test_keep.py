"""Files are kept as they came, shown as clean copies, refused without taking anything else along."""

import io
import uuid
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from prasan.ground.files import kinds, prepare, store
from prasan.ground.files.models import StoredFile
from prasan.ground.http.files import handed_out
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
    return row(pk)


def row(pk: uuid.UUID) -> StoredFile:
    with reading(JOB):
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
        store.open_original(row(pk))


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


def workbook(*parts: zipfile.ZipInfo, size: int = 3) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            packed.writestr(name, "<x/>")
        for part in parts:
            packed.writestr(part, b"0" * size)
    return out.getvalue()


def _part(name: str, mode: int = 0o100600) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.external_attr = mode << 16
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def test_a_packed_file_that_unpacks_badly_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinds._unpacks_safely(workbook())
    assert not kinds._unpacks_safely(workbook(_part("xl/link", 0o120777))), "a link"
    assert not kinds._unpacks_safely(workbook(_part("../../etc/passwd"))), "a way out"
    assert not kinds._unpacks_safely(workbook(_part("/etc/passwd"))), "a way out"
    assert not kinds._unpacks_safely(b"PK\x03\x04 and no list of parts")
    monkeypatch.setattr(kinds, "UNPACKED", 100_000)
    assert not kinds._unpacks_safely(workbook(_part("xl/bomb"), size=100_001)), "a bomb"
    monkeypatch.setattr(kinds, "PARTS", 3)
    assert not kinds._unpacks_safely(workbook()), "too many parts"


def test_too_many_pixels_are_refused_before_they_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "PIXELS", 64 * 48 // 3)
    assert prepare.clean_copy(photo(), "image/jpeg")[1:] == ("none", "unreadable")
    monkeypatch.setattr(prepare, "PIXELS", 64 * 48)
    assert prepare.clean_copy(photo(), "image/jpeg")[1:] == ("image", "")


def test_a_scanner_that_finds_something_refuses_and_one_that_is_down_releases_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "scan", lambda content: "infected")
    file = kept(photo())
    assert (file.state, file.refused_code) == ("refused", "infected")
    monkeypatch.setattr(prepare, "scan", lambda content: "unknown")
    assert kept(photo()).state == "quarantine"


def test_what_leaves_is_saved_not_opened_and_its_name_cannot_break_the_header() -> None:
    page = handed_out(b"%PDF-", "application/pdf", 'a"\r\nSet-Cookie: x=1.pdf')
    assert page["Content-Disposition"].startswith("attachment;")
    assert "\n" not in page["Content-Disposition"]
    assert (page["X-Content-Type-Options"], page["Cache-Control"]) == ("nosniff", "no-store")
    assert handed_out(b"", "image/jpeg", "ภาพ.jpg")["Content-Disposition"] == "inline; filename*=utf-8''%E0%B8%A0%E0%B8%B2%E0%B8%9E.jpg"
