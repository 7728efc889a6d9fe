"""A query put together once asks exactly what its queryset says, for whoever asks and with whatever values."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from prasan.ground.actors import Post
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import count_of_texts, fetch, fetch_models, fetch_together, forget
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.transactions import reading, writing
from prasan.registry.organisations.models import Organisation
from prasan.registry.work.models import WorkItem
from tests.ground.policy.test_scope import JOB, item, officer, organisation

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


def offices(_actor: Actor, pks: tuple[uuid.UUID, ...]) -> QuerySet[Organisation, Organisation]:
    return Organisation.objects.filter(pk__in=pks)


def test_rows_of_several_tables_in_one_statement_are_those_of_each() -> None:
    ours, theirs = organisation("พมจ.ขอนแก่น"), organisation("พมจ.ร้อยเอ็ด")
    items, pks = (item(ours), item(theirs)), (ours.pk, theirs.pk)

    def build(who: Actor, things: tuple[uuid.UUID, ...], places: tuple[uuid.UUID, ...]) -> list[QuerySet[Any, Any]]:
        return [rows(who, things), offices(who, places), WorkItem.objects.filter(pk__in=[]), rows(who, things).filter(urgency=4)]

    for office, own in ((ours, 0), (theirs, 1)):
        actor = officer("intake_officer", office)
        with reading(actor), CaptureQueriesContext(connection) as asked:
            work, found, none, urgent = fetch_together("test tables", build, actor, things=tuple(one.pk for one in items), places=pks)
        assert [one.pk for one in work] == [items[own].pk], "one of the other office's never comes along"
        assert {one.pk for one in found} == set(pks)
        assert (none, len(urgent)) == ([], len([one for one in work if one.urgency == 4]))
        assert len([one for one in asked.captured_queries if "UNION ALL" in one["sql"]]) == 1
        with reading(actor):
            for one in (*work, *found):
                again = type(one).objects.get(pk=one.pk)
                assert {name: getattr(one, name) for name in vars(again) if name != "_state"} == {
                    name: value for name, value in vars(again).items() if name != "_state"
                }, "values, types and all"
                assert not one._state.adding


def of_areas(areas: tuple[str, ...], at: Organisation) -> Actor:
    user = uuid.uuid4()
    post = Post(id=uuid.uuid4(), role="province_head", organisation=at.pk, organisations=(at.pk,), areas=areas)
    return Actor(key=f"user:{user}", user=user, posts=(post,), strong=True)


def test_areas_are_values_too_so_that_77_provinces_need_no_77_texts() -> None:
    ours, far = organisation("พมจ.ขอนแก่น"), organisation("กรุงเทพ")
    things = {code: item(ours) for code in ("400114", "410101", "450102", "500101")}
    with writing(JOB):
        for code, one in things.items():
            assert WorkItem.objects.filter(pk=one.pk).update(area_code=code, organisation=far) == 1
    pks = tuple(one.pk for one in things.values())

    def found(*areas: str) -> set[str]:
        actor = of_areas(areas, ours)
        with reading(actor):
            got = {one.pk for one in fetch_models("test areas", lambda who, pks: scope(who, "work.oversee", WorkItem).filter(pk__in=pks), actor, pks=pks)}
        return {code for code, one in things.items() if one.pk in got}

    forget()
    assert found("40") == {"400114"}
    texts = count_of_texts()
    assert (found("45"), found("50"), found("99")) == ({"450102"}, {"500101"}, set())
    assert count_of_texts() == texts, "another province is asked by the same text"
    assert found("40", "41") == {"400114", "410101"}, "one begins where the other ends"
    assert found("40", "45") == {"400114", "450102"}
    assert found("4001", "4501") == {"400114", "450102"}
    assert found("") == set(things), "the whole country has no bounds"
    assert found("", "40") == set(things)
    assert found() == set()
