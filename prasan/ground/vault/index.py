"""The blind index: what can be found without being readable.

Exact look-up: 16 bytes of HMAC-SHA256 under a key of its own for each kind. Names: tokens cut to 32 bits, one key a kind, so that a
token stands for many names; candidates are decrypted and ranked. Two versions of the index key can live at once.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from prasan.ground.vault.keyfile import keys


def exact(kind: str, text: str) -> bytes:
    """16 bytes to store for `text` under the current index key."""
    now = keys()
    return _mac(_kind_key(now.index[now.index_current], kind), text)[:16]


def exact_all(kind: str, text: str) -> list[bytes]:
    """16-byte tokens to look up: one for each index key alive, the current first."""
    now = keys()
    versions = sorted(now.index, key=lambda v: v != now.index_current)
    return [_mac(_kind_key(now.index[v], kind), text)[:16] for v in versions]


def token(kind: str, text: str, version: int) -> int:
    """A signed 32-bit token of one key or n-gram of a name. Raises KeyError for an index version that is gone."""
    return int.from_bytes(_mac(_kind_key(keys().index[version], kind), text)[:4], "big", signed=True)


def tokens_alive() -> list[int]:
    """Index versions alive, the current first."""
    now = keys()
    return sorted(now.index, key=lambda v: v != now.index_current)


@dataclass(frozen=True, slots=True)
class Indexed:
    """One chapter's part of the index. `left(version)`: rows that are found under that version only. `again(batch)`: give up to so many rows tokens
    under the current key instead, as a job; returns how many. Without `again` (nothing to make them from is stored) the rows keep their version alive.
    """

    name: str
    left: Callable[[int], int]
    again: Callable[[int], int] | None = None


_indexed: dict[str, Indexed] = {}


def indexed(name: str, *, left: Callable[[int], int], again: Callable[[int], int] | None = None) -> None:
    """Declare a chapter's part of the index, when Django starts."""
    _indexed[name] = Indexed(name, left, again)


def parts_of_index() -> tuple[Indexed, ...]:
    """Every part of the index, by name."""
    return tuple(_indexed[name] for name in sorted(_indexed))


@lru_cache(maxsize=128)
def _kind_key(key: bytes, kind: str) -> bytes:
    return hmac.digest(key, b"prasan index|" + kind.encode(), hashlib.sha256)


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
