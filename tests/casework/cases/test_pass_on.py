"""What is to be done in a case passes on with its row of the worklist: to whoever can do it, and an action of the plan with the right to."""

from collections.abc import Callable
from uuid import UUID

import pytest

from prasan.casework.cases.actions import (
    add_member,
    add_plan_action,
    exclude_from_case,
    finish_plan_action,
    join_report,
)
from prasan.casework.cases.models import Case, PlanAction
from prasan.ground.policy import Hidden, Invalid, Refused, Section
from prasan.ground.transactions import reading
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.actions import answer_hand_over, hand_over
from prasan.registry.work.checks import worklists_agree
from prasan.registry.work.models import HandedItem, WorkItem
from tests.casework.cases.conftest import SYSTEM
from tests.casework.closure.conftest import ready_case
from tests.cast import Cast
from tests.registry.work.work import item

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(cast: Cast, case: Case) -> UUID:
    """An action of the plan on the manager's own list."""
    return add_plan_action(
        cast.manager.actor, case_id=case.pk, text="พาไปเปิดบัญชี", five_p="protection", organisation=cast.manager.organisation, assignee=cast.manager.user,
    )


def join(cast: Cast, case: Case, sections: Section = Section.IDENTITY | Section.PLAN) -> None:
    add_member(cast.manager.actor, case_id=case.pk, user=cast.colleague.user, sections=sections, basis="mdt_membership", profession="social_worker")


def offer(cast: Cast, step: UUID) -> tuple[UUID, UUID]:
    with reading(SYSTEM):
        row = WorkItem.objects.values_list("id", flat=True).get(object_id=step, done_at=None)
    made = hand_over(cast.manager.actor, from_user=cast.manager.user, to_user=cast.colleague.user, items=[row], reason="leave")
    with reading(SYSTEM):
        return made, HandedItem.objects.values_list("id", flat=True).get(hand_over_id=made)


def doer(step: UUID) -> UUID | None:
    with reading(SYSTEM):
        return PlanAction.objects.values_list("assignee_id", flat=True).get(pk=step)


def test_who_accepts_an_action_may_do_it_and_who_gave_it_is_no_longer_named(cast: Cast, case: Case, step: UUID) -> None:
    join(cast, case)
    made, part = offer(cast, step)
    assert doer(step) == cast.manager.user, "nothing moves before it is accepted"
    with pytest.raises((Hidden, Refused)):
        finish_plan_action(cast.colleague.actor, id=step, result="เปิดแล้ว")
    answer_hand_over(cast.colleague.actor, id=made, accept=[part])
    assert doer(step) == cast.colleague.user
    assert not [message.msg for message in worklists_agree(None) if message.msg.startswith("do_action")]
    assert "รับงานในแผนต่อจากเพื่อนร่วมงาน" in cast.client(cast.manager).get(f"/cases/{case.pk}/timeline").content.decode()
    finish_plan_action(cast.colleague.actor, id=step, result="เปิดแล้ว")


@pytest.mark.parametrize("sections", [None, Section.IDENTITY])
def test_who_does_not_see_the_plan_is_handed_no_action_of_it(cast: Cast, case: Case, step: UUID, sections: Section | None) -> None:
    if sections is not None:
        join(cast, case, sections)
    with pytest.raises(Invalid) as said:
        offer(cast, step)
    assert "เพิ่มเข้าทีมก่อน" in str(said.value.errors["to_user"])
    assert doer(step) == cast.manager.user


def test_what_is_to_be_done_in_a_case_goes_to_whom_the_case_opens(cast: Cast, case: Case) -> None:
    with pytest.raises(Invalid) as said:
        offer(cast, case.pk)  # the first contact
    assert "เพิ่มเข้าทีมก่อน" in str(said.value.errors["to_user"])
    join(cast, case)
    made, part = offer(cast, case.pk)
    answer_hand_over(cast.colleague.actor, id=made, accept=[part])
    with reading(SYSTEM):
        assert WorkItem.objects.get(object_id=case.pk, verb="first_contact", done_at=None).assignee_id == cast.colleague.user


def test_who_left_the_team_meanwhile_cannot_accept(cast: Cast, case: Case, step: UUID) -> None:
    join(cast, case)
    made, part = offer(cast, step)
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.colleague.user, reason="เพื่อนของพ่อเลี้ยง")
    with pytest.raises((Invalid, Hidden)):
        answer_hand_over(cast.colleague.actor, id=made, accept=[part])
    assert doer(step) == cast.manager.user


def test_a_time_limit_of_a_case_goes_to_whom_the_case_opens(cast: Cast) -> None:
    case = ready_case(cast)
    with reading(SYSTEM):
        limit = RunningLimit.objects.filter(root_id=case.pk).values_list("id", flat=True)[0]
    item(cast.manager.organisation, verb="limit_near", object_kind="limit", object_id=limit, root_id=case.pk, assignee=cast.manager.user)
    with pytest.raises(Invalid):
        offer(cast, limit)
    join(cast, case)
    offer(cast, limit)


def test_a_report_goes_to_whom_it_opens(cast: Cast, case: Case, another: Callable[..., UUID]) -> None:
    second = another()
    join_report(cast.intake.actor, case_id=case.pk, report_id=second)  # the manager has to look at it
    with pytest.raises(Invalid):
        offer(cast, second)
    join(cast, case, Section.IDENTITY | Section.STORY)
    made, part = offer(cast, second)
    answer_hand_over(cast.colleague.actor, id=made, accept=[part])


def test_with_the_whole_case_goes_all_that_is_to_be_done_in_it(cast: Cast, case: Case, step: UUID) -> None:
    with reading(SYSTEM):
        rows = list(WorkItem.objects.filter(root_id=case.pk, assignee_id=cast.manager.user, done_at=None).values_list("id", flat=True))
    made = hand_over(cast.manager.actor, from_user=cast.manager.user, to_user=cast.colleague.user, items=rows, things={"case": [case.pk]}, reason="leave")
    with reading(SYSTEM):
        parts = list(HandedItem.objects.filter(hand_over_id=made).values_list("id", "kind"))
    assert [kind for _pk, kind in parts] == ["case"]
    answer_hand_over(cast.colleague.actor, id=made, accept=[pk for pk, _kind in parts])
    with reading(SYSTEM):
        assert Case.objects.get(pk=case.pk).manager_id == cast.colleague.user
        assert set(WorkItem.objects.filter(pk__in=rows).values_list("assignee_id", flat=True)) == {cast.colleague.user}
    finish_plan_action(cast.colleague.actor, id=step, result="เปิดแล้ว")
