"""The comparison notices every planted fault, in the application's queries and in row security."""

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from prasan.ground.policy.grants import guarded_models
from prasan.ground.policy.rowsecurity import statements
from prasan.surfaces.ops import schema
from tests.assurance.policy.agree import compare
from tests.assurance.policy.faults import PLAIN, ROW_SECURITY
from tests.assurance.policy.worlds import build
from tests.assurance.result import Result, count

WORLDS = 24  # until one shows the fault
SOME = count("policy-faults", 12)  # `make test` plants these; the full count plants all
SMALL = frozenset({
    "no area is every area", "what hangs on a record forgets its action", "the scopes of a token are not looked at",
    "a code is not looked at", "access of an office is forgotten", "an office is taken from posts in any role", "ended positions count",
    "exclusions of offices above are forgotten", "roles are not looked at", "taken work is free too",
    "who is nobody is a holder", "row security forgets exclusions", "row security forgets roles", "row security takes any area",
    "row security forgets the action of the record above",
})


def noticed(*, ways: bool = True, worlds: int = WORLDS) -> bool:
    """Whether some world shows that something is wrong."""
    for seed in range(worlds):
        result = Result("policy-faults", seed)
        with transaction.atomic():
            world = build(seed, rows=6)
            for user in world.users:
                compare(result, world, user, random.Random(seed), ways=ways)  # noqa: S311 - can be repeated
                if result.failed:
                    break
            transaction.set_rollback(True)
        if result.failed:
            return True
    return False


def plant(faults: dict[str, Any], notices: Callable[[Any], bool]) -> Result:
    """Plant each fault alone, or as many as are asked for."""
    result = Result("policy-faults", 0)
    for name, fault in sorted(faults.items()):
        if len(SMALL) > SOME and name not in SMALL:
            continue
        result.plant(name, partial(notices, fault))
    return result


def asked_wrongly(fault: Any) -> bool:
    """With a fault in what the application asks."""
    with fault():
        return noticed()


def compiled_wrongly(fault: Any) -> bool:
    """With a fault in what PostgreSQL was given."""
    with fault():
        put_in_place()
    return noticed(ways=False)


def put_in_place() -> None:
    """Compile row security as it is written now, as the owner."""
    with schema.as_owner(), connection.cursor() as cursor:
        for protection in guarded_models():
            for statement in statements(protection):
                cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.sqlite
def test_a_fault_in_what_is_asked_is_noticed(frozen) -> None:
    plant(PLAIN, asked_wrongly).settle()


@pytest.mark.postgres
def test_a_fault_in_row_security_is_noticed(frozen, real_transactions: None) -> None:
    result = plant(ROW_SECURITY, compiled_wrongly)
    put_in_place()
    assert not noticed(ways=False, worlds=2), "without a fault nothing is wrong"
    result.settle()
