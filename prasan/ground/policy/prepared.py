"""Queries that Django puts together once for each shape of actor, and that are only asked afterwards.

Writing the SQL of a scope costs far more than running it: a case page would spend half its time on that. Two actors have one shape when
their posts, organisations and areas make the same SQL with other ids. So the query is built once with stand-ins for every id and moment,
and each time the real ones take their places. What is asked, and of whom, is exactly what the queryset says: nothing is decided here,
and nothing but SQL is kept.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery

from prasan.ground import clock
from prasan.ground.actors import PUBLIC, Actor, Post
from prasan.ground.statements import planned
from prasan.ground.transactions.put import sqlite_moment

ANYBODY = PUBLIC  # for a query that does not depend on who asks
MOST = 4000  # shapes kept; a process that meets more begins anew
_NOW = datetime(1901, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
_IDS, _VALUES = 0x5EED << 80, 0x5EEE << 80

M = TypeVar("M", bound=Model)
_FREE = (UUID, datetime, str, bytes)
_MARK = re.compile("%[s%]")

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
    model: type[Model]
    columns: tuple[str, ...]  # of a query for whole rows: the attributes that its columns fill


@dataclass(frozen=True, slots=True)
class _Together:
    """Several queries in one statement: each part (None: it can have no row), and where its columns stand in the common row."""

    all: _Ready
    parts: tuple[_Ready | None, ...]
    columns: tuple[tuple[int, ...], ...]


_ready: dict[Hashable, _Ready | None] = {}
_together: dict[Hashable, _Together] = {}
_last: ContextVar[tuple[Actor, Hashable, list[UUID]] | None] = ContextVar("prasan_last_shape", default=None)  # one request has one actor, mostly


def forget() -> None:
    """Drop all that was put together: the grants have changed."""
    _ready.clear()
    _together.clear()


def fetch(tag: Hashable, build: Build, actor: Actor, **values: Any) -> list[Row]:
    """The rows of `build(actor, **values)`, a queryset of `values_list`; `tag` names the query and all that `build` knows besides.

    A UUID, a datetime, a text, bytes, or a tuple of one of these among `values` may differ from call to call; `clock.now()` inside `build` may
    too. For any other value (None, a flag, a number) the query is put together for itself. All must reach the SQL as they are.
    A tuple is filled up with its first to a length of 1, 2, 4, 8 and so on, so that a query is put together for few lengths: it may only
    say which rows are meant, as in `IN`.
    """
    ids, filled = _shape(actor)[1], _filled_up(values)
    ready = _found(tag, actor, filled, _put_together, build)
    return [] if ready is None else _ask(ready, ids, filled)


def fetch_models(tag: Hashable, build: Callable[..., QuerySet[M, M]], actor: Actor, **values: Any) -> list[M]:
    """As `fetch`, for a queryset of whole rows (of one table, also locked or by `only`): instances as the queryset would make them."""
    ids, filled = _shape(actor)[1], _filled_up(values)
    ready = _found(tag, actor, filled, _put_together, build)
    if ready is None:
        return []
    make: Any = ready.model.from_db
    return [make(connection.alias, ready.columns, row) for row in _ask(ready, ids, filled)]


def fetch_together(tag: Hashable, build: BuildParts, actor: Actor, **values: Any) -> list[list[Any]]:
    """The rows of several querysets of whole rows, each of a table of its own, in one statement: for each queryset its instances, in no order.

    `values` as in `fetch`. Querysets must be neither annotated nor sliced. A column of a table stands in a common column of its type.
    """
    ids, filled = _shape(actor)[1], _filled_up(values)
    key = (connection.vendor, tag, _shape(actor)[0], _kinds(filled))
    if key not in _together:
        if len(_together) >= MOST:
            forget()
        _together[key] = _put_tables_together(actor, filled, build)
    ready = _together[key]
    found: list[list[Any]] = [[] for _part in ready.parts]
    if not ready.all.sql:
        return found
    with planned() as cursor:
        cursor.execute(ready.all.sql, _params(ready.all, ids, filled))
        rows = cursor.fetchall()
    for row in rows:
        part, places = ready.parts[row[0]], ready.columns[row[0]]
        if part is None:
            continue
        values_of = [row[place] for place in places]
        for column, functions, expression in part.converters:
            for function in functions:
                values_of[column] = function(values_of[column], expression, connection)
        make: Any = part.model.from_db
        found[row[0]].append(make(connection.alias, part.columns, values_of))
    return found


def statement(tag: Hashable, build: Build, actor: Actor, **values: Any) -> tuple[str, list[Any]]:
    """As `fetch`, the statement itself with its parameters, to stand inside another one. Raises EmptyResultSet when it can have no row."""
    ids, filled = _shape(actor)[1], _filled_up(values)
    ready = _found(tag, actor, filled, _put_together, build)
    if ready is None:
        raise EmptyResultSet
    return ready.sql, _params(ready, ids, filled)


def fetch_parts(tag: Hashable, build: BuildParts, actor: Actor, *, tail: str = "", **values: Any) -> list[tuple[Any, ...]]:
    """As `fetch`, for several querysets of the same columns in one statement: each a walk along its own index, then `tail` (an order, a limit).

    Parts may be ordered and limited, which Django's own union refuses on SQLite. A row that is in several parts comes once. Values come as
    the driver gives them: this is for busy lists, whose readers make something of the few columns that they show.
    """
    ids, filled = _shape(actor)[1], _filled_up(values)
    ready = _found((tag, tail), actor, filled, _put_parts_together, build, tail)
    if ready is None:
        return []
    with planned() as cursor:
        cursor.execute(ready.sql, _params(ready, ids, filled))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def change(tag: Hashable, build: Callable[..., QuerySet[Any, Any]], actor: Actor, to: Mapping[str, Any], **values: Any) -> int:
    """As `fetch`, for the change of all rows of a queryset to the values of `to`, by column; returns how many. Not for sealed columns."""
    filled = _filled_up({**{f"to_{name}": value for name, value in to.items()}, **values})

    def update(who: Actor, **given: Any) -> QuerySet[Any, Any]:
        rows = build(who, **{name: given[name] for name in values})
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values({name: given[f"to_{name}"] for name in to})
        rows.query = query
        return rows

    ready = _found(tag, actor, filled, _put_together, update)
    if ready is None:
        return 0
    with planned() as cursor:
        cursor.execute(ready.sql, _params(ready, _shape(actor)[1], filled))
        return int(cursor.rowcount)


def _found(tag: Hashable, actor: Actor, values: Mapping[str, Any], put_together: Callable[..., _Ready | None], *how: Any) -> _Ready | None:
    key = (connection.vendor, tag, _shape(actor)[0], _kinds(values))
    try:
        return _ready[key]
    except KeyError:
        if len(_ready) >= MOST:
            forget()
        ready = _ready[key] = put_together(actor, values, *how)
        return ready


def _filled_up(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: _longer(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _longer(ids: tuple[Any, ...]) -> tuple[Any, ...]:
    return ids + ids[:1] * ((1 << (len(ids) - 1).bit_length()) - len(ids)) if ids else ids


def _kinds(values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, _kind(value)) for name, value in values.items())


def _kind(value: Any) -> Hashable:
    """Of a value that may differ its kind; of any other (None, a flag, a number) the value itself: it stands in the SQL."""
    if isinstance(value, tuple):
        return len(value), type(value[0]) if value else None
    kind = type(value).__name__
    return kind if isinstance(value, _FREE) else (kind, value)


def _params(ready: _Ready, ids: list[UUID], values: Mapping[str, Any]) -> list[Any]:
    params = list(ready.params)
    written, now = _written[connection.vendor], None
    for place, slot in ready.places:
        if isinstance(slot, int):
            value: Any = ids[slot]
        elif slot == "now":
            value = now = now or clock.now()
        else:
            name, at = cast("tuple[str, int | None]", slot)
            value = values[name] if at is None else values[name][at]
        write = written.get(type(value))
        params[place] = value if write is None else write(value)
    return params


def _ask(ready: _Ready, ids: list[UUID], values: Mapping[str, Any]) -> list[Row]:
    with planned() as cursor:
        cursor.execute(ready.sql, _params(ready, ids, values))
        rows = [list(row) for row in cursor.fetchall()]
    for column, functions, expression in ready.converters:
        for row in rows:
            value = row[column]
            for function in functions:
                value = function(value, expression, connection)
            row[column] = value
    return rows


def _for_driver(value: Any) -> Any:
    write = _written[connection.vendor].get(type(value))
    return value if write is None else write(value)


# PostgreSQL's driver takes all of them as they are.
_written: dict[str, dict[type, Callable[[Any], Any]]] = {"sqlite": {UUID: lambda value: value.hex, datetime: sqlite_moment}, "postgresql": {}}


def _put_together(actor: Actor, values: Mapping[str, Any], build: Build) -> _Ready | None:
    slots, stand_ins = _slots(actor, values)
    with clock.frozen(_NOW):
        ready = _compiled(build(_stand_in(actor), **stand_ins), slots)
    if ready is not None:
        _all_used(slots, ready.places)
    return ready


def _put_parts_together(actor: Actor, values: Mapping[str, Any], build: BuildParts, tail: str) -> _Ready | None:
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
    _all_used(slots, places)
    sql = " UNION ".join(f"SELECT * FROM ({part.sql}) AS p{n}" for n, part in enumerate(parts))
    return _Ready(f"{sql} {tail}", tuple(params), tuple(places), (), Model, ())


def _put_tables_together(actor: Actor, values: Mapping[str, Any], build: BuildParts) -> _Together:
    slots, stand_ins = _slots(actor, values)
    with clock.frozen(_NOW):
        parts = tuple(_compiled(rows, slots) for rows in build(_stand_in(actor), **stand_ins))
    types: list[str] = []  # of the common columns
    columns = tuple(_laid_out(part, types) if part is not None else () for part in parts)
    params: list[Any] = []
    places: list[tuple[int, Hashable]] = []
    statements = []
    for number, part in enumerate(parts):
        if part is None:
            continue
        names = {place: _column_of(part, attribute) for place, attribute in zip(columns[number], part.columns, strict=True)}
        common = ", ".join(_as(f'p{number}."{names[place + 1]}"' if place + 1 in names else "NULL", kind) for place, kind in enumerate(types))
        statements.append(f"SELECT {number}, {common} FROM ({part.sql}) AS p{number}")
        places += [(place + len(params), slot) for place, slot in part.places]
        params += part.params
    if statements:
        _all_used(slots, places)
    return _Together(_Ready(" UNION ALL ".join(statements), tuple(params), tuple(places), (), Model, ()), parts, columns)


def _laid_out(part: _Ready, types: list[str]) -> tuple[int, ...]:
    """Where each column of a table stands in the common row, which grows as needed; the first place is the part's number."""
    taken: set[int] = set()
    for attribute in part.columns:
        kind = _kind_of(part, attribute)
        free = next((place for place, known in enumerate(types) if known == kind and place not in taken), None)
        if free is None:
            free = len(types)
            types.append(kind)
        taken.add(free)
    found: dict[str, list[int]] = {}
    for place in sorted(taken):
        found.setdefault(types[place], []).append(place + 1)
    return tuple(found[_kind_of(part, attribute)].pop(0) for attribute in part.columns)


