"""The parts of names in Thailand (domain.md 7.3).

A title tells neither sex nor age nor marital state: it is split off only so that the name can be found and ordered.
"""

import re
from dataclasses import dataclass

from prasan.ground.thai.text import normalise

TITLES = (
    "นาย", "นางสาว", "นาง", "น.ส.", "นส.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "ดช.", "ดญ.", "คุณ", "น้อง", "ครู",
    "ว่าที่ร้อยตรีหญิง", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.", "ว่าที่ร.ต.", "ว่าที่พันตรี", "ว่าที่ พ.ต.", "พล.ต.อ.",
    "พล.ต.ท.", "พล.ต.ต.", "พ.ต.อ.", "พ.ต.ท.", "พ.ต.ต.", "ร.ต.อ.", "ร.ต.ท.", "ร.ต.ต.", "ด.ต.", "จ.ส.ต.", "ส.ต.อ.",
    "ส.ต.ท.", "ส.ต.ต.", "พล.อ.", "พล.ท.", "พล.ต.", "พ.อ.", "พ.ท.", "พ.ต.", "ร.อ.", "ร.ท.", "ร.ต.", "จ.ส.อ.",
    "จ.ส.ท.", "ส.อ.", "ส.ท.", "ส.ต.", "พลฯ", "พลทหาร", "ศาสตราจารย์", "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์",
    "ศ.ดร.", "รศ.ดร.", "ผศ.ดร.", "อาจารย์", "ศ.", "รศ.", "ผศ.", "อ.", "ดร.", "นพ.", "พญ.", "ทพ.", "ทญ.", "ภก.",
    "ภญ.", "น.พ.", "พ.ญ.", "นายแพทย์", "แพทย์หญิง", "หม่อมราชวงศ์", "หม่อมหลวง", "ม.ร.ว.", "ม.ล.", "พระครู",
    "พระมหา", "สามเณร", "แม่ชี", "ฮัจยี", "หะยี", "ฮัจญี", "ฮัจญะห์", "โต๊ะอิหม่าม", "อิหม่าม", "โต๊ะครู", "ดาโต๊ะ",
)  # fmt: skip
LATIN_TITLES = ("mr", "mrs", "ms", "miss", "master", "dr", "prof", "haji", "hajji", "hajah", "khun", "ด.ช", "ด.ญ")

PARTICLES = ("นิ", "นิก", "แว", "วัน", "เจะ", "เจ๊ะ", "ต่วน", "ตวน", "ตูแว", "ตูวัน", "กู", "ตนกู", "ตึงกู", "เติงกู")
"""Lineage words that lead a Malay-Muslim given name, apart or joined to it; left out by some registrars and all friends."""

CONNECTORS = frozenset(
    {"บิน", "บินตี", "บินติ", "บินตี้", "บุตรของ", "bin", "binti", "binte", "bt", "bte", "ibn", "ณ", "นามสกุล"}
)
"""Words between a name and a father's or a family's name: son of, daughter of, of."""

_BY_LENGTH = sorted({normalise(title) for title in TITLES}, key=len, reverse=True)
_DOTTED = [title for title in _BY_LENGTH if title.endswith((".", "ฯ"))]
_SPACED = r"\s*"
_TITLE = re.compile(
    r"(?:(?P<joined>"
    + "|".join(re.escape(title).replace(r"\ ", _SPACED) for title in _DOTTED)
    + r")(?:(?<=[ตทอ]\.)หญิง(?=\s|[ก-ฮเ-ไ]))?\s*"
    # a title that is a plain word is joined to the name only before a consonant or a leading vowel: นายสมชาย, not นายิกา
    r"|(?P<word>นางสาว|นาง|นาย|เด็กชาย|เด็กหญิง|น้อง|คุณ)\s*(?=[ก-ฮเ-ไ]{2}|[ก-ฮเ-ไ][ัาำิ-ู็-์])"
    r"|(?P<apart>" + "|".join(re.escape(title) for title in _BY_LENGTH) + r")\s+"
    r"|(?P<latin>(?:" + "|".join(LATIN_TITLES) + r")\.?)\s+)",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"[\s\-‐-―./,;:()\"“”·]+")
_QUOTES = re.compile(r"['’ʼ`‘]")
_JOINED_PARTICLE = re.compile(
    r"(?:เจ๊?ะ|ต่?วน|ตูแว|ตูวัน|ต[ึ]?นกู|ตึงกู|เติงกู)(?=[ก-ฮเ-ไ]{2,}|[ก-ฮ][ะ-ู])|(?:นิก?|แว|วัน|กู)(?=อ|ฮ|มะ|มู|ยู|สะ|ซู|เซ|เด|ดือ|รอ|แม)"
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A written name without its titles; `title` as written, "" when there is none."""

    title: str
    name: str


def split_title(written: str) -> NameParts:
    """Split leading titles and ranks off a written name: "พ.ต.อ.หญิง ดร.สมศรี ดี" gives ("พ.ต.อ.หญิง ดร.", "สมศรี ดี")."""
    rest = " ".join(normalise(written).split())
    start = 0
    while (found := _TITLE.match(rest, start)) and found.end() < len(rest) and found.end() > start:
        start = found.end()
    return NameParts(rest[:start].strip(), rest[start:])


def name_words(written: str) -> tuple[str, ...]:
    """The bearing words of a name in order, case-folded, without titles, connectors and marks of division."""
    rest = _QUOTES.sub("", split_title(written).name).casefold()
    words = tuple(word for word in _BREAKS.split(rest) if word)
    return tuple(word for word in words if word not in CONNECTORS) or words


def without_particle(word: str) -> str:
    """The given name inside a word that starts with a lineage particle ("เจะอาแซ" gives "อาแซ"); the word itself when there is none."""
    found = _JOINED_PARTICLE.match(word)
    return word[found.end() :] if found else word
