"""Kill -9 around the acknowledgement, start again, go on; at the end all that was acknowledged must be there, and nothing by halves.

In each round a few people press their last button in the same moment; the kill falls a random time later, within what such a press takes.
"""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from prasan.surfaces.ops.bench.visitor import Unexpected
from tests.assurance.faults.place import Place
from tests.assurance.faults.senders import KINDS, Sender, Told
from tests.assurance.result import Result

SENDERS = 4
SITE = (("worker", 12), ("workers", 3), ("jobs", 3), ("master", 1))
DATABASE = (("backends", 3), ("postmaster", 2))
SETTLED = 90.0  # seconds in which jobs catch up by themselves


def check(place: Place, check: str, count: int, seed: int, targets: tuple[tuple[str, int], ...]) -> tuple[Result, Told]:
    """`count` kills of the place's running site. The result compares each kill; what is lost is found at the end."""
    result, told, chance = Result(check, seed), Told(), random.Random(seed)  # noqa: S311 - made-up data
    senders = [Sender(place.port, told, chance.randrange(2**31)) for _ in range(SENDERS)]
    with ThreadPoolExecutor(SENDERS) as pool:
        usual = 1.3 * _usual(senders, pool)
        for number in range(count):
            kind = chance.choices([name for name, _ in targets], [weight for _, weight in targets])[0]
            _ready(senders, pool, place, chance)
            before = told.acknowledged
            sent = [pool.submit(one.send) for one in senders]
            time.sleep(chance.uniform(0, usual))
            while not place.kill(kind):
                time.sleep(0.05)  # that one is just coming back from the last time
            result.tried += 1
            for one in sent:
                one.result()
            if kind == "postmaster" and place.server is not None:
                place.server.again()
            place.wait()
            result.met(kind)
            # About half of them should have been told when the kill falls: how long that takes depends on how busy the machine is.
            share = (told.acknowledged - before) / len(senders)
            usual = min(3.0, max(0.02, usual * (1.25 if share < 0.4 else 0.85 if share > 0.6 else 1)))
            if number % 50 == 49:
                print(f"{check}: {number + 1} of {count} kills, {told.acknowledged} acknowledged, {told.unsure} broken off", flush=True)
    found = place.run("judge", {"told": told.plain(), "seconds": SETTLED})
    for name in ("lost", "halves", "unsettled"):
        for words in found[name]:
            result.compare(False, words)
    _odd(result, told)
    return result, told


def _usual(senders: list[Sender], pool: ThreadPoolExecutor) -> float:
    """Seconds that a press takes here, all at once, after a first one each."""
    def all_at_once() -> float:
        for one in senders:
            one.prepare("report")
        began = time.monotonic()
        list(pool.map(Sender.send, senders))
        return time.monotonic() - began

    all_at_once()
    return all_at_once()


def _ready(senders: list[Sender], pool: ThreadPoolExecutor, place: Place, chance: random.Random) -> None:
    """Everybody stands before the last button. A server that is still coming back may turn somebody away; then once more."""
    kinds = [KINDS[number % len(KINDS)] for number in range(chance.randrange(3), chance.randrange(3) + 3 + len(senders))]

    def ready(one: Sender, kind: str) -> None:
        for _ in range(5):
            try:
                one.prepare(kind)
            except Unexpected:
                place.wait()
                threading.Event().wait(0.1)
            else:
                return
        one.prepare("report")

    list(pool.map(ready, senders, kinds))


def _odd(result: Result, told: Told) -> None:
    """An answer during a fault is the acknowledgement or a polite 503; never a 500."""
    for status, times in told.statuses.items():
        result.compare(status in {200, 201, 503}, f"{times} answers of {status}")
