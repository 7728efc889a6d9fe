"""How alike two names are: pieces for the index, and a score to order the candidates that it returns."""

from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from prasan.ground.thai.names import name_words
from prasan.ground.thai.sound import coarse_keys, fold
from prasan.ground.thai.text import normalise

_PIECE = 3
_VOICES = str.maketrans(
    {
        **dict(zip("กคงจชสดตทนบปพฟมยรลวฮอ", "kkqcsstttnpppfmyrrwh ", strict=True)),
        **dict(zip("าัิึุเแโไ", "aaiuueeoa", strict=True)),
    }
)
_LATIN_VOICES = (
    ("tch", "s"), ("ch", "s"), ("sh", "s"), ("th", "t"), ("ph", "p"), ("kh", "k"), ("ng", "q"), ("j", "s"), ("c", "k"), ("z", "s"),
    ("d", "t"), ("b", "p"), ("g", "k"), ("l", "r"), ("v", "w"), ("ee", "i"), ("oo", "u"), ("ae", "e"), ("h", ""), (" ", ""),
)  # fmt: skip
_SAME_SCRIPT_SOUND = 0.25
_OTHER_SCRIPT_SOUND = 0.6


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """The folded words of a name, one space between; titles and connectors left out."""
    return " ".join(folded for word in name_words(normalise(name)) if (folded := fold(word)))


def ngrams(name: str) -> frozenset[str]:
    """Three-letter pieces of the folded words of a name, ends marked: they find a name typed in part or with a wrong letter."""
    found: set[str] = set()
    for word in fold_name(name).split():
        ended = f"^{word}$"
        found.update(ended[at : at + _PIECE] for at in range(len(ended) - _PIECE + 1))
    return frozenset(found)


def similarity(one: str, other: str) -> float:
    """Likeness of two written names, 0 to 1; 1 = the same after folding. Order of words hardly counts."""
    first, second = fold_name(one), fold_name(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    sound = JaroWinkler.similarity(_sound(one), _sound(other))
    if first.isascii() == second.isascii():
        spelling = max(JaroWinkler.similarity(first, second), fuzz.token_sort_ratio(first, second) / 100)
        if " " in first or " " in second:  # one of them may be a part of the other
            spelling = max(spelling, 0.92 * fuzz.token_set_ratio(first, second) / 100)
        weight = _SAME_SCRIPT_SOUND
    else:
        spelling = JaroWinkler.similarity(_voiced(first), _voiced(second))
        weight = _OTHER_SCRIPT_SOUND
    return min(0.999, (1 - weight) * spelling + weight * sound)


@lru_cache(maxsize=8192)
def _sound(name: str) -> str:
    return " ".join(coarse_keys(word)[0] for word in name_words(normalise(name)) if coarse_keys(word))


@lru_cache(maxsize=8192)
def _voiced(folded: str) -> str:
    """A folded name in rough Latin voices, for comparing across scripts only."""
    if not folded.isascii():
        return folded.translate(_VOICES).replace(" ", "")
    for written, voice in _LATIN_VOICES:
        folded = folded.replace(written, voice)
    return folded
