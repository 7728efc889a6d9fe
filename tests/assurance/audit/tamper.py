"""Random changes of a log that was signed, each of which `faults` must see; and verifiers with a fault, which must show that they are blind.

Only rows after the last signing could be cut off unseen, by whoever also turns their chain's head back: the window of the next signing.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import transaction

from prasan.ground import audit
from prasan.ground.audit import verify
from prasan.ground.audit.models import AuditRow
from prasan.ground.audit.record import CHAINS, Entry, chained
from prasan.ground.audit.verify import faults, sign
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from tests.assurance.audit.hand import TEXTS, WAYS, Hand, sql
from tests.assurance.result import Result

JOB = system("test")
CHECK = "S8-tamper"


def check(count: int, seed: int, folder: Path) -> Result:
    """`count` changes, each undone before the next."""
    result = Result(CHECK, seed)
    hand = _lay(seed, folder, units=120)
    assert not list(faults(folder)), "the log is bad before anybody touched it"
    for _ in range(count):
        way = hand.chance.choice(WAYS)
        with _undone(folder):
            getattr(hand, way)()
            result.compare(next(faults(folder), None) is not None, f"{way} was not seen")
        result.met(way)
    return result


def plant(seed: int, folder: Path, *, tries: int = 12) -> Result:
    """For each blindness of the verifier: is there a change, of the kind that should tell, that it does not see?"""
    result = Result(CHECK, seed)
    hand = _lay(seed, folder, units=60)
    for words, blind, change in BLIND:
        result.planted += 1
        with blind():
            caught = any(_unseen(hand, change) for _ in range(tries))
        result.planted_caught += caught
        if not caught:
            result.missed.append(words)
    return result


def _lay(seed: int, folder: Path, *, units: int) -> Hand:
    """A log, signed twice on the way and at its end, published in `folder`; its triggers are taken away."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
    for number in range(1, units + 1):
        with writing(JOB):
            for _ in range(chance.randint(1, 3)):
                audit.record(
                    chance.choice(("open", "search", "print", "export")), "case", f"case-{chance.randrange(40)}", root=f"r{chance.randrange(9)}",
                    basis="legal_duty", detail=f"code_{chance.randrange(9)}",
                )
        if number % (units // 3) == 0:
            sign(folder)
    for table in ("audit_auditrow", "audit_signedheads"):
        for verb in ("update", "delete"):
            sql(f"DROP TRIGGER {table}_{verb}")
    return Hand(chance, folder)


def _unseen(hand: Hand, change: Callable[[Hand], None]) -> bool:
    with _undone(hand.folder):
        change(hand)
        return next(faults(hand.folder), None) is None


@contextmanager
def _undone(folder: Path) -> Iterator[None]:
    """What is changed inside is as before afterwards, in the database and in the folder."""
    files = {name: name.read_bytes() for name in folder.iterdir()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for name, content in files.items():
        name.write_bytes(content)


def _leaving_out(column: str) -> AbstractContextManager[Any]:
    """A log and a verifier whose hash leaves out one column."""

    def poor(previous: bytes, seq: int, entry: Entry) -> bytes:
        left_out: dict[str, Any] = {column: ""}
        return chained(previous, seq, replace(entry, **left_out))

    return _laid_anew(poor)


@contextmanager
def _laid_anew(by: Callable[[bytes, int, Entry], bytes]) -> Iterator[None]:
    with transaction.atomic(), mock.patch.object(verify, "chained", by), mock.patch.object(verify, "_published", _none):
        for chain in range(CHAINS):
            head = verify.first_hash(chain)
            for row in AuditRow.objects.filter(chain=chain).order_by("seq"):
                entry = Entry(row.at, row.actor, row.verb, row.object_kind, row.object_id, row.root_id, row.basis, row.detail)
                head = by(head, row.seq, entry)
                sql("UPDATE audit_auditrow SET hash = %s WHERE id = %s", head, row.pk)
            sql("UPDATE audit_chainhead SET hash = %s WHERE chain = %s", head, chain)
        sql("DELETE FROM audit_signedheads")
        sign()
        yield
        transaction.set_rollback(True)


def _none(*_: object) -> Iterator[Any]:
    return iter(())


@contextmanager
def _unread(*names: str) -> Iterator[None]:
    with ExitStack() as patches:
        for name in names:
            patches.enter_context(mock.patch.object(verify, name, _none))
        yield


def _trusting() -> AbstractContextManager[Any]:
    return mock.patch.object(verify, "_read", return_value=verify._Signed({}, None))


BLIND: list[tuple[str, Callable[[], AbstractContextManager[Any]], Callable[[Hand], None]]] = [
    *((f"the hash leaves out {column}", lambda column=column: _leaving_out(column), lambda hand, column=column: hand.edit(column)) for column in TEXTS),
    ("signed heads are not compared", lambda: _unread("_kept", "_published"), Hand.cut),
    ("lists that were carried elsewhere are not read", lambda: _unread("_published"), Hand.cut_and_unsign),
    ("signatures are not checked", _trusting, Hand.edit_list),
]
