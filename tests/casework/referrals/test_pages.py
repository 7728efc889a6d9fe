"""The pages: what each side reads, what is kept when something is wrong, and what never stands on them."""

import re

import pytest
from django.urls import reverse

from prasan.casework.referrals import actions
from prasan.casework.referrals.models import Referral
from prasan.ground.audit.models import AuditRow
from prasan.ground.transactions import reading
from tests.casework.referrals.conftest import ASK, CANARIES, SYSTEM, row
from tests.cast import hire

pytestmark = pytest.mark.django_db


def text_of(response):
    """The page as it reads: what keeps words together is left out."""
    return re.sub(r'<span class="nb">([^<]*)</span>', r"\1", response.content.decode())


def page(cast, person, pk, **query):
    return cast.client(person).get(reverse("referrals:page", args=[pk]), query)


def test_the_desk_reads_the_ask_what_it_sees_and_four_answers_but_no_name(cast, case, referral):
    response = page(cast, cast.hospital, referral)
    text = text_of(response)
    assert response.status_code == 200
    for said in (ASK, "คุณเห็น 3 จาก 11 ส่วน", "ชื่อเปิดเมื่อรับ", "ห้ามติดต่อผู้ประสบปัญหาโดยตรง", "รับบางส่วน", "ขอข้อมูลเพิ่มก่อนตอบ", "ถ้าไม่มีใครตอบ"):
        assert said in text
    assert not [word for word in CANARIES if word in text]
    assert f"/cases/{case.pk}" not in text


def test_after_acceptance_the_way_to_the_case_is_there_and_gone_at_the_end(cast, case, referral):
    actions.accept(cast.hospital.actor, id=referral, knows="no")
    text = text_of(page(cast, cast.hospital, referral))
    assert f"/cases/{case.pk}" in text
    assert not [word for word in CANARIES if word in text]
    actions.finish(cast.hospital.actor, id=referral, outcome="ตรวจแล้ว")
    text = text_of(page(cast, cast.hospital, referral))
    assert f"/cases/{case.pk}" not in text
    assert "ตรวจแล้ว" in text


def test_the_sender_reads_where_it_stands_and_what_is_withheld(cast, send):
    pk = send(withhold="โรงงานน้ำปลา")
    text = text_of(page(cast, cast.manager, pk))
    assert "โรงงานน้ำปลา" in text
    assert reverse("referrals:withdraw", args=[pk]) in text
    assert "โรงงานน้ำปลา" not in text_of(page(cast, cast.hospital, pk))


@pytest.mark.parametrize("who", ["outsider", "police", "colleague", "excluded_head"])
def test_others_get_the_same_answer_as_for_nothing(cast, case, referral, who):
    from prasan.ground.policy import access
    from prasan.ground.transactions import writing

    person = cast.excluded if who == "excluded_head" else getattr(cast, who)
    if who == "excluded_head":
        with writing(SYSTEM):
            access.exclude(SYSTEM, subject=person.user, root=case.pk, objects=[("case", case.pk)], reason="ญาติ")
    known, unknown = page(cast, person, referral), page(cast, person, "00000000-0000-4000-8000-000000000000")
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert text_of(known).replace(str(referral), "") == text_of(unknown).replace("00000000-0000-4000-8000-000000000000", "")


def test_opening_and_printing_are_written_down_without_a_word(cast, referral):
    client = cast.client(cast.hospital)
    client.get(reverse("referrals:page", args=[referral]))
    printed = client.post(reverse("referrals:print", args=[referral]))
    assert cast.hospital.name in text_of(printed)
    assert not [word for word in CANARIES if word in text_of(printed)]
    with reading(SYSTEM):
        verbs = list(AuditRow.objects.filter(object_id=str(referral), actor=cast.hospital.actor.key).order_by("id").values_list("verb", flat=True))
    assert verbs == ["open", "open", "print"]


def test_answering_on_the_page(cast, referral):
    client = cast.client(cast.hospital)
    given = {"version": 1, "answer": "accept", "assignee": str(cast.doctor.user), "ready_time": "16.30", "knows": "no"}
    response = client.post(reverse("referrals:answer", args=[referral]), given)
    assert response.status_code == 302
    assert (row(referral).state, row(referral).assignee_id) == ("accepted", cast.doctor.user)


@pytest.mark.parametrize(("given", "kept"), [
    ({"answer": "refuse", "reason": "คืนนี้ไม่มีแพทย์หญิง", "knows": "no"}, "คืนนี้ไม่มีแพทย์หญิง"),
    ({"answer": "ask_more", "question": "", "knows": "no"}, "กรอก"),
    ({"answer": "accept_part", "part": "ตรวจได้อย่างเดียว"}, "ตรวจได้อย่างเดียว"),
    ({"knows": "no", "part": "ยังไม่ได้เลือก"}, "ยังไม่ได้เลือก"),
    ({"answer": "accept", "knows": "no", "ready_time": "99.99", "message": "รอที่ประตูข้าง"}, "รอที่ประตูข้าง"),
])
def test_what_is_missing_is_said_and_everything_typed_is_kept(cast, referral, given, kept):
    response = cast.client(cast.hospital).post(reverse("referrals:answer", args=[referral]), {"version": 1, **given})
    assert response.status_code == 422
    assert kept in text_of(response)
    assert "ต้องแก้" in text_of(response)
    assert row(referral).state == "sent"


