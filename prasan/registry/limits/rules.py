"""How time limits are counted. Pure: values in, values out.

Whole days: the first day is not counted and the limit ends with its last day (Civil and Commercial Code s.193/3, 193/5); months are
calendar months, the last day of the month where the day is missing. Nothing rolls to the next working day, because the codes differ
on that: the earlier date is shown. Hours run over nights and holidays. Working days keep the hour at which they started.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

from prasan.ground.clock import BANGKOK, PartialDate, add_months, add_working_days, local

Kind = Literal["running_minutes", "running_hours", "calendar_days", "calendar_months", "working_days"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TO_THE_MINUTE: frozenset[str] = frozenset({"running_minutes", "running_hours"})
Stage = Literal["none", "ok", "soon", "late"]

HOUR = timedelta(hours=1)
DAY_ENDS = time(23, 59, 59)


def due(kind: Kind, amount: int, start: datetime | date) -> datetime | None:
    """When a limit of `amount` (minutes, hours, days, months, working days by kind) ends. Aware, Thai time.

    `start` is a moment, or a date when the hour is not known: then limits to the minute have no due time (None).
    """
    moment = local(start) if isinstance(start, datetime) else None
    if kind == "running_minutes":
        return moment + timedelta(minutes=amount) if moment else None
    if kind == "running_hours":
        return moment + timedelta(hours=amount) if moment else None
    day = moment.date() if moment else start
    if kind == "working_days":
        return datetime.combine(add_working_days(day, amount), moment.time() if moment else DAY_ENDS, BANGKOK)
    last = day + timedelta(days=amount) if kind == "calendar_days" else add_months(day, amount)
    return datetime.combine(last, DAY_ENDS, BANGKOK)


def soon_from(start: datetime | None, due_at: datetime) -> datetime:
    """When a limit begins to be near: in its last quarter, and at the latest an hour before its end."""
    last_hour = due_at - HOUR
    if start is None or start >= due_at:
        return last_hour
    return min(last_hour, due_at - (due_at - start) / 4) if due_at - start > HOUR else start


def stage(now: datetime, start: datetime | None, due_at: datetime | None) -> Stage:
    """Where a running limit stands: none (no due time), ok, soon (last quarter or under an hour), late (the due time is past)."""
    if due_at is None:
        return "none"
    if now > due_at:
        return "late"
    return "soon" if now >= soon_from(start, due_at) else "ok"


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm point of a rule: hours after the start, days before the end, or minutes past the end (who is told next)."""

    after_hours: int | None = None
    before_days: int | None = None
    over_minutes: int | None = None

    @property
    def level(self) -> str:
        """The code of the notice that it causes: "after:24h", "before:60d", "over:30m"."""
        if self.over_minutes is not None:
            return f"over:{self.over_minutes}m"
        return f"after:{self.after_hours}h" if self.after_hours is not None else f"before:{self.before_days}d"

    @classmethod
    def read(cls, level: str) -> "Alarm":
        """From its code. Raises ValueError."""
        side, _, amount = level.partition(":")
        if side == "after" and amount.endswith("h"):
            return cls(after_hours=int(amount[:-1]))
        if side == "before" and amount.endswith("d"):
            return cls(before_days=int(amount[:-1]))
        if side == "over" and amount.endswith("m"):
            return cls(over_minutes=int(amount[:-1]))
        raise ValueError(f"no alarm point: {level}")


def schedule(
    start: datetime | None, due_at: datetime | None, alarms: Iterable[str]
) -> tuple[tuple[datetime, str], ...]:
    """All notices of a limit in time order: its alarm points, "soon" and "late". Without a due time there are none before the end.

    A limit of an hour or less is near from its start, which everybody knows: its notice comes in its last quarter.
    """
    points: list[tuple[datetime, str]] = []
    for level in alarms:
        alarm = Alarm.read(level)
        if alarm.after_hours is not None and start is not None:
            points.append((start + timedelta(hours=alarm.after_hours), level))
        elif alarm.before_days is not None and due_at is not None:
            points.append((due_at - timedelta(days=alarm.before_days), level))
        elif alarm.over_minutes is not None and due_at is not None:
            points.append((due_at + timedelta(minutes=alarm.over_minutes, seconds=1), level))
    if due_at is not None:
        points += [(_soon_notice(start, due_at), "soon"), (due_at + timedelta(seconds=1), "late")]
    return tuple(sorted(points))


def _soon_notice(start: datetime | None, due_at: datetime) -> datetime:
    if start is not None and timedelta() < due_at - start <= HOUR:
        return due_at - (due_at - start) / 4
    return soon_from(start, due_at)


def newly_reached(points: Sequence[tuple[datetime, str]], given: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Levels reached by `now` for which no notice was given yet, in time order."""
    known = set(given)
    return tuple(level for at, level in points if at <= now and level not in known)


def next_notice(points: Sequence[tuple[datetime, str]], given: Iterable[str]) -> datetime | None:
    """When the next notice is to be given, or None."""
    known = set(given)
    return next((at for at, level in points if level not in known), None)


def earliest(start: datetime | date | PartialDate) -> datetime | date:
    """The earliest reading of a start of which only the year or the month may be known."""
    return start.earliest if isinstance(start, PartialDate) else start


_SPANS_TH: dict[str, str] = {
    "running_minutes": "{n} นาที",
    "running_hours": "{n} ชั่วโมง นับวันหยุดด้วย",
    "calendar_days": "{n} วัน นับวันหยุดด้วย",
    "calendar_months": "{n} เดือนตามปฏิทิน",
    "working_days": "{n} วันทำการ",
}
_SPANS_EN: dict[str, tuple[str, str]] = {
    "running_minutes": ("{n} minute", "{n} minutes"),
    "running_hours": ("{n} hour, holidays count", "{n} hours, holidays count"),
    "calendar_days": ("{n} day, holidays count", "{n} days, holidays count"),
    "calendar_months": ("{n} calendar month", "{n} calendar months"),
    "working_days": ("{n} working day", "{n} working days"),
}


def span(kind: Kind, amount: int, lang: str = "th") -> str:
    """A limit in words: "48 ชั่วโมง นับวันหยุดด้วย", "3 calendar months"."""
    return _SPANS_TH[kind].format(n=amount) if lang == "th" else _SPANS_EN[kind][amount != 1].format(n=amount)
