"""Look for marks in all that comes back: status line, headers, cookies, file names, bodies and what is packed in them, in every form of a text."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import pikepdf
from django.conf import settings
from django.db import connection

from prasan.ground.policy import acting, system
from tests.assurance.hunts.hunt import forms
from tests.harness.raw import raw

PLAIN = re.compile(rb"zq[a-z]{5}\d{3}x")
WIDE = re.compile(rb"z\0q\0(?:[a-z]\0){5}(?:\d\0){3}x")
HEX = re.compile(rb"7a71(?:[67][0-9a-f]){5}(?:3[0-9]){3}78", re.IGNORECASE)
LARGEST = 4_000_000  # bytes of something packed


@cache
def _coded(mark: str) -> tuple[bytes, ...]:
    """The forms of a mark that no pattern finds: base64 at each place."""
    return tuple(part for name, parts in forms(mark).items() if name.startswith("base64") for part in parts)


def marks_in(raw: bytes, coded: Iterable[str] = ()) -> set[str]:
    """Marks that lie in these bytes in any form; in base64 only those of `coded` are looked for."""
    found: set[str] = set()
    for part in _unpacked(raw):
        found |= {one.decode() for one in PLAIN.findall(part)}
        found |= {one.replace(b"\0", b"").decode() for one in WIDE.findall(part)}
        found |= {bytes.fromhex(one.decode()).decode() for one in HEX.findall(part)}
        found |= {mark for mark in coded if any(code in part for code in _coded(mark))}
    return found


def _unpacked(raw: bytes) -> Iterator[bytes]:
    yield raw
    if raw.startswith(b"PK\x03\x04"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(raw)) as packed:
            yield "\n".join(packed.namelist()).encode()
            for name in packed.namelist():
                yield from _unpacked(packed.read(name))
    elif raw.startswith(b"%PDF-"):
        with suppress(pikepdf.PdfError), pikepdf.open(io.BytesIO(raw)) as pdf:
            out = io.BytesIO()
            pdf.save(
                out, qdf=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
            yield out.getvalue()
    elif raw[:2] in {b"\x1f\x8b", b"\x78\x9c", b"\x78\xda", b"\x78\x01"}:
        with suppress(zlib.error):
            yield zlib.decompressobj(47).decompress(raw, LARGEST)


def whole(answer: Any) -> bytes:
    """Everything that an answer tells, headers and cookies first."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.items()) + "\n" + answer.cookies.output()
    body: bytes = bytes(b"".join(answer.streaming_content)) if answer.streaming else bytes(answer.content)
    # What is packed is known by how it begins.
    parts = [body, head.encode()] if body.startswith((b"PK", b"%PDF")) else [head.encode(), body]
    return b"\n".join(parts)


def in_columns(coded: Iterable[str]) -> Iterator[str]:
    """Marks in any column of any table, read as the owner reads the file: index, log, queue, sessions and all the rest."""
    coded = tuple(coded)
    with acting(system("proof")), connection.cursor() as cursor:  # row security shows all rows to a job
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    for mark in marks_in(_bytes(value), coded):
                        yield f"{mark} in {table}.{name}"


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode(errors="replace")


def in_files(coded: Iterable[str], folder: Path | None = None) -> Iterator[str]:
    """Marks in the names and the bytes of all files of the data folder."""
    coded = tuple(coded)
    for path in sorted((folder or Path(settings.DATA)).rglob("*")):
        for mark in marks_in(str(path).encode()):
            yield f"{mark} in the name of a file"
        if path.is_file() and path.stat().st_size < 50_000_000:
            with suppress(CalledProcessError):  # gone between
                for mark in marks_in(raw(path), coded):
                    yield f"{mark} in {path.name}"
