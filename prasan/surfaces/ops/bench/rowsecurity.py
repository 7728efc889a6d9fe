"""`prasan bench rowsecurity`: what row security costs. The selects of the hot requests, as their askers ask them, with it and without it in turn.

Both times it is the same statement on the same connection, of the role that serves, told who acts. Without: the tables' row security is taken off
as their owner, in the copy that the bench works on.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from prasan.casework.cases.models import Case
from prasan.ground.policy import acting
from prasan.ground.policy.grants import guarded_models
from prasan.ground.statements import planned
from prasan.surfaces.ops.bench import calibration, hot

ROUNDS, EACH = 16, 8
WARM = 2  # after each change of the tables: what is planned once is planned anew
MOST = 1.25
WRITES = ("INSERT INTO", "UPDATE")


@dataclass
class Kind:
    """A hot request: its selects, and what they took, each time that all of them were asked; the first list with row security, the second without."""

    selects: Sequence[hot.Select]
    took: dict[bool, list[list[float]]] = field(default_factory=lambda: {True: [], False: []})  # milliseconds, select by select
    told: list[float] = field(default_factory=list)  # milliseconds to tell the database who acts
    rows: dict[bool, list[int]] = field(default_factory=dict)


def measure(size: int) -> dict[str, Any]:
    """Results by request, the calibration, targets."""
    rounds, each = (ROUNDS, EACH) if size >= 5000 else (2, 3)
    kinds = {name: Kind(selects(act)) for name, act in hot.acts().items()}
    loops = [calibration.loop_ms()]
    with switch() as put:
        for turn in range(rounds):
            for on in (True, False) if turn % 2 else (False, True):
                put(on)
                for kind in kinds.values():
                    for _ in range(WARM):
                        _ask(kind)
                    for _ in range(each):
                        took, told, kind.rows[on] = _ask(kind)
                        kind.took[on].append(took)
                        kind.told.append(told)
            loops.append(calibration.loop_ms())
    return {
        "results": {name: _result(kind) for name, kind in kinds.items()}, "calibration": calibration.told(loops),
        "targets": {name: {"ratio": MOST, "differing": 0} for name in kinds},
    }


def selects(act: hot.Act) -> list[hot.Select]:
    """What a request asks, as it was asked the second time: the first puts statements together. What writes the log is none."""
    act()
    found: list[hot.Select] = []
    hot.watched(act, found.append)
    return [one for one in found if not any(word in one.sql for word in WRITES)]


@contextmanager
def switch() -> Iterator[Callable[[bool], None]]:
    """Puts row security on or off, on all tables that it guards; on again at the end."""
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as owner:

        def put(on: bool) -> None:  # noqa: FBT001 - a switch
            word = sql.SQL("ENABLE" if on else "DISABLE")
            with owner.transaction():
                for protection in guarded_models():
                    owner.execute(sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(sql.Identifier(protection.model._meta.db_table), word))
            if Case.objects.exists() is on:  # while nobody acts
                raise RuntimeError(f"row security should be {'on' if on else 'off'}")

        try:
            yield put
        finally:
            put(True)


def _ask(kind: Kind) -> tuple[list[float], float, list[int]]:
    """All selects once, each run of one asker's in a transaction: milliseconds of each, of telling who acts, and how many rows came."""
    took: list[float] = []
    rows: list[int] = []
    told = 0.0
    for actor, some in groupby(kind.selects, key=lambda one: one.actor):
        with transaction.atomic():
            if actor is None:
                _each(some, took, rows)
                continue
            began = time.perf_counter()
            with acting(actor, to_the_end=True):
                told += time.perf_counter() - began
                _each(some, took, rows)
    return took, told * 1000, rows


def _each(some: Iterator[hot.Select], took: list[float], rows: list[int]) -> None:
    for one in some:
        with planned() if one.planned else connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(one.sql, one.params)
            found = cursor.fetchall()
            took.append((time.perf_counter() - began) * 1000)
            rows.append(len(found))


def _result(kind: Kind) -> dict[str, Any]:
    """Of a request the sum over its selects: of medians, so that what once disturbed one of them is no part of it; the 95th of a hundred of whole turns."""
    on, off = (_medians(kind.took[state]) for state in (True, False))
    slow_on, slow_off = (sorted(map(sum, kind.took[state])) for state in (True, False))
    return {
        "on_ms": round(sum(on), 3), "off_ms": round(sum(off), 3), "ratio": round(sum(on) / sum(off), 3),
        "on_p95_ms": round(slow_on[int(len(slow_on) * 0.95)], 3), "off_p95_ms": round(slow_off[int(len(slow_off) * 0.95)], 3),
        "told_ms": round(statistics.median(kind.told), 3), "times": len(slow_on),
        "differing": sum(with_it != without for with_it, without in zip(kind.rows[True], kind.rows[False], strict=True)),
        "selects": [
            {"sql": hot.without_values(hot.from_where_it_looks(one.sql)), "rows": rows, "on_ms": round(with_it, 3), "off_ms": round(without, 3)}
            for one, rows, with_it, without in zip(kind.selects, kind.rows[True], on, off, strict=True)
        ],
    }


def _medians(took: list[list[float]]) -> list[float]:
    """Of each select."""
    return [statistics.median(one) for one in zip(*took, strict=True)]
