"""Statements of busy paths are planned once for each connection of PostgreSQL, and nothing of who asked stays in it."""

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from prasan.ground.actors import acting, database_settings, system
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.prepared import fetch
from prasan.ground.policy.scope import get, scope
from prasan.ground.statements import planned
from prasan.ground.transactions import reading, writing
from prasan.registry.work.models import WorkItem
from tests.ground.policy.test_scope import item, officer, organisation


def rows(actor: Actor, pk: uuid.UUID) -> QuerySet[Any, Any]:
    return scope(actor, "work.see", WorkItem).filter(pk=pk, object_kind="report").values_list("pk")[:7]


def kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


@pytest.mark.django_db
def test_marks_and_percent_signs_come_out_as_they_went_in() -> None:
    with planned() as cursor:
        cursor.execute("SELECT 'ร้อยละ 5%%', %s", ["50%"])
        assert tuple(cursor.fetchone()) == ("ร้อยละ 5%", "50%")


@pytest.mark.postgres
def test_a_statement_is_planned_once_and_a_refusal_forgets_no_plan(real_transactions: None) -> None:
    ours = organisation("พมจ.ขอนแก่น")
    one, actor = item(ours), officer("intake_officer", ours)
    for _ in range(3):
        with reading(actor):
            assert fetch("test plans", rows, actor, pk=one.pk) == [[one.pk]]
    ours_among = [statement for statement in kept() if "work_workitem" in statement and "LIMIT 7" in statement]
    assert len(ours_among) == 1
    assert "'report'" in ours_among[0] and str(one.pk) not in ours_among[0], "what never changes is known to the plan, what changes is not"
    with pytest.raises(Hidden), reading(actor):
        get(actor, "work.see", WorkItem, uuid.uuid4())
    assert set(ours_among) <= set(kept())


@pytest.mark.postgres
@pytest.mark.parametrize("block", [reading, writing])
@pytest.mark.parametrize("refused", [False, True])
def test_nothing_of_who_acted_is_left_in_the_connection(real_transactions: None, block: Any, refused: bool) -> None:  # noqa: FBT001
    ours = organisation("พมจ.ขอนแก่น")
    one, actor = item(ours), officer("intake_officer", ours)
    try:
        with block(actor):
            assert WorkItem.objects.filter(pk=one.pk).exists()
            if refused:
                raise Hidden("work", uuid.uuid4())
    except Hidden:
        assert refused
    with transaction.atomic(), connection.cursor() as cursor:
        for name in database_settings(actor):
            cursor.execute("SELECT current_setting(%s, true)", [name])
            assert cursor.fetchone()[0] in {None, ""}, name
        assert not WorkItem.objects.filter(pk=one.pk).exists()


@pytest.mark.postgres
def test_whoever_acts_within_a_job_has_nothing_of_whoever_asked_for_it(real_transactions: None) -> None:
    ours, theirs = organisation("พมจ.ขอนแก่น"), organisation("พมจ.ชุมพร")
    one = item(ours)
    mine, other = officer("intake_officer", ours), officer("unit_head", theirs)
    with reading(mine), acting(system("test")):
        assert WorkItem.objects.filter(pk=one.pk).exists(), "a job sees all"
        with acting(other):
            assert not WorkItem.objects.filter(pk=one.pk).exists(), "the offices of one's roles are forgotten, not only that one is who one is"
        assert WorkItem.objects.filter(pk=one.pk).exists()
    with reading(mine):
        with acting(system("test")), acting(other):
            pass
        assert WorkItem.objects.filter(pk=one.pk).exists(), "and they are known again afterwards"
