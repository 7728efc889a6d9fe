"""The present, injectable."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone
from time import monotonic

__all__ = ["BANGKOK", "UTC", "Frozen", "counted", "frozen", "local", "now", "set_out_from", "stale", "today"]

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")


class Frozen:
    """A clock that stands still until it is told to move."""

    __slots__ = ("at", "from_at", "from_counted")

    def __init__(self, at: datetime) -> None:
        self.at = self.from_at = at
        self.from_counted = monotonic()

    def advance(self, **by: float) -> datetime:
        """Move by the arguments of `timedelta`; the new present."""
        self.at += timedelta(**by)
        return self.at

    def move_to(self, at: datetime | str) -> datetime:
        """Set the present; text is ISO 8601, naive times are Bangkok's."""
        self.at = _aware(at)
        return self.at


_frozen: ContextVar[Frozen | None] = ContextVar("prasan_clock_frozen", default=None)
_offset = timedelta(0)


def now() -> datetime:
    """The present: aware, Asia/Bangkok."""
    held = _frozen.get()
    if held is not None:
        return held.at
    if _offset:
        return datetime.now(BANGKOK) + _offset
    return datetime.now(BANGKOK)


def counted() -> float:
    """Seconds that the process counts, for what it keeps only a short while; where the clock is held, it counts on by what that is moved."""
    held = _frozen.get()
    return monotonic() if held is None else held.from_counted + (held.at - held.from_at).total_seconds()


def stale(kept_at: float, most: float) -> bool:
    """Whether what was kept at that count of `counted` is older than `most` seconds; or younger than now, as after a clock that was held ahead."""
    return not 0 <= counted() - kept_at <= most


def today() -> date:
    """The present date in Thailand."""
    return now().date()


@contextmanager
def frozen(at: datetime | str) -> Iterator[Frozen]:
    """Hold the present at `at` in this context (ISO text or datetime, naive = Bangkok). Threads started inside do not inherit it."""
    held = Frozen(_aware(at))
    token = _frozen.set(held)
    try:
        yield held
    finally:
        _frozen.reset(token)


def set_out_from(at: datetime | str | None) -> None:
    """Let the clock of the whole process run on from `at` (demonstrations and benchmarks only); None sets it right again."""
    global _offset  # noqa: PLW0603 - one offset for the whole process is the purpose
    _offset = timedelta(0) if at is None else _aware(at) - datetime.now(BANGKOK)


def local(moment: datetime) -> datetime:
    """`moment` in Thai time. A naive one is taken as Thai already."""
    return moment.replace(tzinfo=BANGKOK) if moment.tzinfo is None else moment.astimezone(BANGKOK)


def _aware(at: datetime | str) -> datetime:
    return local(datetime.fromisoformat(at) if isinstance(at, str) else at)
