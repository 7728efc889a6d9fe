"""`prasan bench intake`: how many reports come in a second, beside what the bare database could take of the same rows.

The raw limit is measured in turn with the site: all rows of one real intake, with new ids, in one synced transaction by plain sqlite3 or psycopg.
"""

import itertools
import json
import os
import random
import secrets
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from pydantic import TypeAdapter

from prasan.casework.intake import actions, rules
from prasan.ground.audit.models import ChainHead
from prasan.ground.policy import PUBLIC
from prasan.registry.access.models import User
from prasan.registry.limits.models import LimitRule
from prasan.registry.organisations.models import Organisation
from prasan.settings import database
from prasan.surfaces.ops.bench import calibration
from prasan.surfaces.ops.bench.patterns import ID
from prasan.surfaces.ops.bench.site import Site
from prasan.surfaces.ops.bench.stock import ROOT
from prasan.surfaces.ops.bench.tellings import Teller

CLIENTS, REPORTS, TURNS = 64, 2000, 8
WRITERS, WRITTEN = 8, 800
RAW_EACH = 60  # transactions a turn
SHARE = {"sqlite": 0.5, "postgresql": 0.25}
"""How much of the raw rate the site must reach, unless its CPU cost caps it first."""
MEMORY_MB = 250
FAIRNESS = 10  # p99 over p50 of eight writers on SQLite
CHAIN = -1  # an audit chain that no request draws
Statement = tuple[str, list[Any]]


