"""From desk to desk: who sees it when, who must answer, and what comes back."""

import pytest

from prasan.casework.intake.queries import report as read
from prasan.casework.triage.actions import decide, reroute, send_back, take
from prasan.casework.triage.models import Decision, Routing
from prasan.casework.triage.queries import desk_choices
from prasan.ground.policy import Conflict, Hidden, Invalid, Section, access
from prasan.ground.transactions import reading, writing
from prasan.registry.work.models import WorkItem
from tests.casework.triage.conftest import CANARIES, SYSTEM, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def roi_et(cast):
    return cast.outsider_intake.organisation


@pytest.fixture
def passed(cast, taken, roi_et, hours):
    decide(cast.intake.actor, id=taken, outcome="pass_on", reason="เกิดที่ร้อยเอ็ด", desk=roi_et)
    hours.advance(minutes=1)
    return taken


def items(report):
    with reading(SYSTEM):
        return list(WorkItem.objects.filter(object_id=report, verb="triage_report", done_at=None))


def test_the_other_desk_gets_it_to_read(cast, passed, roi_et):
    now = row(passed)
    assert (now.state, now.desk_id, now.outcome) == ("received", roi_et, "")
    [item] = items(passed)
    assert (item.organisation_id, item.role, item.assignee_id) == (roi_et, "intake_officer", None)
    with reading(cast.outsider_intake.actor):
        seen = read(cast.outsider_intake.actor, passed)
    assert seen.has("story")
    assert seen.has("reporter")
    with reading(SYSTEM):
        step = Routing.objects.get(report_id=passed)
        assert (step.desk_id, step.from_desk_id, step.why, step.note) == (roi_et, cast.intake.organisation, ["passed_on"], "เกิดที่ร้อยเอ็ด")
        assert Decision.objects.get(report_id=passed).outcome == "pass_on"


def test_the_first_desk_sees_it_no_more(cast, passed):
    for who in (cast.intake, cast.head):
        with reading(who.actor), pytest.raises(Hidden):
            read(who.actor, passed)


def test_before_it_was_passed_on_the_other_desk_saw_nothing(cast, taken):
    with reading(cast.outsider_intake.actor), pytest.raises(Hidden):
        read(cast.outsider_intake.actor, taken)


def test_refused_it_comes_back_with_the_reason_and_an_alarm(cast, passed):
    send_back(cast.outsider_intake.actor, id=passed, reason="บ้านอยู่ฝั่งขอนแก่น")
    now = row(passed)
    assert (now.state, now.desk_id) == ("received", cast.intake.organisation)
    [item] = items(passed)
    assert (item.organisation_id, item.alarm, item.facts["refused"]) == (cast.intake.organisation, True, True)
    with reading(cast.intake.actor):
        assert read(cast.intake.actor, passed).has("reporter")
    with reading(cast.outsider_intake.actor), pytest.raises(Hidden):
        read(cast.outsider_intake.actor, passed)
    with reading(SYSTEM):
        assert [(step.why, step.answer) for step in Routing.objects.filter(report_id=passed).order_by("at", "id")] == [
            (["passed_on"], "refused"), (["refused"], "taken")
        ]
        assert Decision.objects.get(report_id=passed).undone_by == cast.outsider_intake.actor.key


def test_what_came_back_cannot_be_sent_back_once_more(cast, passed):
    send_back(cast.outsider_intake.actor, id=passed, reason="ไม่ใช่ของเรา")
    with pytest.raises(Conflict) as refused:
        send_back(cast.intake.actor, id=passed, reason="ไม่ใช่ของเราเหมือนกัน")
    assert refused.value.allowed == ("hand_on",)


def test_what_came_from_the_public_cannot_be_sent_back(cast, report):
    with pytest.raises(Conflict):
        send_back(cast.intake.actor, id=report, reason="ไม่ใช่ของเรา")


def test_the_other_desk_takes_it_and_decides(cast, passed):
    take(cast.outsider_intake.actor, id=passed, conflict="no")
    decide(cast.outsider_intake.actor, id=passed, outcome="advice", urgency=4, reason="โทรแล้ว", advised="ให้โทร 191")
    with reading(SYSTEM):
        assert Routing.objects.get(report_id=passed).answer == "taken"
        assert set(Decision.objects.filter(report_id=passed).values_list("outcome", flat=True)) == {"pass_on", "advice"}


def test_to_itself_to_no_desk_or_to_one_that_is_excluded_it_does_not_go(cast, taken, roi_et):
    office = cast.organisation("psdhso", "45")
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=office, root=taken, objects=[("report", taken)], reason="ญาติทำงานที่นั่น")
    said = set()
    for desk in (cast.intake.organisation, roi_et):
        with pytest.raises(Invalid) as refused:
            reroute(cast.intake.actor, id=taken, desk=desk, reason="x")
        said.add(refused.value.errors["desk"])
    assert len(said) == 1, "an excluded desk must not be told from any other"
    with pytest.raises(Invalid):
        reroute(cast.intake.actor, id=taken, desk=office, reason="x")
    assert row(taken).desk_id == cast.intake.organisation


def test_the_desks_offered_leave_out_its_own_and_excluded_ones(cast, taken, roi_et):
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.organisation("psdhso", "45"), root=taken, objects=[("report", taken)], reason="x")
    with reading(cast.intake.actor):
        groups = desk_choices(cast.intake.actor, taken)
    offered = {desk for _, desks in groups for desk, _ in desks}
    assert str(cast.organisation("hospital_oscc", "40")) in offered
    assert str(cast.organisation("psdhso", "95", "intake")) in offered
    assert {str(cast.intake.organisation), str(roi_et)}.isdisjoint(offered)


def test_the_things_to_do_say_nothing_of_the_story(cast, passed):
    with reading(SYSTEM):
        facts = " ".join(str(one.facts) for one in WorkItem.objects.filter(root_id=passed))
    assert not any(canary in facts for canary in CANARIES)
    assert "เกิดที่ร้อยเอ็ด" not in facts


def test_sight_is_whole_at_exactly_one_desk(cast, passed, roi_et):
    from prasan.ground.policy.models import AccessRow

    with reading(SYSTEM):
        open_rows = AccessRow.objects.filter(object_id=passed, ends_at=None).exclude(sections=int(Section.EXISTENCE))
        assert set(open_rows.values_list("subject_id", flat=True)) == {roi_et}
