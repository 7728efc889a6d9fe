"""A wrong decision is taken back: the report returns to the desk, the decision stays, marked."""

import pytest

from prasan.casework.intake.queries import report as read
from prasan.casework.triage.actions import decide, undo_decision
from prasan.casework.triage.models import Decision
from prasan.casework.triage.queries.desk import reader_of
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section
from prasan.ground.transactions import reading
from tests.casework.triage.conftest import SYSTEM, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(cast, taken):
    decide(cast.intake.actor, id=taken, outcome="advice", urgency=4, reason="ตอบแล้ว", advised="ให้โทร 191")
    return taken


def test_the_report_is_on_the_desk_again_and_the_decision_stays(cast, decided):
    undo_decision(cast.intake.actor, id=decided, reason="ฟังเทปอีกครั้ง เด็กยังอยู่ในบ้าน")
    now = row(decided)
    assert (now.state, now.outcome, now.urgency) == ("reading", "", None)
    with reading(SYSTEM):
        kept = Decision.objects.get(report_id=decided)
    assert kept.undone_by == cast.intake.actor.key
    assert kept.undone_at is not None
    assert kept.undone_reason == "ฟังเทปอีกครั้ง เด็กยังอยู่ในบ้าน"
    assert reader_of(decided) == cast.intake.user


def test_the_desk_reads_all_of_it_again(cast, decided):
    undo_decision(cast.head.actor, id=decided, reason="ตัดสินผิด")
    with reading(cast.intake.actor):
        seen = read(cast.intake.actor, decided)
    assert seen.has("reporter")
    assert Section.MANAGE in seen.sections
    assert all(party.person is not None and party.person.name for party in seen.parties)


def test_it_is_decided_anew_and_both_decisions_are_kept(cast, decided, hours):
    undo_decision(cast.intake.actor, id=decided, reason="ตัดสินผิด")
    hours.advance(minutes=1)
    decide(cast.intake.actor, id=decided, outcome="not_for_us", urgency=4, reason="ผิดที่", why_not="wrong_number")
    with reading(SYSTEM):
        kept = Decision.objects.filter(report_id=decided).order_by("at", "id")
        assert [(one.outcome, one.undone_at is None) for one in kept] == [("advice", False), ("not_for_us", True)]


def test_it_needs_a_reason(cast, decided):
    with pytest.raises(Invalid):
        undo_decision(cast.intake.actor, id=decided, reason=" ")
    assert row(decided).state == "decided"


def test_what_is_not_decided_cannot_be_undone(cast, taken):
    with pytest.raises(Conflict):
        undo_decision(cast.intake.actor, id=taken, reason="x")


@pytest.mark.parametrize("who", ["outsider_intake", "manager", "police", "admin"])
def test_others_get_the_same_answer_as_for_an_unknown_report(cast, decided, who):
    with pytest.raises(Hidden):
        undo_decision(getattr(cast, who).actor, id=decided, reason="x")


def test_the_head_of_the_province_may_not(cast, decided):
    with pytest.raises(Refused):
        undo_decision(cast.province.actor, id=decided, reason="x")
