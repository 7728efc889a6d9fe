"""The measure of all CPU figures: a fixed loop of plain Python that takes 100 ms on the machine on which this was first written.

A figure is its CPU time multiplied by 100 ms over the loop's CPU time in the same run, so that runs on other machines can be compared.
"""

import statistics
import time
from typing import Any

ROUNDS = 850_000  # never changed: all figures ever written depend on it
LOOP_MS = 100.0


def loop_ms() -> float:
    """CPU milliseconds of the loop, now: the median of three."""
    return statistics.median(_once() for _ in range(3))


def told(loops: list[float]) -> dict[str, Any]:
    """What the result file says of the calibrations of a run."""
    found = statistics.median(loops)
    return {"loop_ms": round(found, 1), "factor": round(LOOP_MS / found, 3), "least_ms": round(min(loops), 1), "most_ms": round(max(loops), 1),
            "times": len(loops), "rounds": ROUNDS}


def _once() -> float:
    before = time.thread_time()
    turning(ROUNDS)
    return (time.thread_time() - before) * 1000


def turning(rounds: int) -> int:
    """Integers, a list and a dictionary, such as any page moves about."""
    seen: dict[int, int] = {}
    last = [0] * 64
    value = 1
    for turn in range(rounds):
        value = (value * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
        last[turn & 63] = value
        if not value & 15:
            seen[value & 1023] = turn
    return value + len(seen) + sum(last)
