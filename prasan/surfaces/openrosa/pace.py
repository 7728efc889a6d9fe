"""A telephone that sends without end is slowed: it is told to come again, and keeps what it has. Counted in the memory of each serving process."""

import time
from threading import Lock

from prasan.ground.http.errors import TooFast

BURST = 300.0  # at once: a week of a busy volunteer
EACH_SECOND = 10.0
MOST = 20_000  # telephones remembered
_left: dict[str, tuple[float, float]] = {}
_lock = Lock()


def pace(key: str) -> None:
    """Count one. Raises TooFast with the seconds to wait."""
    at = time.monotonic()
    with _lock:
        left, before = _left.get(key, (BURST, at))
        left = min(BURST, left + (at - before) * EACH_SECOND)
        if left >= 1:
            if len(_left) >= MOST and key not in _left:
                _left.clear()
            _left[key] = (left - 1, at)
            return
    raise TooFast(max(1, round((1 - left) / EACH_SECOND)))


def forget() -> None:
    """Everybody begins anew (tests)."""
    with _lock:
        _left.clear()
