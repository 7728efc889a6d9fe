"""Dates of which only the year, or the year and month, are known: usual for older and undocumented people."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from prasan.ground.clock.words import YEAR_SHIFT, Language, age_words, date_th, month_th

Precision = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Age in whole years: known to lie from `low` to `high`, both included."""

    low: int
    high: int

    def under(self, years: int) -> bool | None:
        """Younger than `years`? None when the date does not tell."""
        if self.high < years:
            return True
        return False if self.low >= years else None

    def text(self, lang: Language = "th") -> str:
        """In words: "6 ปี", "13–14 ปี"; "6 years", "13–14 years"."""
        if self.low == self.high:
            return age_words(self.low, lang)
        return f"{self.low}–{age_words(self.high, lang)}"


@dataclass(frozen=True, slots=True, order=False)
class PartialDate:
    """A common-era date known to the year, the month or the day. A day needs a month."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        date(self.year, self.month or 1, self.day or 1)  # raises ValueError for what is no date

    @classmethod
    def from_iso(cls, text: str) -> "PartialDate":
        """The stored form "2020", "2020-05" or "2020-05-16" (common era). Raises ValueError."""
        parts = text.split("-")
        if not (
            1 <= len(parts) <= 3 and all(part.isascii() and part.isdigit() for part in parts) and len(parts[0]) == 4
        ):
            raise ValueError("not an ISO date, month or year")
        return cls(*(int(part) for part in parts))

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """A fully known date."""
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> Precision:
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    @property
    def iso(self) -> str:
        """The stored form: "2020", "2020-05" or "2020-05-16"."""
        if self.month is None:
            return f"{self.year:04}"
        return (
            f"{self.year:04}-{self.month:02}" if self.day is None else f"{self.year:04}-{self.month:02}-{self.day:02}"
        )

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def whole(self) -> date | None:
        """The date, when it is known to the day."""
        return None if self.day is None else self.earliest

    def age_at(self, on: date) -> AgeRange:
        """Age on a day, as a range. Not born yet counts as 0."""
        return AgeRange(max(0, age_on(self.latest, on)), max(0, age_on(self.earliest, on)))

    def text(self, lang: Language = "th") -> str:
        """In words: "2563", "พ.ค. 2563", "16 พ.ค. 2563"; "2020", "May 2020", "16 May 2020"."""
        if self.month is None:
            return str(self.year + YEAR_SHIFT[lang])
        return month_th(self.year, self.month, lang) if self.day is None else date_th(self.earliest, lang)

    def __str__(self) -> str:
        return self.iso


def age_on(born: date, on: date) -> int:
    """Whole years from `born` to `on`, the birthday itself included; who was born on 29 February ages on 1 March in other years.

    Civil and Commercial Code s.16 counts from the day of birth.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
