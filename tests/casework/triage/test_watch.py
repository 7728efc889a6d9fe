"""A tip that is not certain is watched: the desk looks again on a day, and sees no more of it until it decides anew."""

from datetime import timedelta

import pytest

from prasan.casework.intake.queries import report as read
from prasan.casework.triage.actions import decide, take, undo_decision
from prasan.ground import clock
from prasan.ground.policy import Hidden, Invalid
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from tests.casework.triage.conftest import SYSTEM, calm, row

pytestmark = pytest.mark.django_db
WATCH = {"outcome": "watch", "urgency": 1, "reason": "ได้ยินมาอีกที ไม่มีใครเห็นเอง", "look_for": "เด็กมาโรงเรียนหรือไม่", "days": "14"}


@pytest.fixture
def tip(cast, new):
    made = new(calm(tip=True, problems=("none.unclear",)))
    take(cast.intake.actor, id=made, conflict="no")
    return made


def look(report):
    with reading(SYSTEM):
        return WorkItem.objects.filter(object_id=report, done_at=None, verb="look_at_watch").first()


def test_the_desk_looks_again_on_the_day(cast, tip):
    decide(cast.intake.actor, id=tip, **WATCH)
    item = look(tip)
    assert (row(tip).outcome, item.organisation_id, item.role) == ("watch", cast.intake.organisation, "intake_officer")
    assert item.due_at - clock.now() == timedelta(days=14)
    with reading(cast.outsider_intake.actor):
        assert not scope(cast.outsider_intake.actor, "work.see", WorkItem).filter(pk=item.pk).exists()


def test_meanwhile_nobody_there_reads_it_and_deciding_anew_opens_it(cast, tip):
    decide(cast.intake.actor, id=tip, **WATCH)
    with reading(cast.intake.actor):
        assert not read(cast.intake.actor, tip).has("story")
    undo_decision(cast.intake.actor, id=tip, reason="ครูเห็นรอยช้ำแล้ว")
    with reading(cast.intake.actor):
        assert read(cast.intake.actor, tip).has("story")
    assert look(tip) is None
    with pytest.raises(Hidden):
        undo_decision(cast.outsider_intake.actor, id=tip, reason="x")


def test_what_is_urgent_is_not_only_watched(cast, taken):
    with pytest.raises(Invalid) as refused:
        decide(cast.intake.actor, id=taken, **{**WATCH, "urgency": 4})
    assert set(refused.value.errors) == {"urgency"}
    assert row(taken).state == "reading"
    assert look(taken) is None
