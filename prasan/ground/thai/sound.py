"""How a name sounds: keys that the spellings of one name share (domain.md 7.3, recipe and measurements in linkage.md).

A word becomes a *folded* form (tones gone, silenced letters gone, homophones one letter), from it a *fine* key (its consonants)
and a *coarse* key (classes of consonants) on which Latin spellings land as well. A name of two words also gets *pair* keys,
which stay selective in a million names. Keys are short ASCII strings; the first letter tells the kind: f, c or p.
"""

import re
import unicodedata
from functools import lru_cache

from prasan.ground.thai.names import PARTICLES, name_words, without_particle
from prasan.ground.thai.text import normalise

_MOHAMMAD = "มูฮัมหมัด"
SHORT_FORMS = {
    **dict.fromkeys(("มะ", "มัต", "มูฮ", "มูฮำ", "หมัด", "md", "mohd", "muhd", "mhd", "moh", "muh", "mamat"), _MOHAMMAD),
    **dict.fromkeys(("ดุลเลาะ", "ดอเลาะ", "เลาะ", "dolloh", "dollah", "dolah", "loh"), "อับดุลเลาะ"),
    **dict.fromkeys(("เมาะ", "ตีเมาะ", "timah", "fatima"), "ฟาตีเมาะ"),
    **dict.fromkeys(("abd", "abdl"), "อับดุล"),
}
"""Forms in which friends and clerks write a long name; the long name's keys are added to theirs."""

_LETTERS = {
    **dict.fromkeys("ก", "ก"),
    **dict.fromkeys("ขฃคฅฆ", "ค"),
    **dict.fromkeys("ชฉฌ", "ช"),
    **dict.fromkeys("ซสศษ", "ส"),
    **dict.fromkeys("ดฎ", "ด"),
    **dict.fromkeys("ตฏ", "ต"),
    **dict.fromkeys("ถฐทธฑฒ", "ท"),
    **dict.fromkeys("นณ", "น"),
    **dict.fromkeys("ผพภ", "พ"),
    **dict.fromkeys("ฝฟ", "ฟ"),
    **dict.fromkeys("รฤ", "ร"),
    **dict.fromkeys("ลฬฦ", "ล"),
    **dict.fromkeys("หฮ", "ฮ"),
    **dict.fromkeys("ไใ", "ไ"),
    **dict.fromkeys("ิี", "ิ"),
    **dict.fromkeys("ึื", "ึ"),
    **dict.fromkeys("ุู", "ุ"),
    **dict.fromkeys("ะั", "ั"),
    **dict.fromkeys("็่้๊๋์ํ๎ฺๆฯ", ""),
}
_FOLD = str.maketrans(_LETTERS)


class _Consonants(dict[int, str]):
    """One ASCII letter for each consonant, nothing for anything else."""

    def __missing__(self, point: int) -> str:
        return ""


_FINE = _Consonants(str.maketrans(dict(zip("กคงจชสดตทนบปพฟมยรลวฮอ", "kxqjcsdtznbpvfmyrlwha", strict=True))))
_WITH_VOWELS = _Consonants({**_FINE, **str.maketrans(dict(zip("ัาิึุเแโไอ", "AAIUUEEOYO", strict=True)))})
_FINALS = dict(zip("kxjcsdtzbpvfnrl", "kkddddddbbbbnnn", strict=True))
_COARSE = str.maketrans("xcjdzbvfl", "kssttppp" + "r")

_SILENCED = re.compile(r"(?<=ก)ษณ[ิุ]?์|[ทตด]ร์|[ก-ฮ][ิุ]?์")
_SPELLING = re.compile(
    r"(?P<double>รร(?=[ะ-ู]))|(?P<hard>(?<!บ)รร(?=[ถคพมก]))|(?P<an>รร)"
    r"|(?P<coda>(?<=[ัิุึ็])(?P<stop>[ตกค])ร$|(?<=ั)(?P<mid>ต)ร(?=[ก-ฮเ-ไ]))"
    r"|(?P<lead>ห(?=[งญนณมยรลว]))|(?P<yo>^อ(?=ย))|(?P<so>^ทร(?=[าั]พ|[าั]ย|ง))|(?P<si>(?<=ศ)ร(?=[ีิ]))"
    r"|(?P<soe>(?<=เส)ร(?=ิ))|(?P<ti>ร(?=ติ$))|(?P<pon>(?<=^[พกศจ])ร(?=[ก-ฮ][ะ-ู็-๋]|[เ-ไ]|ทร))"
    r"|(?P<o>เ(?P<vowelled>[ก-ฮ])า(?:ะ|$))|(?P<ael>(?<=แอ)ล$)|(?P<am>ำ)|(?P<first>^ญ|(?<=^ห)ญ|(?<=[าีื-ู])ญ(?=[ะ-ู]))|(?P<nya>ญ)"
)
_REPLACED = {
    "double": "นร", "hard": "", "an": "น", "lead": "", "yo": "", "so": "ซ", "si": "", "soe": "", "ti": "", "pon": "น",
    "ael": "", "am": "ัม", "first": "ย", "nya": "น",
}  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
_THAI = re.compile(r"[\u0e00-\u0e7f]")

_LATIN = re.compile(
    r"(?P<sri>s[hr]?ri|sree)|(?P<long>(?<=[aeiou])r(?=[^aeiouyrhl]))|tch|tsh?|tz|dz|ch|sh|sy|th|dh|kh|gh|ck|ph|bh|ng|ny|rh|[a-z]"
)
_SOUNDS = {
    "tch": "ts", "ts": "ts", "tsh": "ts", "tz": "ts", "dz": "s", "ch": "c", "sh": "s", "sy": "s", "th": "t", "dh": "t", "kh": "k",
    "gh": "k", "ck": "k", "ph": "p", "bh": "p", "ng": "q", "ny": "n", "rh": "r", "b": "p", "d": "t", "f": "p", "g": "k",
    "h": "h", "j": "j", "k": "k", "l": "r", "m": "m", "n": "n", "p": "p", "q": "k", "r": "r", "s": "s", "t": "t", "v": "w", "w": "w",
    "x": "s", "y": "y", "z": "s", "c": "k",
}  # fmt: skip


