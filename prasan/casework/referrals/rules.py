"""What follows from what, without a database: the answer's time, the least data for a service, and words that must not be in an ask."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from prasan.ground.policy import SHAREABLE, Section
from prasan.ground.thai import contains_unspaced, name_words, normalise, split_title, to_arabic_digits

LIMIT = {4: "referral_answer.emergency", 3: "referral_answer.urgent", 2: "referral_answer.priority", 1: "referral_answer.routine"}
"""The rule of the time limit for an answer, by urgency."""
LONGEST_ASK = 240
HELD_BACK = Section.IDENTITY | Section.CONTACT
"""Not before the desk has accepted, even when they are shared."""

PARTS: tuple[Section, ...] = tuple(bit for bit in Section if bit in SHAREABLE)
"""The eleven parts of a case that can be shared, in order. The reporter is not among them."""

BASES = ("duty_child_29", "duty_dv_5", "danger", "public_task", "court_order", "consent")
"""Legal bases on which sections may be shared. Protection does not rest on consent (rules 3)."""

TALKS = {
    "agreed": _("คุยแล้ว ตกลงให้ส่ง"),
    "told": _("บอกแล้วว่าจะส่งอะไรให้ใคร แม้ไม่ตกลง"),
    "not_possible": _("ยังคุยไม่ได้เพราะไม่ปลอดภัยหรือเร่งด่วน"),
}
"""Whether the person knows of the sharing."""


@dataclass(frozen=True, slots=True)
class Least:
    """The least that a service needs, and why."""

    service: str
    sections: Section
    why_th: str
    why_en: str

    def why(self, lang: str = "th") -> str:
        """In th; English otherwise."""
        return self.why_th if lang == "th" else self.why_en


@cache
def _table() -> dict[str, Least]:
    rows = json.loads((files("prasan.casework.referrals") / "data" / "least.json").read_text(encoding="utf-8"))
    return {row["service"]: Least(row["service"], Section.of(row["sections"]), row["why_th"], row["why_en"]) for row in rows}


def least_for(service: str) -> Least:
    """The least data for a service (data/least.json); of one that the table does not hold: that the case exists, and nothing else."""
    return _table().get(service) or Least(service, Section(0), "", "")


def shared_by(sections: Section) -> Section:
    """What a referral may share at all: never the reporter, never a right."""
    return sections & SHAREABLE


def seen_before(sections: Section) -> Section:
    """What of it the desk sees before it has accepted: no name and no way to reach anybody."""
    return shared_by(sections) & ~HELD_BACK


def count(sections: Section) -> int:
    """How many of the eleven parts."""
    return sum(1 for part in PARTS if part in sections)


# Words that call somebody without naming them: a nickname that is one of these would block every sentence.
_CALLS = frozenset((
    "เด็ก", "แม่", "พ่อ", "ยาย", "ตา", "ย่า", "ปู่", "ลุง", "ป้า", "น้า", "อา", "ลูก", "หญิง", "ชาย", "คน", "บ้าน", "น้อง", "พี่", "ครอบครัว", "เคส",
    "สามี", "ภรรยา", "ครู", "ทารก", "วัยรุ่น", "เพื่อน", "หลาน", "พ่อเลี้ยง", "แม่เลี้ยง", "ผู้ปกครอง", "ไม่ทราบชื่อ", "ไม่ทราบ", "นามสมมติ",
))
# Words that begin so describe somebody and are nobody's name: "ผู้ดูแล", "หญิงพม่า", "ชายป่วยจิตเวช"; "ชายแดน" is a name.
_DESCRIBING = re.compile(r"(?:ผู้|หญิง(?!$)|ชาย(?:ป่วย|พิการ|ชรา|สูง|วัย|อายุ|แปลก|ไทย|พม่า|ลาว|เขมร|ไม่))")
_SHORT = 4  # letters: a shorter name counts only where a name can stand, because it may be part of a word
_BEFORE_A_NAME = (
    "น้อง", "หนู", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "นาย", "นาง", "นางสาว", "น.ส.", "คุณ", "ครู", "ชื่อ", "พี่", "ป้า", "ลุง", "ยาย", "ตา", "น้า", "แม่", "พ่อ",
)
_NAME_STARTS = re.compile(r"(?:^|[^ก-๎]|" + "|".join(map(re.escape, _BEFORE_A_NAME)) + r")$")
_DIGITS = re.compile(r"(?:\d[\s.\-]?){8,13}")


def betrayed(text: str, *, names: Iterable[str] = (), words: Iterable[str] = (), numbers: Iterable[str] = ()) -> tuple[str, ...]:
    """What in a text names somebody or is on the withhold list: the words as they are known, each once, in order.

    `names` are written names with or without titles, `words` whole phrases, `numbers` identity numbers and telephones in digits.
    """
    found = [word for word in words if contains_unspaced(text, word)]
    for written in names:
        if not _describes(written):
            found += [word for word in dict.fromkeys(name_words(written)) if _names(text, word)]
    typed = ["".join(filter(str.isdigit, run)) for run in _DIGITS.findall(to_arabic_digits(text))]
    ends = {number[-9:] for number in numbers}  # a telephone is written with 0 or with 66
    found += [run for run in typed if any(end in run for end in ends)]
    return tuple(dict.fromkeys(found))


def _describes(written: str) -> bool:
    """Whether what stands in a name's place counts or describes people instead: "หญิงพม่า คนที่ 3 ตั้งครรภ์"."""
    return any(character.isdigit() for character in to_arabic_digits(written)) or "คนที่" in written


def _names(text: str, word: str) -> bool:
    if len(word) < 2 or word in _CALLS or word.isdigit() or _DESCRIBING.match(word):
        return False
    if len(word) >= _SHORT or not "ก" <= word[0] <= "๎":
        return contains_unspaced(text, word)
    straw = normalise(text)
    return any(_NAME_STARTS.search(straw[: at.start()]) for at in re.finditer(re.escape(word), straw))


def is_a_name(called: str) -> bool:
    """Whether what a team calls a case is a name of its own, rather than words such as "เด็ก 4 คน"."""
    return split_title(called).name not in _CALLS and not any(part.isdigit() or part in _CALLS for part in called.split())


def withheld(text: str | None) -> tuple[str, ...]:
    """The phrases of a withhold list: one a line, or between commas and semicolons."""
    parts = re.split(r"[\n,;、·]+", text or "")
    return tuple(part for part in (" ".join(piece.split()) for piece in parts) if len(part) >= 2)


def number(case_number: str, place: int) -> str:
    """The number of a referral: the case's and its place in it: "ขก 2570-0412/2"."""
    return f"{case_number}/{place}"
