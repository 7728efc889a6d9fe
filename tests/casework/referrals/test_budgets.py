"""How many queries the pages ask, whatever the number of rows."""

import pytest
from django.urls import reverse

from prasan.casework.referrals import actions
from tests.casework.referrals.conftest import row

pytestmark = pytest.mark.django_db


def many(cast, send, count):
    """Referrals of one case to one desk: each is ended before the next, but for the last."""
    made = [send()]
    for _turn in range(count - 1):
        actions.ask_more(cast.hospital.actor, id=made[-1], knows="no", question="เด็กแพ้ยาอะไร")
        actions.withdraw(cast.manager.actor, id=made[-1], reason="ไม่ต้องแล้ว")
        made.append(send())
    return made


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_lists(cast, case, send, queries, count):
    many(cast, send, count)
    desk, manager = cast.client(cast.hospital), cast.client(cast.manager)
    with queries("referral_list"):
        assert desk.get(reverse("referrals:desk"), {"tab": "ended"}).status_code == 200
    with queries("referral_list"):
        assert manager.get(reverse("referrals:of_case", args=[case.pk])).status_code == 200


@pytest.mark.parametrize("words", [0, 5])
def test_one_referral_and_its_answer(cast, referral, queries, words):
    for _turn in range(words):
        actions.ask_more(cast.hospital.actor, id=referral, knows="no", question="เด็กแพ้ยาอะไร")
        actions.answer_more(cast.manager.actor, id=referral, text="ไม่แพ้ยา")
    for person in (cast.hospital, cast.manager):
        client = cast.client(person)
        with queries("referral_page"):
            assert client.get(reverse("referrals:page", args=[referral])).status_code == 200
    client = cast.client(cast.hospital)
    with queries("referral_answer"):
        client.post(reverse("referrals:answer", args=[referral]), {"answer": "accept", "knows": "no"})
    assert row(referral).state == "accepted"
