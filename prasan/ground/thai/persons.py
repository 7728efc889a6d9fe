"""Numbers that persons carry (domain.md 7.1).

Stateless people (0...), migrants (00...) and pupils with a school's G-code are normal here. A number is never refused: what looks
wrong becomes a warning. A national number identifies nobody by itself and is never a primary key.
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from prasan.ground.thai.text import normalise, to_arabic_digits

NumberKind = Literal[
    "thai_id",
    "no_status_0",
    "migrant_00",
    "g_code",
    "passport",
    "border_pass",
    "unhcr",
    "alien_cert",
    "other",
    "none",
    "withheld",
]
KINDS: tuple[NumberKind, ...] = get_args(NumberKind)
Doubt = Literal["check_digit", "length", "first_digit", "unusual"]

_THIRTEEN = 13
_SPACES = re.compile(r"[\s\-‐-―./]+")
_G_CODE = re.compile(r"G\d{12}")
_PASSPORT = re.compile(r"(?=.*\d)[A-Z]{1,2}[0-9A-Z]{5,9}")
_DOCUMENT = re.compile(r"[0-9A-Z]{4,24}")


@dataclass(frozen=True, slots=True)
class PersonNumber:
    """A number as read. `value`: digits and capitals only, for keyed comparing; "" for none and withheld.

    `warnings` never stop a save: check_digit, length, first_digit, unusual.
    """

    kind: NumberKind
    value: str
    warnings: tuple[Doubt, ...] = ()

    @property
    def shown(self) -> str:
        """1-2345-67890-12-1 for thirteen digits, else the value."""
        return _grouped(self.value) if len(self.value) == _THIRTEEN and self.value.isdigit() else self.value

    @property
    def masked(self) -> str:
        """For lists: x-xxxx-xxxxx-12-1; of other numbers the last three characters."""
        if len(self.value) == _THIRTEEN:
            return _grouped("x" * 10 + self.value[-3:])
        return "x" * max(0, len(self.value) - 3) + self.value[-3:] if len(self.value) > 3 else "x" * len(self.value)


def check_digit(twelve: str) -> int:
    """Check digit of the first twelve digits: (11 - sum of d_i * (14 - i) mod 11) mod 10."""
    return (11 - sum(int(digit) * weight for digit, weight in zip(twelve, range(13, 1, -1), strict=True)) % 11) % 10


def read_person_number(text: str, kind: NumberKind | None = None) -> PersonNumber:
    """Read a typed number; `kind` when the person said what it is, else guessed. Never raises on text."""
    value = _SPACES.sub("", to_arabic_digits(normalise(text))).upper()
    if kind in ("none", "withheld") or (kind is None and not value):
        return PersonNumber(kind or "none", "")
    value = "".join(letter for letter in value if letter.isalnum())[:64]
    kind = kind or _guess(value)
    return PersonNumber(kind, value, _warnings(kind, value))


def _guess(value: str) -> NumberKind:
    if value.isascii() and value.isdigit():
        if value.startswith("00"):
            return "migrant_00"
        return "no_status_0" if value.startswith("0") else "thai_id"
    if _G_CODE.fullmatch(value):
        return "g_code"
    return "passport" if _PASSPORT.fullmatch(value) else "other"


def _warnings(kind: NumberKind, value: str) -> tuple[Doubt, ...]:
    if kind in ("thai_id", "no_status_0", "migrant_00"):
        if not (value.isascii() and value.isdigit() and len(value) == _THIRTEEN):
            return ("length",)
        found: list[Doubt] = []
        if not _begins_as(kind, value):
            found.append("first_digit")
        if check_digit(value[:12]) != int(value[12]):
            found.append("check_digit")
        return tuple(found)
    if kind == "g_code":
        return () if _G_CODE.fullmatch(value) else ("unusual",)
    if kind == "passport":
        return () if _PASSPORT.fullmatch(value) or _DOCUMENT.fullmatch(value) else ("unusual",)
    return () if _DOCUMENT.fullmatch(value) else ("unusual",)


def _begins_as(kind: NumberKind, value: str) -> bool:
    if kind == "thai_id":
        return "1" <= value[0] <= "8"
    return value.startswith("00") if kind == "migrant_00" else value.startswith("0")


def _grouped(thirteen: str) -> str:
    return f"{thirteen[0]}-{thirteen[1:5]}-{thirteen[5:10]}-{thirteen[10:12]}-{thirteen[12]}"