def _kind_of(part: _Ready, attribute: str) -> str:
    """The type of the common column in which a column stands: lengths left out."""
    told = str(_field(part, attribute).rel_db_type(connection)).partition("(")[0]
    return {"varchar": "text", "char": "text", "smallint": "bigint", "integer": "bigint"}.get(told, told)


def _column_of(part: _Ready, attribute: str) -> str:
    return str(_field(part, attribute).column)


def _field(part: _Ready, attribute: str) -> Any:
    return next(field for field in part.model._meta.concrete_fields if field.attname == attribute)


def _as(column: str, kind: str) -> str:
    """A column of the common row. SQLite's columns have no types; PostgreSQL wants the same one in each part."""
    return column if connection.vendor == "sqlite" else f"CAST({column} AS {kind})"


def _slots(actor: Actor, values: Mapping[str, Any]) -> tuple[dict[Any, Hashable], dict[str, Any]]:
    slots: dict[Any, Hashable] = {_for_driver(_NOW): "now"}
    stand_ins: dict[str, Any] = {}
    for number, (name, value) in enumerate(values.items()):
        if isinstance(value, tuple):
            stand_ins[name] = tuple(_instead(one, number << 16 | place + 1) for place, one in enumerate(value))
            slots |= {_bare(_for_driver(one)): (name, place) for place, one in enumerate(stand_ins[name])}
        elif isinstance(value, _FREE):
            stand_ins[name] = _instead(value, number << 16)
            slots[_bare(_for_driver(stand_ins[name]))] = (name, None)
        else:
            stand_ins[name] = value
    slots |= {_for_driver(UUID(int=_IDS + number)): number for number in range(len(_shape(actor)[1]))}
    return slots, stand_ins


