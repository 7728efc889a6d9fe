"""Copying patterns: each copy has ids, keys, offices, people, numbers, names, places and moments of its own, and is sealed as the site seals."""

import os
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from prasan.casework.cases.rules import case_number, series_key
from prasan.casework.intake.models import RegisterEntry
from prasan.ground import clock
from prasan.ground.audit.record import CHAINS, Entry, chained
from prasan.ground.transactions.put import sqlite_moment
from prasan.ground.vault import keys
from prasan.ground.vault.box import sealed
from prasan.ground.vault.store import LABEL
from prasan.registry.people import rules
from prasan.registry.people.models import NameToken, PersonTokens
from prasan.surfaces.ops.bench import patterns
from prasan.surfaces.ops.bench.compiling import Compiled, Copy, joined
from prasan.surfaces.ops.bench.country import Country, LastPlaces
from prasan.surfaces.ops.bench.loading import DATA_KEY, Loader
from prasan.surfaces.ops.bench.names import Names, tokens

CHUNK = 1000
REGISTER = {one.attname: place for place, one in enumerate(patterns.columns(RegisterEntry))}
AUDIT = ("chain", "seq", "at", "actor", "verb", "object_kind", "object_id", "root_id", "basis", "detail", "hash")


class Copier:
    """Makes copies and hands their rows on, table by table."""

    def __init__(self, country: Country, posts: dict[UUID, tuple[str, UUID]], series: LastPlaces) -> None:
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
            [sqlite_moment(moment) for moment in exact_moments], exact_moments, [(one + shift).isoformat() for one in compiled.days], sealing, {},
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
            texts = [part if isinstance(part, str) else joined(part, copy) for part in parts]
            seq += 1
            head = chained(head, seq, Entry(copy.exact[slot], *texts))
            self.waiting["audit"].append((chain, seq, copy.moment[slot], *texts, head))
        self.series.seq[chain], self.series.head[chain] = seq, head


def _renamed(parts: dict[str, str], given: str, family: str) -> dict[str, str]:
    """The same kind of name for somebody else: one word stays one word, a title stays, words that are no name stay."""
    kept = {name: value for name, value in parts.items() if name != "kind"}
    if parts["kind"] == "words":
        return kept
    if "text" in kept:
        return {**kept, "text": f"{given} {family}" if " " in kept["text"].strip() else given}
    return {**kept, **({"given": given} if "given" in kept else {}), **({"surname": family} if "surname" in kept else {})}


def _hexes(count: int) -> list[str]:
    raw = os.urandom(16 * count).hex()
    return [f"{raw[at : at + 12]}4{raw[at + 13 : at + 16]}a{raw[at + 17 : at + 32]}" for at in range(0, 32 * count, 32)]
