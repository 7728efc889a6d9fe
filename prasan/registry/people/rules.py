"""What is true of persons without asking anybody: kinds of names, the sight of a party, the keys of a name, how facts read."""

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from prasan.ground.clock import AgeRange, Language, PartialDate
from prasan.ground.policy import Section
from prasan.ground.thai import (
    PersonNumber,
    ngrams,
    normalise,
    phonetic_keys,
    read_person_number,
    read_phone,
    split_title,
    to_arabic_digits,
)

Choice = tuple[str, str]

NAME_KINDS: dict[str, str] = {
    "registered": _("ชื่อตามทะเบียน"), "given": _("ชื่อที่บอก"), "nickname": _("ชื่อเล่น"), "alias": _("ชื่ออื่นหรือสะกดต่าง"), "former": _("ชื่อเดิม"),
    "romanised": _("ชื่ออักษรละติน"), "religious": _("ชื่อทางศาสนา"), "words": _("คำเรียก"),
}
"""Kinds of names (domain.md 7.3). "words" tells who somebody is (แม่ของเด็ก) and is no name: it gets no token."""

SEXES: dict[str, str] = {"f": _("หญิง"), "m": _("ชาย"), "other": _("เพศอื่น"), "unknown": _("ไม่ทราบ")}
NUMBER_KINDS: dict[str, str] = {
    "thai_id": _("เลขประจำตัวประชาชน"), "no_status_0": _("เลขขึ้นต้น 0 (ไม่มีสถานะทางทะเบียน)"), "migrant_00": _("เลขขึ้นต้น 00 (แรงงานข้ามชาติ)"),
    "g_code": _("รหัส G ของนักเรียน"), "passport": _("หนังสือเดินทาง"), "border_pass": _("หนังสือผ่านแดน"), "unhcr": _("เลข UNHCR"),
    "alien_cert": _("ใบสำคัญประจำตัวคนต่างด้าว"), "other": _("เลขอื่น"), "none": _("ไม่มีเลข"), "withheld": _("ไม่ประสงค์บอก"),
}
NUMBER_DOUBTS: dict[str, str] = {
    "check_digit": _("เลขตรวจสอบไม่ตรง อาจพิมพ์ผิด บันทึกต่อได้"), "length": _("จำนวนหลักไม่ครบ 13 หลัก บันทึกต่อได้"),
    "first_digit": _("หลักแรกไม่ตรงกับประเภทที่เลือก บันทึกต่อได้"), "unusual": _("รูปแบบไม่คุ้นเคย ตรวจอีกครั้ง บันทึกต่อได้"),
}
ADDRESS_KINDS: dict[str, str] = {
    "living": _("ที่อยู่จริง"), "registered": _("ตามทะเบียนบ้าน"), "work": _("ที่ทำงาน"), "school": _("โรงเรียน"), "safe": _("ที่พักปลอดภัย"), "other": _("อื่น ๆ"),
}
VISITS: dict[str, str] = {"unknown": _("ยังไม่รู้ ห้ามไป"), "no": _("ไปไม่ได้"), "yes": _("ไปได้")}
LANGUAGES: dict[str, str] = {
    "th": _("ไทย"), "mfa": _("มลายูปาตานี"), "ms": _("มลายู"), "my": _("พม่า"), "km": _("เขมร"), "lo": _("ลาว"), "en": _("อังกฤษ"), "shn": _("ไทใหญ่"),
    "rhg": _("โรฮีนจา"), "ksw": _("กะเหรี่ยงสะกอ"), "zh": _("จีน"), "vi": _("เวียดนาม"), "other": _("ภาษาอื่น"),
}
"""Languages of domain.md 7.6; BCP 47 tags."""
SCRIPTS: dict[str, str] = {
    "th": _("ไทย"), "mfa-Arab": _("มลายู อักษรยาวี"), "mfa-Latn": _("มลายู อักษรรูมี"), "my": _("พม่า"), "km": _("เขมร"), "lo": _("ลาว"), "en": _("อังกฤษ"),
    "zh": _("จีน"), "vi": _("เวียดนาม"), "little": _("อ่านได้น้อย"), "none": _("อ่านไม่ได้"),
}
SIGNS: dict[str, str] = {"tsq": _("ภาษามือไทย"), "home": _("ภาษามือในบ้าน"), "other": _("ภาษามืออื่น")}
GENDERS: dict[str, str] = {"any": _("หญิงหรือชายก็ได้"), "f": _("ผู้หญิงเท่านั้น"), "m": _("ผู้ชายเท่านั้น")}
DISABILITIES: dict[str, str] = {
    "seeing": _("การเห็น"), "hearing": _("การได้ยิน"), "mobility": _("การเคลื่อนไหว"), "psychosocial": _("จิตใจและพฤติกรรม"), "intellectual": _("สติปัญญา"),
    "learning": _("การเรียนรู้"), "autism": _("ออทิสติก"), "dementia": _("สมองเสื่อม"), "other": _("อื่น ๆ"),
}
NEEDS: dict[str, str] = {
    "woman_officer": _("ต้องการเจ้าหน้าที่หญิง"), "sign_interpreter": _("ล่ามภาษามือ"), "interpreter": _("ล่าม"), "carer": _("ผู้ดูแล"), "wheelchair": _("ทางลาดหรือรถเข็น"),
    "easy_words": _("คำง่ายและภาพ"),
    "audio": _("ฟังเสียงแทนอ่าน"), "prayer": _("เวลาละหมาดและเดือนถือศีลอด"), "halal": _("อาหารฮาลาล"), "child_friend": _("ผู้ใหญ่ที่เด็กไว้ใจ"),
    "medicine": _("ยาประจำ"), "other": _("อื่น ๆ"),
}
ADDRESS_PARTS: dict[str, str] = {
    "house": _("บ้านเลขที่"), "moo": _("หมู่ที่"), "village": _("หมู่บ้าน"), "soi": _("ซอย"), "trok": _("ตรอก"), "road": _("ถนน"), "postal": _("รหัสไปรษณีย์"),
}
"""Fields of a Thai address (domain.md 7.4); "area" holds the area code and "words" what was said."""

