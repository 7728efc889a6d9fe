"""How long a record is kept: values in, a day out. The classes are dated rows; what is shipped says its source and that it is a proposal."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from prasan.ground.clock import add_months

STARTS = ("closed", "ended", "made", "received")
UNITS = ("days", "hours", "months", "years")


@dataclass(frozen=True, slots=True)
class Youngest:
    """The youngest affected person of a record: born on that day at the latest; None when nobody is, or may be, a child."""

    born: date | None = None


def due_on(*, start: date, unit: str, amount: int, until_age: int | None = None, youngest: Youngest | None = None) -> date:
    """The first day on which a record may be erased. With `until_age` at least the day on which the youngest has that age."""
    match unit:
        case "years":
            day = add_months(start, 12 * amount)
        case "months":
            day = add_months(start, amount)
        case "days":
            day = start + timedelta(days=amount)
        case _:
            day = start + timedelta(days=1)
    if until_age and youngest is not None and youngest.born is not None:
        day = max(day, add_months(youngest.born, 12 * until_age))
    return day


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """The classes as they are shipped (data/retention.json)."""
    found: list[dict[str, Any]] = json.loads((files("prasan.oversight.privacy") / "data" / "retention.json").read_text(encoding="utf-8"))
    return tuple(found)
