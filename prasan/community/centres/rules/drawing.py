"""The map of the subdistrict's network as lines and places on a sheet of 360 by 300: small enough for a telephone, the list beside it says the same."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 312
MOST = 12
LINES = {"regular": "solid", "sometimes": "dash", "not_yet": "dots"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one partner stands: middle of its disc, its number in the list, and how its line is drawn."""

    x: int
    y: int
    number: int
    line: str


def spots(bonds: Sequence[str]) -> tuple[Spot, ...]:
    """Places around the middle for partners with these bonds, in their order, at most MOST; closer ones work together more."""
    shown = bonds[:MOST]
    reach = {"regular": 0.74, "sometimes": 0.9, "not_yet": 1.0}
    found = []
    for n, bond in enumerate(shown):
        turn = 2 * math.pi * n / max(len(shown), 1) - math.pi / 2
        far = reach.get(bond, 1.0)
        found.append(Spot(
            round(WIDTH / 2 + far * (WIDTH / 2 - 26) * math.cos(turn)), round(HEIGHT / 2 + far * (HEIGHT / 2 - 26) * math.sin(turn)), n + 1,
            LINES.get(bond, "dots"),
        ))
    return tuple(found)
