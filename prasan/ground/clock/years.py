"""Buddhist-era and fiscal years."""

from datetime import date

BE_OFFSET = 543


def be(year: int) -> int:
    """Buddhist-era year of a common-era year."""
    return year + BE_OFFSET


def ce(year: int) -> int:
    """Common-era year of a Buddhist-era year."""
    return year - BE_OFFSET


def fiscal_year(day: date) -> int:
    """BE fiscal year: 1 October to 30 September, named by the year in which it ends (Budget Procedures Act B.E. 2561, s.4)."""
    return day.year + BE_OFFSET + (day.month >= 10)


def quarter(day: date) -> int:
    """Fiscal quarter, 1 (October to December) to 4."""
    return (day.month + 2) // 3 % 4 + 1


def fiscal_span(year: int) -> tuple[date, date]:
    """First and last day of a BE fiscal year."""
    return date(ce(year) - 1, 10, 1), date(ce(year), 9, 30)
