"""Opening again: the number stays, exactly one manager, nobody of the former team, and the looks fall away."""

import pytest

from prasan.casework.cases.flow import CASE
from prasan.casework.cases.models import Case, Note, Tenure
from prasan.casework.followup import actions
from prasan.casework.followup.models import FollowUp
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section, access
from prasan.ground.policy.scope import sections_of
from prasan.ground.transactions import reading, writing
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.models import WorkItem
from tests.casework.closure.conftest import SYSTEM

pytestmark = pytest.mark.django_db


def test_the_number_stays_and_the_looks_fall_away(cast, closed, looks):
    actions.do(cast.manager.actor, id=looks[0].pk, finding_code="danger", finding="พ่อเลี้ยงกลับมา")
    actions.reopen(cast.manager.actor, id=closed.pk, version=closed.version, reason="พ่อเลี้ยงกลับมา", urgency=4)
    with reading(SYSTEM):
        case = Case.objects.get(pk=closed.pk)
        states = list(FollowUp.objects.filter(case_id=closed.pk).order_by("months").values_list("state", flat=True))
        items = set(WorkItem.objects.filter(root_id=closed.pk, done_at=None).values_list("verb", "assignee_id"))
        running = set(RunningLimit.objects.filter(state="running").values_list("root_kind", "code"))
    with reading(cast.manager.actor):
        assert [note.text for note in Note.objects.filter(case_id=closed.pk)] == ["พ่อเลี้ยงกลับมา"]
    assert (case.number, case.state, case.reopened, case.closed_at, case.urgency) == (closed.number, "open", 1, None, 4)
    assert states == ["done", "not_needed", "not_needed"]
    assert items == {("first_contact", cast.manager.user)}
    assert ("case", "first_contact.emergency") in running
    assert not [one for one in running if one[0] == "followup"]


def test_another_manager_takes_it_whole_and_the_former_one_sees_nothing(cast, closed):
    actions.reopen(cast.head.actor, id=closed.pk, reason="แม่โทรมาขอความช่วยเหลือ", manager=cast.colleague.user)
    with reading(SYSTEM):
        assert list(Tenure.objects.filter(case_id=closed.pk, ends_at=None).values_list("user_id", flat=True)) == [cast.colleague.user]
    for person, sees in ((cast.colleague, True), (cast.manager, False), (cast.doctor, False)):
        with reading(person.actor):
            assert bool(sections_of(person.actor, "case.see", Case, closed.pk) & Section.IDENTITY) is sees


def test_nobody_who_may_not_have_it_gets_it(cast, closed):
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.colleague.user, root=closed.pk, objects=[("case", closed.pk)], reason="ญาติ")
    for person in (cast.colleague, cast.outsider, cast.hospital):
        with pytest.raises(Invalid) as refused:
            actions.reopen(cast.head.actor, id=closed.pk, reason="ขอความช่วยเหลือ", manager=person.user)
        assert refused.value.errors == {"manager": "มอบเคสนี้ให้คนนี้ไม่ได้ เลือกคนอื่น"}


def test_only_manager_and_head_open_it_again(cast, closed):
    with pytest.raises(Refused):
        actions.reopen(cast.province.actor, id=closed.pk, reason="ลอง")
    for person in (cast.outsider, cast.outsider_head, cast.hospital):
        with pytest.raises(Hidden):
            actions.reopen(person.actor, id=closed.pk, reason="ลอง")


def test_an_open_case_is_not_opened_again_and_a_reason_is_asked(cast, closed):
    with pytest.raises(Invalid):
        CASE.make(cast.manager.actor, "reopen", id=closed.pk)
    CASE.make(cast.manager.actor, "reopen", id=closed.pk, reason="แม่โทรมา")
    with pytest.raises(Conflict):
        actions.reopen(cast.manager.actor, id=closed.pk, reason="อีกครั้ง")
