"""The four answers of a desk, what each opens and alarms, and that exactly one wins."""

from datetime import timedelta

import pytest

from prasan.casework.cases.models import Case, CaseEvent
from prasan.casework.referrals import actions
from prasan.casework.referrals.models import ReferralWord
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section, Stale, access
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading, writing
from prasan.registry.limits.models import RunningLimit
from prasan.registry.people.queries.persons import persons
from prasan.registry.work.actions import answer_hand_over, hand_over
from prasan.registry.work.models import HandedItem, WorkItem
from tests.casework.referrals.conftest import SYSTEM, row, sections_shared
from tests.cast import hire

pytestmark = pytest.mark.django_db
SHARED = Section.EXISTENCE | Section.IDENTITY | Section.RISK | Section.HEALTH


def open_items(pk):
    with reading(SYSTEM):
        return dict(WorkItem.objects.filter(object_id=pk, done_at=None).values_list("verb", "assignee_id"))


def test_accepting_opens_exactly_what_was_shared(cast, case, referral):
    actions.accept(cast.hospital.actor, id=referral, version=1, knows="no", assignee=cast.doctor.user)
    for person in (cast.hospital, cast.doctor):
        assert sections_shared(cast, referral, person.actor) == SHARED
    with reading(SYSTEM):
        ids = list(case.parties.values_list("person_id", "role"))
    with reading(cast.doctor.actor):
        seen = persons(cast.doctor.actor, [pk for pk, _ in ids], full=True)
        child, alleged = (seen[next(pk for pk, role in ids if role == wanted)] for wanted in ("affected", "alleged"))
    assert child.name == "ฟ้าใส แสงคำ"
    assert not child.phones
    assert not child.addresses
    assert not alleged.name  # the alleged person is a part of its own
    assert open_items(referral) == {"finish_referral": cast.doctor.user}


def test_the_owner_stays_after_acceptance(cast, case, referral):
    actions.accept(cast.hospital.actor, id=referral, knows="no")
    with reading(SYSTEM):
        assert Case.objects.get(pk=case.pk).manager_id == cast.manager.user
    assert row(referral).assignee_id == cast.hospital.user


def test_the_limit_is_met_when_the_desk_answers(cast, referral, frozen):
    frozen.advance(minutes=20)
    actions.accept(cast.hospital.actor, id=referral, knows="no")
    with reading(SYSTEM):
        limit = RunningLimit.objects.get(root_id=referral)
    assert (limit.state, limit.met_at) == ("met", frozen.at)


def test_asking_for_more_leaves_the_clock_running(cast, case, referral, frozen):
    due = row(referral).answer_due
    actions.ask_more(cast.hospital.actor, id=referral, knows="no", question="เด็กแพ้ยาอะไร")
    assert (row(referral).state, row(referral).answer_due) == ("asked", due)
    assert open_items(referral) == {"answer_referral": None, "answer_more": cast.manager.user}
    with reading(SYSTEM):
        assert RunningLimit.objects.get(root_id=referral).state == "running"
    with pytest.raises(Invalid) as refused:
        actions.answer_more(cast.manager.actor, id=referral, text="ฟ้าใสไม่แพ้ยา")
    assert "ฟ้าใส" in refused.value.errors["text"]
    assert row(referral).state == "asked"
    frozen.advance(minutes=5)
    actions.answer_more(cast.manager.actor, id=referral, text="ไม่แพ้ยา")
    with reading(cast.hospital.actor):
        words = list(ReferralWord.objects.filter(referral_id=referral).order_by("at", "id"))
        assert [(word.from_receiver, word.text) for word in words] == [(True, "เด็กแพ้ยาอะไร"), (False, "ไม่แพ้ยา")]
    assert row(referral).state == "received"
    assert sections_shared(cast, referral, cast.hospital.actor) == Section(0)


