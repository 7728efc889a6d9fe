"""A pattern made ready for copying: what is the same in all copies is made into the driver's form there and then; for the rest there is a list of slots."""

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeGuard
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from prasan.casework.intake.models import RegisterEntry
from prasan.ground.transactions.put import sqlite_moment
from prasan.ground.vault.box import VERSION
from prasan.surfaces.ops.bench import patterns
from prasan.surfaces.ops.bench.country import Country
from prasan.surfaces.ops.bench.patterns import Pattern, Row

Piece = str | tuple[str, int]
"""Of a text: itself, or (sort of slot, which)."""
REGISTER_GIVEN = ("be_year", "ordinal")
_AREA = re.compile(r'(?<=")\d{2}(?:\d{2}){0,3}(?=")')


@dataclass
class Copy:
    """What one copy has of its own; each list by slot."""

    id: list[str]  # 32 hex digits
    ref: list[str]
    number: list[str]
    place: tuple[str, str, str, str]  # codes of the country's areas by length: 2, 4, 6, 8 digits
    moment: list[str]
    exact: list[datetime]
    day: list[str]
    sealing: dict[int, AESGCM]
    names: dict[int, dict[str, str]]


Patch = Callable[[Copy], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Where the rows of a compiled pattern go."""

    model: type[models.Model]
    fixed: list[Any]
    patches: tuple[tuple[int, Patch], ...]


class Compiled:
    """A pattern ready for copying."""

    def __init__(self, pattern: Pattern, country: Country, posts: dict[UUID, tuple[str, UUID]]) -> None:
        self.pattern, self.country, self.posts = pattern, country, posts
        self.ids = {key: slot for slot, key in enumerate(_own(pattern))}
        self.refs: dict[UUID, int] = {}
        self.numbers = {number: slot for slot, number in enumerate([*pattern.cases.values(), *pattern.reports.values()]) if number}
        self.moments = patterns.moments(pattern)
        self.days = patterns.days(pattern)
        self.last = pattern.last
        self.weight = len(pattern.rows) ** -1.5  # how often it is copied: most cases are short
        self.owners: dict[int, None] = {}
        self.persons: dict[int, dict[int, dict[str, str]]] = defaultdict(dict)
        self.audit = [row for row in pattern.rows if row.model._meta.label_lower == "audit.auditrow"]
        self._moment_slot = {moment: slot for slot, moment in enumerate(self.moments)}
        self.makers: dict[Any, Callable[[Any], Any]] = {
            UUID: self._uuid, datetime: self._moment, date: self._day, dict: self._json, list: self._json, str: self._text, memoryview: bytes,
        }  # a datetime is a date too: the order counts
        self.tables = [self._table(row) for row in pattern.rows if row not in self.audit]
        self.entries = [self._entry(row) for row in self.audit]

    # -- compiling --

    def _table(self, row: Row) -> Table:
        fields = patterns.columns(row.model)
        fixed: list[Any] = []
        patches: list[tuple[int, Patch]] = []
        for place, one in enumerate(fields):
            value = self._value(row, one)
            if callable(value):
                patches.append((place, value))
                value = None
            fixed.append(value)
        return Table(row.model, fixed, tuple(patches))

    def _value(self, row: Row, one: models.Field[Any, Any]) -> Any:
        """A fixed value in the driver's form, or the patch that makes it."""
        name, value = one.attname, row.values[one.attname]
        if name in row.plain:
            return self._sealed(row, name)
        if name == "token":
            return lambda copy: os.urandom(16)
        if row.model is RegisterEntry and name in REGISTER_GIVEN:
            return None  # given when it is put down
        if name.endswith("area_code") and value:
            width = len(value) // 2 - 1
            return lambda copy: copy.place[width]
        for sort, make in self.makers.items():
            if isinstance(value, sort):
                return make(value)
        return value

    def _day(self, value: date) -> Any:
        slot = self.days.index(value)
        return lambda copy: copy.day[slot]

    def _json(self, value: Any) -> Any:
        return self._text(json.dumps(value, ensure_ascii=False), areas=True)

    def _uuid(self, value: UUID) -> Any:
        sort, slot = self._slot(value)
        if sort == "":
            return value.hex
        return (lambda copy: copy.id[slot]) if sort == "id" else (lambda copy: copy.ref[slot])

    def _slot(self, value: UUID) -> tuple[str, int]:
        if value in self.ids:
            return "id", self.ids[value]
        if value in self.country.office or value in self.posts:
            return "ref", self.refs.setdefault(value, len(self.refs))
        if value in self.country.fixed:
            return "", 0
        return "id", self.ids.setdefault(value, len(self.ids))  # of a thing that is no part of the pattern, such as a hand-over

    def _moment(self, value: datetime) -> Any:
        if value not in self._moment_slot:
            return sqlite_moment(value)
        slot = self._moment_slot[value]
        return lambda copy: copy.moment[slot]

    def _text(self, text: str, *, areas: bool = False) -> Any:
        pieces = self._pieces(text, areas=areas)
        if _is_fixed(pieces):
            return text
        return lambda copy: joined(pieces, copy)

    def _pieces(self, text: str, *, areas: bool) -> tuple[Piece, ...]:
        found: list[tuple[int, int, Piece]] = []
        for match in re.finditer(patterns.ID, text):
            sort, slot = self._slot(UUID(match[0]))
            if sort:
                found.append((*match.span(), (f"{sort}-" if "-" in match[0] else sort, slot)))
        for number, slot in self.numbers.items():
            found += [(*match.span(), ("number", slot)) for match in re.finditer(re.escape(number), text)]
        if areas:
            found += [(*match.span(), ("place", len(match[0]) // 2 - 1)) for match in _AREA.finditer(text) if match[0].startswith(self.pattern.province)]
        pieces: list[Piece] = []
        at = 0
        for start, end, piece in sorted(found, key=lambda one: one[:2]):
            if start >= at:
                pieces += [text[at:start], piece]
                at = end
        return tuple(piece for piece in (*pieces, text[at:]) if piece)

    def _sealed(self, row: Row, name: str) -> Patch:
        owner, label, plain = row.plain[name]
        slot, key = self.ids[owner], self.ids[row.values["id"]]
        self.owners[slot] = None
        tail = label.encode() + b"|"
        if label == "people.personname.parts":
            self.persons[self.ids[row.values["person_id"]]][key] = {"kind": row.values["kind"], **json.loads(plain)}
            return lambda copy: _seal(copy, slot, key, json.dumps(copy.names[key], ensure_ascii=False, separators=(",", ":")).encode(), tail)
        pieces = self._pieces(plain.decode(), areas=plain[:1] in b"{[")
        if _is_fixed(pieces):
            return lambda copy: _seal(copy, slot, key, plain, tail)
        return lambda copy: _seal(copy, slot, key, joined(pieces, copy).encode(), tail)

    def _entry(self, row: Row) -> tuple[int, tuple[str | tuple[Piece, ...], ...]]:
        parts = ("actor", "verb", "object_kind", "object_id", "root_id", "basis", "detail")
        cut = (self._pieces(str(row.values[part]), areas=False) for part in parts)
        return self._moment_slot[row.values["at"]], tuple("".join(pieces) if _is_fixed(pieces) else pieces for pieces in cut)


def _own(pattern: Pattern) -> Iterator[UUID]:
    for row in pattern.rows:
        key = row.values.get("id")
        if isinstance(key, UUID):
            yield key


def _seal(copy: Copy, owner: int, key: int, plain: bytes, tail: bytes) -> bytes:
    nonce = os.urandom(12)
    return VERSION + nonce + copy.sealing[owner].encrypt(nonce, plain, tail + bytes.fromhex(copy.id[key]))


def _is_fixed(pieces: tuple[Piece, ...]) -> TypeGuard[tuple[str, ...]]:
    return all(isinstance(piece, str) for piece in pieces)


def joined(pieces: tuple[Piece, ...], copy: Copy) -> str:
    """A text with what this copy has of its own in the places of the slots."""
    return "".join([piece if isinstance(piece, str) else _piece(piece, copy) for piece in pieces])


def _piece(piece: tuple[str, int], copy: Copy) -> str:
    sort, slot = piece
    if sort == "id-":
        return _dashed(copy.id[slot])
    if sort == "ref-":
        return _dashed(copy.ref[slot])
    if sort == "number":
        return copy.number[slot]
    if sort == "place":
        return copy.place[slot]
    return copy.id[slot] if sort == "id" else copy.ref[slot]


def _dashed(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
