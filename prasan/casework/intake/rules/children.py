"""Child rules: under 18 at the event or today (Child Protection Act 2546 s.4); unknown is treated as a child until known.

A title or a word like "เด็ก" is no age; a grade of school or kindergarten tells one. A wish for secrecy is heard; it changes nothing here.
"""

import re
from dataclasses import dataclass
from datetime import date

from prasan.casework.intake.rules.content import Content, Party
from prasan.ground import clock
from prasan.ground.clock import AgeRange, PartialDate
from prasan.ground.thai import to_arabic_digits

ADULT = 18
SMALL = 7
OLDEST = 120

_SPAN = re.compile(r"(\d{1,3})\s*(?:-|–|ถึง|หรือ|to)\s*(\d{1,3})")
_ONE = re.compile(r"(\d{1,3})")
_MONTHS = re.compile(r"(\d{1,2})\s*(?:เดือน|month|วัน|สัปดาห์|day|week)")
_GRADE = re.compile(r"(?:ป|ม)\.?\s*(\d)")
_KINDERGARTEN = (("อนุบาล", AgeRange(3, 6)), ("ศูนย์เด็กเล็ก", AgeRange(2, 5)), ("kindergarten", AgeRange(3, 6)))
_TENS = {
    "สิบ": 10, "ยี่สิบ": 20, "สามสิบ": 30, "สี่สิบ": 40, "ห้าสิบ": 50, "หกสิบ": 60, "เจ็ดสิบ": 70, "แปดสิบ": 80, "เก้าสิบ": 90,
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
}
_ABOUT = ("ประมาณ", "ราว", "น่าจะ", "about", "around", "ๆ")
_UNSURE = ("ไม่ทราบ", "ไม่รู้", "อาจ", "unknown", "maybe")
_OVER = ("กว่า", "over", "+")
# Words that only an adult is called. A spouse is an adult since the marriage age is 18 (Civil Code s.1448, 2568), not so by religion alone.
_GROWN = (
    "หญิงสูงอายุ", "ชายสูงอายุ", "ผู้สูงอายุ", "สูงอายุ", "ผู้ใหญ่", "ปู่", "ย่า", "ตา", "ยาย", "ลุง", "ป้า", "ภรรยา", "สามี", "คู่สมรส", "หญิง", "ชาย",
    "แม่ผู้", "adult", "elder", "wife", "husband", "isteri", "suami",
)  # fmt: skip
_NOT_GROWN = ("เด็ก", "นิกะห์", "ศาสนา", "หลาน", "ลูกชาย", "ลูกสาว", "บุตร", "น้องชาย", "อาจต่ำกว่า")


@dataclass(frozen=True, slots=True)
class ChildAge:
    """One affected person's age at the event and today; None when not known."""

    at_event: AgeRange | None
    today: AgeRange | None

    @property
    def child(self) -> bool | None:
        """Whether this person is a child today; None: treat as a child until known."""
        return None if self.today is None else self.today.under(ADULT)

    @property
    def was_child(self) -> bool | None:
        """Whether this person was a child at the event: an adult today still has those rights."""
        return None if self.at_event is None else self.at_event.under(ADULT)


@dataclass(frozen=True, slots=True)
class ChildRules:
    """`applies`: yes, partly (some of the affected, or a child then who is grown now), unknown (treat as children until known), no.

    One age for each affected person.
    """

    applies: str
    ages: tuple[ChildAge, ...]

    @property
    def any_child(self) -> bool:
        """Whether the rules for children hold for somebody, doubt included."""
        return self.applies != "no"

    @property
    def small(self) -> bool:
        """Whether somebody is, or may by what was told be, under 7."""
        return any(age.today is not None and age.today.low < SMALL for age in self.ages)


def read_age(words: str) -> AgeRange | None:
    """An age as people tell it: "14", "5-6", "ประมาณ 14" (13 to 15), "ยี่สิบกว่า", "60 กว่า", "8 เดือน", "ป.4", "ม.1". None when not told."""
    text = to_arabic_digits(words).strip().lower()
    if not text or any(word in text for word in _UNSURE):
        return None
    for read in (_read_grade, _read_span, _read_months, _read_one, _read_tens, _read_kindergarten):
        found = read(text)
        if found is not None:
            return found
    return None


