"""`prasan bench pages`: what one request costs. Six named requests, each through HTTP, in rounds that take turns with the calibration."""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from prasan.ground.screens.places import SEARCH
from prasan.surfaces.ops.bench import calibration, facts, sessions, weight
from prasan.surfaces.ops.bench.site import Site
from prasan.surfaces.ops.bench.tellings import Teller
from prasan.surfaces.ops.bench.visitor import Answer, Visitor

ROUNDS, EACH = 6, 40
WARM = 120  # before the first round: a server that has run for a while has put its statements together, each worker for itself
USED_UP = 12  # the same, of requests that can be made only once
WORKERS_OF_A_KIND = 8
TARGETS = {
    "sqlite": {"report_api": 8, "report_form": 12, "worklist": 6, "case_page": 12, "search": 15, "referral_answer": 8},
    "postgresql": {"report_api": 11, "report_form": 15, "worklist": 8, "case_page": 16, "search": 18, "referral_answer": 11},
}
"""CPU milliseconds of server and database, calibrated."""

Ask = Callable[[bool], Answer]
"""One measured request, ready to be sent; counted when True."""


@dataclass
class Page:
    """A named request. `ready(n)` prepares n of them, not measured."""

    name: str
    ready: Callable[[int], list[Ask]]
    warm: int = WARM
    cpu: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    queries: int = 0


def measure(site: Site, size: int, vendor: str) -> dict[str, Any]:
    """Results by page, the calibration, targets."""
    rounds, each = (ROUNDS, EACH) if size >= 5000 else (2, 3)
    pages = _pages(site, random.Random(7), rounds * each + USED_UP + 3)  # noqa: S311 - content, not secrets
    loops = [calibration.loop_ms()]
    client = time.process_time()
    for page in pages:
        for ask in page.ready(page.warm if size >= 5000 else 2):
            ask(False)
        page.queries = max(ask(True).queries for ask in page.ready(3))
    for _ in range(rounds):
        for page in pages:
            asks = page.ready(each)
            if not asks:
                continue  # a small country has no more referrals that wait
            spent = _spent(site, page, asks)
            loops.append(calibration.loop_ms())
            page.raw.append(spent)
            page.cpu.append(spent * calibration.LOOP_MS / ((loops[-2] + loops[-1]) / 2))
    return {
        "results": {**{page.name: _result(page) for page in pages}, "public_page": weight.weigh(site)},
        "calibration": calibration.told(loops),
        "targets": {**{page.name: {"cpu_ms": TARGETS[vendor][page.name]} for page in pages}, "public_page": weight.TARGETS},
        "memory_mb": round(site.resident_mb(), 1),
        "client_cpu_s": round(time.process_time() - client, 2),
    }


def _spent(site: Site, page: Page, asks: list[Ask]) -> float:
    """CPU milliseconds a request, of server and database."""
    before = site.cpu_ms()
    for ask in asks:
        began = time.perf_counter()
        ask(False)
        page.wall.append((time.perf_counter() - began) * 1000)
    return (site.cpu_ms() - before) / len(asks)


def _result(page: Page) -> dict[str, Any]:
    wall = sorted(page.wall)
    return {
        "cpu_ms": round(statistics.median(page.cpu), 2), "p50_ms": round(statistics.median(wall), 2),
        "p95_ms": round(wall[min(len(wall) - 1, int(len(wall) * 0.95))], 2), "queries": page.queries,
        "cpu_ms_rounds": [round(one, 2) for one in page.cpu], "cpu_ms_uncalibrated": round(statistics.median(page.raw), 2), "requests": len(wall),
    }


def _pages(site: Site, chance: random.Random, most: int) -> list[Page]:
    teller = Teller(chance)
    managers = facts.managers(WORKERS_OF_A_KIND, chance)
    officers = facts.intake_officers(WORKERS_OF_A_KIND, chance)
    visitors: dict[Any, Visitor] = {one.user: sessions.Member(site.url, one.user) for one in (*managers, *officers)}
    return [
        Page("report_api", _report_api(site, teller)),
        Page("report_form", _report_form(site, teller)),
        Page("worklist", _worklist(managers, visitors, chance)),
        Page("case_page", _case_page(managers, visitors, chance)),
        Page("search", _search([*managers, *officers], visitors, chance)),
        Page("referral_answer", _referral_answer(site, most), USED_UP),
    ]


