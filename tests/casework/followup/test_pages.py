"""The pages of looking again: what was found leads on to opening the case again, and how they look."""

import pytest
from django.urls import reverse

from prasan.casework.cases.models import Case
from prasan.ground.transactions import reading
from tests.casework.cases.conftest import REPORTER
from tests.casework.closure.conftest import SYSTEM
from tests.casework.looking import look

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def test_danger_leads_to_the_form_that_opens_the_case_again(cast, closed, looks):
    client = cast.client(cast.manager)
    address = reverse("followup:page", args=[looks[0].pk])
    assert client.post(address, {"version": 1, "finding_code": "danger"}).status_code == 422
    went = client.post(address, {"version": 1, "finding_code": "danger", "finding": "พ่อเลี้ยงกลับมาอยู่บ้าน"})
    assert went["Location"] == reverse("followup:reopen", args=[closed.pk])
    shown = text_of(client.get(went["Location"]))
    assert "พ่อเลี้ยงกลับมาอยู่บ้าน" in shown
    opened = client.post(went["Location"], {"version": closed.version, "reason": "พ่อเลี้ยงกลับมา", "manager": cast.manager.user, "urgency": "4"})
    assert opened["Location"] == f"/cases/{closed.pk}"
    with reading(SYSTEM):
        assert Case.objects.get(pk=closed.pk).number == closed.number


def test_the_second_one_sees_what_was_found_and_keeps_the_own_words(cast, looks):
    address = reverse("followup:page", args=[looks[0].pk])
    cast.client(cast.manager).post(address, {"version": 1, "finding_code": "safe", "finding": "ครูบอกว่าปลอดภัย"})
    late = cast.client(cast.head).post(address, {"version": 1, "finding_code": "danger", "finding": "เพื่อนบ้านได้ยินเสียง"})
    assert late.status_code == 409
    assert "ครูบอกว่าปลอดภัย" in text_of(late)
    assert "เพื่อนบ้านได้ยินเสียง" in text_of(late)
    assert REPORTER not in text_of(late)


@pytest.mark.parametrize("who", ["outsider", "outsider_head", "hospital", "colleague"])
def test_others_find_nothing(cast, closed, looks, who):
    client = cast.client(getattr(cast, who))
    assert client.get(reverse("followup:page", args=[looks[0].pk])).status_code == 404
    assert client.get(reverse("followup:reopen", args=[closed.pk])).status_code == 404


def test_queries(cast, looks, queries):
    client = cast.client(cast.manager)
    with queries("followup_page"):
        assert client.get(reverse("followup:page", args=[looks[0].pk])).status_code == 200


def test_how_they_look(chromium, cast, closed, looks, frozen):
    client = cast.client(cast.manager)
    look(chromium, client, reverse("followup:page", args=[looks[0].pk]), "followup")
    look(chromium, client, reverse("followup:reopen", args=[closed.pk]), "followup-reopen")
    client.post(reverse("followup:page", args=[looks[0].pk]), {"version": 1, "finding_code": "danger", "finding": "พ่อเลี้ยงกลับมาอยู่บ้าน"})
    look(chromium, client, reverse("followup:page", args=[looks[0].pk]), "followup-danger")
