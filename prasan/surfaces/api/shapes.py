"""What answers look like, for the description of the API: the return type of a route as JSON schema, by the same forms in which `plain` renders it.

Nothing of this runs while a route answers. What has no form here has none in `plain` either, and is an error when the description is made.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from inspect import getdoc
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)
from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise

from prasan.ground.flow import Move
from prasan.ground.http.answers import MoveNow, Without
from prasan.ground.policy import Section

Schema = dict[str, Any]
RENDERED_AS: dict[Any, Any] = {Move: MoveNow}
MARKS = {Annotated, Literal, NotRequired, Union, UnionType}
SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"}, bool: {"type": "boolean"}, int: {"type": "integer"}, float: {"type": "number"}, NoneType: {"type": "null"},
    UUID: {"type": "string", "format": "uuid"}, datetime: {"type": "string", "format": "date-time"}, date: {"type": "string", "format": "date"},
    Section: {"type": "array", "items": {"type": "string"}}, Promise: {"type": "string"}, Any: {}, object: {},
}


class Shapes:
    """Schemas of types; those with a name stand once in `named`, as "chapter.Name"."""

    def __init__(self) -> None:
        self.named: dict[str, Schema] = {}
        self._types: dict[str, Any] = {}

    def of_answer(self, view: Callable[..., Any]) -> Schema | None:
        """The schema of what a route answers; None for one that hands out a file or a sheet."""
        answer = hints(view)["return"]
        if isinstance(answer, type) and issubclass(answer, HttpResponse):
            return None
        return self.of(answer)

    def of(self, kind: Any) -> Schema:
        """The schema of a type. Raises TypeError for what `plain` could not render."""
        kind = RENDERED_AS.get(kind, kind)
        if kind in SIMPLE:
            return SIMPLE[kind]
        if is_typeddict(kind):
            return self._named(kind, lambda: self._object(hints(kind), kind.__required_keys__, kind))
        if dataclasses.is_dataclass(kind):
            return self._named(kind, lambda: self._fields(kind))
        if isinstance(kind, TypeVar):
            return {}
        if isinstance(kind, type) and issubclass(kind, str | int):  # codes and the like, such as an Enum of strings
            return self.of(next(base for base in (str, int) if issubclass(kind, base)))
        origin, parts = get_origin(kind) or kind, get_args(kind)
        return self._marked(origin, parts) if origin in MARKS else self._collected(origin, parts)

    def _marked(self, origin: Any, parts: tuple[Any, ...]) -> Schema:
        if origin is Annotated:
            left_out = [name for mark in parts[1:] if isinstance(mark, Without) for name in mark.names]
            return self._fields(parts[0], left_out) if left_out else self.of(parts[0])
        if origin is Literal:
            return {"enum": list(parts)}
        return self.of(parts[0]) if origin is NotRequired else {"anyOf": [self.of(part) for part in parts]}

    def _collected(self, origin: Any, parts: tuple[Any, ...]) -> Schema:
        if origin is tuple and parts[-1:] != (...,):
            return {"type": "array", "prefixItems": [self.of(part) for part in parts], "minItems": len(parts), "maxItems": len(parts)}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(parts[1]) if parts else {}}
        if isinstance(origin, type) and issubclass(origin, Iterable):
            return {"type": "array", "items": self.of(parts[0]) if parts else {}}
        if dataclasses.is_dataclass(origin):
            return self._fields(origin)
        raise TypeError(f"no answer of the API can hold {origin}")

    def _fields(self, kind: Any, left_out: Iterable[str] = ()) -> Schema:
        known = hints(kind)
        shown = {f.name: known[f.name] for f in dataclasses.fields(kind) if not f.name.startswith("_") and f.name not in left_out}
        return self._object(shown, shown, kind)

    def _object(self, fields: Mapping[str, Any], required: Iterable[str], kind: Any) -> Schema:
        told = getdoc(kind) or ""
        return {
            "type": "object", "title": kind.__name__, "description": told, "properties": {name: self.of(one) for name, one in fields.items()},
            "required": [name for name in fields if name in set(required)],
        }

    def _named(self, kind: Any, make: Callable[[], Schema]) -> Schema:
        name = f"{_chapter(kind.__module__)}.{kind.__name__}"
        if self._types.setdefault(name, kind) is not kind:
            raise TypeError(f"two answers are called {name}")
        if name not in self.named:
            self.named[name] = {}  # before its fields: a thing may hold others of its kind
            self.named[name] = make()
        return {"$ref": f"#/components/schemas/{name}"}


@cache
def hints(thing: Any) -> dict[str, Any]:
    """The type hints of a route or a class, as types."""
    return get_type_hints(thing, include_extras=True)


def _chapter(module: str) -> str:
    parts = module.split(".")
    return parts[2] if len(parts) > 2 else parts[0]
