"""The SQL of a query, put together once: its text, the places to fill, and what turns stored values into Python's."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery

from prasan.ground import clock
from prasan.ground.actors import Actor
from prasan.ground.policy.prepared.standins import NOW, WRITTEN, slots_of, stand_in, unwrapped

_MARK = re.compile("%[s%]")
Build = Callable[..., QuerySet[Any, Any]]
BuildParts = Callable[..., Sequence[QuerySet[Any, Any]]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A query put together: its SQL, its parameters with the places to fill, and what turns stored values into Python's."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, Hashable], ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    model: type[Model]
    columns: tuple[str, ...]  # of a query for whole rows: the attributes that its columns fill


def put_together(actor: Actor, values: Mapping[str, Any], build: Build) -> Ready | None:
    """One query; None when it can have no row."""
    slots, stand_ins = slots_of(actor, values)
    with clock.frozen(NOW):
        ready = compiled(build(stand_in(actor), **stand_ins), slots)
    if ready is not None:
        refuse_when_lost(slots, ready.places)
    return ready


def put_parts_together(actor: Actor, values: Mapping[str, Any], build: BuildParts, tail: str) -> Ready | None:
    """Several queries of the same columns in one statement; None when none of them can have a row."""
    slots, stand_ins = slots_of(actor, values)
    with clock.frozen(NOW):
        parts = [part for rows in build(stand_in(actor), **stand_ins) if (part := compiled(rows, slots)) is not None]
    if not parts:
        return None
    params: list[Any] = []
    places: list[tuple[int, Hashable]] = []
    for part in parts:
        places += [(place + len(params), slot) for place, slot in part.places]
        params += part.params
    refuse_when_lost(slots, places)
    sql = " UNION ".join(f"SELECT * FROM ({part.sql}) AS p{n}" for n, part in enumerate(parts))
    return Ready(f"{sql} {tail}", tuple(params), tuple(places), (), Model, ())


def compiled(rows: QuerySet[Any, Any], slots: Mapping[Any, Hashable]) -> Ready | None:
    """The text of a query built with stand-ins, and where these stand among its parameters; None when it can have no row."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [] if isinstance(rows.query, UpdateQuery) else [column for column, *_ in compiler.select[: compiler.col_count]]
    found = [slots.get(bare) if isinstance(bare := unwrapped(param), Hashable) else None for param in params]
    if connection.vendor == "postgresql":
        sql, params, found = _with_what_never_changes(sql, params, found)
    places = tuple((place, slot) for place, slot in enumerate(found) if slot is not None)
    converters = tuple((column, tuple(functions), expression) for column, (functions, expression) in compiler.get_converters(columns).items())
    attributes = tuple(column.target.attname for column in columns) if columns and rows.query.default_cols else ()
    return Ready(sql, tuple(params), places, converters, rows.model, attributes)


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


def refuse_when_lost(slots: Mapping[Any, Hashable], places: Sequence[tuple[int, Hashable]]) -> None:
    """Refuse a query into which a value goes in another form: it would be asked with the stand-in's."""
    lost = {slot[0] for slot in slots.values() if isinstance(slot, tuple)} - {slot[0] for _, slot in places if isinstance(slot, tuple)}
    if lost:
        raise RuntimeError(f"{', '.join(sorted(lost))}: not in the SQL as given")


def params_of(ready: Ready, own: list[UUID | str], values: Mapping[str, Any]) -> list[Any]:
    """The parameters of this call, in the form that the driver takes; `own`: what stands for the numbers of the actor's shape."""
    params = list(ready.params)
    written, now = WRITTEN[connection.vendor], None
    for place, slot in ready.places:
        if isinstance(slot, int):
            value: Any = own[slot]
        elif slot == "now":
            value = now = now or clock.now()
        else:
            name, at = cast("tuple[str, int | None]", slot)
            value = values[name] if at is None else values[name][at]
        write = written.get(type(value))
        params[place] = value if write is None else write(value)
    return params