def age_at_report(party: Party, received: date) -> AgeRange | None:
    """The age on the day of the report, from the birth date or the words; a grown person's word gives "18 or more"."""
    if party.birth:
        return PartialDate.from_iso(party.birth).age_at(received)
    found = read_age(party.age_words)
    if found is None and _called_grown(party):
        return AgeRange(ADULT, OLDEST)
    return found or (None if _called_grown(party) else _read_kindergarten(f"{party.name} {party.relation}".lower()))


def child_rules(content: Content, received: date, today: date) -> ChildRules:
    """Ages of all affected persons, at the event and today, and whether the rules for children hold."""
    event = event_day(content, received)
    ages = tuple(_ages(party, event, received, today) for party in content.of("affected") if not party.empty)
    now, then = [age.child for age in ages], [age.was_child for age in ages]
    if not ages:
        return ChildRules("unknown" if content.flagged("child", "under_7", "newborn") else "no", ages)
    if all(one is True for one in now):
        return ChildRules("yes", ages)
    if any(one is True for one in (*now, *then)):
        return ChildRules("partly", ages)
    return ChildRules("unknown" if None in now else "no", ages)


def event_day(content: Content, received: date) -> date:
    """The earliest day that the event can have begun, as told; the day of the report when nothing was told."""
    starts = content.when.starts[:10]
    if not starts:
        return received
    return min(PartialDate.from_iso(starts).earliest, received)


def _ages(party: Party, event: date, received: date, today: date) -> ChildAge:
    if party.birth:
        born = PartialDate.from_iso(party.birth)
        return ChildAge(born.age_at(event), born.age_at(today))
    told = age_at_report(party, received)
    if told is None:
        return ChildAge(None, None)
    return ChildAge(_moved(told, received, event), _moved(told, received, today))


def _moved(age: AgeRange, told_on: date, on: date) -> AgeRange:
    """The age on another day: whole years moved, and one year of doubt when the days differ by a part of a year."""
    days = (on - told_on).days
    years, rest = divmod(abs(days), 365)
    doubt = 1 if rest else 0
    if days < 0:
        if years == 0:
            return age  # some months ago: the age told is what was known
        return AgeRange(max(0, age.low - years - doubt), max(0, age.high - years))
    return AgeRange(age.low + years, age.high + years + doubt) if days > 0 else age


def _called_grown(party: Party) -> bool:
    words = f"{party.name} {party.relation} {party.age_words}".lower()
    return any(word in words for word in _GROWN) and not any(word in words for word in _NOT_GROWN)


def _read_grade(text: str) -> AgeRange | None:
    found = _GRADE.search(text)
    if found is None:
        return None
    first = int(found[1]) + (5 if text[found.start()] == "ป" else 11)
    return AgeRange(first, first + 1)


def _read_kindergarten(text: str) -> AgeRange | None:
    return next((age for word, age in _KINDERGARTEN if word in text), None)


def _read_span(text: str) -> AgeRange | None:
    found = _SPAN.search(text)
    if found is None:
        return None
    low, high = sorted((int(found[1]), int(found[2])))
    return AgeRange(low, high) if high <= OLDEST else None


def _read_months(text: str) -> AgeRange | None:
    return AgeRange(0, 0) if _MONTHS.search(text) else None


def _read_one(text: str) -> AgeRange | None:
    found = _ONE.search(text)
    if found is None or int(found[1]) > OLDEST:
        return None
    age = int(found[1])
    if any(word in text for word in _OVER):
        return AgeRange(age, age + 9)
    if any(word in text for word in _ABOUT):
        return AgeRange(max(0, age - 1), age + 1)
    return AgeRange(age, age)


def _read_tens(text: str) -> AgeRange | None:
    found = next((value for word, value in sorted(_TENS.items(), key=lambda item: -len(item[0])) if word in text), None)
    return None if found is None else AgeRange(found, found + 9)


def in_words(age: AgeRange | None, lang: clock.Language = "th") -> str:
    """An age for a page: "5–6 ปี", "18 ปีขึ้นไป"; "" when not known."""
    if age is None:
        return ""
    if age.high >= OLDEST:
        return f"{age.low}+" if lang == "en" else f"{age.low} ปีขึ้นไป"
    return age.text(lang)
