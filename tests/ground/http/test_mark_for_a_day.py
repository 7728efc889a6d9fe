"""Networks are known again for a day, by every serving process, and by nobody afterwards."""

import os
from collections.abc import Callable
from datetime import date, timedelta

from prasan.ground.http import daily

TODAY = date(2026, 11, 22)


def in_a_fork(ask: Callable[[], bytes]) -> bytes:
    """What another process that was forked from this one says."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, ask())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as said:
        answer = said.read()
    os.wait()
    return answer


def test_the_same_network_is_known_again_on_the_same_day_only() -> None:
    first = daily.marked("receipt||198.51.100.7", TODAY)
    assert daily.marked("receipt||198.51.100.7", TODAY) == first
    assert daily.marked("receipt||198.51.100.8", TODAY) != first
    assert daily.marked("receipt||198.51.100.7", TODAY + timedelta(days=1)) != first
    assert daily.marked("receipt||198.51.100.7", TODAY) != first, "yesterday's key is gone for good"


def test_serving_processes_share_it_whichever_begins_the_day() -> None:
    for day in (TODAY + timedelta(days=2), TODAY + timedelta(days=3)):
        theirs = in_a_fork(lambda day=day: daily.marked("x", day))
        assert theirs == daily.marked("x", day)
        assert len(theirs) == 16
