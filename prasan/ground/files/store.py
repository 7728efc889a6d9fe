"""Keeping and opening the bytes. Order of durability: file synced, folder synced, row committed, then the answer."""

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from prasan.ground import clock, ids
from prasan.ground.files.kinds import kind_of
from prasan.ground.files.models import StoredFile
from prasan.ground.files.prepare import prepare
from prasan.ground.policy import Actor, Hidden, acting, system
from prasan.ground.transactions import action
from prasan.ground.vault import data_key, opened, sealed

ORIGINAL = "files.original"
COPY = "files.copy"
LOOKS = 20  # files at a time


@dataclass(frozen=True)
class Incoming:
    """A file that was looked at and may be kept: its bytes, type, and a name without anything that could mislead."""

    name: str
    kind: str
    content: bytes


def accept(name: str, content: bytes) -> Incoming:
    """Look at an uploaded file. Raises Invalid (field "file") when it is empty, too large, or of a kind that is not taken."""
    return Incoming(_plain(name), kind_of(content), content)


@action
def keep(actor: Actor, *, incoming: Incoming, key_owner: UUID, root: UUID) -> UUID:
    """Keep a file under the record's key; returns its id. The bytes are synced before the row is written."""
    pk = ids.new()
    _write(_path(pk, "o"), sealed(data_key(key_owner), incoming.content, ORIGINAL, pk))
    StoredFile(
        id=pk, key_owner=key_owner, root_id=root, made_at=clock.now(), made_by=actor.key,
        facts={"name": incoming.name, "sha256": hashlib.sha256(incoming.content).hexdigest(), "type": incoming.kind,
               "size": len(incoming.content)},
    ).save(force_insert=True)
    prepare.later(file_id=pk)
    return pk


def open_original(file: StoredFile) -> bytes:
    """The bytes as they came, checked against their hash. Raises Hidden while in quarantine or refused."""
    if file.state != "released":
        raise Hidden("file", file.pk)
    return read_original(file)


def read_original(file: StoredFile) -> bytes:
    """The bytes as they came, whatever the state: for the job that prepares them."""
    content = opened(data_key(file.key_owner), _path(file.pk, "o").read_bytes(), ORIGINAL, file.pk)
    if hashlib.sha256(content).hexdigest() != file.facts["sha256"]:
        raise ValueError("a stored file does not match its hash")
    return content


def open_copy(file: StoredFile) -> bytes:
    """The clean copy for viewing. Raises Hidden when there is none."""
    if file.state != "released" or file.copy == "none":
        raise Hidden("file", file.pk)
    return opened(data_key(file.key_owner), _path(file.pk, "c").read_bytes(), COPY, file.pk)


def is_here(file: StoredFile) -> bool:
    """Whether the bytes that would be shown lie on the disk: after a disaster a row may outlive them."""
    return _path(file.pk, "o" if file.copy == "none" else "c").exists()


def write_copy(file: StoredFile, content: bytes) -> None:
    """Keep the clean copy."""
    _write(_path(file.pk, "c"), sealed(data_key(file.key_owner), content, COPY, file.pk))


def remove_files(*, key_owners: Iterable[UUID]) -> int:
    """Remove the bytes of every file sealed under these keys, original and copy; the rows stay and say so. Returns how many files. Again does no harm."""
    rows = StoredFile.objects.filter(key_owner__in=list(key_owners)).exclude(refused_code="erased")
    found = list(rows.values_list("id", flat=True))
    for pk in found:
        for part in ("o", "c"):
            _path(pk, part).unlink(missing_ok=True)
    StoredFile.objects.filter(pk__in=found).update(state="refused", copy="none", refused_code="erased")
    return len(found)


def sweep(older_than_seconds: int = 3600) -> int:
    """Remove files without a row: uploads whose transaction never committed. Returns how many."""
    limit = clock.now().timestamp() - older_than_seconds
    with acting(system("files.sweep")):  # whoever cannot see a row must not take its bytes for lost ones
        return sum(_removed(path) for path in _folder().glob("*/*") if path.stat().st_mtime < limit)


def _removed(path: Path) -> bool:
    if path.suffix != ".part" and StoredFile.objects.filter(pk=UUID(path.stem[:32])).exists():
        return False
    path.unlink()
    return True


def look_again(older_than_seconds: int = 300) -> int:
    """Look again at files that were never looked at: a scanner that did not answer, a job that was lost. Returns how many wait."""
    at = clock.now() - timedelta(seconds=older_than_seconds)
    waiting = StoredFile.objects.filter(state="quarantine", made_at__lt=at).order_by("made_at").values_list("pk", flat=True)[:LOOKS]
    for pk in waiting:
        prepare.later(file_id=pk)
    return len(waiting)


def _folder() -> Path:
    return Path(settings.DATA) / "files"


def _path(pk: UUID, part: str) -> Path:
    return _folder() / pk.hex[:2] / f"{pk.hex}-{part}.bin"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(".part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):  # each may just have been made
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _plain(name: str) -> str:
    """A name without folders, control and direction marks (which make .exe look like .jpg), at most 120 characters."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if c.isprintable() and c not in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f")[-120:] or "file"