def test_refusing_needs_a_reason_and_comes_back_with_an_alarm(cast, case, referral):
    actions.refuse(cast.hospital.actor, id=referral, knows="no", refused_code="full", answer="คืนนี้ไม่มีแพทย์หญิง")
    with reading(SYSTEM):
        item = WorkItem.objects.get(object_id=referral, done_at=None)
        event = CaseEvent.objects.get(case_id=case.pk, verb="referral_refused")
    assert (item.verb, item.assignee_id, item.alarm) == ("reroute_referral", cast.manager.user, True)
    assert (event.verb, event.hot, event.detail) == ("referral_refused", True, "full")
    assert sections_shared(cast, referral, cast.hospital.actor) == Section(0)


def test_a_refused_one_goes_on_to_another_desk_and_the_chain_is_kept(cast, case, referral):
    actions.refuse(cast.hospital.actor, id=referral, knows="no", refused_code="not_our_work", answer="ไม่ใช่งานเรา")
    again = actions.reroute(cast.manager.actor, id=referral, receiver=cast.police.organisation)
    old, new = row(referral), row(again)
    assert (old.state, new.again_id, new.number, new.ask, new.sections) == ("rerouted", referral, f"{case.number}/2", old.ask, old.sections)
    assert open_items(referral) == {}
    assert open_items(again) == {"answer_referral": None}
    with pytest.raises(Conflict):
        actions.reroute(cast.manager.actor, id=referral, receiver=cast.police.organisation)


def test_the_head_of_the_unit_reroutes_too_but_the_desk_does_not(cast, referral):
    actions.refuse(cast.hospital.actor, id=referral, knows="no", refused_code="full", answer="เต็ม")
    with pytest.raises(Refused):
        actions.reroute(cast.hospital.actor, id=referral, receiver=cast.police.organisation)
    assert row(actions.reroute(cast.head.actor, id=referral, receiver=cast.police.organisation)).sent_by_id == cast.head.user


def test_a_part_is_accepted_in_words(cast, referral):
    actions.accept_part(cast.hospital.actor, id=referral, knows="no", part="ตรวจร่างกายได้ แต่ไม่มีจิตแพทย์เด็ก")
    assert (row(referral).state, row(referral).part) == ("accepted_part", "ตรวจร่างกายได้ แต่ไม่มีจิตแพทย์เด็ก")
    assert sections_shared(cast, referral, cast.hospital.actor) == SHARED


def test_the_second_answer_learns_what_is_so_now(cast, referral):
    colleague = hire("hospital2", "เพื่อนโต๊ะ", "receiving_desk", cast.hospital.organisation)
    actions.accept(cast.hospital.actor, id=referral, version=1, knows="no")
    with pytest.raises(Stale) as stale:
        actions.refuse(colleague.actor, id=referral, version=1, knows="no", refused_code="full", answer="เต็ม")
    assert stale.value.now == 2
    with pytest.raises(Conflict) as conflict:
        actions.refuse(colleague.actor, id=referral, knows="no", refused_code="full", answer="เต็ม")
    assert (conflict.value.obstacles[0].text, conflict.value.allowed) == ("รับ", ("finish",))


def test_only_the_desk_answers(cast, referral):
    for person in (cast.outsider, cast.police, cast.doctor, cast.colleague):
        with pytest.raises(Hidden):
            actions.accept(person.actor, id=referral, knows="no")
    with pytest.raises(Refused):
        actions.accept(cast.manager.actor, id=referral, knows="no")


def test_nobody_outside_the_office_and_nobody_excluded_can_be_put_in_charge(cast, case, referral):
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.doctor.user, root=case.pk, objects=[("case", case.pk)], reason="ญาติ")
    for person in (cast.outsider, cast.doctor):
        with pytest.raises(Invalid) as refused:
            actions.accept(cast.hospital.actor, id=referral, knows="no", assignee=person.user)
        assert refused.value.errors == {"assignee": "มอบให้คนนี้ไม่ได้ เลือกคนอื่นในหน่วยงาน"}
    assert row(referral).state == "sent"


