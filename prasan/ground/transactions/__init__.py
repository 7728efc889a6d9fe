"""Transactions: the one way to read for somebody and the one way to write.

`reading(actor)` and `writing(actor)` set who acts, and at their end, last of all, put down what the audit has to say. Only `writing`
opens an immediate transaction on SQLite; writers wait in a fair queue. Data keys made inside are on disk before the commit that needs them.
Nothing slow (hashing, rendering, network) belongs inside.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from prasan.ground.actors import Actor, acting
from prasan.ground.transactions.turn import turn

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Unit:
    """One unit of work: what must be written at its end."""

    writes: bool
    audit: list[Any] = field(default_factory=list)
    keyfile: Any = None  # what the key file held when it was first asked
    keys: dict[UUID, bytes] = field(default_factory=dict)  # data keys in use
    minted: dict[UUID, bytes] = field(default_factory=dict)  # wrapped keys not yet on disk
    drawn: dict[UUID, bytes] = field(default_factory=dict)  # keys that were on disk before anybody needed them
    seen: dict[Any, Any] = field(default_factory=dict)  # what one page has read, for those who show parts of it


_unit: ContextVar[Unit | None] = ContextVar("prasan_unit", default=None)
_closers: list[Callable[[Unit], None]] = []


def unit() -> Unit | None:
    """The unit of work that is open, or None."""
    return _unit.get()


def at_close(closer: Callable[[Unit], None]) -> Callable[[Unit], None]:
    """Register what runs at the end of each unit, inside its transaction, in the order of registration."""
    _closers.append(closer)
    return closer


def first_at_close(closer: Callable[[Unit], None]) -> Callable[[Unit], None]:
    """Register what runs at the end of each unit before the rest: what may still take all of it back."""
    _closers.insert(0, closer)
    return closer


@contextmanager
def writing(actor: Actor) -> Iterator[Unit]:
    """One write transaction as `actor`; joins an open one. Raises RuntimeError inside `reading`."""
    outer = _unit.get()
    if outer is not None:
        if not outer.writes:
            raise RuntimeError("writing inside reading")
        with acting(actor):
            yield outer
        return
    mine = Unit(writes=True)
    whole = not connection.in_atomic_block  # else another transaction goes on around this one, as in a test
    with turn(), transaction.atomic(), acting(actor, to_the_end=whole):
        token = _unit.set(mine)
        try:
            yield mine
            _close(mine)
        finally:
            _unit.reset(token)


@contextmanager
def reading(actor: Actor) -> Iterator[Unit]:
    """Read as `actor`: one read transaction on PostgreSQL, none on SQLite. What was looked at is written down last."""
    outer = _unit.get()
    if outer is not None:
        with acting(actor):
            yield outer
        return
    mine = Unit(writes=False)
    token = _unit.set(mine)
    try:
        if connection.vendor == "postgresql":
            yield from _read_on_postgres(actor, mine)
            return
        with acting(actor):
            yield mine
        if mine.audit:
            with turn(), transaction.atomic(), acting(actor):
                _close(mine)
    finally:
        _unit.reset(token)


def _read_on_postgres(actor: Actor, mine: Unit) -> Iterator[Unit]:
    """Whoever is refused has changed nothing either: the transaction is committed, for after a rollback the driver forgets all of its plans."""
    whole = not connection.in_atomic_block
    refusal: Exception | None = None
    with transaction.atomic(), acting(actor, to_the_end=whole):
        try:
            yield mine
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 - raised below
            refusal = error
        else:
            _close(mine)
    if refusal is not None:
        raise refusal


def action(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """A write: the first argument acts, the rest is keyword-only, and all of it is one transaction or nothing."""

    @functools.wraps(function)
    def run(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
        with writing(actor):
            return function(actor, *args, **kwargs)

    return run  # type: ignore[return-value]  # wraps() gives the first argument a name; it stays positional


def _close(mine: Unit) -> None:
    for closer in _closers:
        closer(mine)
