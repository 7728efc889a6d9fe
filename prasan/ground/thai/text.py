"""Repairing, comparing and searching Thai writing (domain.md 7.5)."""

import re
import unicodedata

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC = str.maketrans(THAI_DIGITS, "0123456789")
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)

_TONES = "่-๋"  # mai ek, tho, tri, chattawa
_ABOVE = "ัิ-ื็ํ"
_BELOW = "ุ-ฺ"
_MARKS = f"{_ABOVE}{_BELOW}{_TONES}์๎"

_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad\u180e]")  # zero-width space, word joiner, BOM, soft hyphen
_JOINERS = re.compile(
    r"(?<=[\u0e00-\u0e7f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0e00-\u0e7f])"
)  # they mean something elsewhere
_SUSPECT = re.compile(
    rf"[\u0e00-\u0e7f]?[\u200b-\u200d\u2060\ufeff\u00ad\u180e]|ํ[{_TONES}]?า|เเ|[{_TONES}์][{_ABOVE}{_BELOW}]|ำ[{_TONES}]|([{_MARKS}])\1"
)
_AM = re.compile(rf"ํ([{_TONES}]?)า|ำ([{_TONES}])")
_ORDER = re.compile(rf"([{_TONES}์])([{_ABOVE}{_BELOW}]+)")
_DOUBLED = re.compile(rf"([{_MARKS}])\1+")


def normalise(text: str) -> str:
    """`text` in the one form that is kept: NFC, ำ and แ as one sign, vowel before tone, no doubled marks, nothing invisible.

    Thai digits stay what they are; line ends and spaces are not touched. Running it twice changes nothing.
    """
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if not _SUSPECT.search(text):
        return text
    text = _JOINERS.sub("", _INVISIBLE.sub("", text))
    before = ""
    while before != text:  # one repair can lay another bare; each pass shortens or orders
        before = text
        text = text.replace("เเ", "แ")
        text = _ORDER.sub(r"\2\1", text)
        text = _AM.sub(lambda found: f"{found[1] or found[2] or ''}ำ", text)
        text = _DOUBLED.sub(r"\1", text)
    return unicodedata.normalize("NFC", text)


def to_arabic_digits(text: str) -> str:
    """๐–๙ as 0–9, the rest unchanged."""
    return text.translate(_TO_ARABIC)


def to_thai_digits(text: str) -> str:
    """0–9 as ๐–๙ (official paper only)."""
    return text.translate(_TO_THAI)


def contains_unspaced(text: str, term: str) -> bool:
    """Does `text` hold `term`, whatever the spaces, case and digits? A match never ends inside a Thai letter group (ปา is not in ป่า)."""
    needle = _squeezed(term)
    if not needle:
        return False
    straw = _squeezed(text)
    at = straw.find(needle)
    while at >= 0:
        end = at + len(needle)
        if end == len(straw) or straw[end] not in _FOLLOWERS:
            return True
        at = straw.find(needle, at + 1)
    return False


def search_tokens(text: str) -> frozenset[str]:
    """Tokens under which a text that is not secret is found: Latin words and numbers whole, Thai runs by their three-letter pieces.

    A text holds a term only if it has all tokens of the term (then ask `contains_unspaced`). No dictionary, so new words are found.
    """
    found: set[str] = set()
    for run in _RUNS.findall(to_arabic_digits(normalise(text)).casefold()):
        if run[0] < "\u0e00" or run[0] > "\u0e7f" or len(run) <= _GRAM:
            found.add(run)
        else:
            found.update(run[at : at + _GRAM] for at in range(len(run) - _GRAM + 1))
    return frozenset(found)


def _squeezed(text: str) -> str:
    return "".join(to_arabic_digits(normalise(text)).casefold().split())


_FOLLOWERS = frozenset("ะัาำิีึืฺุู็่้๊๋์ํ๎ๅ")
_RUNS = re.compile(r"[ก-ฺเ-๎]+|[^\W\u0e00-\u0e7f_]+")
_GRAM = 3
