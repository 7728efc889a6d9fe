"""Telephone numbers (domain.md 7.5): Thai numbers by the national plan, hotlines as they are dialled, others by `phonenumbers`."""

import re
from dataclasses import dataclass
from typing import Literal

from prasan.ground.thai.text import normalise, to_arabic_digits

PhoneKind = Literal["mobile", "fixed", "hotline", "foreign", "unclear"]

_EXTENSION = re.compile(r"(?:ต่อ|กด|ext\.?|x|#)\s*([0-9]{1,6})\s*$", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s\-‐-―.()/]+|^(?:โทรศัพท์|โทร\.?|tel\.?:?|เบอร์)\s*", re.IGNORECASE)
_NATIONAL = re.compile(r"(?:\+?66|0066)0?(?=[2-9])")
_MOBILE = re.compile(r"0[689][0-9]{8}")
_FIXED = re.compile(r"0[2-7][0-9]{7}")
_HOTLINE = re.compile(r"[1-9][0-9]{2,3}")
_FREE = re.compile(r"1[0-9]{9}|1[0-9]{8}")
_ABROAD = re.compile(r"(?:\+|00)[0-9]{6,15}")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as read. `value`: E.164 for mobile, fixed and foreign numbers; as dialled for hotlines; "" when unclear.

    `shown` is written as Thais write it (081-234-5678, 02-123-4567, 1300, +60 12-345 6789), for unclear ones as typed.
    """

    kind: PhoneKind
    value: str
    shown: str
    extension: str = ""

    @property
    def masked(self) -> str:
        """The last two digits only."""
        return "x" * max(0, len(self.value) - 2) + self.value[-2:]


def read_phone(text: str) -> Phone:
    """Read a typed number. Never raises; what is no number comes back with kind "unclear" and the text as typed."""
    typed = " ".join(to_arabic_digits(normalise(text)).split())
    extension = ""
    if found := _EXTENSION.search(typed):
        extension, typed = found[1], typed[: found.start()].rstrip(" ,")
    digits = _PUNCTUATION.sub("", typed)
    national = _NATIONAL.sub("0", digits, count=1) if _NATIONAL.match(digits) else digits
    if _MOBILE.fullmatch(national):
        return Phone("mobile", f"+66{national[1:]}", f"{national[:3]}-{national[3:6]}-{national[6:]}", extension)
    if _FIXED.fullmatch(national):
        area = 2 if national.startswith("02") else 3
        return Phone("fixed", f"+66{national[1:]}", f"{national[:area]}-{national[area:-4]}-{national[-4:]}", extension)
    if _HOTLINE.fullmatch(digits) or _FREE.fullmatch(digits):
        return Phone("hotline", digits, digits, extension)
    if _ABROAD.fullmatch(digits):
        return _foreign(digits, typed, extension)
    return Phone("unclear", "", typed[:64], extension)


def _foreign(digits: str, typed: str, extension: str) -> Phone:
    import phonenumbers  # its tables are loaded only when somebody gives a foreign number

    try:
        number = phonenumbers.parse("+" + digits.lstrip("+0") if digits.startswith("00") else digits, None)
    except phonenumbers.NumberParseException:
        return Phone("unclear", "", typed[:64], extension)
    if not phonenumbers.is_possible_number(number):
        return Phone("unclear", "", typed[:64], extension)
    form = phonenumbers.PhoneNumberFormat
    return Phone(
        "foreign",
        phonenumbers.format_number(number, form.E164),
        phonenumbers.format_number(number, form.INTERNATIONAL),
        extension,
    )
