"""S8, its second half: every read of case data stands in the log. And a house that forgets to write one of them down is found out."""

import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from unittest import mock

import pytest
from django.db import transaction

from prasan.ground import audit
from prasan.ground.policy import acting
from tests.assurance.access.scenes import SYSTEM, Scene, build
from tests.assurance.reads.check import check
from tests.assurance.result import Result, count, seed
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CHECK = "S8-reads"
READS = count("S8-reads", 150)
WHOLE = count("S8-reads", 0) > 0
READERS = ("manager", "head", "outsider", "colleague", "outsider_head", "hospital", "police", "doctor", "intake", "outsider_intake", "centre", "province")
RECORD = audit.record
Fault = Callable[[], AbstractContextManager[Any]]


def scenes(cast: Cast, frozen: Any, first: int) -> Iterator[Scene]:
    """Scene after scene, each undone."""
    for number in itertools.count(first):
        with transaction.atomic():
            began = frozen.at
            yield build(cast, frozen, number)
            transaction.set_rollback(True)
            frozen.move_to(began)


def forgetting(forgotten: Callable[[str, str], bool]) -> Fault:
    """The log leaves out what it is told of some verbs and kinds."""
    def record(verb: str, object_kind: str, object_id: object = "", **more: Any) -> None:
        if not forgotten(verb, object_kind):
            RECORD(verb, object_kind, object_id, **more)

    return lambda: mock.patch.object(audit, "record", record)


def misnaming(verb: str, object_kind: str, _object_id: object = "", **more: Any) -> None:
    """What was looked at stands under no record."""
    RECORD(verb, object_kind, "", **{**more, "root": ""})


def by_nobody(*told: Any, **more: Any) -> None:
    """It is written down, and by whom is not."""
    with acting(SYSTEM):
        RECORD(*told, **more)


FAULTS: dict[str, Fault] = {
    "the page of a case is not written down": forgetting(lambda verb, kind: (verb, kind) == ("open", "case")),
    "the page of a report is not written down": forgetting(lambda verb, kind: (verb, kind) == ("open", "report")),
    "the form of a case's facts is not written down": forgetting(lambda _verb, kind: kind == "facts"),
    "a person's page is not written down": forgetting(lambda verb, kind: (verb, kind) == ("open", "person")),
    "a download is not written down": forgetting(lambda verb, _kind: verb == "download"),
    "lists are not written down": forgetting(lambda verb, kind: verb == "list" or kind in {"cases", "work", "reports"}),
    "a referral is not written down": forgetting(lambda _verb, kind: kind == "referral"),
    "no record is named": lambda: mock.patch.object(audit, "record", misnaming),
    "nobody is named": lambda: mock.patch.object(audit, "record", by_nobody),
}
QUICK = ("the form of a case's facts is not written down", "nobody is named")


def test_whoever_reads_stands_in_the_log(cast: Cast, frozen: Any) -> None:
    result, chance = Result(CHECK, seed()), random.Random(seed())  # noqa: S311 - can be repeated
    for scene in scenes(cast, frozen, seed()):
        for key in READERS:
            check(result, scene, getattr(cast, key), chance)
            if result.tried >= READS or result.failed:
                break
        if result.tried >= READS or result.failed:
            break
    for name in FAULTS if WHOLE else QUICK:
        result.plant(name, lambda name=name: forgotten(cast, frozen, FAULTS[name]))  # type: ignore[misc]
    result.settle()


def forgotten(cast: Cast, frozen: Any, fault: Fault) -> bool:
    """Whether the check notices that something is not written down."""
    noticed = Result(CHECK, seed())
    for scene in itertools.islice(scenes(cast, frozen, 1), 1):
        with fault():
            for key in ("manager", "head", "hospital"):
                if not noticed.failed:
                    check(noticed, scene, getattr(cast, key), random.Random(1), until=True)  # noqa: S311 - can be repeated
    return bool(noticed.failed)