def measure(site: Site, size: int, vendor: str) -> dict[str, Any]:
    """Results, calibration and targets. Small sizes send few reports."""
    small = size < 5000
    clients, reports, turns = (8, 64, 2) if small else (CLIENTS, REPORTS, TURNS)
    contents = Teller(random.Random(11)).contents()  # noqa: S311 - content, not secrets
    statements = captured(next(contents))
    loops = [calibration.loop_ms()]
    _sent(site, contents, clients, clients * 2)  # warm
    told: list[dict[str, Any]] = []
    raw: list[float] = []
    memory = 0.0
    with _raw(statements, vendor) as once:
        for _ in range(turns):
            raw.append(_rate(once, 10 if small else RAW_EACH))
            before = site.cpu_ms()
            answer = _sent(site, contents, clients, reports // turns)
            told.append({**answer, "cpu_ms": site.cpu_ms() - before})
            memory = max(memory, site.resident_mb())
            loops.append(calibration.loop_ms())
    results = _result(told, raw, clients, statistics.median(loops))
    results |= {"memory_mb": round(memory, 1), "memory_sum_mb": round(site.resident_sum_mb(), 1), "raw_rows": _rows(statements)}
    targets = _targets(results, reports, vendor)
    if vendor == "sqlite":
        few = _sent(site, contents, WRITERS, 48 if small else WRITTEN)
        results["writers"] = {**times(few["times"]), "clients": WRITERS, "accepted": few["accepted"], "refused": few["refused"]}
        results["writers"]["p99_over_p50"] = round(results["writers"]["p99_ms"] / results["writers"]["p50_ms"], 2)
        targets["writers"] = {"refused": 0, "p99_over_p50": FAIRNESS}
    return {"results": results, "calibration": calibration.told(loops), "targets": targets}


def _result(told: list[dict[str, Any]], raw: list[float], clients: int, loop: float) -> dict[str, Any]:
    accepted = sum(one["accepted"] for one in told)
    codes = [code for one in told for code in one["codes"]]
    wall = sum(one["seconds"] for one in told)
    cpu = sum(one["cpu_ms"] for one in told) / max(1, accepted)
    client = sum(one["client_ms"] for one in told) / max(1, accepted)
    rate, raw_rate = accepted / wall, statistics.median(raw)
    cores = len(os.sched_getaffinity(0))
    return {
        "accepted": accepted, "refused": sum(one["refused"] for one in told), "duplicate_codes": len(codes) - len(set(codes)),
        "refusals": [words for one in told for words in one["refusals"]][:5],
        "rate": round(rate, 1), "raw_rate": round(raw_rate, 1), "share_of_raw": round(rate / raw_rate, 3),
        **times([ms for one in told for ms in one["times"]]), "clients": clients,
        "cpu_ms": round(cpu * calibration.LOOP_MS / loop, 2), "cpu_ms_uncalibrated": round(cpu, 2), "client_cpu_ms": round(client, 2),
        "cpu_cap": round(cores * 1000 / (cpu + client), 1),  # reports a second that all cores could serve when they did nothing else
        "rates": [round(one["accepted"] / one["seconds"], 1) for one in told], "raw_rates": [round(one, 1) for one in raw],
    }


def _targets(results: dict[str, Any], reports: int, vendor: str) -> dict[str, Any]:
    """The rate that must be reached is the share of raw, or four fifths of what the CPU could serve where that is less."""
    share = SHARE[vendor] * results["raw_rate"]
    return {
        "accepted": {"least": reports}, "refused": 0, "duplicate_codes": 0, "memory_mb": MEMORY_MB,
        "rate": {"least": round(min(share, 0.8 * results["cpu_cap"]), 1)},
    }


def times(took: list[float]) -> dict[str, float]:
    """The median and the hundredth-longest of milliseconds."""
    found = sorted(took)
    return {"p50_ms": round(statistics.median(found), 1), "p99_ms": round(found[min(len(found) - 1, int(len(found) * 0.99))], 1)}


def _sent(site: Site, contents: Iterator[dict[str, Any]], clients: int, count: int) -> dict[str, Any]:
    """Send so many reports over so many connections, from a process of its own, whose CPU is told apart."""
    bodies = [next(contents) for _ in range(count)]
    done = subprocess.run(
        [sys.executable, "-m", "prasan.surfaces.ops.bench.crowd", site.url, str(clients)],
        input=json.dumps(bodies), stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


# -- the raw limit ----------------------------------------------------------------------------------------------------------------


def captured(content: dict[str, Any]) -> list[Statement]:
    """What one real intake writes, statement by statement, by the action that the API calls. It really happens once."""
    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        if str(sql).lstrip().upper().startswith(("INSERT", "UPDATE")):
            found.extend((str(sql), list(one)) for one in (params if many else [params or ()]))
        return execute(sql, params, many, context)

    told = TypeAdapter(rules.Content).validate_python(content["content"])
    with connection.execute_wrapper(note):
        actions.receive(PUBLIC, content=told, token=secrets.token_urlsafe(18), body=secrets.token_bytes(32))
    ChainHead.objects.get_or_create(chain=CHAIN, defaults={"hash": b""})
    return found


def _rows(statements: list[Statement]) -> int:
    return sum(max(1, sql.partition(" VALUES ")[2].count("(")) if sql.startswith("INSERT") else 1 for sql, _ in statements)


@contextmanager
def _raw(statements: list[Statement], vendor: str) -> Iterator[Callable[[], None]]:
    """One more intake's rows in one synced transaction, each time that it is called."""
    again = _Again(statements)
    if vendor == "sqlite":
        with closing(sqlite3.connect(str(settings.DATABASES["default"]["NAME"]), isolation_level=None, timeout=30)) as file:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "secure_delete=ON"):
                file.execute(f"PRAGMA {pragma}")

            def write() -> None:
                rows = again.next("?")
                file.execute("BEGIN IMMEDIATE")
                for sql, params in rows:
                    file.execute(sql, params)
                file.execute("COMMIT")

            yield write
        return
    import psycopg

    owner = database(settings.DATABASE_OWNER_URL)
    address = {"dbname": owner["NAME"], "user": owner["USER"], "password": owner["PASSWORD"], "host": owner["HOST"], "port": owner["PORT"]}
    with psycopg.connect(**address, autocommit=True) as server:

        def put() -> None:
            rows = again.next("%s")
            with server.transaction(), server.cursor() as cursor:
                for sql, params in rows:
                    cursor.execute(sql, params)  # captured from our own code

        yield put


class _Again:
    """The statements of an intake with new ids, tokens and places in a chain that no other uses."""

    def __init__(self, statements: list[Statement]) -> None:
        self.statements = statements
        self.made = {UUID(found) for _, params in statements for value in params for found in ID.findall(str(value))} - _known()
        self.seq = itertools.count(1)

    def next(self, mark: str) -> list[Statement]:
        """One more."""
        fresh = {str(one): str(UUID(bytes=os.urandom(16), version=4)) for one in self.made}
        fresh |= {one.replace("-", ""): other.replace("-", "") for one, other in fresh.items()}
        found = []
        for sql, params in self.statements:
            values = [self._value(value, fresh) for value in params]
            if sql.startswith("INSERT INTO audit_auditrow"):
                for start in range(0, len(values), 11):
                    values[start : start + 2] = [CHAIN, next(self.seq)]
            elif sql.startswith("UPDATE audit_chainhead"):
                values[-1] = CHAIN
            found.append((sql if mark == "%s" else sql.replace("%s", mark), values))
        return found

    def _value(self, value: Any, fresh: dict[str, str]) -> Any:
        if isinstance(value, UUID):
            return UUID(fresh.get(str(value), str(value)))
        if isinstance(value, str):
            return ID.sub(lambda match: fresh.get(match[0], match[0]), value)
        plain = getattr(value, "obj", value)  # psycopg wraps bytes
        if isinstance(plain, bytes | memoryview) and len(plain) <= 32:
            return os.urandom(len(plain))  # tokens, which are unique
        return value


def _known() -> set[UUID]:
    """Ids that stand in the lists of the country: offices, people, rules of limits."""
    return {pk for model in (Organisation, User, LimitRule) for pk in model._default_manager.values_list("id", flat=True)}


def _rate(once: Callable[[], None], count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        once()
    return count / (time.perf_counter() - began)
