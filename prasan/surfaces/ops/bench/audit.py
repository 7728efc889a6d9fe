"""`prasan bench audit`: what the log costs. How many rows a second come onto its chains from many clients at once, each synced; and how much of the
CPU of a hot request goes into its rows. All chains are proven afterwards.
"""

import functools
import itertools
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.test import Client

from prasan.ground import transactions
from prasan.ground.audit import verify
from prasan.ground.audit.models import ChainHead
from prasan.ground.audit.record import CHAINS
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.surfaces.ops.bench import calibration, facts, hot
from prasan.surfaces.ops.bench.intake import times
from prasan.surfaces.ops.bench.site import used_ms
from prasan.surfaces.ops.bench.stock import ROOT
from prasan.surfaces.ops.bench.tellings import Teller

SYSTEM = system("bench")
TURNS, SECONDS = 6, 5.0
PAIRS, WARM = 200, 12
SHARE = 0.1
LEAST = {"sqlite": {}, "postgresql": {"appends_per_s": {"least": 500}}}


def measure(size: int, clients: int, postmaster: int) -> dict[str, Any]:
    """Results, calibration and targets."""
    turns, seconds, pairs, warm = (TURNS, SECONDS, PAIRS, WARM) if size >= 5000 else (2, 0.5, 3, 1)
    loops = [calibration.loop_ms()]
    _sign()
    before = _rows()
    results = _appended(clients, turns, seconds, postmaster, loops)
    results["lost"] = results["appended"] - (_rows() - before)
    requests = {name: _request(act, pairs, warm, loops) for name, act in _acts().items()}
    _sign()
    results |= {"chains": CHAINS, **_proven(), "request": requests}
    targets = {"lost": 0, "faults": 0, "request": {name: {"share": SHARE} for name, one in requests.items() if one["rows"]}}
    return {"results": results, "calibration": calibration.told(loops), "targets": {**LEAST[connection.vendor], **targets}}


# -- rows a second ----------------------------------------------------------------------------------------------------------------


def _appended(clients: int, turns: int, seconds: float, postmaster: int, loops: list[float]) -> dict[str, Any]:
    """Clients as processes of their own, which append at once for so long, turn by turn. `cpu_ms`: of a row, client and database together."""
    took: list[float] = []
    rates: list[float] = []
    cpu: list[float] = []
    with ExitStack() as stack:
        asked = [stack.enter_context(_client(*one)) for one in _askers(clients)]
        warm = sum(map(_told, asked))
        for _ in range(turns):
            loops.append(calibration.loop_ms())
            spent, began = _used(asked, postmaster), time.perf_counter()
            for client in asked:
                print(seconds, file=client.stdin, flush=True)
            found = [one for client in asked for one in _told(client)]
            rates.append(len(found) / (time.perf_counter() - began))
            cpu.append((_used(asked, postmaster) - spent) / len(found) * calibration.LOOP_MS / loops[-1])
            took += found
    return {
        "appends_per_s": round(statistics.median(rates), 1), "clients": clients, **times(took), "cpu_ms": round(statistics.median(cpu), 3),
        "rates": [round(one, 1) for one in rates], "appended": warm + len(took),
    }


def _askers(clients: int) -> list[tuple[UUID, UUID]]:
    """Case managers, each with a case; some twice where there are few."""
    managers = facts.managers(clients, random.Random(7))  # noqa: S311 - content, not secrets
    return [(one.user, one.cases[0]) for one in itertools.islice(itertools.cycle(managers), clients)]


def _client(user: UUID, case: UUID) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "prasan.surfaces.ops.bench.appending", str(user), str(case)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _told(client: subprocess.Popen[str]) -> Any:
    """What a client says next. Raises RuntimeError when it has ended."""
    line = client.stdout.readline() if client.stdout else ""
    if not line:
        raise RuntimeError("a client of the bench ended early")
    return json.loads(line)


def _used(asked: list[subprocess.Popen[str]], postmaster: int) -> float:
    return used_ms(*(client.pid for client in asked), *([postmaster] if postmaster else ()))


# -- of a request -----------------------------------------------------------------------------------------------------------------


def _acts() -> dict[str, hot.Act]:
    """The hot requests, and the report: one after another, each another."""
    public, contents = Client(), Teller(random.Random(11)).contents()  # noqa: S311 - content, not secrets
    return {**hot.acts(), "report_api": hot.answered(lambda: public.post("/api/v1/reports", next(contents), content_type="application/json"))}


def _request(act: hot.Act, pairs: int, warm: int, loops: list[float]) -> dict[str, Any]:
    """CPU milliseconds of a request in this process and its database, calibrated; what of it goes into its rows of the log; and how many these are.

    The same request is made with and without them in turn; without, a look on SQLite needs no transaction and on PostgreSQL nothing is synced.
    Sums are compared, so that what comes once in a hundred requests, a checkpoint, has its part.
    """
    for _ in range(warm):
        act()
    spent = {True: 0.0, False: 0.0}
    put = {True: 0, False: 0}
    loops.append(calibration.loop_ms())
    for turn in range(pairs):
        for recorded in (True, False) if turn % 2 else (False, True):
            rows = _rows()
            with nullcontext() if recorded else unrecorded():
                before = _cpu_ms()
                act()
                spent[recorded] += _cpu_ms() - before
            put[recorded] += _rows() - rows
    loops.append(calibration.loop_ms())
    if put[False]:
        raise RuntimeError("requests that should leave nothing in the log left something")
    one = calibration.LOOP_MS / ((loops[-2] + loops[-1]) / 2) / pairs
    return {
        "share": round(1 - spent[False] / spent[True], 4), "cpu_ms": round(spent[True] * one, 2), "audit_ms": round((spent[True] - spent[False]) * one, 3),
        "rows": round(put[True] / pairs, 2),
    }


@contextmanager
def unrecorded() -> Iterator[None]:
    """Within this block units of work leave nothing in the log. For measuring what it costs; nothing that is served can come here."""
    with patch.object(transactions, "Unit", functools.partial(transactions.Unit, audit=_Deaf())):
        yield


class _Deaf(list[Any]):
    def append(self, _: Any, /) -> None:
        return


def _cpu_ms() -> float:
    """CPU milliseconds used so far by this process and by what serves its connection."""
    backend = connection.connection.info.backend_pid if connection.vendor == "postgresql" else 0
    return time.process_time() * 1000 + (used_ms(backend) if backend else 0.0)


# -- proof ------------------------------------------------------------------------------------------------------------------------


def _rows() -> int:
    """How many rows the heads of the chains count."""
    with reading(SYSTEM):
        return ChainHead.objects.aggregate(rows=Sum("seq"))["rows"] or 0


def _sign() -> None:
    with writing(SYSTEM):
        verify.sign(settings.DATA / "heads")


def _proven() -> dict[str, float]:
    """Every row of every chain against hashes, heads and signatures: how many rows, how long, how many faults."""
    began = time.perf_counter()
    with reading(SYSTEM):
        faults = sum(1 for _ in verify.faults(settings.DATA / "heads"))
    return {"verified": _rows(), "verify_s": round(time.perf_counter() - began, 1), "faults": faults}
