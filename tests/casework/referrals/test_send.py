"""Sending: who may, what must not be in it, what follows."""

import pytest

from prasan.casework.cases.models import Case, CaseEvent
from prasan.casework.referrals.models import Referral
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section, access
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.scope import can, scope
from prasan.ground.transactions import reading, writing
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.models import WorkItem
from tests.casework.referrals.conftest import CANARIES, SYSTEM, row, sections_shared

pytestmark = pytest.mark.django_db


def test_it_stands_on_the_list_of_the_desk_with_the_time_of_its_rule(cast, case, send, frozen):
    pk = send(urgency=4)
    referral = row(pk)
    assert (referral.state, referral.number, referral.sender_id) == ("sent", f"{case.number}/1", case.organisation_id)
    assert (referral.answer_due - referral.sent_at).total_seconds() == 30 * 60
    with reading(cast.hospital.actor):
        item = WorkItem.objects.get(object_id=pk)
    assert (item.verb, item.organisation_id, item.due_at, item.alarm) == ("answer_referral", cast.hospital.organisation, referral.answer_due, False)
    with reading(SYSTEM):
        limit = RunningLimit.objects.get(root_id=pk)
    assert (limit.code, limit.due_at) == ("referral_answer.emergency", referral.answer_due)


def test_the_manager_stays_the_one_responsible(cast, case, referral):
    with reading(SYSTEM):
        now = Case.objects.get(pk=case.pk)
    assert (now.manager_id, now.organisation_id) == (cast.manager.user, cast.manager.organisation)


def test_the_desk_sees_the_referral_and_nothing_of_the_case(cast, case, referral):
    actor = cast.hospital.actor
    with reading(actor):
        seen = Referral.objects.get(pk=referral)
        assert can(actor, "referral.see", seen)
    assert sections_shared(cast, referral, actor) == Section(0)
    with reading(SYSTEM):
        assert not AccessRow.objects.filter(subject_id=cast.hospital.organisation).exists()


@pytest.mark.parametrize("who", ["outsider", "police", "doctor", "colleague", "centre", "monitor", "admin", "auditor"])
def test_nobody_else_sees_it(cast, referral, who):
    actor = getattr(cast, who).actor
    with reading(actor):
        assert not scope(actor, "referral.see", Referral).filter(pk=referral).exists()


def test_lists_and_log_hold_no_word_of_it(cast, referral):
    with reading(SYSTEM):
        kept = str([list(model.objects.values()) for model in (WorkItem, AuditRow, CaseEvent)])
    assert not [word for word in (*CANARIES, "ตรวจร่างกาย") if word in kept]


@pytest.mark.parametrize(("text", "word"), [
    ("ขอตรวจ ด.ญ.ฟ้าใส วันนี้", "ฟ้าใส"),
    ("ขอตรวจเด็กบ้านแสงคำวันนี้", "แสงคำ"),
    ("เด็กถูกสมพงษ์ทำร้าย ขอตรวจ", "สมพงษ์"),
    ("ขอให้โทรหาแม่ 089 000 1234", "0890001234"),
    ("ป้าบุญเรือนแจ้งมา ขอตรวจ", "บุญเรือน"),
])
def test_an_ask_that_names_somebody_is_refused_beside_its_field(send, text, word):
    with pytest.raises(Invalid) as refused:
        send(ask=text)
    assert word in refused.value.errors["ask"]


def test_an_ask_that_tells_what_is_withheld_is_refused(send):
    with pytest.raises(Invalid) as refused:
        send(ask="แม่ทำงานที่โรงงานน้ำปลา ขอตรวจลูก", withhold="สถานที่ทำงานของแม่, โรงงานน้ำปลา")
    assert "โรงงานน้ำปลา" in refused.value.errors["ask"]


def test_everything_wrong_is_said_at_once(send):
    with pytest.raises(Invalid) as refused:
        send(ask=" ", sections=[], basis="mou", urgency=9, service="magic", talk="")
    assert set(refused.value.errors) == {"ask", "sections", "basis", "urgency", "service", "talk"}


def test_the_reporter_and_rights_can_never_be_shared(send):
    referral = row(send(sections=Section.IDENTITY | Section.REPORTER | Section.MANAGE))
    assert Section(referral.sections) == Section.IDENTITY


def test_consent_is_no_basis_without_a_talk(send):
    with pytest.raises(Invalid) as refused:
        send(basis="consent", talk="told")
    assert "talk" in refused.value.errors


def test_the_same_desk_is_not_asked_twice_for_the_same(send, referral):
    with pytest.raises(Conflict) as refused:
        send()
    assert refused.value.obstacles[0].link == f"/referrals/{referral}"


def test_only_who_manages_the_case_sends(cast, send):
    with pytest.raises(Refused):
        send(actor=cast.head.actor)
    for person in (cast.outsider, cast.hospital, cast.colleague):
        with pytest.raises(Hidden):
            send(actor=person.actor)


def test_an_excluded_body_cannot_be_asked_and_it_is_not_said_why(cast, case, send):
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.organisation("hospital", "40"), root=case.pk, objects=[("case", case.pk)], reason="ญาติ")
    with pytest.raises(Invalid) as refused:
        send()
    assert refused.value.errors == {"receiver": "ส่งให้หน่วยงานนี้ไม่ได้ เลือกหน่วยงานอื่น"}


def test_who_is_excluded_from_the_case_sees_none_of_its_referrals(cast, case, referral):
    def rows(person):
        with reading(person.actor):
            return scope(person.actor, "referral.see", Referral).filter(pk=referral).count(), scope(
                person.actor, "work.see", WorkItem).filter(object_id=referral).count()

    assert rows(cast.head)[0] == 1
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.excluded.user, root=case.pk, objects=[("case", case.pk)], reason="ญาติ")
    assert rows(cast.excluded) == (0, 0)
    assert rows(cast.head)[0] == 1
