"""Constraints that the server judges again: comparisons of the answer itself. What it does not understand it does not judge."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq, "!=": operator.ne,
}
_NUMBER = re.compile(r"\.\s*(>=|<=|!=|>|<|=)\s*(-?\d+(?:\.\d+)?)")
_TEXT = re.compile(r"\.\s*(!=|=)\s*'([^']*)'")
_LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*(>=|<=|!=|>|<|=)\s*(\d+)")
_TODAY = re.compile(r"\.\s*(>=|<=|>|<)\s*today\(\)")
_PATTERN = re.compile(r"regex\(\s*\.\s*,\s*'([^']*)'\s*\)")
_JUDGED_LENGTH = 200  # of a text that is held to a pattern


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: `of` is number, text, length, today or pattern."""

    of: str
    op: str
    value: Any

    def holds(self, text: str, today: date) -> bool:
        """Whether the answer passes; what cannot be compared passes."""
        if self.of == "length":
            return OPERATORS[self.op](len(text), self.value)
        if self.of == "pattern":
            return len(text) > _JUDGED_LENGTH or _compiled(self.value).search(text) is not None
        if self.of == "text":
            return OPERATORS[self.op](text, self.value)
        try:
            if self.of == "today":
                # A phone's day may have begun when ours has not.
                slack = timedelta(days=1 if "<" in self.op else -1)
                return OPERATORS[self.op](date.fromisoformat(text[:10]), today + slack)
            return OPERATORS[self.op](float(text), self.value)
        except ValueError:
            return True


@lru_cache(maxsize=1000)
def checks_of(constraint: str) -> tuple[Check, ...]:
    """The comparisons of a constraint that must all hold; none where it has a choice ("or") or a condition of its own."""
    told = re.sub(r"\s+", " ", constraint.strip())
    if not told or re.search(r"\bor\b|\bif\s*\(|\bnot\s*\(", re.sub(r"'[^']*'", "", told)):
        return ()
    return tuple(found for part in re.split(r" and ", told) if (found := _check(part.strip())) is not None)


def _check(part: str) -> Check | None:
    if found := _NUMBER.fullmatch(part):
        return Check("number", found[1], float(found[2]))
    if found := _TEXT.fullmatch(part):
        return Check("text", found[1], found[2])
    if found := _LENGTH.fullmatch(part):
        return Check("length", found[1], int(found[2]))
    if found := _TODAY.fullmatch(part):
        return Check("today", found[1], None)
    if (found := _PATTERN.fullmatch(part)) and _is_simple(found[1]):
        return Check("pattern", "", found[1])
    return None


def _is_simple(pattern: str) -> bool:
    """Whether a pattern takes time in proportion to the text: no groups, at most one repetition without end."""
    if "(" in pattern or len(re.findall(r"[*+]|,\}", re.sub(r"\\.|\[[^\]]*\]", "", pattern))) > 1:
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