def fold(word: str) -> str:
    """The folded form of one word: Thai without tones, silenced letters and homophones; Latin case-folded without accents."""
    if not _THAI.search(word):
        return _latin_letters(word)
    if "์" in word:
        word = _SILENCED.sub("", word)
    word = _SPELLING.sub(_respelt, word).translate(_FOLD)
    return _REPEATED.sub(r"\1", word)


def phonetic_keys(name: str) -> frozenset[str]:
    """All sound keys of a written name; two spellings of a name share at least one. Empty for a text without letters.

    Give a whole name to get pair keys too. Lineage particles are kept and also left out (นิอามีเนาะ, อามีเนาะ); titles do not count.
    """
    words = name_words(normalise(name))
    keys: set[str] = set()
    coarse: list[tuple[str, ...]] = []
    for word in words:
        fine, broad = _word_keys(word)
        keys.update(fine)
        keys.update("c" + key for key in broad)
        if broad and word not in PARTICLES:
            coarse.append(broad)
    for at, ones in enumerate(coarse):
        for others in coarse[at + 1 :]:
            keys.update(
                "p" + (one + "." + other if one < other else other + "." + one) for one in ones for other in others
            )
    return frozenset(keys)


@lru_cache(maxsize=8192)
def _word_keys(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(fine keys with their letter, coarse keys without) of one word, its short form and its bare form included."""
    fine: dict[str, None] = {}
    coarse: dict[str, None] = {}
    for form in {word: None, without_particle(word): None, SHORT_FORMS.get(word, word): None}:
        if _THAI.search(form):
            folded = fold(form)
            skeleton = _skeleton(folded)
            if skeleton:
                fine["f" + (skeleton if len(skeleton) > 1 else folded.translate(_WITH_VOWELS))] = None
                coarse[_broad(skeleton)] = None
        else:
            for spelled in _latin_sounds(_latin_letters(form)):
                fine["f" + spelled] = None
                coarse[_broad(spelled)] = None
    return tuple(fine), tuple(coarse)


def coarse_keys(word: str) -> tuple[str, ...]:
    """The coarse keys of one word (no kind letter): where Thai and Latin spellings meet."""
    return _word_keys(word)[1]


def _skeleton(folded: str) -> str:
    """Consonants of a folded Thai word; an initial vowel counts as one; the last one by its sound in final place."""
    letters = folded[:1].translate(_FINE) or folded[1:2].translate(_FINE)
    start = 1 if folded[:1].translate(_FINE) else 2
    rest = folded[start:].translate(_FINE).replace("a", "")
    if rest and "ก" <= folded[-1] <= "ฮ" and folded[-1] != "อ" and folded[-2] not in "เแโไ":
        rest = rest[:-1] + _FINALS.get(rest[-1], rest[-1])
    return _REPEATED.sub(r"\1", letters + rest)


def _broad(skeleton: str) -> str:
    """Coarse key of a skeleton: classes, glides and breath only where they start the word."""
    key = skeleton.translate(_COARSE)
    short = key[0] + _GLIDES.sub("", key[1:])
    if len(short) < 2:
        short = key.replace("h", "") if len(key) > 1 and key[0] != "h" else key
    return _STOP_BEFORE_S.sub("", _REPEATED.sub(r"\1", short))


_GLIDES = re.compile("[wyh]")
_STOP_BEFORE_S = re.compile("t(?=s)")


def _latin_letters(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word.casefold()) if "a" <= letter <= "z")


def _latin_sounds(letters: str) -> tuple[str, ...]:
    """Skeletons of a Latin spelling. Two when it has a j, which Malay writers use where Thai has จ and where it has ย."""
    spelled = "".join(_heard(found, letters) for found in _LATIN.finditer(letters))
    if len(spelled) > 1:
        spelled = _latin_ending(spelled, letters)
    spelled = _REPEATED.sub(r"\1", spelled)
    if not spelled:
        return ()
    return (spelled.replace("j", "s"), spelled.replace("j", "y")) if "j" in spelled else (spelled,)


def _heard(found: re.Match[str], letters: str) -> str:
    piece = found[0]
    if found["sri"]:
        return "s"
    if found["long"]:
        return ""
    if piece in _VOWELS:
        return "" if found.start() else "a"
    if piece == "c" and letters[found.end() : found.end() + 1] in _SOFTENING:
        return "c"
    return _SOUNDS[piece]


def _latin_ending(spelled: str, letters: str) -> str:
    if letters.endswith(_UNHEARD) or (letters[-1] == "h" and spelled[-1] == "h"):
        return spelled[:-1]
    return spelled if letters[-1] in _OPEN else spelled[:-1] + _FINAL_SOUNDS.get(spelled[-1], spelled[-1])


_VOWELS = frozenset("aeiou")
_SOFTENING = frozenset("eiy")
_OPEN = frozenset("aeiouyh")
_UNHEARD = ("ar", "er", "ir", "or", "ur", "ail", "ael")  # Umar is อูมา, Ismail is อิสมาแอ
_FINAL_SOUNDS = {"s": "t", "c": "t", "j": "t", "r": "n"}


def _respelt(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    if kind in ("stop", "mid", "coda"):
        return found["stop"] or found["mid"]
    if kind in ("o", "vowelled"):
        return found["vowelled"] + "อ"
    return _REPLACED[kind]
