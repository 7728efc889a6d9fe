"""Asking what was put together: the real ids, areas, moments and texts take the places of the stand-ins."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery

from prasan.ground.actors import PUBLIC, Actor
from prasan.ground.policy.prepared.standins import FREE, shape_of
from prasan.ground.policy.prepared.tables import Together, put_tables_together
from prasan.ground.policy.prepared.texts import Build, BuildParts, Ready, params_of, put_parts_together, put_together
from prasan.ground.statements import planned

ANYBODY = PUBLIC  # for a query that does not depend on who asks
MOST = 4000  # shapes kept; a process that meets more begins anew
M = TypeVar("M", bound=Model)
Row = list[Any]
_ready: dict[Hashable, Ready | None] = {}
_together: dict[Hashable, Together] = {}


def forget() -> None:
    """Drop all that was put together: the grants have changed."""
    _ready.clear()
    _together.clear()


def count_of_texts() -> int:
    """How many queries were put together in this process."""
    return len(_ready) + len(_together)


def fetch(tag: Hashable, build: Build, actor: Actor, **values: Any) -> list[Row]:
    """The rows of `build(actor, **values)`, a queryset of `values_list`; `tag` names the query and all that `build` knows besides.

    A UUID, a datetime, a text, bytes, or a tuple of one of these among `values` may differ from call to call; `clock.now()` inside `build` may
    too. For any other value (None, a flag, a number) the query is put together for itself. All must reach the SQL as they are.
    A tuple is filled up with its first to a length of 1, 2, 4, 8 and so on, so that a query is put together for few lengths: it may only
    say which rows are meant, as in `IN`.
    """
    ids, filled = shape_of(actor)[1], _filled_up(values)
    ready = _found(tag, actor, filled, put_together, build)
    return [] if ready is None else _ask(ready, ids, filled)


def fetch_models(tag: Hashable, build: Callable[..., QuerySet[M, M]], actor: Actor, **values: Any) -> list[M]:
    """As `fetch`, for a queryset of whole rows (of one table, also locked or by `only`): instances as the queryset would make them."""
    ids, filled = shape_of(actor)[1], _filled_up(values)
    ready = _found(tag, actor, filled, put_together, build)
    if ready is None:
        return []
    make: Any = ready.model.from_db
    return [make(connection.alias, ready.columns, row) for row in _ask(ready, ids, filled)]


def fetch_together(tag: Hashable, build: BuildParts, actor: Actor, **values: Any) -> list[list[Any]]:
    """The rows of several querysets of whole rows, each of a table of its own, in one statement: for each queryset its instances, in no order.

    `values` as in `fetch`. Querysets must be neither annotated nor sliced. A column of a table stands in a common column of its type.
    """
    ids, filled = shape_of(actor)[1], _filled_up(values)
    key = (connection.vendor, tag, shape_of(actor)[0], _kinds(filled))
    if key not in _together:
        if len(_together) >= MOST:
            forget()
        _together[key] = put_tables_together(actor, filled, build)
    ready = _together[key]
    found: list[list[Any]] = [[] for _part in ready.parts]
    if not ready.all.sql:
        return found
    with planned() as cursor:
        cursor.execute(ready.all.sql, params_of(ready.all, ids, filled))
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
    ids, filled = shape_of(actor)[1], _filled_up(values)
    ready = _found(tag, actor, filled, put_together, build)
    if ready is None:
        raise EmptyResultSet
    return ready.sql, params_of(ready, ids, filled)


def fetch_parts(tag: Hashable, build: BuildParts, actor: Actor, *, tail: str = "", **values: Any) -> list[tuple[Any, ...]]:
    """As `fetch`, for several querysets of the same columns in one statement: each a walk along its own index, then `tail` (an order, a limit).

    Parts may be ordered and limited, which Django's own union refuses on SQLite. A row that is in several parts comes once. Values come as
    the driver gives them: this is for busy lists, whose readers make something of the few columns that they show.
    """
    ids, filled = shape_of(actor)[1], _filled_up(values)
    ready = _found((tag, tail), actor, filled, put_parts_together, build, tail)
    if ready is None:
        return []
    with planned() as cursor:
        cursor.execute(ready.sql, params_of(ready, ids, filled))
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

    ready = _found(tag, actor, filled, put_together, update)
    if ready is None:
        return 0
    with planned() as cursor:
        cursor.execute(ready.sql, params_of(ready, shape_of(actor)[1], filled))
        return int(cursor.rowcount)


def _found(tag: Hashable, actor: Actor, values: Mapping[str, Any], put_together: Callable[..., Ready | None], *how: Any) -> Ready | None:
    key = (connection.vendor, tag, shape_of(actor)[0], _kinds(values))
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
    return kind if isinstance(value, FREE) else (kind, value)


def _ask(ready: Ready, own: list[UUID | str], values: Mapping[str, Any]) -> list[Row]:
    with planned() as cursor:
        cursor.execute(ready.sql, params_of(ready, own, values))
        rows = [list(row) for row in cursor.fetchall()]
    for column, functions, expression in ready.converters:
        for row in rows:
            value = row[column]
            for function in functions:
                value = function(value, expression, connection)
            row[column] = value
    return rows
