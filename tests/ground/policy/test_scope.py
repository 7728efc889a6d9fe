"""Grants, access rows and exclusions decide together, in the same words for lists, single rows and row security."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from prasan.ground import clock
from prasan.ground.policy import Actor, Hidden, Post, Section, access, acting, system
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.transactions import reading, writing
from prasan.registry.organisations.models import Organisation, OrganisationType
from prasan.registry.work.actions import close_items, open_item
from prasan.registry.work.models import WorkItem

pytestmark = pytest.mark.django_db
JOB = system("test")


def organisation(name: str) -> Organisation:
    kind, _ = OrganisationType.objects.get_or_create(
        code="psdhso", defaults={"name_th": "พมจ.", "name_en": "PSDHSO", "sector": "state", "level": "provincial", "state": True}
    )
    pk = uuid.uuid4()
    return Organisation.objects.create(id=pk, type=kind, name_th=name, sort_key=name, search_text=name, path=pk.hex, level="provincial", sector="state")


def officer(role: str, at: Organisation, *, strong: bool = True) -> Actor:
    user = uuid.uuid4()
    post = Post(id=uuid.uuid4(), role=role, organisation=at.pk, organisations=(at.pk,), areas=("40",))
    return Actor(key=f"user:{user}", user=user, posts=(post,), strong=strong)


def item(at: Organisation) -> WorkItem:
    with writing(JOB):
        pk = open_item(JOB, organisation=at.pk, verb="triage_report", object_kind="report", object_id=uuid.uuid4(),
                       root_id=uuid.uuid4(), urgency=4, due_at=None)
        return WorkItem.objects.get(pk=pk)


def seen(actor: Actor) -> set[uuid.UUID]:
    with reading(actor):
        return set(scope(actor, "work.see", WorkItem).values_list("pk", flat=True))


def test_the_desk_sees_its_own_and_the_outsider_nothing() -> None:
    ours, theirs = organisation("พมจ.ขอนแก่น"), organisation("พมจ.ร้อยเอ็ด")
    mine, other = item(ours), item(theirs)
    assert seen(officer("intake_officer", ours)) == {mine.pk}
    assert seen(officer("intake_officer", theirs)) == {other.pk}
    assert seen(officer("team_member", ours)) == set()


def test_without_second_factor_nothing() -> None:
    ours = organisation("พมจ.ขอนแก่น")
    item(ours)
    assert seen(officer("intake_officer", ours, strong=False)) == set()


def test_an_exclusion_beats_the_role_and_looks_like_an_unknown_id() -> None:
    ours = organisation("พมจ.ขอนแก่น")
    mine = item(ours)
    head = officer("unit_head", ours)
    assert head.user is not None
    with reading(head):
        assert can(head, "work.see", mine)
    with writing(JOB):
        from prasan.ground.policy.models import Exclusion

        Exclusion.objects.bulk_create([Exclusion(subject_id=head.user, object_kind="report", object_id=mine.root_id, root_id=mine.root_id,
                                                 made_by="system:test", made_at=clock.now())])
    assert seen(head) == set()
    with reading(head):
        with pytest.raises(Hidden) as hidden:
            get(head, "work.see", WorkItem, mine.pk)
        with pytest.raises(Hidden) as unknown:
            get(head, "work.see", WorkItem, uuid.uuid4())
    assert hidden.value.kind == unknown.value.kind == "work"


def test_an_item_is_open_once_and_the_opener_need_not_see_it() -> None:
    ours, theirs = organisation("พมจ.ขอนแก่น"), organisation("พมจ.ร้อยเอ็ด")
    sender, thing = officer("case_manager", ours), uuid.uuid4()
    for urgency in (2, 4):
        open_item(sender, organisation=theirs.pk, verb="answer_referral", object_kind="referral", object_id=thing, root_id=thing,
                  urgency=urgency, due_at=clock.now() + timedelta(hours=1))
    with reading(JOB):
        assert list(WorkItem.objects.filter(object_id=thing).values_list("urgency", flat=True)) == [4]
    assert close_items(sender, object_id=thing) == 1


@pytest.mark.postgres
def test_row_security_alone_hides_what_no_context_asks_for() -> None:
    ours, theirs = organisation("พมจ.ขอนแก่น"), organisation("พมจ.ร้อยเอ็ด")
    mine, _ = item(ours), item(theirs)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM work_workitem")
        assert cursor.fetchall() == []
    with acting(officer("intake_officer", ours)), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM work_workitem")
        assert cursor.fetchall() == [(mine.pk,)]


def test_sections_have_one_bit_each_and_names_that_come_back() -> None:
    assert Section.of(["identity", "story"]) == Section.IDENTITY | Section.STORY
    assert Section.of((Section.IDENTITY | Section.PLAN).names()) == Section.IDENTITY | Section.PLAN


def test_a_right_that_another_server_gave_a_moment_ahead_ends_all_the_same(frozen) -> None:
    at = organisation("พมจ.ขอนแก่น")
    case, cause = uuid.uuid4(), uuid.uuid4()
    with writing(JOB):
        frozen.advance(seconds=2)
        access.give_each(JOB, subjects=[(at.pk, "")], things=[("case", case, Section.EXISTENCE)], basis="duty", cause=("test", cause))
        frozen.advance(seconds=-2)
        assert access.end(cause=cause) == 1
    frozen.advance(seconds=3)
    with reading(JOB):
        assert not AccessRow.in_force(officer("team_member", at), (), clock.now()).exists()
        assert AccessRow.objects.filter(cause_id=cause).count() == 1
