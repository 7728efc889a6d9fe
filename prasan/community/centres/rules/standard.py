"""A standard of centres as data: domains with items, a scale, and levels with their thresholds; read, checked and scored.

An assessment keeps the version by which it was made, so that a later one changes nothing about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


class Unreadable(ValueError):  # noqa: N818
    """A document that is no standard; says where."""


@dataclass(frozen=True, slots=True)
class Word:
    """Thai, and English where there is one."""

    th: str
    en: str = ""

    def said(self, lang: str) -> str:
        """In a language; Thai where nothing else is known."""
        return self.th if lang == "th" or not self.en else self.en


@dataclass(frozen=True, slots=True)
class Item:
    """One question, and what shows it."""

    code: str
    asks: Word
    evidence: Word


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of the standard."""

    code: str
    title: Word
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A level: from this percent of all, when no domain is below `each` percent."""

    code: str
    title: Word
    at_least: int
    each: int


@dataclass(frozen=True, slots=True)
class Standard:
    """`scale`: what the points 0, 1, ... mean, the same for every item; `levels`: the highest first."""

    scale: tuple[Word, ...]
    domains: tuple[Domain, ...]
    levels: tuple[Level, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for domain in self.domains for item in domain.items)

    @property
    def most(self) -> int:
        """The most points of one item."""
        return len(self.scale) - 1


@dataclass(frozen=True, slots=True)
class DomainScore:
    """How one domain came out; None while an item of it is open."""

    code: str
    points: int
    most: int
    open: int
    percent: Fraction | None


@dataclass(frozen=True, slots=True)
class Score:
    """How all of it came out. `percent` and `level` are None while anything is open: what is not known is not nought."""

    points: int
    most: int
    open: int
    percent: Fraction | None
    level: str | None
    domains: tuple[DomainScore, ...]

    @property
    def hundredths(self) -> int | None:
        """The percent in hundredths, rounded down: nobody reaches a level by rounding."""
        return None if self.percent is None else int(self.percent * 100)


def score(standard: Standard, points: Mapping[str, int | None]) -> Score:
    """Score answers (item code to points or None). Answers to unknown items are left out; points outside the scale raise ValueError."""
    domains = tuple(_domain(domain, standard.most, points) for domain in standard.domains)
    got, most, still = (sum(getattr(one, name) for one in domains) for name in ("points", "most", "open"))
    percent = None if still else Fraction(100 * got, most)
    return Score(got, most, still, percent, _level(standard, percent, domains), domains)


def _domain(domain: Domain, most: int, points: Mapping[str, int | None]) -> DomainScore:
    told = [points.get(item.code) for item in domain.items]
    known = [value for value in told if value is not None]
    if any(not 0 <= value <= most for value in known):
        raise ValueError(domain.code)
    still, whole = len(told) - len(known), most * len(told)
    return DomainScore(domain.code, sum(known), whole, still, None if still else Fraction(100 * sum(known), whole))


def _level(standard: Standard, percent: Fraction | None, domains: Sequence[DomainScore]) -> str | None:
    if percent is None:
        return None
    lowest = min(one.percent for one in domains if one.percent is not None)
    return next((level.code for level in standard.levels if percent >= level.at_least and lowest >= level.each), None)


def read(document: Any) -> Standard:
    """A standard from its stored form. Raises Unreadable with the place of what is wrong."""
    if not isinstance(document, Mapping):
        raise Unreadable("document")
    scale = tuple(_word(one, f"scale {n}") for n, one in enumerate(_list(document, "scale")))
    domains = tuple(_read_domain(one, n) for n, one in enumerate(_list(document, "domains")))
    levels = tuple(_read_level(one, n) for n, one in enumerate(_list(document, "levels")))
    found = Standard(scale, domains, tuple(sorted(levels, key=lambda level: (-level.at_least, -level.each))))
    _check(found)
    return found


def _check(found: Standard) -> None:
    codes = [item.code for item in found.items]
    if len(set(codes)) != len(codes) or len({domain.code for domain in found.domains}) != len(found.domains):
        raise Unreadable("a code stands twice")
    if len(found.scale) < 2 or not codes or any(not domain.items for domain in found.domains):
        raise Unreadable("nothing to ask")
    if len({level.code for level in found.levels}) != len(found.levels) or not any((one.at_least, one.each) == (0, 0) for one in found.levels):
        raise Unreadable("levels must reach down to 0")


def _read_domain(one: Any, n: int) -> Domain:
    place = f"domain {n + 1}"
    items = tuple(
        Item(_code(item, f"{place} item {m + 1}"), _word(item, f"{place} item {m + 1}"),
             Word(str(item.get("evidence_th") or ""), str(item.get("evidence_en") or "")))
        for m, item in enumerate(_list(one, "items", place))
    )
    return Domain(_code(one, place), _word(one, place), items)


def _read_level(one: Any, n: int) -> Level:
    place = f"level {n + 1}"
    figures = (_mapping(one, place).get("at_least"), _mapping(one, place).get("each", 0))
    if not all(isinstance(figure, int) and not isinstance(figure, bool) and 0 <= figure <= 100 for figure in figures):
        raise Unreadable(place)
    return Level(_code(one, place), _word(one, place), int(figures[0] or 0), int(figures[1] or 0))


def _list(one: Any, name: str, place: str = "") -> list[Any]:
    found = _mapping(one, place or name).get(name)
    if not isinstance(found, list):
        raise Unreadable(f"{place} {name}".strip())
    return found


def _mapping(one: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(one, Mapping):
        raise Unreadable(place)
    return one


def _code(one: Any, place: str) -> str:
    found = _mapping(one, place).get("code")
    if not isinstance(found, str) or not found.replace(".", "_").isidentifier() or len(found) > 24:
        raise Unreadable(place)
    return found


def _word(one: Any, place: str) -> Word:
    found = _mapping(one, place)
    if not isinstance(found.get("th"), str) or not found["th"].strip():
        raise Unreadable(place)
    return Word(found["th"].strip(), str(found.get("en") or "").strip())
