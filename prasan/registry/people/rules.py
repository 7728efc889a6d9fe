"""What is true of persons without asking anybody: kinds of names, the sight of a party, the keys of a name, how facts read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from prasan.ground.clock import AgeRange, Language, PartialDate
from prasan.ground.policy import Section
from prasan.ground.thai import ngrams, normalise, phonetic_keys, read_person_number, read_phone, split_title

Choice = tuple[str, str]

NAME_KINDS: dict[str, str] = {
    "registered": "ชื่อตามทะเบียน", "given": "ชื่อที่บอก", "nickname": "ชื่อเล่น", "alias": "ชื่ออื่นหรือสะกดต่าง", "former": "ชื่อเดิม",
    "romanised": "ชื่ออักษรละติน", "religious": "ชื่อทางศาสนา", "words": "คำเรียก",
}
"""Kinds of names (domain.md 7.3). "words" tells who somebody is (แม่ของเด็ก) and is no name: it gets no token."""

SEXES: dict[str, str] = {"f": "หญิง", "m": "ชาย", "other": "เพศอื่น", "unknown": "ไม่ทราบ"}
NUMBER_KINDS: dict[str, str] = {
    "thai_id": "เลขประจำตัวประชาชน", "no_status_0": "เลขขึ้นต้น 0 (ไม่มีสถานะทางทะเบียน)", "migrant_00": "เลขขึ้นต้น 00 (แรงงานข้ามชาติ)",
    "g_code": "รหัส G ของนักเรียน", "passport": "หนังสือเดินทาง", "border_pass": "หนังสือผ่านแดน", "unhcr": "เลข UNHCR",
    "alien_cert": "ใบสำคัญประจำตัวคนต่างด้าว", "other": "เลขอื่น", "none": "ไม่มีเลข", "withheld": "ไม่ประสงค์บอก",
}
NUMBER_DOUBTS: dict[str, str] = {
    "check_digit": "เลขตรวจสอบไม่ตรง อาจพิมพ์ผิด บันทึกต่อได้", "length": "จำนวนหลักไม่ครบ 13 หลัก บันทึกต่อได้",
    "first_digit": "หลักแรกไม่ตรงกับประเภทที่เลือก บันทึกต่อได้", "unusual": "รูปแบบไม่คุ้นเคย ตรวจอีกครั้ง บันทึกต่อได้",
}
ADDRESS_KINDS: dict[str, str] = {
    "living": "ที่อยู่จริง", "registered": "ตามทะเบียนบ้าน", "work": "ที่ทำงาน", "school": "โรงเรียน", "safe": "ที่พักปลอดภัย", "other": "อื่น ๆ",
}
VISITS: dict[str, str] = {"unknown": "ยังไม่รู้ ห้ามไป", "no": "ไปไม่ได้", "yes": "ไปได้"}
LANGUAGES: dict[str, str] = {
    "th": "ไทย", "mfa": "มลายูปาตานี", "ms": "มลายู", "my": "พม่า", "km": "เขมร", "lo": "ลาว", "en": "อังกฤษ", "shn": "ไทใหญ่",
    "rhg": "โรฮีนจา", "ksw": "กะเหรี่ยงสะกอ", "zh": "จีน", "vi": "เวียดนาม", "other": "ภาษาอื่น",
}
"""Languages of domain.md 7.6; BCP 47 tags."""
SCRIPTS: dict[str, str] = {
    "th": "ไทย", "mfa-Arab": "มลายู อักษรยาวี", "mfa-Latn": "มลายู อักษรรูมี", "my": "พม่า", "km": "เขมร", "lo": "ลาว", "en": "อังกฤษ",
    "zh": "จีน", "vi": "เวียดนาม", "little": "อ่านได้น้อย", "none": "อ่านไม่ได้",
}
SIGNS: dict[str, str] = {"tsq": "ภาษามือไทย", "home": "ภาษามือในบ้าน", "other": "ภาษามืออื่น"}
GENDERS: dict[str, str] = {"any": "หญิงหรือชายก็ได้", "f": "ผู้หญิงเท่านั้น", "m": "ผู้ชายเท่านั้น"}
DISABILITIES: dict[str, str] = {
    "seeing": "การเห็น", "hearing": "การได้ยิน", "mobility": "การเคลื่อนไหว", "psychosocial": "จิตใจและพฤติกรรม", "intellectual": "สติปัญญา",
    "learning": "การเรียนรู้", "autism": "ออทิสติก", "dementia": "สมองเสื่อม", "other": "อื่น ๆ",
}
NEEDS: dict[str, str] = {
    "woman_officer": "ต้องการเจ้าหน้าที่หญิง", "sign_interpreter": "ล่ามภาษามือ", "interpreter": "ล่าม", "carer": "ผู้ดูแล", "wheelchair": "ทางลาดหรือรถเข็น",
    "easy_words": "คำง่ายและภาพ", "audio": "ฟังเสียงแทนอ่าน", "prayer": "เวลาละหมาดและเดือนถือศีลอด", "halal": "อาหารฮาลาล", "child_friend": "ผู้ใหญ่ที่เด็กไว้ใจ",
    "medicine": "ยาประจำ", "other": "อื่น ๆ",
}
ADDRESS_PARTS: dict[str, str] = {
    "house": "บ้านเลขที่", "moo": "หมู่ที่", "village": "หมู่บ้าน", "soi": "ซอย", "trok": "ตรอก", "road": "ถนน", "postal": "รหัสไปรษณีย์",
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

Key = tuple[int, str]


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


def party_sections(role: str, sections: Section) -> Section:
    """What sight of a record means for one party's person: an alleged person's identity, contact and health need PERPETRATOR."""
    sections |= Section.EXISTENCE
    if role == "alleged" and Section.PERPETRATOR not in sections:
        return sections & ~(Section.IDENTITY | Section.CONTACT | Section.HEALTH | Section.SHELTER)
    return sections


def visible_facts(facts: Mapping[str, Any] | None, sections: Section) -> dict[str, Any]:
    """Those facts that these sections show."""
    return {name: value for name, value in (facts or {}).items() if FACT_SECTIONS.get(name, Section.IDENTITY) in sections}


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
