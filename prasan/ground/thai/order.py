"""Thai order: the Royal Society's, as a key that any database sorts rightly."""

import re
import string
import unicodedata

from prasan.ground.thai.text import normalise

_DIGITS36 = string.digits + string.ascii_lowercase
_LEADING = re.compile(r"([เแโใไ])([ก-ฮ])")
_MARKS = re.compile(r"[็-๎]")  # compared only when all letters are equal
_OTHER = "zz"
_LAST_PLACE = 36 * 36 - 1


def _pair(number: int) -> str:
    return _DIGITS36[number // 36] + _DIGITS36[number % 36]


def _table() -> dict[int, str | None]:
    letters = [" ", *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", *string.digits, *string.ascii_lowercase]
    codes: dict[int, str | None] = {ord(letter): _pair(number + 2) for number, letter in enumerate(letters)}
    for number, digit in enumerate("๐๑๒๓๔๕๖๗๘๙"):
        codes[ord(digit)] = codes[ord(str(number))]
    for number, point in enumerate(range(0x0E01, 0x0E47)):
        codes.setdefault(point, _pair(200 + number))
    codes.update(dict.fromkeys(range(3655, 3663)))
    return codes


class _Codes(dict[int, str | None]):
    def __missing__(self, point: int) -> str:
        return _OTHER + _pair(point // 1296) + _pair(point % 1296)


_CODES = _Codes(_table())


def sort_key(text: str) -> str:
    """Key of [0-9a-z] that sorts as a Thai dictionary does, under any collation and in any database.

    Letters first (a leading vowel counts after its consonant), tone and other marks only where all letters agree, the
    earlier unmarked first. Case, accents and the kind of digit do not count. Two characters a letter.
    """
    text = normalise(text).strip().casefold()
    if not text.isascii():
        text = _LEADING.sub(r"\2\1", _without_accents(text))
    key = text.translate(_CODES)
    if _MARKS.search(text):
        key += "00" + _marks_of(text)
    return key


def _marks_of(text: str) -> str:
    place, marks = 0, []
    for letter in text:
        if "็" <= letter <= "๎":
            marks.append(_pair(max(0, _LAST_PLACE - place)) + _DIGITS36[ord(letter) - 0x0E47])
        else:
            place += 1
    return "".join(marks)


def _without_accents(text: str) -> str:
    if text.isascii() or not any("\u00c0" <= letter < "\u0250" for letter in text):
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not "\u0300" <= letter <= "\u036f")
