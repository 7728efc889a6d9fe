"""Ids: random names for rows, and the digits that a person can note down.

Ids carry no time and no order, so that a copied id says nothing about when a thing happened.
"""

import secrets
import uuid


def new() -> uuid.UUID:
    """A fresh random row id."""
    return uuid.uuid4()


def together(count: int) -> list[uuid.UUID]:
    """Ids of rows that are written at once and that nobody is ever told: they begin alike, and so lie side by side in the table's index."""
    alike = secrets.randbits(64) << 64
    return [uuid.UUID(int=alike | secrets.randbits(64)) for _ in range(count)]


def digits(count: int) -> str:
    """`count` random decimal digits."""
    return "".join(secrets.choice("0123456789") for _ in range(count))
