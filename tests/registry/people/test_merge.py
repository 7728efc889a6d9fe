"""Two records that are one person: said by two people, taken apart again without a trace, and nobody sees more by it."""

import uuid

import pytest

from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section
from prasan.ground.policy.models import Exclusion
from prasan.ground.transactions import reading, writing
from prasan.registry.people.actions import approve_merge, ask_merge, refuse_merge, undo_merge
from prasan.registry.people.flow import MERGE
from prasan.registry.people.models import PersonMerge
from prasan.registry.people.queries import find, merges_of, persons, same_as
from tests.registry.people.actors import JOB, named, officer, show

pytestmark = pytest.mark.django_db
WORK = Section.IDENTITY | Section.CONTACT | Section.CONTRIBUTE


def two():
    """Two records of one woman, two officers who work on both, and one who works on each."""
    keep, gone = named("ฟาตีเมาะ", "เจะแว"), named("ฟาติเมาะฮ์", "เจ๊ะแว")
    first, second, left, right = officer(), officer(), officer(), officer()
    for who in (first, second):
        show(who, [keep, gone], WORK)
    show(left, [keep], WORK)
    show(right, [gone], WORK)
    return keep, gone, first, second, left, right


def found(actor):
    with reading(actor):
        return [(hit.id, hit.same) for hit in find(actor, "ฟาตีเมาะ เจะแว")]


def test_the_check_of_the_database_knows_the_states_of_the_flow():
    [check] = [c for c in PersonMerge._meta.constraints if c.name == "merge_state_known"]
    assert str(check.condition) == str(MERGE.check().condition) or set(MERGE.states) == {"asked", "merged", "refused", "undone"}


def test_one_asks_another_decides_and_it_can_be_undone():
    keep, gone, first, second, left, right = two()
    merge = ask_merge(first, keep=keep, gone=gone, why="เลขหนังสือเดินทางเดียวกัน")
    with pytest.raises(Conflict):
        approve_merge(first, id=merge)
    with reading(first):
        assert [offer.open for offer in merges_of(first, keep)[0].offers if offer.move.name == "approve"] == [False]
    approve_merge(second, id=merge)
    assert found(first) == [(keep, (gone,))]
    assert (found(left), found(right)) == ([(keep, ())], [(gone, ())])  # nobody sees more than before
    with reading(first):
        view = persons(first, [keep, gone])
        assert (view[keep].same, view[gone].same, view[gone].merged_into) == ((gone,), (keep,), keep)
    with reading(right):
        assert (persons(right, [gone])[gone].same, persons(right, [gone])[gone].merged_into) == ((), None)
    with reading(JOB):
        assert same_as([gone]) == {keep, gone}
    undo_merge(first, id=merge, reason="คนละคน วันเกิดไม่ตรง")
    assert {pk for pk, _ in found(first)} == {keep, gone}
    with reading(JOB):
        assert same_as([gone]) == {gone}


def test_exclusions_of_either_hold_for_both_until_it_is_undone():
    keep, gone, first, second, left, _right = two()
    with writing(JOB):
        Exclusion.objects.bulk_create([Exclusion(
            subject_id=left.user, object_kind="person", object_id=gone, root_id=uuid.uuid4(), made_by="user:x", made_at=clock.now(),
        )])
    assert found(left) == [(keep, ())]
    merge = ask_merge(first, keep=keep, gone=gone, why="คนเดียวกัน")
    approve_merge(second, id=merge)
    assert found(left) == []
    undo_merge(second, id=merge, reason="ผิดคน")
    assert found(left) == [(keep, ())]
    with reading(JOB):
        assert Exclusion.objects.filter(object_id=gone, lifted_at=None).count() == 1


def test_who_does_not_see_both_cannot_ask_decide_or_know_of_it():
    keep, gone, first, _, left, _ = two()
    with pytest.raises(Hidden):
        ask_merge(left, keep=keep, gone=gone, why="คนเดียวกัน")
    merge = ask_merge(first, keep=keep, gone=gone, why="คนเดียวกัน")
    for act in (approve_merge, refuse_merge, undo_merge):
        with pytest.raises(Hidden):
            act(left, id=merge)
    with reading(left):
        assert merges_of(left, keep) == ()


def test_a_reader_without_work_is_refused():
    keep, gone, *_ = two()
    reader = officer()
    show(reader, [keep, gone], Section.IDENTITY)
    with pytest.raises(Refused):
        ask_merge(reader, keep=keep, gone=gone, why="คนเดียวกัน")


def test_a_reason_is_needed_and_no_second_merge_on_top():
    keep, gone, first, second, *_ = two()
    for why, other in ((" ", gone), ("คนเดียวกัน", keep)):
        with pytest.raises(Invalid):
            ask_merge(first, keep=keep, gone=other, why=why)
    approve_merge(second, id=ask_merge(first, keep=keep, gone=gone, why="คนเดียวกัน"))
    third = named("ฟาตีเมาะ", "เจะแว")
    show(first, [third], WORK)
    for one, other in ((keep, gone), (third, gone), (third, keep)):
        with pytest.raises(Conflict):
            ask_merge(first, keep=one, gone=other, why="คนเดียวกัน")


def test_a_refused_one_leaves_two_persons():
    keep, gone, first, second, *_ = two()
    refuse_merge(second, id=ask_merge(first, keep=keep, gone=gone, why="คนเดียวกัน"), reason="อายุห่างกันยี่สิบปี")
    assert {pk for pk, _ in found(first)} == {keep, gone}
    ask_merge(first, keep=keep, gone=gone, why="เลขเดียวกัน")  # may be asked again
