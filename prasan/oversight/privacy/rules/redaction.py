"""Blacking out: what names, numbers and telephones of others leave a text before its owner reads it.

It finds what is known of the others, however it is spaced or punctuated. It does not find a person who is only described; that is why the
keeper of the record says beforehand what must not be given, and why a second person agrees.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from prasan.ground.thai import normalise

MARK = "[ปกปิด]"
SHORTEST = 2  # letters of a name: one letter alone would black out the text
DIGITS = 5  # of a number or telephone


@dataclass(frozen=True)
class Needles:
    """What must not be read in a text: one pattern over all of it (None: nothing)."""

    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, words: Iterable[str], *, own: Iterable[str] = ()) -> "Needles":
        """From names and numbers of others, without those that are the reader's own (a shared surname)."""
        mine = {_plain(word) for word in own}
        found = sorted({_plain(word) for word in words} - mine, key=lambda word: (-len(word), word))
        parts = [part for part in map(_part, found) if part]
        return cls(re.compile("|".join(parts), re.IGNORECASE) if parts else None)

    def __bool__(self) -> bool:
        return self.pattern is not None


def redacted(value: Any, needles: Needles) -> tuple[Any, int]:
    """The value (a text, or JSON of texts) without what must not be read, and how often something was taken out."""
    if isinstance(value, str):
        return needles.pattern.subn(MARK, normalise(value)) if needles.pattern is not None else (value, 0)
    if isinstance(value, dict):
        done = {key: redacted(part, needles) for key, part in value.items()}
        return {key: part for key, (part, _) in done.items()}, sum(count for _, count in done.values())
    if isinstance(value, list | tuple):
        each = [redacted(part, needles) for part in value]
        return [part for part, _ in each], sum(count for _, count in each)
    return value, 0


def _plain(word: str) -> str:
    return " ".join(normalise(word).split())


def _part(word: str) -> str:
    digits = re.sub(r"\D", "", word)
    if len(digits) >= DIGITS and len(digits) >= len(re.sub(r"[\s\-.()+]", "", word)) - 1:
        return r"[\s\-.()]*".join(digits)  # 081-555 0199 as well as 0815550199
    if len(word.replace(" ", "")) < SHORTEST:
        return ""
    return r"\s*".join(map(re.escape, word.split()))
