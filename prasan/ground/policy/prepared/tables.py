"""Several tables in one statement: rows of each stand in a common row, whose columns are shared by type."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model

from prasan.ground import clock
from prasan.ground.actors import Actor
from prasan.ground.policy.prepared.standins import NOW, slots_of, stand_in
from prasan.ground.policy.prepared.texts import BuildParts, Ready, compiled, refuse_when_lost


@dataclass(frozen=True, slots=True)
class Together:
    """Several queries in one statement: each part (None: it can have no row), and where its columns stand in the common row."""

    all: Ready
    parts: tuple[Ready | None, ...]
    columns: tuple[tuple[int, ...], ...]


def put_tables_together(actor: Actor, values: Mapping[str, Any], build: BuildParts) -> Together:
    """Querysets of whole rows of different tables, as one statement."""
    slots, stand_ins = slots_of(actor, values)
    with clock.frozen(NOW):
        parts = tuple(compiled(rows, slots) for rows in build(stand_in(actor), **stand_ins))
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
        refuse_when_lost(slots, places)
    return Together(Ready(" UNION ALL ".join(statements), tuple(params), tuple(places), (), Model, ()), parts, columns)


def _laid_out(part: Ready, types: list[str]) -> tuple[int, ...]:
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


def _kind_of(part: Ready, attribute: str) -> str:
    """The type of the common column in which a column stands: lengths left out."""
    told = str(_field(part, attribute).rel_db_type(connection)).partition("(")[0]
    return {"varchar": "text", "char": "text", "smallint": "bigint", "integer": "bigint"}.get(told, told)


def _column_of(part: Ready, attribute: str) -> str:
    return str(_field(part, attribute).column)


def _field(part: Ready, attribute: str) -> Any:
    return next(field for field in part.model._meta.concrete_fields if field.attname == attribute)


def _as(column: str, kind: str) -> str:
    """A column of the common row. SQLite's columns have no types; PostgreSQL wants the same one in each part."""
    return column if connection.vendor == "sqlite" else f"CAST({column} AS {kind})"