def _instead(value: Any, number: int) -> Any:
    """The stand-in of a value: of its kind, and like no other."""
    if isinstance(value, UUID):
        return UUID(int=_VALUES + number)
    if isinstance(value, datetime):
        return _NOW + timedelta(microseconds=number + 1)
    text = f"stand-in {number}"
    return text.encode() if isinstance(value, bytes) else text


def _bare(param: Any) -> Any:
    """A parameter as it can be looked up: bytes out of what the drivers wrap them in."""
    param = getattr(param, "obj", param)
    return bytes(param) if isinstance(param, memoryview) else param


def _all_used(slots: Mapping[Any, Hashable], places: Sequence[tuple[int, Hashable]]) -> None:
    """Refuse a query into which a value goes in another form: it would be asked with the stand-in's."""
    lost = {slot[0] for slot in slots.values() if isinstance(slot, tuple)} - {slot[0] for _, slot in places if isinstance(slot, tuple)}
    if lost:
        raise RuntimeError(f"{', '.join(sorted(lost))}: not in the SQL as given")


def _compiled(rows: QuerySet[Any, Any], slots: Mapping[Any, Hashable]) -> _Ready | None:
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [] if isinstance(rows.query, UpdateQuery) else [column for column, *_ in compiler.select[: compiler.col_count]]
    found = [slots.get(bare) if isinstance(bare := _bare(param), Hashable) else None for param in params]
    if connection.vendor == "postgresql":
        sql, params, found = _with_what_never_changes(sql, params, found)
    places = tuple((place, slot) for place, slot in enumerate(found) if slot is not None)
    converters = tuple((column, tuple(functions), expression) for column, (functions, expression) in compiler.get_converters(columns).items())
    attributes = tuple(column.target.attname for column in columns) if columns and rows.query.default_cols else ()
    return _Ready(sql, tuple(params), places, converters, rows.model, attributes)


