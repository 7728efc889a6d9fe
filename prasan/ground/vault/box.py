"""Sealing and opening: AES-256-GCM. A sealed value is version byte, 12-byte nonce, ciphertext with its 16-byte tag.

The associated data is a fixed field label and the row's id, so that a value copied to another row or field does not open.
"""

import os
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"


class Erased(Exception):  # noqa: N818
    """The data key is gone: what it sealed cannot be read any more, by anybody."""


class Damaged(Exception):  # noqa: N818
    """A sealed value does not open under its key, label and row."""


@lru_cache(maxsize=256)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def sealed(key: bytes, plain: bytes, label: str, row: UUID) -> bytes:
    """Seal `plain` under `key` for this field and row."""
    nonce = os.urandom(12)
    return VERSION + nonce + _cipher(key).encrypt(nonce, plain, label.encode() + b"|" + row.bytes)


def opened(key: bytes, value: bytes, label: str, row: UUID) -> bytes:
    """Open a sealed value. Raises Damaged when it is not this field's, this row's or this key's."""
    if value[:1] != VERSION:
        raise Damaged(label)
    try:
        return _cipher(key).decrypt(value[1:13], value[13:], label.encode() + b"|" + row.bytes)
    except InvalidTag as error:
        raise Damaged(label) from error
