"""Copying patterns: each copy has ids, keys, offices, people, numbers, names, places and moments of its own, and is sealed as the site seals.

A pattern is compiled once: what is the same in all copies is made into the driver's form there and then; for the rest there is a list of slots.
"""

import json
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeGuard
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from prasan.casework.cases.rules import case_number, series_key
from prasan.casework.intake.models import RegisterEntry
from prasan.ground import clock
from prasan.ground.audit.record import CHAINS, Entry, chained
from prasan.ground.vault import keys
from prasan.ground.vault.box import VERSION, sealed
from prasan.ground.vault.store import LABEL
from prasan.registry.access.models import User
from prasan.registry.areas.queries import AreaFact, area, children
from prasan.registry.limits.models import LimitRule
from prasan.registry.organisations.models import Organisation
from prasan.registry.people import rules
from prasan.registry.people.models import NameToken, PersonTokens
from prasan.surfaces.ops.bench import patterns
from prasan.surfaces.ops.bench.loading import DATA_KEY, Loader
from prasan.surfaces.ops.bench.names import Names, tokens
from prasan.surfaces.ops.bench.patterns import Pattern, Row
from prasan.surfaces.ops.bench.people import Staff

Piece = str | tuple[str, int]
"""Of a text: itself, or (sort of slot, which)."""
_AREA = re.compile(r'(?<=")\d{2}(?:\d{2}){0,3}(?=")')
CHUNK = 1000


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


@dataclass
class Series:
    """The last places given: of numbers, registers and audit chains."""

    last: Counter[tuple[str, int]] = field(default_factory=Counter)
    seq: list[int] = field(default_factory=lambda: [0] * CHAINS)
    head: list[bytes] = field(default_factory=lambda: [b""] * CHAINS)

    def next(self, name: str, year: int) -> int:
        """One more."""
        self.last[name, year] += 1
        return self.last[name, year]


class Country:
    """Offices, people and places by which copies are spread."""

    def __init__(self, staff: Staff, chance: random.Random) -> None:
        self.staff, self.chance = staff, chance
        rows = list(Organisation.objects.values_list("id", "type_id", "area_id", "unit"))
        self.office = {pk: (kind, code or "", unit) for pk, kind, code, unit in rows}
        self.here: dict[tuple[str, str, str], list[UUID]] = defaultdict(list)
        for pk, kind, code, unit in rows:
            self.here[kind, (code or "")[:2], unit].append(pk)
        self.fixed = {*LimitRule.objects.values_list("id", flat=True), *User.objects.values_list("id", flat=True)}

    def office_in(self, source: UUID, province: str) -> UUID:
        """The like office of another province: the province's own before its districts'; the same where there is none."""
        kind, code, unit = self.office[source]
        if not code:
            return source
        return next(iter(self.here.get((kind, province, unit), ())), source)

    def place(self, province: str) -> tuple[str, str, str, str]:
        """A subdistrict, as codes of two, four, six and eight digits."""
        district = self.chance.choice(children(province))
        sub: AreaFact = self.chance.choice(children(district.code) or (district,))
        return province, district.code, sub.code, sub.code

    def letters(self, province: str) -> str:
        """The abbreviation of a province's name."""
        found = area(province)
        return found.abbreviation if found else ""


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
            return _moment(value)
        slot = self._moment_slot[value]
        return lambda copy: copy.moment[slot]

    def _text(self, text: str, *, areas: bool = False) -> Any:
        pieces = self._pieces(text, areas=areas)
        if _is_fixed(pieces):
            return text
        return lambda copy: _joined(pieces, copy)

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
        return lambda copy: _seal(copy, slot, key, _joined(pieces, copy).encode(), tail)

    def _entry(self, row: Row) -> tuple[int, tuple[str | tuple[Piece, ...], ...]]:
        parts = ("actor", "verb", "object_kind", "object_id", "root_id", "basis", "detail")
        cut = (self._pieces(str(row.values[part]), areas=False) for part in parts)
        return self._moment_slot[row.values["at"]], tuple("".join(pieces) if _is_fixed(pieces) else pieces for pieces in cut)


def _own(pattern: Pattern) -> Iterator[UUID]:
    for row in pattern.rows:
        key = row.values.get("id")
        if isinstance(key, UUID):
            yield key