def test_who_knows_somebody_needs_no_more_and_sees_nothing_more(cast, referral):
    client = cast.client(cast.hospital)
    response = client.post(reverse("referrals:answer", args=[referral]), {"version": 1, "answer": "refuse", "knows": "yes"})
    assert (response.status_code, response["Location"]) == (302, reverse("referrals:desk"))
    assert client.get(reverse("referrals:page", args=[referral])).status_code == 404
    assert row(referral).number not in text_of(client.get(reverse("referrals:desk")))


def test_the_second_answer_shows_both_versions(cast, referral):
    colleague = hire("hospital2", "เพื่อนโต๊ะ", "receiving_desk", cast.hospital.organisation)
    actions.accept(cast.hospital.actor, id=referral, knows="no", answer="มาได้เลย")
    response = cast.client(colleague).post(
        reverse("referrals:answer", args=[referral]), {"version": 1, "answer": "refuse", "refused_code": "full", "reason": "เตียงเต็มคืนนี้", "knows": "no"})
    assert response.status_code == 409
    for said in ("มาได้เลย", "เตียงเต็มคืนนี้", cast.hospital.name, "มีคนแก้ก่อนคุณ"):
        assert said in text_of(response)


def test_a_result_for_what_nobody_has_accepted_yet_is_kept_and_said(cast, referral):
    """From a page that had become old, or by somebody who tries addresses."""
    response = cast.client(cast.hospital).post(reverse("referrals:finish", args=[referral]), {"version": 1, "text": "ตรวจร่างกายแล้ว"})
    assert response.status_code == 409 and "ตรวจร่างกายแล้ว" in text_of(response)
    assert row(referral).state == "sent"


def test_a_new_referral_by_hand(cast, case):
    client = cast.client(cast.manager)
    address = reverse("referrals:refer", args=[case.pk])
    assert "ขอบริการอะไร" in text_of(client.get(address))
    drawn = text_of(client.get(address, {"service": "medical"}))
    assert str(cast.hospital.organisation) in drawn
    assert 'value="health" checked' in drawn
    assert 'value="story" checked' not in drawn
    given = {
        "service": "medical", "receiver": str(cast.hospital.organisation), "ask": "ขอตรวจ ฟ้าใส วันนี้", "urgency": "4", "sections": ["identity", "health"],
        "basis": "duty_child_29", "talk": "told", "withhold": "โรงงานน้ำปลา", "act": "send",
    }
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "โรงงานน้ำปลา" in text_of(refused)
    assert "เอา “ฟ้าใส” ออกก่อนส่ง" in text_of(refused)
    made = client.post(address, {**given, "ask": "ขอตรวจเด็กหญิง 12 ปี วันนี้"})
    with reading(SYSTEM):
        referral = Referral.objects.get(case_id=case.pk)
    assert made["Location"] == reverse("referrals:page", args=[referral.pk])


def test_looking_for_a_desk_keeps_what_was_typed_and_sends_nothing(cast, case):
    response = cast.client(cast.manager).post(reverse("referrals:refer", args=[case.pk]), {
        "service": "shelter", "find": "บ้านพักเด็ก ร้อยเอ็ด", "ask": "แม่กับลูกสองคน ตั้งแต่คืนนี้", "act": "find", "sections": ["identity"], "urgency": "3"})
    assert response.status_code == 200
    assert str(cast.organisation("family_shelter", "45")) in text_of(response)
    assert "แม่กับลูกสองคน ตั้งแต่คืนนี้" in text_of(response)
    with reading(SYSTEM):
        assert not Referral.objects.exists()


def test_rerouting_by_hand_brings_the_words_along_and_puts_the_refuser_last(cast, case, referral):
    actions.refuse(cast.hospital.actor, id=referral, knows="no", refused_code="full", answer="คืนนี้เต็ม")
    client = cast.client(cast.manager)
    drawn = text_of(client.get(reverse("referrals:refer", args=[case.pk]), {"again": referral}))
    assert ASK in drawn
    assert "คืนนี้เต็ม" in drawn
    assert "รับไม่ได้ครั้งก่อน" in drawn
    offered = re.findall(r'name="receiver" value="([^"]+)"', drawn)
    assert offered[-1] == str(cast.hospital.organisation)


def test_only_the_manager_opens_the_form(cast, case):
    address = reverse("referrals:refer", args=[case.pk])
    assert cast.client(cast.head).get(address).status_code == 403
    assert cast.client(cast.outsider).get(address).status_code == 404
    assert cast.client(cast.hospital).get(address).status_code == 404


def test_the_lists(cast, case, send, referral):
    text = text_of(cast.client(cast.hospital).get(reverse("referrals:desk")))
    assert row(referral).number in text
    assert not [word for word in (*CANARIES, ASK) if word in text]
    assert row(referral).number in text_of(cast.client(cast.manager).get(reverse("referrals:of_case", args=[case.pk])))
    assert row(referral).number not in text_of(cast.client(cast.police).get(reverse("referrals:desk")))
    assert cast.client(cast.outsider).get(reverse("referrals:of_case", args=[case.pk])).status_code == 404


def test_withdrawing_asks_on_its_own_page(cast, referral):
    client = cast.client(cast.manager)
    address = reverse("referrals:withdraw", args=[referral])
    assert client.get(address).status_code == 200
    assert client.post(address, {"version": 1, "text": ""}).status_code == 422
    assert client.post(address, {"version": 1, "text": "ย้ายโรงพยาบาล"}).status_code == 302
    assert row(referral).state == "withdrawn"
    assert "ย้ายโรงพยาบาล" not in text_of(page(cast, cast.hospital, referral))
