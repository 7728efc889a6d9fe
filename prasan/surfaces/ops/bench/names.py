"""Made-up names in numbers: the public lists of PyThaiNLP drawn by a Zipf law, and Malay-Muslim ones in the border provinces."""

import bisect
import itertools
import random
from functools import cache, lru_cache

from pythainlp.corpus.common import thai_family_names, thai_female_names, thai_male_names

from prasan.ground.vault import token
from prasan.registry.people import rules
from prasan.surfaces.ops.demonstration.people import BORDER, FAMILY, GIVEN

MALAY_FROM = {"given": GIVEN[24:], "family": FAMILY[10:]}
GIVEN_EXPONENT, FAMILY_EXPONENT = 0.9, 0.5  # Thai surnames are close to unique to a family (law of 2505): flatter than elsewhere


class Names:
    """Draws full names for a province."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        order = random.Random(2569)  # noqa: S311 - made-up data
        given = sorted({*thai_male_names(), *thai_female_names()})
        family = sorted(thai_family_names())
        order.shuffle(given)
        order.shuffle(family)
        self.given, self.given_upto = given, _upto(len(given), GIVEN_EXPONENT)
        self.family, self.family_upto = family, _upto(len(family), FAMILY_EXPONENT)

    def draw(self, province: str) -> tuple[str, str]:
        """Given name and surname."""
        if province in BORDER and self.chance.random() < 0.5:
            return self.chance.choice(MALAY_FROM["given"]), self.chance.choice(MALAY_FROM["family"])
        return self._one(self.given, self.given_upto), self._one(self.family, self.family_upto)

    def _one(self, names: list[str], upto: list[float]) -> str:
        return names[bisect.bisect(upto, self.chance.random() * upto[-1], hi=len(names) - 1)]


def _upto(count: int, exponent: float) -> list[float]:
    return list(itertools.accumulate(1 / place**exponent for place in range(1, count + 1)))


@lru_cache(maxsize=200_000)
def tokens(name: str, version: int) -> tuple[tuple[int, int], ...]:
    """The (kind, token) pairs of one written name."""
    return tuple(sorted({(kind, _token(rules.TOKEN_LABELS[kind], key, version)) for kind, key in rules.keys_of(name)}))


@cache
def _token(label: str, key: str, version: int) -> int:
    return token(label, key, version)
