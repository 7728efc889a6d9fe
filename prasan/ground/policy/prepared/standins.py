"""What a query is built with: stand-ins for ids, areas, moments and texts, which are found again among the parameters of its SQL."""

from collections.abc import Callable, Hashable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from prasan.ground.actors import Actor, Post
from prasan.ground.policy.where import after
from prasan.ground.transactions.put import sqlite_moment

NOW = datetime(1901, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
_IDS, _VALUES = 0x5EED << 80, 0x5EEE << 80
FREE = (UUID, datetime, str, bytes)
_last: ContextVar[tuple[Actor, Hashable, list[UUID | str]] | None] = ContextVar("prasan_last_shape", default=None)  # one request has one actor, mostly
# PostgreSQL's driver takes all of them as they are.
WRITTEN: dict[str, dict[type, Callable[[Any], Any]]] = {"sqlite": {UUID: lambda value: value.hex, datetime: sqlite_moment}, "postgresql": {}}


def shape_of(actor: Actor) -> tuple[Hashable, list[UUID | str]]:
    """What of an actor the SQL depends on, with numbers for ids and areas; and these in the order of their numbers.

    With each area stands the text behind all that begin with it: an area is asked as a range.
    """
    last = _last.get()
    if last is not None and last[0] is actor:
        return last[1], last[2]
    numbers: dict[UUID | str, int] = {}

    def number(one: UUID | str) -> int:
        return numbers.setdefault(one, len(numbers))

    def bounds(area: str) -> tuple[int, ...]:
        return (number(area), number(after(area))) if area else ()  # the whole country has none

    shape = (
        actor.system, actor.strong, actor.scopes, None if actor.user is None else number(actor.user),
        tuple((post.role, number(post.organisation), tuple(map(number, post.organisations)), tuple(map(bounds, post.areas))) for post in actor.posts),
        tuple(map(number, actor.above)),
    )
    own = list(numbers)
    _last.set((actor, shape, own))
    return shape, own


def stand_in(actor: Actor) -> Actor:
    """An actor of the same shape whose ids and areas are stand-ins."""
    places = {one: number for number, one in enumerate(shape_of(actor)[1])}

    def instead(one: UUID) -> UUID:
        return _id(places[one])

    return Actor(
        key="stand-in", user=None if actor.user is None else instead(actor.user), strong=actor.strong, scopes=actor.scopes,
        system=actor.system, above=tuple(map(instead, actor.above)),
        posts=tuple(
            Post(id=post.id, role=post.role, organisation=instead(post.organisation), organisations=tuple(map(instead, post.organisations)),
                 areas=tuple(area and _area(places[area]) for area in post.areas))
            for post in actor.posts
        ),
    )


def slots_of(actor: Actor, values: Mapping[str, Any]) -> tuple[dict[Any, Hashable], dict[str, Any]]:
    """Each stand-in as it comes to the SQL, with what it stands for (a number of the actor's shape, "now", or a value's name and place); and the
    stand-ins of the values by name.
    """
    slots: dict[Any, Hashable] = {for_driver(NOW): "now"}
    stand_ins: dict[str, Any] = {}
    for number, (name, value) in enumerate(values.items()):
        if isinstance(value, tuple):
            stand_ins[name] = tuple(_instead(one, number << 16 | place + 1) for place, one in enumerate(value))
            slots |= {unwrapped(for_driver(one)): (name, place) for place, one in enumerate(stand_ins[name])}
        elif isinstance(value, FREE):
            stand_ins[name] = _instead(value, number << 16)
            slots[unwrapped(for_driver(stand_ins[name]))] = (name, None)
        else:
            stand_ins[name] = value
    own = shape_of(actor)[1]
    places = {one: number for number, one in enumerate(own)}
    for one, number in places.items():
        if isinstance(one, UUID):
            slots[for_driver(_id(number))] = number
        else:
            slots[_area(number)] = number
            if after(one) in places:
                slots[after(_area(number))] = places[after(one)]
    return slots, stand_ins


def for_driver(value: Any) -> Any:
    """A value as the driver takes it."""
    write = WRITTEN[connection.vendor].get(type(value))
    return value if write is None else write(value)


def _id(number: int) -> UUID:
    return UUID(int=_IDS + number)


def _area(number: int) -> str:
    return f"stand-in {number} area"


def _instead(value: Any, number: int) -> Any:
    """The stand-in of a value: of its kind, and like no other."""
    if isinstance(value, UUID):
        return UUID(int=_VALUES + number)
    if isinstance(value, datetime):
        return NOW + timedelta(microseconds=number + 1)
    text = f"stand-in {number}"
    return text.encode() if isinstance(value, bytes) else text


def unwrapped(param: Any) -> Any:
    """A parameter as it can be looked up: bytes out of what the drivers wrap them in."""
    param = getattr(param, "obj", param)
    return bytes(param) if isinstance(param, memoryview) else param