FACT_SECTIONS: dict[str, Section] = {
    # Anybody who must act for somebody needs to know how to speak with them; sex and age alone name nobody.
    **dict.fromkeys(("sex", "age", "age_on", "age_words", "speaks", "reads", "signs", "interpreter", "needs"), Section.EXISTENCE),
    "disability": Section.HEALTH,
}
"""The section under which a fact shows; every other fact shows with IDENTITY."""

FINE, COARSE, PIECE, PAIR = 1, 2, 3, 4
_KINDS = {"f": FINE, "c": COARSE, "p": PAIR}
TOKEN_LABELS: dict[int, str] = {FINE: "name.fine", COARSE: "name.coarse", PIECE: "name.piece", PAIR: "name.pair"}
"""The label of the index key of each kind of token: one key a kind, so that equal strings of two kinds share no token."""

_YEARS = re.compile(r"(1[01][0-9]|[0-9]{1,2})\s*(?:ปี|ขวบ|years?)?")

Key = tuple[int, str]
_PACKED = struct.Struct(">Bi")


def written(parts: Mapping[str, Any] | None) -> str:
    """A name as it is written: title, given name, middle, surname; or the text as told. "" when it was erased."""
    if not parts:
        return ""
    whole = " ".join(str(parts.get(part) or "").strip() for part in ("title", "given", "middle", "surname"))
    return " ".join(whole.split()) or str(parts.get("text") or "").strip()


def called(parts: Mapping[str, Any] | None) -> str:
    """The bearing words of a name, without its title: what is indexed and compared."""
    if not parts:
        return ""
    if parts.get("given") or parts.get("surname"):
        return " ".join(str(parts.get(part) or "") for part in ("given", "middle", "surname")).strip()
    return split_title(str(parts.get("text") or "")).name


def name_parts(given: Mapping[str, Any]) -> dict[str, str]:
    """The parts of a name in the form that is kept: Thai repaired, spaces squeezed, empty parts left out."""
    kept = {part: " ".join(normalise(str(given.get(part) or "")).split())[:200] for part in ("title", "given", "middle", "surname", "text")}
    return {part: value for part, value in kept.items() if value}


def keys_of(name: str) -> frozenset[Key]:
    """Everything under which a written name is found: sound keys always, three-letter pieces for names only."""
    return frozenset((_KINDS[key[0]], key[1:]) for key in phonetic_keys(name)) | frozenset((PIECE, piece) for piece in ngrams(name))


def name_keys(names: Iterable[tuple[str, Mapping[str, Any] | None]]) -> frozenset[Key]:
    """The keys of all names (kind, parts) of one person; "words" are no name."""
    found: set[Key] = set()
    for kind, parts in names:
        if kind != "words" and (name := called(parts)):
            found |= keys_of(name)
    return frozenset(found)


def packed(tokens: Iterable[tuple[int, int]]) -> bytes:
    """Tokens (kind, token) of one person in five bytes each: the kind, then the token, highest byte first."""
    return b"".join(_PACKED.pack(kind, value) for kind, value in tokens)


def unpacked(content: bytes) -> list[tuple[int, int]]:
    """What `packed` wrote."""
    return list(_PACKED.iter_unpack(content))


def party_sections(role: str, sections: Section) -> Section:
    """What sight of a record means for one party's person: an alleged person's identity, contact and health need PERPETRATOR."""
    sections |= Section.EXISTENCE
    if role == "alleged" and Section.PERPETRATOR not in sections:
        return sections & ~(Section.IDENTITY | Section.CONTACT | Section.HEALTH | Section.SHELTER)
    return sections


