"""Asking to close: only the manager, only with nothing open, with reason and the person's own view."""

import pytest

from prasan.casework.cases.actions import add_plan_action, offer_transfer
from prasan.casework.cases.flow import CASE
from prasan.casework.cases.models import Case, CaseReport
from prasan.casework.closure import actions
from prasan.casework.closure.models import Closure
from prasan.casework.intake.models import ReceiptMessage
from prasan.casework.referrals.actions import send
from prasan.ground import clock, ids
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, access
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading, writing
from prasan.registry.limits.actions import meet_limit, start_limit
from prasan.registry.work.models import WorkItem
from tests.casework.closure.conftest import GIVEN, SYSTEM

pytestmark = pytest.mark.django_db


def now_of(case):
    with reading(SYSTEM):
        return Case.objects.get(pk=case.pk)


def test_it_waits_on_the_list_of_the_head(cast, case, closure):
    assert now_of(case).state == "closing"
    with reading(cast.head.actor):
        item = scope(cast.head.actor, "work.see", WorkItem).get(object_id=closure)
        assert (item.verb, item.role) == ("approve_closure", "unit_head")
        assert scope(cast.head.actor, "closure.see", Closure).get(pk=closure).persons_view == GIVEN["persons_view"]


def test_it_is_refused_with_the_whole_list_of_what_is_open_each_with_its_link(cast, case):
    manager = cast.manager.actor
    add_plan_action(manager, case_id=case.pk, text="พาไปโรงพยาบาล", five_p="protection", organisation=cast.manager.organisation)
    referral = send(
        manager, case_id=case.pk, receiver=cast.hospital.organisation, service="medical", ask="ขอตรวจร่างกายวันนี้", sections=["identity"],
        basis="duty_child_29", urgency=3, talk="agreed",
    )
    start_limit(SYSTEM, rule_code="DL-03", root_kind="case", root_id=case.pk, starts_at=clock.now())
    with writing(SYSTEM):
        report = CaseReport.objects.get(case_id=case.pk).report_id
        ReceiptMessage(id=ids.new(), report_id=report, from_reporter=True, text="ยังได้ยินเสียงร้อง", at=clock.now(), by="public").save(force_insert=True)
    offer_transfer(manager, case_id=case.pk, to_organisation=cast.outsider.organisation, reason="ย้ายจังหวัด")
    with pytest.raises(Conflict) as refused:
        actions.ask(manager, case_id=case.pk, **GIVEN)
    found = {obstacle.code: obstacle.link for obstacle in refused.value.obstacles}
    assert set(found) == {"plan", "transfer", "referral_open", "limit", "message"}
    assert found["referral_open"] == f"/referrals/{referral}"
    assert all(found.values())
    assert "ยังได้ยินเสียงร้อง" not in str(refused.value.obstacles)
    assert now_of(case).state == "open"


def test_the_same_limit_of_two_reports_is_said_once_and_stands_until_both_have_ended(cast, case):
    limits = [start_limit(SYSTEM, rule_code="DL-03", root_kind="case", root_id=case.pk, subject_kind="report", subject_id=one, starts_at=clock.now())
              for one in (ids.new(), ids.new())]  # fmt: skip
    for limit in limits:
        with pytest.raises(Conflict) as refused:
            actions.ask(cast.manager.actor, case_id=case.pk, **GIVEN)
        assert [one.code for one in refused.value.obstacles] == ["limit"]
        meet_limit(SYSTEM, limit_id=limit)
    actions.ask(cast.manager.actor, case_id=case.pk, **GIVEN)


def test_a_limit_of_the_house_does_not_stand_in_the_way(cast, case):
    start_limit(SYSTEM, rule_code="review.urgent", root_kind="case", root_id=case.pk, starts_at=clock.now())
    actions.ask(cast.manager.actor, case_id=case.pk, **GIVEN)


@pytest.mark.parametrize(("change", "field"), [
    ({"reason_code": "settled"}, "reason_code"), ({"summary": " "}, "summary"), ({"persons_view": ""}, "persons_view"),
    ({"persons_view": "", "persons_view_missing": "lazy"}, "persons_view"), ({"summary": "ก" * 4001}, "summary"),
])
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(cast, case, change, field):
    with pytest.raises(Invalid) as refused:
        actions.ask(cast.manager.actor, case_id=case.pk, **{**GIVEN, **change})
    assert set(refused.value.errors) == {field}


def test_why_the_view_could_not_be_asked_will_do(cast, case):
    pk = actions.ask(cast.manager.actor, case_id=case.pk, **{**GIVEN, "persons_view": "", "persons_view_missing": "not_safe"})
    with reading(SYSTEM):
        closure = Closure.objects.get(pk=pk)
    assert (closure.persons_view, closure.persons_view_missing) == (None, "not_safe")


def test_only_the_manager_asks(cast, case):
    with pytest.raises(Refused):
        actions.ask(cast.head.actor, case_id=case.pk, **GIVEN)
    for person in (cast.outsider, cast.colleague, cast.hospital):
        with pytest.raises(Hidden):
            actions.ask(person.actor, case_id=case.pk, **GIVEN)


def test_who_is_excluded_sees_no_request(cast, case, closure):
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.excluded.user, root=case.pk, objects=[("case", case.pk)], reason="ญาติ")
    with reading(cast.excluded.actor):
        assert not scope(cast.excluded.actor, "closure.see", Closure).exists()
        assert not scope(cast.excluded.actor, "work.see", WorkItem).filter(object_id=closure).exists()


def test_the_manager_takes_it_back(cast, case, closure):
    CASE.make(cast.manager.actor, "withdraw_close", id=case.pk)
    assert now_of(case).state == "open"
    with reading(SYSTEM):
        assert Closure.objects.get(pk=closure).state == "withdrawn"
        assert not WorkItem.objects.filter(object_id=closure, done_at=None).exists()
    with pytest.raises(Conflict):
        actions.withdraw(cast.manager.actor, id=closure)
