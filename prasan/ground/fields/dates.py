"""Dates in three boxes (day, month, year) or one text, and times of day."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from prasan.ground import clock
from prasan.ground.clock import DateProblem, PartialDate
from prasan.ground.clock.reading import build
from prasan.ground.fields.asking import Asking, line
from prasan.ground.thai import to_arabic_digits

Typed = tuple[str, str, str]
"""Day, month and year as typed. A whole date in one text stands in the year's place."""

NOTHING: Typed = ("", "", "")
OLDEST = 130  # years: nobody has lived longer
MESSAGES = {
    "unreadable": _("อ่านวันที่ไม่ได้ พิมพ์เช่น 21 พ.ย. 2569"),
    "year": _("ปี %(value)s ใช้ไม่ได้ พิมพ์ปี พ.ศ. เช่น 2569"),
    "year_missing": _("กรอกปีด้วย ถ้าไม่รู้ให้เว้นว่างทั้งสามช่อง"),
    "month": _("ไม่มีเดือน %(value)s เลือกเดือนจากรายการ"),
    "month_missing": _("เลือกเดือนด้วย ถ้าไม่รู้ให้เว้นวันว่าง"),
    "day": _("เดือนนี้ไม่มีวันที่ %(value)s"),
    "partial": _("กรอกวัน เดือน และปีให้ครบ"),
    "future_year": _("ปี %(value)s ยังมาไม่ถึง"),
    "future": _("วันที่ %(value)s ยังมาไม่ถึง"),
    "past": _("วันที่ %(value)s ผ่านไปแล้ว"),
    "too_old": _("ปี %(value)s นานเกินไป ตรวจอีกครั้ง"),
}


class ThreeParts(forms.Widget):
    """Reads name_0, name_1, name_2 (day, month, year), or one text under the name itself. Drawn by ground.screens as kind "date"."""

    kind = "date"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        """What was typed, kept as it is."""
        day, month, year = (line(data.get(f"{name}_{part}")) for part in range(3))
        if not (day or month or year):
            year = line(data.get(name))
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Was the field not in the form at all?"""
        return name not in data and not any(f"{name}_{part}" in data for part in range(3))

    def id_for_label(self, id_: str) -> str:
        """The day's box."""
        return f"{id_}_0" if id_ else id_


class BEDateField(Asking):
    """A date, typed in the Buddhist or the common era (2569, 69, 2026, Thai digits).

    Cleans to `date`, or with `partial=True` to `PartialDate` (empty day or month = not known); None when not answered.
    `future=False` refuses days to come, `past=False` days gone by; `born=True` is a birth date: never to come, echoed with the age.
    """

    def __init__(
        self, *, partial: bool = False, future: bool = True, past: bool = True, born: bool = False, **options: Any
    ) -> None:
        self.partial = partial
        self.future = future and not born
        self.past = past
        self.born = born
        options.setdefault("widget", ThreeParts())
        super().__init__(**options)

    def to_python(self, value: Any) -> date | PartialDate | None:
        """The date; raises ValidationError with one of the codes of MESSAGES."""
        typed = self.prepare_value(value)
        if typed == NOTHING:
            return None
        try:
            found = _read(typed)
        except DateProblem as problem:
            raise _refused(problem.code, problem.value) from None
        self._check(found)
        if self.partial:
            return found
        if found.whole is None:
            raise _refused("partial")
        return found.whole

    def prepare_value(self, value: Any) -> Typed:
        """What the three boxes show: typed parts as they are, a date in parts of the Buddhist era."""
        if isinstance(value, tuple | list):
            day, month, year = (*(line(part) for part in value[:3]), "", "", "")[:3]
            return day, month, year
        if isinstance(value, date):
            value = PartialDate.of(value)
        if isinstance(value, PartialDate):
            return str(value.day or ""), str(value.month or ""), str(clock.be(value.year))
        return "", "", line(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Does the answer differ in meaning?"""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def echo(self, typed: Any) -> str:
        """The date in full, in the reader's language, with the age where it is a birth date; "" when it cannot be read."""
        try:
            found = _read(self.prepare_value(typed))
        except DateProblem:
            return ""
        lang = get_language() or "th"
        if not self.born:
            return found.text(lang)
        age = found.age_at(clock.today()).text(lang)
        return say("%(date)s (อายุ %(age)s)") % {"date": found.text(lang), "age": age}

    def _check(self, found: PartialDate) -> None:
        now = clock.today()
        if not self.future and found.earliest > now:
            if found.year > now.year:
                raise _refused("future_year", PartialDate(found.year).text(get_language() or "th"))
            raise _refused("future", found.text(get_language() or "th"))
        if not self.past and found.latest < now:
            raise _refused("past", found.text(get_language() or "th"))
        if self.born and found.year < now.year - OLDEST:
            raise _refused("too_old", PartialDate(found.year).text(get_language() or "th"))


class TimeField24(Asking):
    """A time of day on 24 hours: "14.42", "14:42", "1442", "14.42 น.", Thai digits. Cleans to `time` or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"inputmode": "decimal", "maxlength": 12, "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> time | None:
        """The time; raises ValidationError(time)."""
        if isinstance(value, time):
            return value
        typed = to_arabic_digits(line(value))
        if not typed:
            return None
        found = _TIME.fullmatch(typed)
        if not found or int(found["hour"]) > 23 or int(found["minute"] or 0) > 59:
            raise ValidationError(_("เวลานี้ใช้ไม่ได้ พิมพ์เช่น 14.30"), code="time")
        return time(int(found["hour"]), int(found["minute"] or 0))

    def prepare_value(self, value: Any) -> Any:
        """A time as 14.42; typed text as it is."""
        return f"{value.hour:02}.{value.minute:02}" if isinstance(value, time) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Does the answer differ in meaning?"""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


_TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:\s?(?:[.:]\s?)?(?P<minute>[0-9]{2}))?(?:\s?(?:น\.?|นาฬิกา))?")


def _read(typed: Typed) -> PartialDate:
    day, month, year = typed
    if not day and not month:
        return clock.read_date(year)
    if not year:
        raise DateProblem("year_missing")
    return build(year, month, day)


def _refused(code: str, value: str = "") -> ValidationError:
    return ValidationError(MESSAGES.get(code, MESSAGES["unreadable"]), code=code, params={"value": value[:20]})
