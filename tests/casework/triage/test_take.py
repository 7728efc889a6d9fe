"""Taking a report, giving it back, standing aside."""

import pytest

from prasan.casework.intake.queries import report as read
from prasan.casework.triage.actions import decide, give_back, stand_aside, take
from prasan.casework.triage.models import Declaration
from prasan.casework.triage.queries.desk import reader_of
from prasan.ground.policy import Conflict, Hidden, Refused, Section, Stale, acting
from prasan.ground.policy.models import Exclusion
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from tests.casework.triage.conftest import SYSTEM, row

pytestmark = pytest.mark.django_db


def item(report, **such):
    with reading(SYSTEM):
        return WorkItem.objects.filter(object_id=report, done_at=None, verb="triage_report", **such).first()


def test_who_takes_a_report_reads_it(cast, report):
    assert take(cast.intake.actor, id=report, conflict="no") == "taken"
    assert row(report).state == "reading"
    assert reader_of(report) == cast.intake.user
    with reading(SYSTEM):
        assert Declaration.objects.get(report_id=report).knows is False


def test_the_question_must_be_answered_first(cast, report):
    with pytest.raises(Conflict) as refused:
        take(cast.intake.actor, id=report, conflict="")
    assert refused.value.obstacles[0].code == "conflict_unasked"
    assert row(report).state == "received"


def test_a_colleague_may_take_over(cast, taken, second):
    take(second.actor, id=taken, conflict="no")
    assert reader_of(taken) == second.user
    with pytest.raises(Conflict):
        give_back(cast.intake.actor, id=taken)


def test_giving_back_lays_it_on_the_desk(cast, taken):
    give_back(cast.intake.actor, id=taken)
    assert row(taken).state == "received"
    assert reader_of(taken) is None
    assert item(taken) is not None


def test_a_stale_page_is_told_so(cast, report, second):
    seen = row(report).version
    take(second.actor, id=report, version=seen, conflict="no")
    with pytest.raises(Stale):
        take(cast.intake.actor, id=report, version=seen, conflict="no")


@pytest.mark.parametrize("who", ["outsider_intake", "manager", "hospital", "police", "monitor", "auditor", "admin", "centre", "privacy"])
def test_others_get_the_same_answer_as_for_an_unknown_report(cast, report, who):
    with pytest.raises(Hidden):
        take(getattr(cast, who).actor, id=report, conflict="no")
    assert row(report).state == "received"


def test_the_head_of_the_province_sees_that_it_exists_and_may_not_take_it(cast, report):
    with pytest.raises(Refused):
        take(cast.province.actor, id=report, conflict="no")


def test_without_a_second_factor_there_is_nothing(cast, report):
    with pytest.raises(Hidden):
        take(cast.intake.fresh(strong=False), id=report, conflict="no")


def test_who_knows_somebody_is_excluded_by_name_and_a_colleague_gets_it(cast, report, second):
    assert take(cast.intake.actor, id=report, conflict="yes") == "aside"
    with reading(cast.intake.actor), pytest.raises(Hidden):
        read(cast.intake.actor, report)
    with reading(SYSTEM):
        excluded = set(Exclusion.objects.filter(subject_id=cast.intake.user, lifted_at=None).values_list("object_kind", flat=True))
    assert excluded == {"report", "person"}
    assert item(report).role == "intake_officer"
    assert item(report).alarm is False
    with reading(second.actor):
        assert read(second.actor, report).has("reporter")


def test_without_a_colleague_the_head_gets_it_with_an_alarm(cast, taken):
    stand_aside(cast.intake.actor, id=taken)
    assert row(taken).state == "received"
    given = item(taken)
    assert (given.role, given.alarm, given.assignee_id) == ("unit_head", True, None)
    take(cast.head.actor, id=taken, conflict="no")
    assert reader_of(taken) == cast.head.user


def test_whoever_stood_aside_can_do_nothing_more_with_it(cast, taken, second):
    stand_aside(cast.intake.actor, id=taken)
    for act in (lambda: take(cast.intake.actor, id=taken, conflict="no"), lambda: give_back(cast.intake.actor, id=taken),
                lambda: decide(cast.intake.actor, id=taken, outcome="advice", urgency=4, reason="x", advised="x")):
        with pytest.raises(Hidden):
            act()
    with acting(cast.intake.actor), reading(cast.intake.actor):
        from prasan.ground.policy.scope import scope

        assert not scope(cast.intake.actor, "work.see", WorkItem).filter(object_id=taken).exists()


def test_the_head_reads_all_but_the_reporter(cast, report):
    with reading(cast.head.actor):
        seen = read(cast.head.actor, report)
    assert seen.has("story")
    assert not seen.has("reporter")
    assert Section.MANAGE in seen.sections
