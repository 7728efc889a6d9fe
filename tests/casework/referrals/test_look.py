"""Every page of referrals at 360 and 1280 px: nothing sticks out, axe finds nothing."""

import pytest
from django.urls import reverse

from prasan.casework.referrals import actions
from tests.casework.looking import look

pytestmark = pytest.mark.django_db
LONG = "แม่ 1 คน ลูก 2 คน (4 ปี 7 ปี) ตั้งแต่คืนนี้ ประมาณ 7 คืน ต้องการห้องชั้นล่าง แม่ใช้ไม้เท้า"


@pytest.fixture
def shelter(send):
    return send(ask=LONG, service="shelter", sections=["identity", "contact", "risk", "health"], withhold="โรงงานน้ำปลา\nตำแหน่งพ่อสามี")


def test_the_desk(chromium, cast, shelter, frozen):
    look(chromium, cast.client(cast.hospital), reverse("referrals:page", args=[shelter]), "referral-desk")
    look(chromium, cast.client(cast.hospital), reverse("referrals:desk"), "referrals-incoming")
    frozen.advance(hours=5)
    actions.ask_more(cast.hospital.actor, id=shelter, knows="no", question="แม่แพ้ยาอะไรบ้าง และมีเก้าอี้รถเข็นมาด้วยไหม")
    look(chromium, cast.client(cast.manager), reverse("referrals:page", args=[shelter]), "referral-sender-asked-late")
    actions.answer_more(cast.manager.actor, id=shelter, text="ไม่แพ้ยา ไม่มีรถเข็น")
    actions.accept(cast.hospital.actor, id=shelter, knows="no", assignee=cast.doctor.user, answer="มาที่ประตูข้างได้เลย")
    look(chromium, cast.client(cast.doctor), reverse("referrals:page", args=[shelter]), "referral-accepted")


def test_the_sender(chromium, cast, case, shelter):
    look(chromium, cast.client(cast.manager), reverse("referrals:page", args=[shelter]), "referral-sender")
    actions.refuse(cast.hospital.actor, id=shelter, knows="no", refused_code="cannot_meet_need", answer="คืนนี้ไม่มีล่ามหญิง")
    look(chromium, cast.client(cast.manager), reverse("referrals:page", args=[shelter]), "referral-refused")
    look(chromium, cast.client(cast.manager), f"{reverse('referrals:refer', args=[case.pk])}?again={shelter}", "referral-again")
    look(chromium, cast.client(cast.manager), reverse("referrals:refer", args=[case.pk]), "referral-service")
    look(chromium, cast.client(cast.manager), reverse("referrals:of_case", args=[case.pk]), "referrals-of-case")
    look(chromium, cast.client(cast.manager), reverse("referrals:withdraw", args=[shelter]), "referral-withdraw")
