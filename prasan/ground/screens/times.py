"""Time left, in words and in one of five states (ui/guide.md section 4)."""

from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.screens.parts import Clock

HOUR = timedelta(hours=1)


def time_left(
    due: datetime | None,
    now: datetime,
    *,
    started: datetime | None = None,
    met: datetime | None = None,
    legal: bool = False,
) -> Clock:
    """Return the clock to show. Soon: under an hour, or the last quarter of the limit when its start is known."""
    if due is None:
        return Clock("none", _("ไม่มีกำหนด"))
    if met is not None:
        late = met > due
        return Clock("met", _("ทำแล้ว เกินกำหนด") if late else _("ทันกำหนด"), legal, due)
    words = clock.duration_th(abs(due - now), lang=get_language() or "th")
    if now > due:
        return Clock("late", _("เกินกำหนด %(time)s") % {"time": words}, legal, due)
    left = due - now
    soon = left < HOUR or (started is not None and left * 4 <= due - started)
    return Clock("soon" if soon else "run", _("เหลือ %(time)s") % {"time": words}, legal, due)
