"""A request runs its 30 days: identity first, then whoever keeps the record says who it is, then it is answered or refused with a reason."""

import pytest

from prasan.casework.cases.actions import exclude_from_case
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.transactions import reading
from prasan.oversight.privacy import actions, queries
from prasan.oversight.privacy.flow import RIGHTS
from prasan.oversight.privacy.models import Annotation, RightsRequest
from prasan.registry.limits.jobs import give_notices
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.models import WorkItem
from tests.oversight.privacy.conftest import SYSTEM, located, number_of, party, received, request_now

pytestmark = pytest.mark.django_db
ANSWER = "ให้สำเนาแล้วด้วยตนเอง"


def items(verb):
    with reading(SYSTEM):
        return list(WorkItem.objects.filter(verb=verb, done_at=None).values_list("object_id", "organisation_id", "assignee_id"))


def limit_of(pk):
    with reading(SYSTEM):
        return RunningLimit.objects.get(root_id=pk)


def test_the_clock_runs_from_receipt_for_thirty_days_and_is_a_thing_to_do(frozen, cast):
    request = received(cast)
    row = request_now(request)
    assert (row.due_at - row.received_at).days == 30
    assert limit_of(request).code == "DL-18"
    assert [thing for thing, *_ in items("answer_rights")] == [request]
    frozen.advance(days=31)
    give_notices.run()
    with reading(SYSTEM):
        assert WorkItem.objects.get(object_id=request, verb="answer_rights").alarm


def test_nobody_else_registers_one_and_bad_answers_are_told_by_field(cast, case):
    for person in (cast.manager, cast.head, cast.admin, cast.auditor, cast.outsider):
        with pytest.raises(Refused):
            actions.receive_request(person.actor, kind="access", channel="letter", name="ก", words="ข")
    with pytest.raises(Invalid) as problem:
        actions.receive_request(cast.privacy.actor, kind="x", channel="x", name=" ", words="", by_proxy=True, record="ขก 9999-0001")
    assert set(problem.value.errors) == {"kind", "channel", "name", "words", "on_behalf", "record"}


def test_an_officer_who_is_excluded_from_the_record_gets_the_answer_of_an_unknown_number(cast, case):
    number = number_of(case.pk)
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.privacy.user, reason="เป็นญาติ")
    texts = []
    for record in (number, "ขก 9999-0001"):
        with pytest.raises(Invalid) as problem:
            received(cast, record=record)
        texts.append(problem.value.errors)
    assert texts[0] == texts[1]


def test_the_keeper_is_asked_only_after_identity_and_names_the_person(frozen, cast, case):
    request = received(cast, record=number_of(case.pk))
    assert items("locate_subject") == []
    with pytest.raises(Conflict):
        actions.locate_subject(cast.manager.actor, id=request, subject=f"affected:{party(case.pk, 'affected')}")
    actions.verify_identity(cast.privacy.actor, id=request, identity="card_in_person")
    assert items("locate_subject") == [(request, case.organisation_id, cast.manager.user)]
    with reading(cast.manager.actor):
        page = queries.locate_page(cast.manager.actor, request)
    assert any("ฟ้าใส" in words for _code, words in page.choices)
    with pytest.raises(Invalid):
        actions.locate_subject(cast.manager.actor, id=request, subject="affected:00000000-0000-4000-8000-000000000000")
    actions.locate_subject(cast.manager.actor, id=request, subject=f"affected:{party(case.pk, 'affected')}", harm="มีคนอ่านจดหมายที่บ้าน")
    row = request_now(request)
    assert (row.state, row.subject_role, row.harm) == ("located", "affected", "มีคนอ่านจดหมายที่บ้าน")
    assert items("locate_subject") == []


def test_the_privacy_officer_cannot_say_who_it_is_and_strangers_find_nothing(cast, case):
    request = received(cast, record=number_of(case.pk))
    actions.verify_identity(cast.privacy.actor, id=request, identity="video")
    with pytest.raises(Refused):
        actions.locate_subject(cast.privacy.actor, id=request, subject=f"affected:{party(case.pk, 'affected')}")
    for person in (cast.outsider, cast.outsider_head, cast.outsider_intake, cast.hospital, cast.admin, cast.auditor, cast.monitor, cast.colleague):
        with pytest.raises(Hidden), reading(person.actor):
            queries.request_page(person.actor, request)
        with pytest.raises((Hidden, Refused)):
            RIGHTS.make(person.actor, "refuse", id=request, outcome="task", answer="ไม่ให้")


