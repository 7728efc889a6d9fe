"""Reading dates as people in Thailand write them (domain.md 7.2).

Years: 2569 and 69 are Buddhist, 2026 is common. Two digits are always 25xx: "63" is 2563, never 1963 or 2063;
who was born before 2500 writes four digits. Thai digits count as digits.
"""

import re
from calendar import monthrange
from functools import lru_cache

from prasan.ground.clock.partial import PartialDate
from prasan.ground.clock.words import FULL_MONTHS, MONTHS
from prasan.ground.clock.years import BE_OFFSET

CE_FIRST, CE_LAST = 1850, 2199
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


class DateProblem(ValueError):  # noqa: N818 - said to a person, not an error of the program
    """Why a date cannot be read. `code`: empty, unreadable, year, month, day, month_missing; `value`: the part in question."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


def read_year(text: str) -> int:
    """Common-era year of a typed year (2569, 69, 2026, ๒๕๖๙, "พ.ศ. 2569", "ค.ศ. 2026"); raises DateProblem("year")."""
    typed = text.translate(THAI_DIGITS).strip()
    found = _YEAR.fullmatch(typed)
    if not found:
        raise DateProblem("year", text.strip())
    return _year(found["year"], found["era"] or "")


def read_date(text: str) -> PartialDate:
    """Date, month or year out of one text.

    Reads "21/11/2569", "21-11-69", "21.11.2026", "2026-11-21", "21 พ.ย. 2569", "16 มี.ค.63", "วันจันทร์ที่ 23 พฤศจิกายน พ.ศ. 2569",
    "พ.ย. 2569", "11/2569", "2026-05", "2569", "21 Nov 2026" and the same with Thai digits. Raises DateProblem.
    """
    typed = " ".join(text.translate(THAI_DIGITS).replace("ํา", "ำ").split())
    if not typed:
        raise DateProblem("empty")
    return _read(typed)


@lru_cache(maxsize=4096)
def _read(typed: str) -> PartialDate:
    if found := _YEAR.fullmatch(typed):
        return PartialDate(_year(found["year"], found["era"] or ""))
    if found := _YEAR_FIRST.fullmatch(typed):
        return build(found["year"], found["month"], found["day"] or "")
    if found := _NUMBERS.fullmatch(typed):
        return build(found["year"], found["month"], found["day"] or "")
    if found := _WORDS.fullmatch(typed):
        month = _MONTH_NUMBERS.get(_bare(found["month"]))
        if month is None:
            raise DateProblem("month", found["month"])
        year = _year(found["year"], found["era"] or "")
        return _checked(year, month, found["day"] or "")
    raise DateProblem("unreadable", typed)


def build(year: str, month: str, day: str) -> PartialDate:
    """A date out of three typed parts; empty month or day = not known. Raises DateProblem(year | month | day | month_missing)."""
    whole_year = read_year(year)
    month = month.translate(THAI_DIGITS).strip()
    day = day.translate(THAI_DIGITS).strip()
    if not month:
        if day:
            raise DateProblem("month_missing", day)
        return PartialDate(whole_year)
    number = int(month) if _DIGITS.fullmatch(month) else _MONTH_NUMBERS.get(_bare(month), 0)
    if not 1 <= number <= 12:
        raise DateProblem("month", month)
    return _checked(whole_year, number, day)


def _checked(year: int, month: int, day: str) -> PartialDate:
    if not day:
        return PartialDate(year, month)
    number = int(day) if _DIGITS.fullmatch(day) else 0
    if not 1 <= number <= monthrange(year, month)[1]:
        raise DateProblem("day", day)
    return PartialDate(year, month, number)


def _year(digits: str, era: str) -> int:
    number = int(digits)
    if len(digits) == 2:
        number += 2500
    if era.startswith(("ค", "C", "c", "A", "a")):
        year = number
    else:
        year = number if CE_FIRST <= number <= CE_LAST and not era else number - BE_OFFSET
    if not CE_FIRST <= year <= CE_LAST:
        raise DateProblem("year", digits)
    return year


def _bare(month: str) -> str:
    return month.replace(".", "").replace(" ", "").casefold()


_MONTH_NUMBERS = {
    _bare(name): number
    for table in (MONTHS, FULL_MONTHS)
    for names in table.values()
    for number, name in enumerate(names)
    if name
}
_DIGITS = re.compile(r"[0-9]{1,2}")
_ERA = r"(?P<era>พ\.?ศ\.?|ค\.?ศ\.?|BE|B\.E\.|CE|C\.E\.|A\.?D\.?)?"
_YEAR_WORD = r"(?:ปี)?\s?"
_YEAR = re.compile(rf"{_YEAR_WORD}{_ERA}\s?(?P<year>[0-9]{{4}}|[0-9]{{2}})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})(?:[-/.](?P<day>[0-9]{1,2}))?")
_NUMBERS = re.compile(
    r"(?:(?P<day>[0-9]{1,2})\s?[-/. ]\s?)?(?P<month>[0-9]{1,2})\s?[-/. ]\s?(?P<year>[0-9]{4}|[0-9]{2})"
)
_WEEKDAY = r"(?:(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)?\s?(?:ที่)?\s?|[A-Za-z]{3,9},?\s)?"
_WORDS = re.compile(
    rf"{_WEEKDAY}(?:(?P<day>[0-9]{{1,2}})\s?)?(?:เดือน)?(?P<month>[ก-ฮะ-์.]{{3,12}}|[A-Za-z]{{3,9}}\.?),?\s?{_YEAR_WORD}{_ERA}\s?(?P<year>[0-9]{{4}}|[0-9]{{2}})",
    re.IGNORECASE,
)
