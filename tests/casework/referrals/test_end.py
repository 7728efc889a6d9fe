"""The end: done with an outcome, or withdrawn; what was seen ends with it; a case does not close over an open referral; nobody answers."""

import pytest

from prasan.casework.cases.flow import CASE, close_obstacles
from prasan.casework.cases.models import CaseEvent
from prasan.casework.referrals import actions
from prasan.ground.policy import Hidden, Refused, Section
from prasan.ground.transactions import reading
from prasan.registry.limits.jobs import give_notices
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.models import WorkItem
from tests.casework.referrals.conftest import SYSTEM, row, sections_shared

pytestmark = pytest.mark.django_db


def items(**such):
    with reading(SYSTEM):
        return list(WorkItem.objects.filter(**such, done_at=None).order_by("verb").values_list("verb", "alarm"))


def test_done_with_an_outcome_ends_the_sight(cast, case, referral):
    actions.accept(cast.hospital.actor, id=referral, knows="no", assignee=cast.doctor.user)
    actions.finish(cast.doctor.actor, id=referral, outcome="ตรวจแล้ว ใบรับรองแพทย์เลขที่ 0000/2569")
    assert (row(referral).state, row(referral).outcome) == ("done", "ตรวจแล้ว ใบรับรองแพทย์เลขที่ 0000/2569")
    for person in (cast.hospital, cast.doctor):
        assert sections_shared(cast, referral, person.actor) == Section(0)
    assert items(object_id=referral) == []


def test_the_sender_withdraws_at_any_time_and_the_desk_cannot(cast, referral):
    with pytest.raises(Refused):
        actions.withdraw(cast.hospital.actor, id=referral, reason="ไม่อยากทำ")
    with pytest.raises(Hidden):
        actions.withdraw(cast.outsider.actor, id=referral, reason="ลอง")
    actions.accept(cast.hospital.actor, id=referral, knows="no")
    actions.withdraw(cast.manager.actor, id=referral, reason="ย้ายไปอีกโรงพยาบาล")
    assert row(referral).state == "withdrawn"
    assert sections_shared(cast, referral, cast.hospital.actor) == Section(0)
    assert items(object_id=referral) == []


def test_withdrawing_before_the_answer_stops_its_limit(cast, referral):
    actions.withdraw(cast.manager.actor, id=referral, reason="ไม่ต้องแล้ว")
    with reading(SYSTEM):
        assert RunningLimit.objects.get(root_id=referral).state == "stopped"


@pytest.mark.parametrize("state", ["sent", "accepted", "refused"])
def test_a_case_does_not_close_over_it(cast, case, referral, state):
    if state == "accepted":
        actions.accept(cast.hospital.actor, id=referral, knows="no")
    if state == "refused":
        actions.refuse(cast.hospital.actor, id=referral, knows="no", refused_code="full", answer="เต็ม")
    with reading(cast.manager.actor):
        found = [o for o in close_obstacles(cast.manager.actor, case) if o.code.startswith("referral")]
        assert [o.link for o in found] == [f"/referrals/{referral}"]
        assert not next(offer for offer in CASE.offers(cast.manager.actor, case) if offer.move.name == "ask_close").open
    actions.withdraw(cast.manager.actor, id=referral, reason="ไม่ต้องแล้ว")
    with reading(cast.manager.actor):
        assert not [o for o in close_obstacles(cast.manager.actor, case) if o.code.startswith("referral")]


def test_late_alarms_the_manager_then_the_head_each_once(cast, case, referral, frozen):
    def notices():
        give_notices.run()
        with reading(SYSTEM):
            return list(CaseEvent.objects.filter(case_id=case.pk, verb="referral_late").order_by("at", "id").values_list("detail", "hot"))

    frozen.advance(hours=3, minutes=59)
    assert notices() == []
    frozen.advance(minutes=2)
    assert notices() == notices() == [("manager", True)]
    assert items(object_id=referral) == [("answer_referral", True), ("chase_referral", True)]
    frozen.advance(hours=2)
    assert notices() == notices() == [("manager", True), ("unit_head", True)]
    assert ("late_referral", True) in items(object_id=referral)
    actions.accept(cast.hospital.fresh(), id=referral, knows="no")
    assert items(object_id=referral) == [("finish_referral", False)]
    frozen.advance(days=3)
    assert len(notices()) == 2


def test_what_was_answered_in_time_alarms_nobody(cast, referral, case, frozen):
    actions.accept(cast.hospital.actor, id=referral, knows="no")
    frozen.advance(days=2)
    give_notices.run()
    with reading(SYSTEM):
        assert not CaseEvent.objects.filter(case_id=case.pk, verb="referral_late").exists()
