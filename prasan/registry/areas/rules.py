"""Pure rules about areas: which code covers which, and how an area is written in Thai and English."""

import re
from collections.abc import Sequence

BANGKOK = "10"

_LEVEL_WORDS = re.compile(r"^(?:จังหวัด|กิ่งอำเภอ|อำเภอ|เขต|ตำบล|แขวง)(?=.)")
_SHORT_WORDS = re.compile(r"(?:^|(?<=\s))(?:จ|อ|ต)\.\s*|(?<=\S)(?:อ|จ)\.\s*")
_MARKS = re.compile(r"[\s.,'’()\-\u200b\u00a0]+")
_PROVINCE_NICKNAMES = {"กทม": BANGKOK, "กรุงเทพ": BANGKOK, "โคราช": "30", "แปดริ้ว": "24", "อยุธยา": "14",
                       "ayutthaya": "14", "korat": "30"}  # fmt: skip


def covers(prefix: str, code: str) -> bool:
    """Whether the area `prefix` is the area `code` or one that it lies in. "" is the whole country and covers all."""
    return code.startswith(prefix)


def ancestry(code: str) -> tuple[str, ...]:
    """The codes of the areas that an area lies in, largest first, its own last: "400114" gives ("40", "4001", "400114")."""
    return tuple(code[:size] for size in range(2, len(code) + 1, 2))


def name_line(names: Sequence[str], *, bangkok: bool, lang: str = "th") -> str:
    """An area as written in an address, from the names of the province, district and subdistrict, as many as there are.

    Thai: "ต.ศิลา อ.เมืองขอนแก่น จ.ขอนแก่น", in Bangkok "แขวงสีลม เขตบางรัก กรุงเทพมหานคร".
    Other languages: "Sila, Mueang Khon Kaen, Khon Kaen".
    """
    if lang != "th":
        return ", ".join(reversed(names))
    words = ("", "เขต", "แขวง", "") if bangkok else ("จ.", "อ.", "ต.", "บ้าน")
    return " ".join(f"{word}{name}" for word, name in reversed(list(zip(words, names, strict=False))))


def plain(text: str) -> str:
    """Text in the form in which names are compared: no spaces, marks, case or leading word for the level."""
    text = text.replace("\u0e4d\u0e32", "\u0e33").replace("ฯ", "").lower()
    text = _MARKS.sub("", _SHORT_WORDS.sub("", text))
    return _LEVEL_WORDS.sub("", text)


def words(text: str) -> tuple[str, ...]:
    """The names within a typed address, each as `plain` gives it: "ต.ศิลา อ.เมือง" gives ("ศิลา", "เมือง")."""
    parts = _SHORT_WORDS.sub(" ", text).replace(",", " ").split()
    return tuple(word for word in map(plain, parts) if word)


def province_by_nickname(plain_name: str) -> str:
    """The code of a province for a name that people use but officials do not ("กทม", "โคราช"), or ""."""
    return _PROVINCE_NICKNAMES.get(plain_name, "")


def nicknames_of(code: str) -> tuple[str, ...]:
    """The names that people use for a province beside its official one, in compared form."""
    return tuple(name for name, of in _PROVINCE_NICKNAMES.items() if of == code)
