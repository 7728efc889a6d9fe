"""Receipts: a code and a secret, both needed, derived from the form's token under a key that lives a day.

The keys of the last 24 hours, one an hour, lie in the vault's store and are destroyed by a tick; from then on nobody can derive a receipt
again, and all that is kept is one keyed hash of code and secret together.
"""

import hashlib
import hmac
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import IntegrityError, connection

from prasan.ground import clock
from prasan.ground.transactions import unit
from prasan.ground.vault import Erased, data_key, exact, exact_all, forget, mint

HOURS = 24
CODE, SECRET = 12, 6
_keys: dict[int, bytes] = {}


@dataclass(frozen=True, slots=True)
class Slip:
    """`code`: 12 digits, `secret`: 6 digits."""

    code: str
    secret: str

    @property
    def shown(self) -> tuple[str, str]:
        """In groups, so that they can be noted as a price or a telephone number: "1234 5678 9012", "123 456"."""
        return " ".join(self.code[n : n + 4] for n in range(0, CODE, 4)), f"{self.secret[:3]} {self.secret[3:]}"


def slip(actor_key: str, token: str) -> Slip:
    """The receipt of a token that is used now."""
    return _derived(_key(_hour()), actor_key, token)


def slip_again(actor_key: str, token: str, known: bytes) -> Slip | None:
    """The receipt of a token that was used within the day, found by its stored hash; None when its key is gone."""
    for hour in range(_hour(), _hour() - HOURS - 2, -1):
        try:
            made = _derived(_key_of(hour), actor_key, token)
        except Erased:
            continue
        if known in tokens(made.code, made.secret):
            return made
    return None


def token_of(made: Slip) -> bytes:
    """What is stored: one keyed hash of both numbers."""
    return exact("receipt", f"{made.code}|{made.secret}")


def tokens(code: str, secret: str) -> list[bytes]:
    """What may be stored for these numbers, under each index key alive."""
    return exact_all("receipt", f"{code}|{secret}")


def destroy_old() -> int:
    """Destroy the keys of hours that are more than a day gone. Returns how many there were."""
    now = _hour()
    for hour in [hour for hour in _keys if hour < now - HOURS]:
        del _keys[hour]
    return sum(forget(_owner(hour)) for hour in range(now - HOURS - 1, now - HOURS * 4, -1))


def _derived(key: bytes, actor_key: str, token: str) -> Slip:
    number = int.from_bytes(hmac.digest(key, f"receipt|{actor_key}|{token}".encode(), hashlib.sha256)[:16], "big")
    digits = f"{number % 10 ** (CODE + SECRET):0{CODE + SECRET}}"
    return Slip(digits[:CODE], digits[CODE:])


def _key(hour: int) -> bytes:
    """The key of this hour, made when it is the first use; another process may make it first."""
    try:
        return _key_of(hour)
    except Erased:
        pass
    try:
        return _keep(hour, mint(_owner(hour)))
    except (sqlite3.IntegrityError, IntegrityError):
        return _key_of(hour)


def _key_of(hour: int) -> bytes:
    return _keys.get(hour) or _keep(hour, data_key(_owner(hour)))


def _keep(hour: int, key: bytes) -> bytes:
    """Remember it in this process, unless a transaction that is open may still take it back."""
    if unit() is None and not connection.in_atomic_block:
        _keys[hour] = key
    return key


def _owner(hour: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"prasan:receipts:{hour}")


def _hour() -> int:
    return int(clock.now().timestamp() // timedelta(hours=1).total_seconds())
