"""Days and hours as they stand in the cells of a list."""

from collections.abc import Mapping
from datetime import datetime, time

from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.policy import Invalid


def no_day() -> str:
    """What is said of a cell that holds no day."""
    return _("กรอกวันที่ เช่น 30/9/2569 หรือ 2026-09-30")


def day_of(row: Mapping[str, str], name: str) -> datetime | None:
    """The beginning of a day, in Bangkok; None when the cell is empty. Raises Invalid."""
    if not row.get(name):
        return None
    try:
        day = clock.read_date(row[name]).whole
    except ValueError:
        day = None
    if day is None:
        raise Invalid({name: no_day()})
    return datetime.combine(day, time(), clock.BANGKOK)


def moment_of(row: Mapping[str, str], name: str) -> datetime:
    """A day with an hour, in Bangkok. Raises Invalid."""
    day, _space, hour = row[name].replace("T", " ").rpartition(" ")
    try:
        found, at = clock.read_date(day).whole, time.fromisoformat(hour.replace(".", ":").zfill(5))
    except ValueError:
        found, at = None, time()
    if found is None:
        raise Invalid({name: _("กรอกวันและเวลา เช่น 30/9/2569 08:30")})
    return datetime.combine(found, at, clock.BANGKOK)


def partial_of(row: Mapping[str, str], name: str) -> str:
    """A day, a month or a year alone, in its stored form; "" when the cell is empty. Raises Invalid."""
    if not row.get(name):
        return ""
    try:
        return clock.read_date(row[name]).iso
    except ValueError:
        raise Invalid({name: _("กรอกปีที่ตั้ง เช่น 2547 หรือวันที่เต็ม")}) from None
