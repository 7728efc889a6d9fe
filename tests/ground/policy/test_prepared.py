"""A query put together once asks exactly what its queryset says, for whoever asks and with whatever values."""

import uuid

import pytest
from django.db.models import QuerySet

from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import fetch, fetch_models
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from tests.ground.policy.test_scope import item, officer, organisation

pytestmark = pytest.mark.django_db


def rows(actor: Actor, pks: tuple[uuid.UUID, ...]) -> QuerySet[WorkItem, WorkItem]:
    return scope(actor, "work.see", WorkItem).filter(pk__in=pks)


def test_actors_of_one_shape_never_see_each_others_rows() -> None:
    ours, theirs = organisation("พมจ.ขอนแก่น"), organisation("พมจ.ร้อยเอ็ด")
    both = (item(ours), item(theirs))
    pks = tuple(one.pk for one in both)
    for office, own in ((ours, 0), (theirs, 1)):
        actor = officer("intake_officer", office)
        with reading(actor):
            assert [one.pk for one in fetch_models("test instances", rows, actor, pks=pks)] == [pks[own]]
            assert [can(actor, "work.see", one) for one in both] == [own == 0, own == 1]


def test_instances_are_those_of_the_queryset() -> None:
    ours = organisation("พมจ.ขอนแก่น")
    mine, actor = item(ours), officer("intake_officer", ours)
    with reading(actor):
        found = fetch_models("test instances", rows, actor, pks=(mine.pk,))[0]
        again = get(actor, "work.see", WorkItem, str(mine.pk))
    assert {name: getattr(found, name) for name in vars(mine) if name != "_state"} == {name: value for name, value in vars(mine).items() if name != "_state"}
    assert again == mine
    assert not found._state.adding


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_any_number_of_ids_is_asked_about_and_no_others(count: int) -> None:
    ours = organisation("พมจ.ขอนแก่น")
    pks = tuple(item(ours).pk for _ in range(5))
    actor = officer("intake_officer", ours)
    with reading(actor):
        found = fetch("test keys", lambda who, pks: rows(who, pks).values_list("pk"), actor, pks=pks[:count])
    assert sorted(pk for pk, in found) == sorted(pks[:count])


def test_the_shape_of_one_actor_is_not_taken_for_that_of_the_next() -> None:
    ours = organisation("พมจ.ขอนแก่น")
    mine = item(ours)
    insider, weak = officer("intake_officer", ours), officer("intake_officer", ours, strong=False)
    for actor, sees in ((insider, True), (weak, False), (insider, True)):
        with reading(actor):
            assert can(actor, "work.see", mine) is sees
