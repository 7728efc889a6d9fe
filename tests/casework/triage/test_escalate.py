"""An emergency that nobody reads goes up, once a step."""

import pytest

from prasan.casework.triage.actions import take
from prasan.casework.triage.jobs import tell_of_unread
from prasan.casework.triage.models import Escalation
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from tests.casework.triage.conftest import CANARIES, SYSTEM, calm

pytestmark = pytest.mark.django_db


def told(report):
    with reading(SYSTEM):
        rows = WorkItem.objects.filter(object_id=report, done_at=None).exclude(verb="triage_report").order_by("verb")
        return [(row.verb, row.role, row.organisation_id) for row in rows]


def test_in_time_nobody_is_told(cast, report, hours):
    hours.advance(minutes=14)
    assert tell_of_unread.run() == 0
    assert told(report) == []


def test_the_head_first_then_the_province_each_once(cast, report, hours):
    hours.advance(minutes=16)
    assert [tell_of_unread.run() for _ in range(3)] == [1, 0, 0]
    assert told(report) == [("late_report", "unit_head", cast.intake.organisation)]
    hours.advance(minutes=15)
    assert [tell_of_unread.run() for _ in range(3)] == [1, 0, 0]
    assert told(report)[1] == ("late_report_above", "province_head", cast.province.organisation)
    hours.advance(hours=20)
    assert tell_of_unread.run() == 0
    with reading(SYSTEM):
        assert sorted(Escalation.objects.filter(report_id=report).values_list("step", flat=True)) == [1, 2]


def test_after_a_night_without_ticks_both_are_told_once(cast, report, hours):
    hours.advance(hours=9)
    assert tell_of_unread.run() == 2
    assert tell_of_unread.run() == 0


def test_both_see_it_on_their_lists_without_a_word_of_the_story(cast, report, hours):
    from prasan.ground.policy.scope import scope

    hours.advance(hours=1)
    tell_of_unread.run()
    for who, verb in ((cast.head, "late_report"), (cast.province, "late_report_above")):
        with reading(who.actor):
            item = scope(who.actor, "work.do", WorkItem).get(object_id=report, verb=verb)
        assert item.alarm
        assert not any(canary in str(item.facts) for canary in CANARIES)
    with reading(cast.outsider_head.actor):
        assert not scope(cast.outsider_head.actor, "work.see", WorkItem).filter(object_id=report).exists()


def test_whoever_takes_it_ends_the_alarm(cast, report, hours):
    hours.advance(hours=1)
    tell_of_unread.run()
    take(cast.intake.actor, id=report, conflict="no")
    assert told(report) == []
    hours.advance(hours=1)
    assert tell_of_unread.run() == 0


def test_what_is_no_emergency_waits(cast, new, hours):
    new(calm())
    hours.advance(hours=12)
    assert tell_of_unread.run() == 0