class Copier:
    """Makes copies and hands their rows on, table by table."""

    def __init__(self, country: Country, posts: dict[UUID, tuple[str, UUID]], series: Series) -> None:
        self.country, self.posts, self.series = country, posts, series
        self.chance = country.chance
        self.names = Names(self.chance)
        self.version = keys().index_current
        self.waiting: dict[Any, list[Any]] = defaultdict(list)
        self.made = 0

    def copy(self, compiled: Compiled, province: str, shift: timedelta) -> None:
        """One more record like this one, in a province, so much later (or earlier)."""
        copy, owners = self._copy(compiled, province, shift)
        for table in compiled.tables:
            row = table.fixed.copy()
            for place, patch in table.patches:
                row[place] = patch(copy)
            if table.model is RegisterEntry:
                self._register(row, copy)
            self.waiting[table.model].append(row)
        self._tokens(compiled, copy)
        self._audit(compiled, copy)
        self.waiting[DATA_KEY] += owners
        self.made += 1

    def flush(self, loader: Loader) -> None:
        """Put down what waits."""
        for model, rows in self.waiting.items():
            if model is DATA_KEY:
                loader.put(DATA_KEY, ("owner", "key_id", "wrapped"), rows)
            elif model == "audit":
                loader.put("audit_auditrow", AUDIT, rows)
            else:
                loader.put(model._meta.db_table, [str(one.column) for one in patterns.columns(model)], rows)
        self.waiting.clear()

    def _copy(self, compiled: Compiled, province: str, shift: timedelta) -> tuple[Copy, list[Any]]:
        ids = _hexes(len(compiled.ids))
        exact_moments = [moment + shift for moment in compiled.moments]
        sealing, owners = {}, []
        now = keys()
        for slot in compiled.owners:
            fresh = os.urandom(32)
            owner = UUID(ids[slot])
            sealing[slot] = AESGCM(fresh)
            owners.append((owner.bytes, now.current, sealed(now.wrapping[now.current], fresh, LABEL, owner)))
        copy = Copy(
            ids, self._refs(compiled, province), self._numbers(compiled, province, exact_moments), self.country.place(province),
            [_moment(moment) for moment in exact_moments], exact_moments, [(one + shift).isoformat() for one in compiled.days], sealing, {},
        )
        for person in compiled.persons.values():
            given, family = self.names.draw(province)
            for key, parts in person.items():
                copy.names[key] = _renamed(parts, given, family)
        return copy, owners

    def _refs(self, compiled: Compiled, province: str) -> list[str]:
        """Offices of the province and people who hold the like posts there; two people stay two where the office has two."""
        turn = self.chance.randrange(1 << 30)
        found = []
        for seen, source in enumerate(compiled.refs):
            if source in self.country.office:
                found.append(self.country.office_in(source, province).hex)
                continue
            role, organisation = self.posts[source]
            able = self.country.staff.at.get((role, self.country.office_in(organisation, province)), [source])
            found.append(able[(turn + seen) % len(able)].hex)
        return found

    def _numbers(self, compiled: Compiled, province: str, moments: list[datetime]) -> list[str]:
        letters = self.country.letters(province)
        day = clock.local(moments[0])
        fiscal, year = clock.fiscal_year(day.date()), clock.be(day.year)
        cases = [case_number(letters, fiscal, self.series.next(series_key(province, fiscal), 0)) for _ in compiled.pattern.cases]
        return [*cases, *(f"ร {letters} {year}-{self.series.next(f'number:{letters}', year):05}" for _ in compiled.pattern.reports)]

    def _register(self, row: list[Any], copy: Copy) -> None:
        year = clock.be(clock.local(copy.exact[0]).year)
        row[REGISTER["be_year"]] = year
        row[REGISTER["ordinal"]] = self.series.next(f"office:{UUID(row[REGISTER['office_id']])}", year)

    def _tokens(self, compiled: Compiled, copy: Copy) -> None:
        rows = self.waiting[NameToken]
        for person, names in compiled.persons.items():
            owner = copy.id[person]
            found: set[tuple[int, int]] = set()
            for key in names:
                parts = copy.names[key]
                written = f"{parts.get('given', '')} {parts.get('surname', '')}".strip() or parts.get("text", "")
                if names[key]["kind"] != "words" and written:
                    found.update(tokens(written, self.version))
            rows.extend((kind, value, self.version, owner) for kind, value in found)
            if found:
                self.waiting[PersonTokens].append((owner, self.version, rules.packed(sorted(found))))

    def _audit(self, compiled: Compiled, copy: Copy) -> None:
        """All rows of a record on one chain drawn at random: as many transactions would spread them, at less cost for the maker."""
        chain = self.chance.randrange(CHAINS)
        seq, head = self.series.seq[chain], self.series.head[chain]
        for slot, parts in compiled.entries:
            texts = [part if isinstance(part, str) else _joined(part, copy) for part in parts]
            seq += 1
            head = chained(head, seq, Entry(copy.exact[slot], *texts))
            self.waiting["audit"].append((chain, seq, copy.moment[slot], *texts, head))
        self.series.seq[chain], self.series.head[chain] = seq, head


REGISTER = {one.attname: place for place, one in enumerate(patterns.columns(RegisterEntry))}
REGISTER_GIVEN = ("be_year", "ordinal")
AUDIT = ("chain", "seq", "at", "actor", "verb", "object_kind", "object_id", "root_id", "basis", "detail", "hash")


def _renamed(parts: dict[str, str], given: str, family: str) -> dict[str, str]:
    """The same kind of name for somebody else: one word stays one word, a title stays, words that are no name stay."""
    kept = {name: value for name, value in parts.items() if name != "kind"}
    if parts["kind"] == "words":
        return kept
    if "text" in kept:
        return {**kept, "text": f"{given} {family}" if " " in kept["text"].strip() else given}
    return {**kept, **({"given": given} if "given" in kept else {}), **({"surname": family} if "surname" in kept else {})}


def _seal(copy: Copy, owner: int, key: int, plain: bytes, tail: bytes) -> bytes:
    nonce = os.urandom(12)
    return VERSION + nonce + copy.sealing[owner].encrypt(nonce, plain, tail + bytes.fromhex(copy.id[key]))


def _is_fixed(pieces: tuple[Piece, ...]) -> TypeGuard[tuple[str, ...]]:
    return all(isinstance(piece, str) for piece in pieces)


def _joined(pieces: tuple[Piece, ...], copy: Copy) -> str:
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


def _hexes(count: int) -> list[str]:
    raw = os.urandom(16 * count).hex()
    return [f"{raw[at : at + 12]}4{raw[at + 13 : at + 16]}a{raw[at + 17 : at + 32]}" for at in range(0, 32 * count, 32)]


def _dashed(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _moment(moment: datetime) -> str:
    """As Django writes it into SQLite."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