def visible_facts(facts: Mapping[str, Any] | None, sections: Section) -> dict[str, Any]:
    """Those facts that these sections show."""
    return {name: value for name, value in (facts or {}).items() if FACT_SECTIONS.get(name, Section.IDENTITY) in sections}


_CODED: dict[str, Mapping[str, str]] = {"sex": SEXES}
_LISTED: dict[str, Mapping[str, str]] = {"speaks": LANGUAGES, "reads": SCRIPTS, "signs": SIGNS, "needs": NEEDS, "disability": DISABILITIES}
_TOLD = frozenset({"age_words", "occupation", "nationality", "religion", "ethnicity", "education", "note"})
_OTHER = frozenset({"birth", "birth_doubtful", "age", "age_on", "interpreter"})


def wrong_facts(facts: Mapping[str, Any]) -> set[str]:
    """Names of facts that cannot be kept: unknown ones, unknown codes, texts that are too long. None takes a fact away."""
    wrong = set()
    for name, value in facts.items():
        if value is None:
            continue
        if name in _CODED:
            good = value in _CODED[name] if isinstance(value, str) else False
        elif name in _LISTED:
            good = isinstance(value, list) and all(isinstance(code, str) and code in _LISTED[name] for code in value)
        elif name in _TOLD:
            good = isinstance(value, str) and len(value) <= 500
        elif name == "birth":
            good = isinstance(value, str) and birth_of({"birth": value}) is not None
        elif name == "interpreter":
            good = isinstance(value, dict) and set(value) <= {"language", "gender"} and value.get("gender", "any") in GENDERS
        elif name == "age":
            good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 130
        else:
            good = name in _OTHER and isinstance(value, str | bool) and len(str(value)) <= 20
        if not good:
            wrong.add(name)
    return wrong


def birth_of(facts: Mapping[str, Any]) -> PartialDate | None:
    """The birth date as far as it is known; None when it is not, or cannot be read."""
    try:
        return PartialDate.from_iso(str(facts["birth"]))
    except (KeyError, ValueError):
        return None


def age_of(facts: Mapping[str, Any], on: date) -> AgeRange | None:
    """The age on a day: from the birth date, else from the years told and the day on which they were told."""
    born = birth_of(facts)
    if born is not None:
        return born.age_at(on)
    try:
        told = int(facts["age"])
    except (KeyError, ValueError, TypeError):
        return None
    try:
        when = date.fromisoformat(str(facts["age_on"]))
    except (KeyError, ValueError):
        return AgeRange(told, told)
    if on <= when:
        return AgeRange(told, told)
    passed = on.year - when.year - ((on.month, on.day) < (when.month, when.day))
    return AgeRange(told + passed, told + passed + 1)  # the birthday may have come in between


def age_in(words: str) -> int | None:
    """The years in "14" or "14 ปี"; None when the words say less ("ราว 14", "ป.4"), which stay words."""
    found = _YEARS.fullmatch(to_arabic_digits(words.strip()))
    return int(found[1]) if found else None


def number_as(value: str, kind: str) -> PersonNumber:
    """A number read as the kind that it was said to be. An unknown kind is guessed."""
    return read_person_number(value, kind if kind in NUMBER_KINDS else None)  # type: ignore[arg-type]


def age_text(facts: Mapping[str, Any], on: date, lang: Language = "th") -> str:
    """The age in words: computed when it can be, else as told ("ราว 14")."""
    age = age_of(facts, on)
    words = str(facts.get("age_words") or "")
    if age is not None:
        return age.text(lang)
    return words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a typed search asks for: keys of a name, values of numbers and of telephones. All empty: nothing can be found."""

    keys: frozenset[Key] = frozenset()
    numbers: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    text: str = ""


def wanted(typed: str) -> Wanted:
    """Read what was typed into the search box: numbers are looked up exactly, words by sound and in part."""
    text = " ".join(normalise(typed)[:200].split()[:8])  # nobody has more names than that; the pairs of words grow with the square
    with_digits = [word for word in text.split() if any(letter.isdigit() for letter in word)]
    if sum(letter.isdigit() for letter in text) < 3:
        return Wanted(keys=keys_of(split_title(text).name), text=text) if text else Wanted()
    without = " ".join(word for word in text.split() if word not in with_digits)
    spelled = {text, " ".join(with_digits)}
    return Wanted(
        keys=keys_of(split_title(without).name) if without else frozenset(),
        numbers=frozenset(number.value for one in spelled if (number := read_person_number(one)).value),
        phones=frozenset(phone.value for one in spelled if (phone := read_phone(one)).value),
        text=text,
    )
