"""Deciding: another person, with nothing open; then access, work and limits end and three looks are planned."""

import pytest

from prasan.casework.cases.actions import add_member
from prasan.casework.cases.models import Case
from prasan.casework.closure import actions
from prasan.casework.closure.models import Closure
from prasan.casework.followup.models import FollowUp
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section
from prasan.ground.policy.scope import sections_of
from prasan.ground.transactions import reading
from prasan.registry.access.actions import give_position
from prasan.registry.limits.actions import start_limit
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.models import WorkItem
from tests.casework.closure.conftest import GIVEN, SYSTEM
from tests.casework.closure.test_ask import now_of
from tests.cast import BEGINNING

pytestmark = pytest.mark.django_db


def test_approval_closes_and_the_team_sees_nothing_more(cast, case):
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=Section.IDENTITY | Section.HEALTH, basis="mdt_membership")
    closure = actions.ask(cast.manager.actor, case_id=case.pk, **GIVEN)
    actions.approve(cast.head.actor, id=closure, version=1)
    closed = now_of(case)
    assert (closed.state, closed.closed_at, closed.manager_id) == ("closed", clock.now(), cast.manager.user)
    with reading(cast.doctor.actor):
        assert sections_of(cast.doctor.actor, "case.see", Case, case.pk) == Section(0)
    with reading(cast.manager.actor):
        assert Section.REPORTER in sections_of(cast.manager.actor, "case.see", Case, case.pk)


def test_three_looks_are_due_after_calendar_months_and_nothing_else_is_left_to_do(cast, case, closure):
    actions.approve(cast.head.actor, id=closure)
    with reading(SYSTEM):
        looks = list(FollowUp.objects.filter(case_id=case.pk).order_by("months"))
        items = list(WorkItem.objects.filter(root_id=case.pk, done_at=None).order_by("due_at").values_list("verb", "assignee_id", "due_at"))
        running = set(RunningLimit.objects.filter(state="running").values_list("code", flat=True))
    assert [clock.local(look.due_at).date().isoformat() for look in looks] == ["2026-12-20", "2027-02-20", "2027-05-20"]
    assert items == [("do_followup", cast.manager.user, look.due_at) for look in looks]
    assert running == {"follow_up.1m", "follow_up.3m", "follow_up.6m"}


def test_the_asker_never_approves_even_as_head(cast, case, closure):
    give_position(SYSTEM, user=cast.manager.user, organisation=cast.head.organisation, role="unit_head", starts_at=BEGINNING)
    with pytest.raises(Conflict) as refused:
        actions.approve(cast.manager.fresh(), id=closure)
    assert [o.code for o in refused.value.obstacles] == ["second_person"]
    assert now_of(case).state == "closing"


def test_what_became_open_since_stands_in_the_way(cast, case, closure):
    start_limit(SYSTEM, rule_code="DL-03", root_kind="case", root_id=case.pk, starts_at=clock.now())
    with pytest.raises(Conflict) as refused:
        actions.approve(cast.head.actor, id=closure)
    assert [o.code for o in refused.value.obstacles] == ["limit"]


def test_it_goes_back_with_a_reason_that_the_manager_reads(cast, case, closure):
    with pytest.raises(Invalid):
        from prasan.casework.closure.flow import CLOSURE

        CLOSURE.make(cast.head.actor, "return", id=closure)
    actions.return_(cast.head.actor, id=closure, version=1, reason="ถามเด็กอีกครั้งที่โรงเรียน")
    assert now_of(case).state == "open"
    with reading(cast.manager.actor):
        assert Closure.objects.get(pk=closure).decided_reason == "ถามเด็กอีกครั้งที่โรงเรียน"
    with reading(SYSTEM):
        assert list(WorkItem.objects.filter(object_id=closure, done_at=None).values_list("verb", "assignee_id")) == [
            ("closure_returned", cast.manager.user)]
    actions.ask(cast.manager.actor, case_id=case.pk, **GIVEN)


def test_nobody_else_decides(cast, closure):
    with pytest.raises(Refused):
        actions.approve(cast.manager.actor, id=closure)
    for person in (cast.outsider_head, cast.outsider, cast.hospital, cast.province):
        with pytest.raises(Hidden):
            actions.approve(person.actor, id=closure)
