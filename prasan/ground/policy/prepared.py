"""Scoped queries that Django puts together once for each shape of actor, and that are only asked afterwards.

Writing the SQL of a scope costs far more than running it: a case page would spend half its time on that. Two actors have one shape when
their posts, organisations and areas make the same SQL with other ids. So the query is built once with stand-ins for every id and moment,
and each time the real ones take their places. What is asked, and of whom, is exactly what the queryset says: nothing is decided here.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateTimeField, QuerySet

from prasan.ground import clock
from prasan.ground.actors import Actor, Post

MOST = 4000  # shapes kept; a process that meets more begins anew
_NOW = datetime(1901, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
_IDS, _VALUES, _LISTS = 0x5EED << 80, 0x5EEE << 80, 0x5EEF << 80

Row = list[Any]
Build = Callable[..., QuerySet[Any, Any]]
BuildParts = Callable[..., Sequence[QuerySet[Any, Any]]]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A query put together: its SQL, its parameters with the places to fill, and what turns stored values into Python's."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, Hashable], ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


_ready: dict[Hashable, _Ready | None] = {}


def forget() -> None:
    """Drop all that was put together: the grants have changed."""
    _ready.clear()


def fetch(tag: Hashable, build: Build, actor: Actor, **values: Any) -> list[Row]:
    """The rows of `build(actor, **values)`, a queryset of `values_list`; `tag` names the query and all that `build` knows besides.

    A UUID, a datetime, a text, or a tuple of UUIDs among `values` may differ from call to call; `clock.now()` inside `build` may too.
    """
    shape, ids = _shape(actor)
    key = (connection.vendor, tag, shape, _kinds(values))
    if key not in _ready:
        if len(_ready) >= MOST:
            forget()
        _ready[key] = _put_together(build, actor, values)
    ready = _ready[key]
    return [] if ready is None else _ask(ready, ids, values)


def fetch_parts(tag: Hashable, build: BuildParts, actor: Actor, *, tail: str = "", **values: Any) -> list[tuple[Any, ...]]:
    """As `fetch`, for several querysets of the same columns in one statement: each a walk along its own index, then `tail` (an order, a limit).

    Parts may be ordered and limited, which Django's own union refuses on SQLite. A row that is in several parts comes once. Values come as
    the driver gives them: this is for busy lists, whose readers make something of the few columns that they show.
    """
    shape, ids = _shape(actor)
    key = (connection.vendor, tag, tail, shape, _kinds(values))
    if key not in _ready:
        if len(_ready) >= MOST:
            forget()
        _ready[key] = _put_parts_together(build, actor, tail, values)
    ready = _ready[key]
    if ready is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(ready.sql, _params(ready, ids, values))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _kinds(values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, len(value) if isinstance(value, tuple) else type(value)) for name, value in values.items())


def _params(ready: _Ready, ids: list[UUID], values: Mapping[str, Any]) -> list[Any]:
    params = list(ready.params)
    for place, slot in ready.places:
        params[place] = _filled(slot, ids, values)
    return params


def _ask(ready: _Ready, ids: list[UUID], values: Mapping[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(ready.sql, _params(ready, ids, values))
        rows = [list(row) for row in cursor.fetchall()]
    for column, functions, expression in ready.converters:
        for row in rows:
            value = row[column]
            for function in functions:
                value = function(value, expression, connection)
            row[column] = value
    return rows


def _filled(slot: Any, ids: list[UUID], values: Mapping[str, Any]) -> Any:
    if slot == "now":
        return _moment(clock.now())
    if isinstance(slot, int):
        return _uuid(ids[slot])
    name, place = slot
    value = values[name] if place is None else values[name][place]
    if isinstance(value, UUID):
        return _uuid(value)
    return _moment(value) if isinstance(value, datetime) else value


def _put_together(build: Build, actor: Actor, values: Mapping[str, Any]) -> _Ready | None:
    slots, stand_ins = _slots(actor, values)
    with clock.frozen(_NOW):
        return _compiled(build(_stand_in(actor), **stand_ins), slots)


def _put_parts_together(build: BuildParts, actor: Actor, tail: str, values: Mapping[str, Any]) -> _Ready | None:
    slots, stand_ins = _slots(actor, values)
    with clock.frozen(_NOW):
        parts = [part for rows in build(_stand_in(actor), **stand_ins) if (part := _compiled(rows, slots)) is not None]
    if not parts:
        return None
    params: list[Any] = []
    places: list[tuple[int, Hashable]] = []
    for part in parts:
        places += [(place + len(params), slot) for place, slot in part.places]
        params += part.params
    sql = " UNION ".join(f"SELECT * FROM ({part.sql}) AS p{n}" for n, part in enumerate(parts))
    return _Ready(f"{sql} {tail}", tuple(params), tuple(places), ())


def _slots(actor: Actor, values: Mapping[str, Any]) -> tuple[dict[Any, Hashable], dict[str, Any]]:
    slots: dict[Any, Hashable] = {_moment(_NOW): "now"}
    stand_ins: dict[str, Any] = {}
    for number, (name, value) in enumerate(values.items()):
        if isinstance(value, tuple):
            stand_ins[name] = tuple(UUID(int=_LISTS + (number << 32) + place) for place in range(len(value)))
            slots |= {_uuid(one): (name, place) for place, one in enumerate(stand_ins[name])}
        elif isinstance(value, UUID):
            stand_ins[name] = UUID(int=_VALUES + number)
            slots[_uuid(stand_ins[name])] = (name, None)
        elif isinstance(value, datetime):
            stand_ins[name] = _NOW.replace(microsecond=100 + number)
            slots[_moment(stand_ins[name])] = (name, None)
        else:
            stand_ins[name] = f"stand-in {number}"
            slots[stand_ins[name]] = (name, None)
    slots |= {_uuid(UUID(int=_IDS + number)): number for number in range(len(_shape(actor)[1]))}
    return slots, stand_ins


def _compiled(rows: QuerySet[Any, Any], slots: Mapping[Any, Hashable]) -> _Ready | None:
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    places = tuple((place, slots[param]) for place, param in enumerate(params) if isinstance(param, Hashable) and param in slots)
    converters = tuple((column, tuple(functions), expression) for column, (functions, expression) in compiler.get_converters(columns).items())
    return _Ready(sql, tuple(params), places, converters)


def _shape(actor: Actor) -> tuple[Hashable, list[UUID]]:
    """What of an actor the SQL depends on, with numbers for ids; and the ids in the order of their numbers."""
    numbers: dict[UUID, int] = {}

    def number(one: UUID) -> int:
        return numbers.setdefault(one, len(numbers))

    shape = (
        actor.system, actor.strong, actor.scopes, None if actor.user is None else number(actor.user),
        tuple((post.role, number(post.organisation), tuple(map(number, post.organisations)), post.areas) for post in actor.posts),
        tuple(map(number, actor.above)),
    )
    return shape, list(numbers)


def _stand_in(actor: Actor) -> Actor:
    """An actor of the same shape whose ids are stand-ins."""
    numbers = {one: UUID(int=_IDS + place) for place, one in enumerate(_shape(actor)[1])}
    return Actor(
        key="stand-in", user=None if actor.user is None else numbers[actor.user], strong=actor.strong, scopes=actor.scopes,
        system=actor.system, above=tuple(numbers[one] for one in actor.above),
        posts=tuple(
            Post(id=post.id, role=post.role, organisation=numbers[post.organisation],
                 organisations=tuple(numbers[one] for one in post.organisations), areas=post.areas)
            for post in actor.posts
        ),
    )


def _uuid(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


def _moment(value: datetime) -> Any:
    return DateTimeField().get_db_prep_value(value, connection)
