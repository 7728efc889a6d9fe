"""Counting days: working days of Thai state offices, and calendar months.

Holidays come from the package `holidays` (public and government categories, with days in lieu). National Labour Day is taken
out: state offices work on it, and on doubt a limit must end earlier. A closing that the Cabinet declares later is told by the office
(`tell_holidays`), or known after the package is upgraded; until then the earlier date stands.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

from prasan.ground.clock.closed import closed

D = TypeVar("D", bound=date)

PACKAGE = "holidays"
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Do state offices work on `day`?"""
    return day.weekday() < _SATURDAY and holiday_name(day) is None


def holiday_name(day: date) -> str | None:
    """Name of the state holiday on `day`, if it is one: as the office told it, else English."""
    return _told[day] if day in _told else closed(day.year).get((day.month, day.day))


def holidays_of(year: int) -> dict[date, str]:
    """The state holidays of a year (CE) that the package knows, by day; what the office told is not in it."""
    return {date(year, month, day): name for (month, day), name in closed(year).items()}


def tell_holidays(told: Mapping[date, str | None]) -> None:
    """Say on which days offices are closed (their name) or open after all (None), whatever the package knows. Replaces what was told before."""
    global _told  # noqa: PLW0603 - the one copy of the process
    _told = dict(told)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day` (before it when negative); `day` itself is not counted."""
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Working days after `first` up to and including `last`; 0 when `last` is not later."""
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def add_months(day: D, count: int) -> D:
    """The same day `count` calendar months on (or back); the last day of the month where there is no such day.

    Civil and Commercial Code s.193/5: months are reckoned by the calendar. A datetime keeps its time of day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


_told: dict[date, str | None] = {}


