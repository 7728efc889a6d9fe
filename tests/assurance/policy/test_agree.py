"""Scope, its parts, its prepared form, `can`, and row security give the same rows, and those that the grants mean."""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from prasan.ground.policy.grants import protected_models
from tests.assurance.policy.agree import compare, pairs
from tests.assurance.policy.worlds import build
from tests.assurance.result import Result, count

pytestmark = pytest.mark.django_db
WORLDS = count("policy-worlds", 3)


def test_every_action_is_about_rows_that_are_proven() -> None:
    assert len(list(pairs())) > 80


def test_who_may_is_who_is_in_scope_and_row_security_says_the_same(frozen) -> None:
    every = Result("policy-worlds", 0)

    @settings(max_examples=WORLDS, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**32), rows=st.integers(4, 8))
    def over_random_worlds(seed: int, rows: int) -> None:
        result = Result("policy-worlds", seed)
        with transaction.atomic():
            world = build(seed, rows=rows)
            for user in world.users:
                compare(result, world, user, random.Random(seed))  # noqa: S311 - can be repeated
            transaction.set_rollback(True)
        every.add(result)
        assert not result.failures, "\n".join(result.failures)

    over_random_worlds()
    every.settle()
    met = set(every.found)
    assert every.tried > 1000
    untaken = {protection.model._meta.label for protection in protected_models()} - met
    assert not untaken, f"no row was ever taken: see worlds.CODES for {sorted(untaken)}"
    may = {action for action, _ in pairs()} & met
    assert may >= {"case.see", "report.see", "person.see", "work.do"}
    assert len(may) > 40, f"few actions were ever possible: {sorted(may)}"
