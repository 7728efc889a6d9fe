"""Time left: five states, in words."""

from datetime import timedelta

import pytest

from prasan.ground import clock
from prasan.ground.screens.times import time_left

NOW = clock.local(clock.present._aware("2026-11-23T14:42"))


@pytest.mark.parametrize(
    ("due", "options", "state", "text"),
    [
        (timedelta(days=2), {}, "run", "เหลือ 2 วัน"),
        (timedelta(minutes=59), {}, "soon", "เหลือ 59 นาที"),
        (timedelta(hours=6), {"started": NOW - timedelta(hours=42)}, "soon", "เหลือ 6 ชม."),
        (timedelta(hours=13), {"started": NOW - timedelta(hours=35)}, "run", "เหลือ 13 ชม."),
        (-timedelta(minutes=22), {}, "late", "เกินกำหนด 22 นาที"),
        (timedelta(hours=1), {"met": NOW}, "met", "ทันกำหนด"),
        (-timedelta(hours=1), {"met": NOW}, "met", "ทำแล้ว เกินกำหนด"),
    ],
)
def test_time_left(due: timedelta, options: dict[str, object], state: str, text: str) -> None:
    said = time_left(NOW + due, NOW, **options)  # type: ignore[arg-type]

    assert (said.state, said.text) == (state, text)


def test_nothing_due_is_said() -> None:
    said = time_left(None, NOW)

    assert (said.state, said.text) == ("none", "ไม่มีกำหนด")
