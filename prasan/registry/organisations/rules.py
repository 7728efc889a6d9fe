"""Pure rules about organisations: deterministic ids, paths, and the text by which they are found."""

import re
from collections.abc import Callable, Collection, Iterable
from uuid import UUID, uuid5

from prasan.ground.panels import Registry

_HOUSE = UUID("6f1c0d9e-5a0b-5c1d-9d2e-70726173616e")
_MARKS = re.compile(r"[\s.,'’()\-–/\u200b\u00a0]+")
_OFFICE_WORD = re.compile(r"^(?:สนง|ส\.น\.ง)\.?\s*(?=[ก-ฮ])")
_AREA_WORDS = re.compile(r"(?:^|(?<=\s))(?:ต\.|อ\.|จ\.|ตำบล|อำเภอ|จังหวัด|แขวง|เขต)\s*")
GENERATED_NOTE = "ประมาณจากตำบล รอข้อมูลจริง"
MADE: Registry[Callable[[Collection[UUID]], None]] = Registry("what is written when organisations of a type are made")
"""By type of organisation, filled by later chapters (panels): called with the ids of new ones, inside the transaction that makes them."""


def organisation_id(type_code: str, area_code: str, unit: str = "") -> UUID:
    """The id of a loaded organisation: the same on every machine, so that demonstrations and tests can name it.

    `area_code` is "" for a body without an area. Organisations that people add later have random ids.
    """
    return uuid5(_HOUSE, f"{type_code}:{area_code}:{unit}")


def path_of(own: UUID, above: str = "") -> str:
    """The path of an organisation from its id and the path of the one above."""
    return f"{above}/{own.hex}" if above else own.hex


def ids_on(path: str) -> tuple[UUID, ...]:
    """The ids on a path, from the top to the organisation itself."""
    return tuple(UUID(hex=part) for part in path.split("/"))


def plain(text: str) -> str:
    """Text in the form in which names are compared: lower case, without spaces and marks."""
    return _MARKS.sub("", text.replace("\u0e4d\u0e32", "\u0e33").replace("ฯ", "").lower())


def words(text: str) -> tuple[str, ...]:
    """What somebody typed, as words in compared form: "สนง.พมจ. จ.ขอนแก่น" gives ("พมจ", "ขอนแก่น")."""
    parts = _AREA_WORDS.sub("", _OFFICE_WORD.sub("", text.strip())).split()
    return tuple(word for word in map(plain, parts) if word)


def search_text(names: Iterable[str], place_line: str = "") -> str:
    """The text that search looks through: each name after a bar, then the line of the place after a tilde."""
    known = dict.fromkeys(filter(None, map(plain, names)))
    return f"|{'|'.join(known)}|~{plain(place_line)}"[:1200]


def without_centre(subdistricts: Iterable[str], count: int, spared: Iterable[str]) -> frozenset[str]:
    """Which subdistricts have no active family centre yet: a fixed choice by code, never in the `spared` provinces.

    The source gives the number of centres (7,133 in early 2563), not their places; this spreads the gaps evenly.
    """
    keep_out = tuple(spared)
    free = [code for code in subdistricts if not code.startswith(keep_out)]
    return frozenset(sorted(free, key=lambda code: organisation_id("no_cfdc", code))[:count])
