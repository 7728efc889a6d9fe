"""Clock: what time it is, how it is said, and how it is counted.

`now()` is the only source of the present in Prasan, so that a test, a demonstration or a benchmark can set it.
Dates are kept in the common era and spoken in the Buddhist era (BE = CE + 543). Thailand has had one offset,
+07:00, and no summer time since 1920: local time is that fixed offset.
"""

from prasan.ground.clock.partial import AgeRange, PartialDate, age_on
from prasan.ground.clock.present import BANGKOK, UTC, Frozen, counted, frozen, local, now, set_out_from, stale, today
from prasan.ground.clock.reading import DateProblem, read_date, read_year
from prasan.ground.clock.words import (
    Language,
    age_words,
    date_th,
    day_th,
    duration_th,
    moment_th,
    month_names,
    month_th,
    time_th,
)
from prasan.ground.clock.working import (
    PACKAGE,
    add_months,
    add_working_days,
    holiday_name,
    holidays_of,
    is_working_day,
    tell_holidays,
    working_days_between,
)
from prasan.ground.clock.years import be, ce, fiscal_span, fiscal_year, quarter

__all__ = [
    "BANGKOK",
    "PACKAGE",
    "UTC",
    "AgeRange",
    "DateProblem",
    "Frozen",
    "Language",
    "PartialDate",
    "add_months",
    "add_working_days",
    "age_on",
    "age_words",
    "be",
    "ce",
    "counted",
    "date_th",
    "day_th",
    "duration_th",
    "fiscal_span",
    "fiscal_year",
    "frozen",
    "holiday_name",
    "holidays_of",
    "is_working_day",
    "local",
    "moment_th",
    "month_names",
    "month_th",
    "now",
    "quarter",
    "read_date",
    "read_year",
    "set_out_from",
    "stale",
    "tell_holidays",
    "time_th",
    "today",
    "working_days_between",
]