def test_who_knows_somebody_leaves_the_answer_to_a_colleague(cast, case, referral):
    colleague = hire("hospital2", "เพื่อนโต๊ะ", "receiving_desk", cast.hospital.organisation)
    head = hire("hospital_head", "หัวหน้าศูนย์พึ่งได้", "unit_head", cast.hospital.organisation)
    assert actions.accept(cast.hospital.actor, id=referral, knows="yes") is False
    assert row(referral).state == "sent"
    for model, action in ((type(row(referral)), "referral.see"), (WorkItem, "work.see")):
        with reading(cast.hospital.actor):
            assert not scope(cast.hospital.actor, action, model).exists()
    with pytest.raises(Hidden):
        actions.accept(cast.hospital.actor, id=referral, knows="no")
    with reading(head.actor):
        assert "assign_referral" in scope(head.actor, "work.see", WorkItem).values_list("verb", flat=True)
    assert actions.accept(colleague.actor, id=referral, knows="no") is True
    assert sections_shared(cast, referral, colleague.actor) == SHARED
    assert sections_shared(cast, referral, cast.hospital.actor) == Section(0)


def test_who_accepts_the_work_on_a_referral_from_a_colleague_is_in_charge_of_it(cast, referral):
    actions.accept(cast.hospital.actor, id=referral, knows="no", assignee=cast.doctor.user)
    with reading(SYSTEM):
        work = WorkItem.objects.values_list("id", flat=True).get(object_id=referral, verb="finish_referral", done_at=None)
    given = {"from_user": cast.doctor.user, "items": [work], "reason": "leave"}
    with pytest.raises(Invalid):
        hand_over(cast.doctor.actor, to_user=cast.police.user, **given)
    made = hand_over(cast.doctor.actor, to_user=cast.hospital.user, **given)
    assert sections_shared(cast, referral, cast.doctor.actor) == SHARED, "nothing moves before it is accepted"
    with reading(SYSTEM):
        part = HandedItem.objects.values_list("id", flat=True).get(hand_over_id=made)
    answer_hand_over(cast.hospital.actor, id=made, accept=[part])
    assert row(referral).assignee_id == cast.hospital.user
    assert sections_shared(cast, referral, cast.doctor.actor) == Section(0)
    assert sections_shared(cast, referral, cast.hospital.actor) == SHARED


def test_who_learns_only_later_that_they_know_somebody_is_replaced_and_the_head_has_no_more_to_do(cast, referral):
    colleague = hire("hospital2", "เพื่อนโต๊ะ", "receiving_desk", cast.hospital.organisation)
    actions.accept(cast.hospital.actor, id=referral, knows="no")
    actions.step_aside(cast.hospital.actor, id=referral)
    assert open_items(referral) == {"finish_referral": None, "assign_referral": None}
    actions.assign(colleague.actor, id=referral, assignee=colleague.user)
    assert open_items(referral) == {"finish_referral": colleague.user}


def test_who_stands_aside_takes_nothing_from_the_one_in_charge(cast, referral):
    colleague = hire("hospital2", "เพื่อนโต๊ะ", "receiving_desk", cast.hospital.organisation)
    actions.accept(cast.hospital.actor, id=referral, knows="no")
    actions.step_aside(colleague.actor, id=referral)
    assert open_items(referral) == {"finish_referral": cast.hospital.user}


def test_sharing_ends_on_its_day(cast, send, frozen):
    pk = send(share_until=(frozen.at + timedelta(days=2)).date())
    actions.accept(cast.hospital.actor, id=pk, knows="no")
    assert sections_shared(cast, pk, cast.hospital.actor) == SHARED
    frozen.advance(days=3)
    assert sections_shared(cast, pk, cast.hospital.fresh()) == Section(0)


def test_putting_somebody_else_in_charge_moves_the_sight(cast, referral):
    actions.accept(cast.hospital.actor, id=referral, knows="no", assignee=cast.doctor.user)
    actions.assign(cast.hospital.actor, id=referral, version=2, assignee=cast.hospital.user)
    assert sections_shared(cast, referral, cast.doctor.actor) == Section(0)
    assert sections_shared(cast, referral, cast.hospital.actor) == SHARED
    with pytest.raises(Stale):
        actions.assign(cast.hospital.actor, id=referral, version=2, assignee=cast.doctor.user)
