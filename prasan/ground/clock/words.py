"""Dates, times and spans in words, by plain table look-ups: these run once for every row of every list."""

from datetime import date, datetime, timedelta

from prasan.ground.clock.present import BANGKOK

Language = str
"""th, en or ms; any other raises KeyError."""

MONTHS: dict[str, tuple[str, ...]] = {
    "th": ("", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
    "en": ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "ms": ("", "Jan", "Feb", "Mac", "Apr", "Mei", "Jun", "Jul", "Ogo", "Sep", "Okt", "Nov", "Dis"),
}
FULL_MONTHS: dict[str, tuple[str, ...]] = {
    "th": (
        "", "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
        "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
    ),
    "en": (
        "", "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "ms": (
        "", "Januari", "Februari", "Mac", "April", "Mei", "Jun",
        "Julai", "Ogos", "September", "Oktober", "November", "Disember",
    ),
}  # fmt: skip
DAYS: dict[str, tuple[str, ...]] = {
    "th": ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ms": ("Isnin", "Selasa", "Rabu", "Khamis", "Jumaat", "Sabtu", "Ahad"),
}
YEAR_SHIFT = {"th": 543, "en": 0, "ms": 0}
UNDER_A_MINUTE = {"th": "ไม่ถึง 1 นาที", "en": "under 1 min", "ms": "kurang 1 min"}
WHOLE_WEEK = 7  # from a week on, hours say nothing

_TH = MONTHS["th"]


def date_th(day: date, lang: Language = "th") -> str:
    """Date: "21 พ.ย. 2569", "21 Nov 2026", "21 Nov 2026" (ms). An aware datetime is taken to Thai time first."""
    if isinstance(day, datetime):
        day = _local(day)
    if lang == "th":
        return f"{day.day} {_TH[day.month]} {day.year + 543}"
    return f"{day.day} {MONTHS[lang][day.month]} {day.year}"


def day_th(day: date, lang: Language = "th") -> str:
    """Weekday and date: "จันทร์ 23 พ.ย. 2569", "Mon 23 Nov 2026"."""
    if isinstance(day, datetime):
        day = _local(day)
    return f"{DAYS[lang][day.weekday()]} {day.day} {MONTHS[lang][day.month]} {day.year + YEAR_SHIFT[lang]}"


def time_th(moment: datetime, lang: Language = "th") -> str:
    """Time of day: "14.42 น.", "14:42", "14.42" (ms)."""
    moment = _local(moment)
    if lang == "th":
        return f"{moment.hour:02}.{moment.minute:02} น."
    return f"{moment.hour:02}{':' if lang == 'en' else '.'}{moment.minute:02}"


def moment_th(moment: datetime, lang: Language = "th") -> str:
    """Date and time: "21 พ.ย. 2569 14.42 น.", "21 Nov 2026 14:42"."""
    moment = _local(moment)
    if lang == "th":
        return f"{moment.day} {_TH[moment.month]} {moment.year + 543} {moment.hour:02}.{moment.minute:02} น."
    return f"{moment.day} {MONTHS[lang][moment.month]} {moment.year} {time_th(moment, lang)}"


def month_th(year: int, month: int, lang: Language = "th") -> str:
    """Month of a common-era year: "พ.ย. 2569", "Nov 2026"."""
    return f"{MONTHS[lang][month]} {year + YEAR_SHIFT[lang]}"


def month_names(lang: Language = "th") -> tuple[str, ...]:
    """The twelve full month names, January first."""
    return FULL_MONTHS[lang][1:]


def duration_th(seconds: float | timedelta, lang: Language = "th") -> str:
    """Span in at most two units, rounded down: "2 ชม. 18 นาที", "1 วัน", "2 h 18 min", "1 day". The sign is dropped."""
    if isinstance(seconds, timedelta):
        seconds = seconds.total_seconds()
    minutes = int(abs(seconds)) // 60
    if not minutes:
        return UNDER_A_MINUTE[lang]
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        head = _days(days, lang)
        return head if days >= WHOLE_WEEK or not hours else f"{head} {_hours(hours, lang)}"
    if hours:
        return f"{_hours(hours, lang)} {_minutes(minutes, lang)}" if minutes else _hours(hours, lang)
    return _minutes(minutes, lang)


def age_words(years: int, lang: Language = "th") -> str:
    """Age in whole years: "6 ปี", "6 years"; below one year "ไม่ถึง 1 ปี"."""
    if lang == "th":
        return f"{years} ปี" if years else "ไม่ถึง 1 ปี"
    if lang == "ms":
        return f"{years} tahun" if years else "kurang 1 tahun"
    return "under 1 year" if not years else f"{years} year{'s' if years > 1 else ''}"


def _days(count: int, lang: Language) -> str:
    if lang == "th":
        return f"{count} วัน"
    return f"{count} hari" if lang == "ms" else f"{count} day{'s' if count > 1 else ''}"


def _hours(count: int, lang: Language) -> str:
    return f"{count} ชม." if lang == "th" else f"{count} {'jam' if lang == 'ms' else 'h'}"


def _minutes(count: int, lang: Language) -> str:
    return f"{count} นาที" if lang == "th" else f"{count} min"


def _local(moment: datetime) -> datetime:
    return moment if moment.tzinfo is BANGKOK or moment.tzinfo is None else moment.astimezone(BANGKOK)