def _with_what_never_changes(sql: str, params: Sequence[Any], slots: Sequence[Hashable | None]) -> tuple[str, list[Any], list[Hashable | None]]:
    """The statement with the values written into it that are the same each time: a plan that is kept should know them."""
    from psycopg.sql import Literal  # not needed where the database is SQLite

    line: Any = connection.connection
    left = iter(zip(params, slots, strict=True))

    def written(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%%"
        param, slot = next(left)
        return "%s" if slot is not None else Literal(param).as_string(line).replace("%", "%%")

    sql = _MARK.sub(written, sql)
    kept = [(param, slot) for param, slot in zip(params, slots, strict=True) if slot is not None]
    return sql, [param for param, _ in kept], [slot for _, slot in kept]


def _shape(actor: Actor) -> tuple[Hashable, list[UUID]]:
    """What of an actor the SQL depends on, with numbers for ids; and the ids in the order of their numbers."""
    last = _last.get()
    if last is not None and last[0] is actor:
        return last[1], last[2]
    numbers: dict[UUID, int] = {}

    def number(one: UUID) -> int:
        return numbers.setdefault(one, len(numbers))

    shape = (
        actor.system, actor.strong, actor.scopes, None if actor.user is None else number(actor.user),
        tuple((post.role, number(post.organisation), tuple(map(number, post.organisations)), post.areas) for post in actor.posts),
        tuple(map(number, actor.above)),
    )
    ids = list(numbers)
    _last.set((actor, shape, ids))
    return shape, ids


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
