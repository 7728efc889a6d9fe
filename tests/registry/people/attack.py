"""A thief holds the name tokens and public name statistics, and no key: how many names are recovered by matching frequencies?

Run: `python -m tests.registry.people.attack [persons]`. The result is written up in docs/security/name-tokens.md. No database is used: the tokens are
made as `people.actions.rows` makes them. The thief is given the best case: the true name counts of the very population, without noise.
"""

import hashlib
import hmac
import random
import sys
from collections import Counter, defaultdict

from prasan.registry.people import rules
from tests.registry.people.names import Zipf, stock

KEY = b"\x07" * 32
TESTED = 2000


def token(kind: int, key: str, bits: int) -> int:
    return int.from_bytes(hmac.digest(KEY, f"{kind}|{key}".encode(), hashlib.sha256)[:8], "big") >> (64 - bits)


def population(count: int, seed: int) -> list[tuple[str, str]]:
    chance = random.Random(seed)  # noqa: S311 - made-up data
    given, family = stock()
    names, families = Zipf(given, 0.9, chance), Zipf(family, 0.5, chance)
    return [(names.draw(), families.draw()) for _ in range(count)]


def recovered(stolen: list[tuple[str, str]], public: list[tuple[str, str]], kinds: tuple[int, ...], bits: int) -> tuple[float, float]:
    """Shares of persons whose whole name, and whose given name, the thief names rightly.

    Tokens and the keys of known names are both ranked by how often they occur, kind by kind; equal ranks are taken for each other. A person is
    then the name in the statistics that explains most of the person's tokens, rarest first.
    """
    keys = {name: frozenset(key for key in rules.keys_of(name) if key[0] in kinds) for name in {" ".join(pair) for pair in {*stolen, *public}}}
    seen: Counter[tuple[int, int]] = Counter()
    rows = []
    for pair in stolen:
        own = frozenset((kind, token(kind, key, bits)) for kind, key in keys[" ".join(pair)])
        rows.append(own)
        seen.update(own)
    known: Counter[tuple[int, str]] = Counter()
    for pair in public:
        known.update(keys[" ".join(pair)])
    guess: dict[tuple[int, int], tuple[int, str]] = {}
    for kind in kinds:
        # Equal counts stand in no order that helps the thief: by the token itself, and by the key's own spelling.
        tokens = sorted((one for one in seen if one[0] == kind), key=lambda one: (-seen[one], one[1]))
        named = sorted((key for key in known if key[0] == kind), key=lambda key: (-known[key], key[1]))
        guess.update(zip(tokens, named, strict=False))
    holders: dict[tuple[int, str], list[str]] = defaultdict(list)
    counts = Counter(" ".join(pair) for pair in public)
    for name, _ in counts.most_common():
        for key in keys[name]:
            holders[key].append(name)
    whole = first = 0
    for pair, own in list(zip(stolen, rows, strict=True))[:TESTED]:
        named_keys = sorted((guess[one] for one in own if one in guess), key=lambda key: known[key])
        votes: Counter[str] = Counter()
        for key in named_keys[:6]:
            votes.update(dict.fromkeys(holders[key][:400], 1))
        best = max(votes, key=lambda name: (votes[name], counts[name]), default="")
        whole += best == " ".join(pair)
        first += best.partition(" ")[0] == pair[0]
    tested = min(TESTED, len(stolen))
    return whole / tested, first / tested


def main(sizes: list[int]) -> None:
    for size in sizes:
        stolen, other = population(size, 1), population(size, 2)
        for kinds, label in (((rules.FINE, rules.COARSE, rules.PAIR), "sounds"), ((rules.FINE, rules.COARSE, rules.PAIR, rules.PIECE), "sounds and pieces")):
            for bits in (64, 32, 16):
                for public, told in ((stolen, "the very population's counts"), (other, "another sample's counts")):
                    whole, first = recovered(stolen, public, kinds, bits)
                    print(f"{size:>7,} | {label:<17} | {bits} bits | {told:<28} | whole {whole:6.1%} | given {first:6.1%}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [5_000, 50_000])
