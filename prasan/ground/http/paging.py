"""Key-set paging: a page starts after the key of the row before it. No offset, no count of everything."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.ground.policy import Invalid

NOT_OURS = gettext_noop("ตำแหน่งหน้าไม่ถูกต้อง เริ่มใหม่จากหน้าแรก")
M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows and the cursor of the next page ("" at the end)."""

    rows: tuple[T, ...]
    next: str


def keyset(rows: QuerySet[M], order: Sequence[str], cursor: str, size: int) -> tuple[list[M], str]:
    """Up to `size` rows after `cursor` in `order` (column names, "-" for descending; the last one unique; none of them null).

    Returns the rows and the next cursor. Raises Invalid for a cursor that is not ours.
    """
    if cursor:
        try:
            rows = rows.filter(_after(order, _decoded(cursor, len(order))))
        except (ValidationError, ValueError, OverflowError) as error:  # a cursor of the right shape with other values
            raise Invalid({"cursor": _(NOT_OURS)}) from error
    found = list(rows.order_by(*order)[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    values = [getattr(last, name.lstrip("-")) for name in order]
    return found[:size], _encoded(values)


def after(cursor: str) -> tuple[datetime, UUID]:
    """The moment and the key from which a page ordered by both begins. Raises Invalid for a cursor that is not ours."""
    moment, key = _decoded(cursor, 2)
    try:
        return datetime.fromisoformat(moment), UUID(key)
    except ValueError as error:
        raise Invalid({"cursor": _(NOT_OURS)}) from error


def cursor_of(values: Sequence[object]) -> str:
    """The cursor of a row: the values of its order."""
    return _encoded(list(values))


def values_of(cursor: str, width: int) -> list[str]:
    """The values in a cursor of `cursor_of`. Raises Invalid for a cursor that is not ours."""
    return _decoded(cursor, width)


def _after(order: Sequence[str], values: list[str]) -> Q:
    after = Q()
    equal: dict[str, str] = {}
    for name, value in zip(order, values, strict=True):
        column = name.lstrip("-")
        after |= Q(**equal, **{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal[column] = value
    return after


def _encoded(values: list[object]) -> str:
    texts = [value.isoformat() if hasattr(value, "isoformat") else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(texts).encode()).decode().rstrip("=")


def _decoded(cursor: str, width: int) -> list[str]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, UnicodeDecodeError) as error:
        raise Invalid({"cursor": _(NOT_OURS)}) from error
    if not isinstance(values, list) or len(values) != width or not all(isinstance(v, str) and len(v) < 200 and v.isprintable() for v in values):
        raise Invalid({"cursor": _(NOT_OURS)})
    return values