def test_an_alleged_person_never_asks_in_the_name_of_another_and_is_given_nothing(frozen, cast, case):
    request = received(cast, record=number_of(case.pk), by_proxy=True, on_behalf="ลูก")
    actions.verify_identity(cast.privacy.actor, id=request, identity="card_in_person")
    with pytest.raises(Conflict, match="alleged"):
        actions.locate_subject(
            cast.manager.actor, id=request, subject=f"affected:{party(case.pk, 'affected')}", proxy=f"alleged:{party(case.pk, 'alleged')}",
        )
    himself = located(cast, case.pk, role="alleged")
    with pytest.raises(Conflict, match="alleged"):
        actions.prepare_export(cast.privacy.actor, request=himself, identities=False)
    actions.refuse_request(cast.privacy.actor, id=himself, outcome="others_rights", answer="ไม่มีข้อมูลที่ให้ได้ตามคำขอ")
    assert request_now(himself).state == "refused"
    assert limit_of(himself).state == "met"


def test_it_cannot_be_finished_before_what_was_asked_is_done(frozen, cast, case):
    for kind in ("access", "correction", "objection", "erasure"):
        request = located(cast, case.pk, kind=kind)
        with pytest.raises(Conflict, match="act"):
            actions.finish_request(cast.privacy.actor, id=request, answer=ANSWER)
    correction = located(cast, case.pk, kind="correction")
    actions.annotate(cast.privacy.actor, request=correction, text_given="ชื่อโรงเรียนผิด เรียนอยู่อีกโรงเรียน")
    actions.finish_request(cast.privacy.actor, id=correction, answer=ANSWER)
    assert request_now(correction).state == "done"
    assert items("answer_rights") and correction not in [thing for thing, *_ in items("answer_rights")]


def test_a_note_stands_beside_the_record_and_changes_nothing(frozen, cast, case, client):
    request = located(cast, case.pk, kind="objection")
    note = actions.annotate(cast.privacy.actor, request=request, text_given="ไม่ต้องการให้ส่งโรงเรียน")
    assert "ไม่ต้องการให้ส่งโรงเรียน" in cast.client(cast.manager).get(f"/cases/{case.pk}").content.decode()
    assert cast.client(cast.outsider).get(f"/cases/{case.pk}").status_code == 404
    assert "ไม่ต้องการให้ส่งโรงเรียน" not in cast.client(cast.province).get(f"/cases/{case.pk}").content.decode()
    assert [thing for thing, *_ in items("read_annotation")] == [note]
    with reading(cast.outsider.actor):
        assert not queries.pages.annotations_of(cast.outsider.actor, case.pk)
    with reading(SYSTEM):
        assert Annotation.objects.get(pk=note).kind == "objection"


def test_an_access_request_leaves_no_note(frozen, cast, case):
    with pytest.raises(Conflict):
        actions.annotate(cast.privacy.actor, request=located(cast, case.pk), text_given="แก้ให้หน่อย")


def test_refusing_says_why_and_withdrawing_stops_the_clock(cast):
    request, other = received(cast), received(cast)
    with pytest.raises(Invalid):
        RIGHTS.make(cast.privacy.actor, "refuse", id=request, outcome="because", answer="ไม่")
    with pytest.raises(Invalid):
        RIGHTS.make(cast.privacy.actor, "refuse", id=request, outcome="repeated", answer="")
    actions.withdraw_request(cast.privacy.actor, id=other)
    assert limit_of(other).state == "stopped"
    with reading(SYSTEM):
        assert RightsRequest.objects.get(pk=other).decided_by_id == cast.privacy.user


def test_an_unknown_record_can_be_named_later(cast, case):
    request = received(cast)
    actions.verify_identity(cast.privacy.actor, id=request, identity="known_in_person")
    assert items("locate_subject") == []
    with pytest.raises(Invalid):
        actions.match_record(cast.privacy.actor, id=request, record="ไม่มีเลขนี้")
    actions.match_record(cast.privacy.actor, id=request, record=number_of(case.pk))
    assert [thing for thing, *_ in items("locate_subject")] == [request]
