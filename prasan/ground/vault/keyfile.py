"""The key file: one JSON file with mode 0600, outside the data folder and outside backups.

`keys` holds the wrapping keys by id, `current` names the one that wraps new data keys, `index` the keys of the blind index by version,
`sign` the Ed25519 seed that signs audit heads; the key of the audit chains is derived from it. The file is read again when it changes, so
that a rotation reaches running servers; one unit of work goes by one state of it.
"""

import base64
import hmac
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from prasan.ground.transactions import unit


class KeyFileMissing(RuntimeError):  # noqa: N818
    """There is no usable key file; the server refuses to start. The text names the key id that is needed when known."""


@dataclass(frozen=True)
class Keys:
    """The parsed key file."""

    current: str
    wrapping: dict[str, bytes]
    index_current: int
    index: dict[int, bytes]
    signing: bytes
    chaining: bytes


_cache: tuple[str, int, int, Keys] | None = None


def keys() -> Keys:
    """The keys in use. Raises KeyFileMissing when the file is missing, open to others, or damaged."""
    here = unit()
    if here is None:
        return _as_it_is()
    if here.keyfile is None:
        here.keyfile = _as_it_is()
    found: Keys = here.keyfile
    return found


def _as_it_is() -> Keys:
    global _cache  # noqa: PLW0603 - one small cache a process
    path = str(settings.KEYS)
    try:
        stat = os.stat(path)  # noqa: PTH116 - asked often: a Path costs more than the question
    except FileNotFoundError as error:
        raise KeyFileMissing(f"no key file at {path}") from error
    if _cache and _cache[:3] == (path, stat.st_mtime_ns, stat.st_size):
        return _cache[3]
    if stat.st_mode & 0o077:
        raise KeyFileMissing(f"the key file {path} must have mode 0600")
    try:
        parsed = _parse(json.loads(Path(path).read_text()))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileMissing(f"the key file {path} is damaged") from error
    _cache = (path, stat.st_mtime_ns, stat.st_size, parsed)
    return parsed


def make_keyfile(path: Path) -> str:
    """Make a new key file, synced; returns the id of its wrapping key. Raises FileExistsError when there is one."""
    if path.exists():
        raise FileExistsError(path)
    key_id = f"k{secrets.token_hex(4)}"
    _write(path, {
        "format": 1, "current": key_id, "keys": {key_id: _text(secrets.token_bytes(32))},
        "index": {"current": 1, "versions": {"1": _text(secrets.token_bytes(32))}}, "sign": _text(secrets.token_bytes(32)),
    })
    return key_id


def add_wrapping_key(path: Path) -> str:
    """Add a wrapping key and make it current; old ones stay until everything is wrapped anew. Returns its id."""
    content = json.loads(path.read_text())
    key_id = f"k{secrets.token_hex(4)}"
    content["keys"][key_id] = _text(secrets.token_bytes(32))
    content["current"] = key_id
    _write(path, content)
    return key_id


def drop_wrapping_key(path: Path, key_id: str) -> None:
    """Take an old wrapping key out of the file. Raises ValueError for the current one."""
    content = json.loads(path.read_text())
    if content["current"] == key_id:
        raise ValueError("the current key stays")
    del content["keys"][key_id]
    _write(path, content)


def add_index_key(path: Path) -> int:
    """Add an index key; both versions live until re-tokenising is done. Returns the new version."""
    content = json.loads(path.read_text())
    version = max(int(v) for v in content["index"]["versions"]) + 1
    content["index"]["versions"][str(version)] = _text(secrets.token_bytes(32))
    content["index"]["current"] = version
    _write(path, content)
    return version


def drop_index_key(path: Path, version: int) -> None:
    """Take an old index key out of the file. Raises ValueError for the current one."""
    content = json.loads(path.read_text())
    if content["index"]["current"] == version:
        raise ValueError("the current index key stays")
    del content["index"]["versions"][str(version)]
    _write(path, content)


def _parse(content: dict[str, Any]) -> Keys:
    parsed = Keys(
        current=content["current"],
        wrapping={key_id: base64.b64decode(text) for key_id, text in content["keys"].items()},
        index_current=int(content["index"]["current"]),
        index={int(v): base64.b64decode(text) for v, text in content["index"]["versions"].items()},
        signing=base64.b64decode(content["sign"]),
        chaining=hmac.digest(base64.b64decode(content["sign"]), b"audit chain", "sha256"),
    )
    if parsed.current not in parsed.wrapping or parsed.index_current not in parsed.index:
        raise KeyError("current")
    return parsed


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
