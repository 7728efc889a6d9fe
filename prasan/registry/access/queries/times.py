"""Moments in words, in the language of whoever reads the page."""

from datetime import date, datetime

from django.utils.translation import get_language

from prasan.ground import clock


def day_in_words(day: date) -> str:
    """A date, of a moment too: "21 พ.ย. 2569", "21 Nov 2026"."""
    return clock.date_th(day, get_language() or "th")


def moment_in_words(moment: datetime) -> str:
    """Date and time: "21 พ.ย. 2569 14.42 น.", "21 Nov 2026 14:42"."""
    return clock.moment_th(moment, get_language() or "th")


def time_in_words(moment: datetime) -> str:
    """Time of day: "14.42 น.", "14:42"."""
    return clock.time_th(moment, get_language() or "th")
