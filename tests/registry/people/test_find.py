"""Finding persons: by ear, in part, in another script, by number; and never what the reader may not see."""

import uuid
from datetime import timedelta
from importlib import import_module

import pytest

from prasan.ground import clock
from prasan.ground.policy import Section
from prasan.ground.transactions import reading
from prasan.registry.people.actions import add_person, end_sight, give_sight
from prasan.registry.people.queries import find
from tests.registry.people.actors import JOB, named, officer, show

pytestmark = pytest.mark.django_db


def found(actor, text):
    with reading(actor):
        return [hit.id for hit in find(actor, text)]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        (("ฟาตีเมาะ", "เจะแว"), "ฟาติเมาะฮ์ เจ๊ะแว"), (("ฟาตีเมาะ", "เจะแว"), "Fatimah Jehwae"), (("มูฮัมหมัด", "สาและ"), "มุฮัมมัด"),
        (("ธีรเดช", ""), "ทีรเดช"), (("วรัญญา", "ทองสุข"), "วรัญา ทองสุก"), (("ณัฐกานต์", "ใจดี"), "นัฐกาน"), (("บัวผัน", ""), "บัวพัน"),
        (("สมเกียรติ", "แสงทอง"), "Somkiat"), (("จันทร์เพ็ญ", "ศรีสุข"), "จันทร์เพ"), (("อับดุลเลาะ", "มะแซ"), "นายอับดุลลอฮ์"),
    ],
)
def test_a_name_is_found_as_it_sounds_in_part_and_in_another_script(written, typed):
    officer_ = officer()
    wanted = named(*written)
    others = [named("ประเสริฐ", "วงศ์คำ"), named("กมลชนก", "พรหมมา")]
    show(officer_, [wanted, *others])
    assert found(officer_, typed)[:1] == [wanted]


def test_numbers_and_phones_are_found_exactly():
    officer_ = officer()
    wanted = add_person(
        JOB, facts={}, names=[{"given": "อาดัม"}],
        numbers=[
            {"kind": "no_status_0", "number": "0-7877-89328-79-1"},
            {"kind": "g_code", "number": "G000052000052"},
            {"kind": "passport", "number": "aa 1234567"},
        ],
        phones=[{"number": "081-000-2218", "whose": "พี่สาว"}],
    )
    show(officer_, [wanted], Section.IDENTITY | Section.CONTACT)
    for typed in ("0787789328791", "๐๗๘๗๗๘๙๓๒๘๗๙๑", "G000052000052", "AA1234567", "+66810002218", "อาดัม 0810002218"):
        assert found(officer_, typed) == [wanted], typed
    assert found(officer_, "0787789328792") == []


def test_the_outsider_finds_nothing_although_there_is_something_to_find():
    insider, outsider = officer(), officer()
    wanted = add_person(JOB, facts={}, names=[{"given": "วรัญญา", "surname": "ทองสุข"}], numbers=[{"number": "3410946685235"}])
    show(insider, [wanted])
    for typed in ("วรัญญา ทองสุข", "3410946685235"):
        assert found(insider, typed) == [wanted]
        assert found(outsider, typed) == []


def test_sight_without_identity_finds_no_name():
    officer_ = officer()
    wanted = named("วรัญญา", "ทองสุข")
    show(officer_, [wanted], Section.STORY | Section.CONTACT)
    assert found(officer_, "วรัญญา") == []


def test_a_system_actor_looks_over_all_for_duplicates():
    wanted = named("ฟาตีเมาะ", "เจะแว")
    assert found(JOB, "ปาตีเมาะ เจ๊ะแว") == [wanted]


def test_nothing_typed_finds_nothing():
    officer_ = officer()
    show(officer_, [named("วรัญญา")])
    for typed in ("", "   ", "?!", "\u200b", "ๆ" * 500, str(uuid.uuid4())):
        assert found(officer_, typed) == []


@pytest.mark.parametrize("few", [2500, 0], ids=["among one's own persons", "by token"])
def test_both_ways_find_the_same_by_role_and_until_its_end(few, frozen, monkeypatch):
    way = import_module("prasan.registry.people.queries.find")
    monkeypatch.setattr(way, "FEW", few)
    monkeypatch.setattr(way, "_counted", {})
    desk, ended = uuid.uuid4(), uuid.uuid4()
    intake, receiving = officer("intake_officer", desk), officer("receiving_desk", desk)
    mine, ours, lent, gone = (named("วรัญญา", surname) for surname in ("ทองสุข", "ใจดี", "แสงทอง", "ศรีสุข"))
    show(intake, [mine])
    show(intake, [ours], role="intake_officer")
    show(intake, [gone], role="intake_officer", cause=ended)
    give_sight(
        JOB, person_ids=[lent], subject=desk, role="intake_officer", sections=Section.IDENTITY, basis="public_task", cause=("case", uuid.uuid4()),
        until=clock.now() + timedelta(hours=1),
    )
    frozen.advance(minutes=1)
    end_sight(JOB, cause=ended)
    assert set(found(intake, "วรัญญา")) == {mine, ours, lent}
    assert found(receiving, "วรัญญา") == []
    frozen.advance(hours=1)
    assert set(found(intake, "วรัญญา")) == {mine, ours}
