"""Looking again: what is found, who looks, and when nobody did."""

import pytest

from prasan.casework.cases.models import CaseEvent
from prasan.casework.followup import actions
from prasan.casework.followup.flow import FOLLOWUP
from prasan.casework.followup.models import FollowUp
from prasan.ground.policy import Conflict, Hidden, Invalid, access
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading, writing
from prasan.registry.limits.jobs import give_notices
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.models import WorkItem
from tests.casework.closure.conftest import SYSTEM

pytestmark = pytest.mark.django_db


def open_verbs(look):
    with reading(SYSTEM):
        return sorted(WorkItem.objects.filter(object_id=look.pk, done_at=None).values_list("verb", "alarm"))


def test_safe_ends_this_look_and_leaves_the_others(cast, closed, looks, frozen):
    frozen.advance(days=29)
    actions.do(cast.manager.fresh(), id=looks[0].pk, version=1, finding_code="safe", finding="ครูบอกว่าเด็กมาเรียนปกติ")
    with reading(cast.manager.fresh()):
        look = FollowUp.objects.get(pk=looks[0].pk)
        assert (look.state, look.finding, look.done_at) == ("done", "ครูบอกว่าเด็กมาเรียนปกติ", frozen.at)
    assert open_verbs(looks[0]) == []
    assert open_verbs(looks[1]) == [("do_followup", False)]
    with reading(SYSTEM):
        assert RunningLimit.objects.get(root_id=looks[0].pk).state == "met"
        assert not CaseEvent.objects.filter(verb="followup_done", detail__contains="ครู").exists()


@pytest.mark.parametrize(("finding", "verbs"), [
    ("needs_help", [("reopen_case", False)]), ("danger", [("danger_found", True), ("reopen_case", True)]), ("not_reached", []),
])
def test_help_or_danger_puts_opening_again_on_the_list(cast, looks, finding, verbs):
    actions.do(cast.manager.actor, id=looks[0].pk, finding_code=finding, finding="ได้ยินว่ามีเสียงร้อง")
    assert open_verbs(looks[0]) == verbs


def test_a_finding_must_be_said(cast, looks):
    with pytest.raises(Invalid) as refused:
        FOLLOWUP.make(cast.manager.actor, "do", id=looks[0].pk, finding_code="fine", finding=" ")
    assert set(refused.value.errors) == {"finding_code", "finding"}


def test_once_done_it_is_done(cast, looks):
    actions.do(cast.manager.actor, id=looks[0].pk, finding_code="safe", finding="ปลอดภัย")
    with pytest.raises(Conflict):
        actions.do(cast.head.actor, id=looks[0].pk, finding_code="danger", finding="แก้")


def test_others_neither_see_nor_do_it(cast, closed, looks):
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.excluded.user, root=closed.pk, objects=[("case", closed.pk)], reason="ญาติ")
    for person in (cast.outsider, cast.outsider_head, cast.colleague, cast.hospital, cast.excluded):
        with reading(person.actor):
            assert not scope(person.actor, "followup.see", FollowUp).exists()
        with pytest.raises(Hidden):
            actions.do(person.actor, id=looks[0].pk, finding_code="safe", finding="ปลอดภัย")


def test_a_late_look_alarms_the_head_once(cast, looks, frozen):
    frozen.advance(days=31)
    give_notices.run()
    give_notices.run()
    assert open_verbs(looks[0]) == [("do_followup", False), ("late_followup", True)]
    with reading(SYSTEM):
        assert CaseEvent.objects.filter(verb="followup_late").count() == 1