def _counting(visitor: Visitor, act: Callable[[], Answer]) -> Ask:
    def ask(counted: bool) -> Answer:  # noqa: FBT001
        visitor.counted = counted
        return act()

    return ask


def _report_api(site: Site, teller: Teller) -> Callable[[int], list[Ask]]:
    visitor, contents = Visitor(site.url), teller.contents()

    def ready(count: int) -> list[Ask]:
        bodies = [next(contents) for _ in range(count)]
        return [_counting(visitor, lambda body=body: visitor.send("/api/v1/reports", body)) for body in bodies]  # type: ignore[misc]

    return ready


def _report_form(site: Site, teller: Teller) -> Callable[[int], list[Ask]]:
    def ready(count: int) -> list[Ask]:
        found = [teller.filled(site.url) for _ in range(count)]
        return [
            _counting(visitor, lambda visitor=visitor, fields=fields, token=token: visitor.post("/report/check", fields, expect=201, token=token))  # type: ignore[misc]
            for visitor, fields, token in found
        ]

    return ready


def _worklist(managers: list[facts.Worker], visitors: dict[Any, Visitor], chance: random.Random) -> Callable[[int], list[Ask]]:
    def ready(count: int) -> list[Ask]:
        chosen = [visitors[chance.choice(managers).user] for _ in range(count)]
        return [_counting(visitor, lambda visitor=visitor: visitor.get("/desk/")) for visitor in chosen]  # type: ignore[misc]

    return ready


def _case_page(managers: list[facts.Worker], visitors: dict[Any, Visitor], chance: random.Random) -> Callable[[int], list[Ask]]:
    def ready(count: int) -> list[Ask]:
        found = []
        for _ in range(count):
            one = chance.choice(managers)
            visitor, path = visitors[one.user], f"/cases/{chance.choice(one.cases)}"
            found.append(_counting(visitor, lambda visitor=visitor, path=path: visitor.get(path)))  # type: ignore[misc]
        return found

    return ready


def _search(workers: list[facts.Worker], visitors: dict[Any, Visitor], chance: random.Random) -> Callable[[int], list[Ask]]:
    """Case managers and intake officers look for names of persons whom they may find."""
    named = [one for one in workers if one.names]
    tokens = {one.user: _form_token(visitors[one.user]) for one in named}

    def ready(count: int) -> list[Ask]:
        found = []
        for turn in range(count):
            one = named[turn % len(named)]
            visitor, fields, token = visitors[one.user], {"q": chance.choice(one.names)}, tokens[one.user]
            found.append(_counting(visitor, lambda visitor=visitor, fields=fields, token=token: visitor.post(SEARCH, fields, expect=200, token=token)))  # type: ignore[misc]
        return found

    return ready


def _form_token(visitor: Visitor) -> str:
    return visitor.get(SEARCH).hidden("csrfmiddlewaretoken")


def _referral_answer(site: Site, most: int) -> Callable[[int], list[Ask]]:
    """Each referral is answered once: its page is opened before, then comes the POST that accepts it."""
    waiting = facts.waiting_referrals(most)
    visitors: dict[Any, Visitor] = {}

    def ready(count: int) -> list[Ask]:
        return [_accepting(waiting.pop()) for _ in range(min(count, len(waiting)))]

    def _accepting(one: tuple[Any, Any]) -> Ask:
        referral, user = one
        visitor = visitors.get(user) or visitors.setdefault(user, sessions.Member(site.url, user))
        path = f"/referrals/{referral}"
        page = visitor.get(path)
        fields = {"version": page.hidden("version"), "answer": "accept", "knows": "no", "message": "พามาที่ตึกอุบัติเหตุได้เลย", "assignee": str(user)}
        token = page.hidden("csrfmiddlewaretoken")
        return _counting(visitor, lambda: visitor.post(f"{path}/answer", fields, expect=302, token=token))

    return ready
