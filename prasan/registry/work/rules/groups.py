"""The order of a worklist: by the time that is left, in six groups."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext_noop

from prasan.ground import clock

GROUPS: tuple[tuple[str, str, str], ...] = (
    ("late", gettext_noop("เลยกำหนด"), "alarm"),
    ("hour", gettext_noop("ภายใน 1 ชั่วโมง"), "hourglass"),
    ("today", gettext_noop("วันนี้"), ""),
    ("week", gettext_noop("สัปดาห์นี้"), ""),
    ("later", gettext_noop("หลังจากนั้น"), ""),
    ("none", gettext_noop("ไม่มีกำหนด"), ""),
)
"""Code, Thai title and icon of each group, in order."""

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Groups:
    """The ends of the groups at one moment."""

    now: datetime
    hour: datetime
    today: datetime
    week: datetime

    def of(self, due: datetime | None) -> str:
        """The group of something due then; None has no limit."""
        if due is None:
            return "none"
        if due < self.now:
            return "late"
        if due <= self.hour:
            return "hour"
        if due < self.today:
            return "today"
        return "week" if due < self.week else "later"


def span_of(now: datetime) -> Groups:
    """The groups as of now: today ends at midnight in Thailand, the week with its Sunday."""
    local = clock.local(now)
    midnight = datetime.combine(local.date(), time(), clock.BANGKOK) + timedelta(days=1)
    return Groups(now, now + timedelta(hours=1), midnight, midnight + timedelta(days=SUNDAY - local.weekday()))


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the worklist: code ("" is all), its word, how many ("99+" when more), and whether it is open."""

    code: str
    label: str
    count: str
    current: bool
