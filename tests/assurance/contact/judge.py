"""When somebody may be reached, said again in the plainest way: minute by minute, from what was told, with nothing of the house's own rules."""

from datetime import datetime, timedelta
from typing import Any


def may_leave(rule: dict[str, Any] | None, channel: str, at: datetime) -> bool:
    """Whether a message may go by this channel at this minute (Bangkok's clock). What was not told is not allowed."""
    return may_ever(rule, channel) and (channel == "receipt" or _open(rule or {}, at))


def may_ever(rule: dict[str, Any] | None, channel: str) -> bool:
    """Whether the channel is one that was said to be safe, was never forbidden, and has an address."""
    if not rule or channel not in (rule.get("channels") or ()):
        return False
    return channel not in (rule.get("never_channels") or ()) and (channel == "receipt" or bool(address(rule, channel)))


def address(rule: dict[str, Any], channel: str) -> str:
    """The address told for this channel."""
    told = rule.get("address") or {}
    return str(told.get(channel) or "") if isinstance(told, dict) else str(told)


def overridable(rule: dict[str, Any] | None, channel: str) -> bool:
    """Whether two persons may let it go all the same: something was told, the channel was not forbidden, and there is somewhere to send it."""
    if not rule or channel in (rule.get("never_channels") or ()):
        return False
    return channel == "receipt" or bool(address(rule, channel))


def _open(rule: dict[str, Any], at: datetime) -> bool:
    hours = rule.get("hours")
    if hours is None:
        return False
    days = rule.get("days") or range(7)
    minute = at.hour * 60 + at.minute
    if not hours:
        return at.weekday() in days
    for begins, ends in ((_minute(a), _minute(b)) for a, b in hours):
        if begins < ends and at.weekday() in days and begins <= minute < ends:
            return True
        if begins >= ends:  # past midnight: the night belongs to the day on which it begins
            before = (at - timedelta(days=1)).weekday()
            if (at.weekday() in days and minute >= begins) or (before in days and minute < ends):
                return True
    return False


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
