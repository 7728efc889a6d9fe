"""Putting down rows: one plain INSERT for all new rows of a model, one plain UPDATE of a row, for the paths where each statement of the ORM
would be felt.

They do what `bulk_create` does for rows with their own keys, and `save(update_fields=...)`: defaults are those of the instances, sealed fields
are sealed; no signal is sent, nothing is read back. They belong inside `writing`.
"""

import json
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import DatabaseError, connection, models
from django.db.models import Model

from prasan.ground.statements import planned

MOST_VALUES = 30_000  # bound values in one statement: below SQLite's 32,766 and PostgreSQL's 65,535
_LISTED = (models.SmallIntegerField, models.IntegerField, models.BigIntegerField, models.UUIDField)
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def put(rows: Sequence[Any], model: type[Model] | None = None) -> None:
    """Insert rows of one model, in one statement (in several when there are very many).

    With `model` given, the rows may be any objects that have its columns as attributes.
    """
    if not rows:
        return
    kind: type[Model] = model or type(rows[0])
    head, marks, values_of = _shape(kind, connection.vendor)
    size = max(1, MOST_VALUES // len(values_of))
    with planned() as cursor:
        if connection.vendor == "postgresql" and (whole := _of_lists(kind)):
            cursor.execute(f"{head}{whole}", [_list([value(row) for row in rows]) for value in values_of])
            return
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            values = [value(row) for row in part for value in values_of]
            cursor.execute(f"{head}VALUES {', '.join([marks] * len(part))}", values)


def alter(row: Model, names: Sequence[str]) -> None:
    """Save these fields of a row that is there already, by one plain UPDATE; sealed fields are sealed. Raises DatabaseError when nothing changed."""
    sql, values_of = _change(type(row), tuple(names), connection.vendor)
    with planned() as cursor:
        cursor.execute(sql, [value(row) for value in values_of])
        if cursor.rowcount != 1:
            raise DatabaseError(f"{type(row).__name__}: the row is not there, or not to be changed by this actor")


@cache
def _change(model: type[Model], names: tuple[str, ...], vendor: str) -> tuple[str, tuple[Callable[[Any], Any], ...]]:
    key = model._meta.pk
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]
    sql = f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{key.column}" = %s'  # noqa: S608 - our own names
    return sql, tuple(_value(field, vendor) for field in [*fields, key])


@cache
def _shape(model: type[Model], vendor: str) -> tuple[str, str, tuple[Callable[[Any], Any], ...]]:
    fields = [field for field in model._meta.concrete_fields if field.column]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    head = f'INSERT INTO "{model._meta.db_table}" ({columns}) '
    return head, f"({', '.join(['%s'] * len(fields))})", tuple(_value(field, vendor) for field in fields)


@cache
def _of_lists(model: type[Model]) -> str:
    """How rows of whole numbers and ids alone are put, where there may be any number of them: a list a column, so that PostgreSQL has one plan
    for few and many. "" where a column is of another kind.
    """
    fields = [field for field in model._meta.concrete_fields if field.column]
    if not all(type(field) in _LISTED for field in fields):
        return ""
    return f"SELECT * FROM unnest({', '.join(f'%s::{field.db_type(connection)}[]' for field in fields)})"  # noqa: S608 - our own names


def _list(values: Sequence[int | uuid.UUID]) -> str:
    """A list as PostgreSQL reads it: the driver takes four times as long."""
    return f"{{{','.join([value.hex if isinstance(value, uuid.UUID) else str(value) for value in values])}}}"


def _value(field: Any, vendor: str) -> Callable[[Any], Any]:
    """How to take a field's value from a row in the form that the driver takes; the common kinds without Django's detours."""
    name = field.attname
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(kind, models.UUIDField):
        if vendor != "sqlite":
            return attrgetter(name)
        return lambda row: value.hex if isinstance(value := getattr(row, name), uuid.UUID) else kind.get_db_prep_value(value, connection)
    if isinstance(kind, _PLAIN) and not getattr(field, "auto_now", False) and type(kind).pre_save is models.Field.pre_save:
        return attrgetter(name)
    if vendor == "sqlite" and type(field) is models.DateTimeField and not (field.auto_now or field.auto_now_add):
        return lambda row: None if (value := getattr(row, name)) is None else sqlite_moment(value)
    if vendor == "sqlite" and type(field) is models.JSONField and field.encoder is None:
        return lambda row: None if (value := getattr(row, name)) is None else json.dumps(value)
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)


def sqlite_moment(value: Any) -> str:
    """A moment as Django writes it into SQLite: UTC without its zone."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    adapted = connection.ops.adapt_datetimefield_value(value)  # a naive one is refused here
    return str(adapted)
