"""Reads of areas. The ten thousand rows are few and change rarely, so each process keeps a book of them and asks it.

The book stands until the process ends or `forget` is called: new areas come with an upgrade, which starts it anew.
Facts that a person may change any day (the pilot flag, the sets) are read from the database each time.
"""

import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from typing import Any

from prasan.ground.thai.among import Names
from prasan.registry.areas import rules
from prasan.registry.areas.models import Area, RegionSet

covers = rules.covers

_COLUMNS = (
    "code", "level", "parent_id", "name_th", "name_en", "sort_key", "abbreviation", "postal_codes", "abolished_on", "replaced_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AreaFact:
    """One area. `replaced_by` holds the codes that took the place of an abolished one, where known."""

    code: str
    level: str
    parent: str
    name_th: str
    name_en: str
    sort_key: str
    abbreviation: str = ""
    postal_codes: tuple[str, ...] = ()
    abolished_on: date | None = None
    replaced_by: tuple[str, ...] = ()

    @property
    def province(self) -> str:
        """The code of the province that it lies in."""
        return self.code[:2]

    def name(self, lang: str = "th") -> str:
        """The bare name: Thai, or the romanised one for any other language."""
        return self.name_th if lang == "th" or not self.name_en else self.name_en


@dataclass(frozen=True, slots=True)
class RegionSetFact:
    """A set of provinces and its codes, in order."""

    code: str
    name_th: str
    name_en: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An area as search sees it, in compared form: own names, codes and nicknames."""

    fact: AreaFact
    own: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(slots=True)
class _Book:
    """All areas of one reading of the table."""

    by_code: dict[str, AreaFact]
    children: dict[str, tuple[AreaFact, ...]]
    entries: list[_Entry]
    lines: Names  # of the entries: all that is said of each, with the areas above
    by_plain: dict[str, list[AreaFact]] = field(default_factory=lambda: defaultdict(list))


_book: _Book | None = None
_lock = threading.Lock()


def forget() -> None:
    """Drop this process's book, so that the next question reads the table anew."""
    global _book  # noqa: PLW0603 - the one cache of this module
    _book = None


def area(code: str) -> AreaFact | None:
    """The area with this code, abolished ones too, or None."""
    return _read().by_code.get(code)


def children(code: str = "") -> tuple[AreaFact, ...]:
    """The areas in force directly inside an area, in Thai dictionary order; of "" the provinces."""
    return _read().children.get(code, ())


def path(code: str) -> tuple[AreaFact, ...]:
    """The areas that an area lies in, province first, itself last. Empty for an unknown code."""
    book = _read()
    found = tuple(book.by_code[c] for c in rules.ancestry(code) if c in book.by_code)
    return found if code in book.by_code else ()


def name_line(code: str, lang: str = "th") -> str:
    """An area as written in an address ("ต.ศิลา อ.เมืองขอนแก่น จ.ขอนแก่น"), or "" for an unknown code."""
    return rules.name_line([a.name(lang) for a in path(code)], bangkok=code.startswith(rules.BANGKOK), lang=lang)


def search_areas(text: str, limit: int = 10, *, within: str = "") -> tuple[AreaFact, ...]:
    """Areas in force that fit what somebody typed, Thai or English, with or without spaces and words such as "ต." or "อำเภอ".

    Whole names first, then beginnings, then parts, then lines ("ศิลา ขอนแก่น"); larger areas before smaller.
    `within` keeps to one area.
    """
    whole, parts = rules.plain(text), rules.words(text)
    if not whole:
        return ()
    ranked = (
        (rank, len(entry.fact.code), entry.fact.sort_key, entry.fact.code, entry.fact)
        for entry, line in _likely(whole, parts)
        if entry.fact.code.startswith(within) and (rank := _rank(entry, line, whole, parts)) is not None
    )
    return tuple(found[-1] for found in nsmallest(limit, ranked, key=lambda row: row[:-1]))


def by_name(province: str = "", district: str = "", subdistrict: str = "") -> AreaFact | None:
    """The one area that these hand-written names mean, the smallest that is named, or None when unknown or unclear.

    Each name may carry its word ("อ.", "เขต"); "เมือง" is the capital district. The name of an abolished subdistrict
    gives the area that took its place when there is exactly one.
    """
    names = [rules.plain(name) for name in (province, district, subdistrict)]
    level = max((n for n, name in enumerate(names) if name), default=-1)
    if level < 0:
        return None
    book = _read()
    found = [a for a in _named(book, names[level], level) if _fits(book, a, names)]
    current = [a for a in found if a.abolished_on is None]
    if current:
        return current[0] if len(current) == 1 else None
    heirs = {code for a in found for code in a.replaced_by}
    return book.by_code.get(heirs.pop()) if len(heirs) == 1 else None


def pilot_provinces() -> tuple[AreaFact, ...]:
    """The provinces that carry the pilot flag now, by code."""
    return tuple(_fact(row) for row in Area.objects.filter(pilot=True).order_by("code").values_list(*_COLUMNS))


def region_set(code: str) -> RegionSetFact | None:
    """A set of provinces such as `sbp` or `south14`, or None."""
    found = RegionSet.objects.filter(code=code).first()
    if found is None:
        return None
    members = tuple(found.members.order_by("area_id").values_list("area_id", flat=True))
    return RegionSetFact(found.code, found.name_th, found.name_en, members)


def region_sets() -> tuple[RegionSetFact, ...]:
    """All sets of provinces, by code."""
    sets = RegionSet.objects.prefetch_related("members").order_by("code")
    return tuple(
        RegionSetFact(s.code, s.name_th, s.name_en, tuple(sorted(m.area_id for m in s.members.all()))) for s in sets
    )


def _likely(whole: str, parts: tuple[str, ...]) -> list[tuple[_Entry, str]]:
    """The entries worth ranking, each with its line: one quick test for each of the thousands."""
    book = _read()
    return [(book.entries[place], book.lines[place]) for place in book.lines.holding(parts[0] if len(parts) > 1 else whole)]


def _rank(entry: _Entry, line: str, whole: str, parts: tuple[str, ...]) -> int | None:
    if whole in entry.own or whole in entry.codes:
        return 0
    if any(name.startswith(whole) for name in entry.own):
        return 1
    if any(whole in name for name in entry.own):
        return 2
    if any(name.startswith(parts[0]) for name in entry.own) and all(part in line for part in parts):
        return 3
    return 4 if any(whole.startswith(name) for name in entry.own) and whole in line else None


def _named(book: _Book, name: str, level: int) -> list[AreaFact]:
    size = (level + 1) * 2
    if level == 1 and name in {"เมือง", "mueang", "muang"}:
        return [a for a in book.by_code.values() if len(a.code) == size and _is_capital(a)]
    nickname = rules.province_by_nickname(name) if level == 0 else ""
    return (
        [book.by_code[nickname]]
        if nickname in book.by_code
        else [a for a in book.by_plain[name] if len(a.code) == size]
    )


def _fits(book: _Book, found: AreaFact, names: list[str]) -> bool:
    for size, name in zip((2, 4), names, strict=False):
        above = book.by_code.get(found.code[:size]) if len(found.code) > size else None
        if not name or above is None:
            continue
        known = {rules.plain(above.name_th), rules.plain(above.name_en)}
        if _is_capital(above):
            known |= {"เมือง", "mueang", "muang"}
        if name not in known and rules.province_by_nickname(name) != above.code:
            return False
    return True


def _is_capital(found: AreaFact) -> bool:
    """The capital district of a province has the first number; Bangkok has none."""
    return len(found.code) == 4 and found.code.endswith("01") and not found.code.startswith(rules.BANGKOK)


def _read() -> _Book:
    global _book  # noqa: PLW0603
    book = _book
    if book is not None:
        return book
    with _lock:
        book = _make_book([_fact(row) for row in Area.objects.values_list(*_COLUMNS)])
        # An empty table is a database that is still being made: do not remember it.
        _book = book if book.by_code else None
        return book


def _make_book(facts: list[AreaFact]) -> _Book:
    by_code = {fact.code: fact for fact in facts}
    grouped: dict[str, list[AreaFact]] = defaultdict(list)
    for fact in facts:
        if fact.abolished_on is None:
            grouped[fact.parent].append(fact)
    children_of = {code: tuple(sorted(group, key=lambda a: (a.sort_key, a.code))) for code, group in grouped.items()}
    entries, lines = zip(*_entries(by_code), strict=True) if by_code else ((), ())
    book = _Book(by_code, children_of, list(entries), Names(lines))
    for fact in facts:
        for name in {rules.plain(fact.name_th), rules.plain(fact.name_en)} - {""}:
            book.by_plain[sys.intern(name)].append(fact)
    return book


def _entries(by_code: dict[str, AreaFact]) -> Iterator[tuple[_Entry, str]]:
    own = {code: tuple(sys.intern(name) for name in map(rules.plain, (a.name_th, a.name_en)) if name) for code, a in by_code.items()}
    for code, fact in by_code.items():
        if fact.abolished_on is None:
            lines = [own[c] for c in reversed(rules.ancestry(code)) if c in own]
            thai, roman = "".join(names[0] for names in lines), "".join(names[-1] for names in lines)
            codes = (code, *filter(None, (fact.abbreviation,)), *rules.nicknames_of(code))
            yield _Entry(fact, own[code], codes), "|".join((thai, roman, *codes))


def _fact(row: tuple[Any, ...]) -> AreaFact:
    code, level, parent, name_th, name_en, sort_key, abbreviation, postal_codes, abolished_on, replaced_by = row
    return AreaFact(  # what thousands have in common is kept once
        sys.intern(code), sys.intern(level), sys.intern(parent or ""), name_th, name_en, sort_key, abbreviation,
        tuple(map(sys.intern, postal_codes.split())), abolished_on, tuple(replaced_by.split()),
    )
