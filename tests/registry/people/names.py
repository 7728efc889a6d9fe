"""Made-up persons in numbers: given names and surnames of the public lists in PyThaiNLP with Malay-Muslim ones, drawn by a Zipf law.

No register of real persons was used. How often a name occurs is not in the lists: the law stands in for it, its exponent as measured in other
countries' name statistics (given names about 1, surnames flatter; Thai surnames are close to unique to a family by the law of 2505).
"""

import bisect
import itertools
import random
from functools import cache

from pythainlp.corpus.common import thai_family_names, thai_female_names, thai_male_names

MALAY_GIVEN = """มูฮัมหมัด อับดุลเลาะ อับดุลรอมาน อาแซ อิสมาแอ อิบรอเฮง อุสมาน สุไลมาน ยูโซะ มะรอเซะ ซุลกิฟลี รุสลัน ฮาซัน อาดัม สะมะแอ ดอรอแม มะแอ
ฟาตีเมาะ อามีเนาะ คอดีเยาะ รอกีเยาะ ไซนับ มารีแย มาเรียม นูรีดา นูรฮายาตี รอซีดะห์ ซากีเราะห์ มูนีเราะห์ ฮามีดะห์ การีมะห์ ซารีนา ยามีละห์ ฮัสนะ สารีปะ
เจะมีเนาะ นิรอฮานี แวมีเนาะ ซูไรดา สาลีฮะห์ ยามีเล๊าะ รอมือละ""".split()  # noqa: SIM905
MALAY_FAMILY = """สาและ มะแซ ดอเลาะ เจะแว สาแม ยูโซะ อาแว บือราเฮง ลาเตะ ปูเตะ หะมะ วามะ มะลี เจะและ สาเมาะ แวหะยี มะดือราแว ดือราแม กาเดร์ อาบู สะนิ หะแว
มูซอ เด็ง ตาเละ ยะโกะ โตะเฮ ลอแม เจะอาลี นิเลาะ วาแม อาแด สะอะ บากา ดาโอะ""".split()  # noqa: SIM905


@cache
def stock(seed: int = 2569) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Given names and surnames in a fixed order of frequency: the most frequent first."""
    order = random.Random(seed)  # noqa: S311 - made-up data
    given = sorted({*thai_male_names(), *thai_female_names()})
    family = sorted(thai_family_names())
    order.shuffle(given)
    order.shuffle(family)
    for names, extra in ((given, MALAY_GIVEN), (family, MALAY_FAMILY)):
        for place, name in enumerate(extra):
            names.insert(place * 5, name)
    return tuple(dict.fromkeys(given)), tuple(dict.fromkeys(family))


class Zipf:
    """Draws names: the n-th with a chance of 1 over n to the power of `exponent`."""

    def __init__(self, names: tuple[str, ...], exponent: float, chance: random.Random) -> None:
        self.names = names
        self.chance = chance
        self.upto = list(itertools.accumulate(1 / place**exponent for place in range(1, len(names) + 1)))

    def draw(self) -> str:
        return self.names[bisect.bisect(self.upto, self.chance.random() * self.upto[-1])]


def crowd(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """`count` made-up (given name, surname) pairs."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
    given, family = stock()
    names, families = Zipf(given, 0.9, chance), Zipf(family, 0.5, chance)
    return [(names.draw(), families.draw()) for _ in range(count)]
