"""The pages of closing: the list of what is open, errors beside fields, another person's decision, and how they look."""

import pytest
from django.urls import reverse

from prasan.casework.cases.actions import add_plan_action
from prasan.casework.closure import actions
from prasan.casework.closure.models import Closure
from prasan.ground.transactions import reading
from tests.casework.cases.conftest import REPORTER, STORY
from tests.casework.closure.conftest import GIVEN, SYSTEM
from tests.casework.closure.test_ask import now_of
from tests.casework.looking import look

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def test_the_form_is_replaced_by_the_list_of_what_is_open(cast, case):
    client = cast.client(cast.manager)
    address = reverse("closure:ask", args=[case.pk])
    assert "ยุติเพราะอะไร" in text_of(client.get(address))
    add_plan_action(cast.manager.actor, case_id=case.pk, text="พาไปโรงพยาบาล", five_p="protection", organisation=cast.manager.organisation)
    shown = text_of(client.get(address))
    assert "ยังขอยุติไม่ได้" in shown
    assert f"/cases/{case.pk}#plan" in shown
    refused = client.post(address, GIVEN)
    assert refused.status_code == 409
    assert GIVEN["summary"] in text_of(refused)
    assert now_of(case).state == "open"


def test_asking_and_approving_by_hand(cast, case):
    made = cast.client(cast.manager).post(reverse("closure:ask", args=[case.pk]), GIVEN)
    with reading(SYSTEM):
        closure = Closure.objects.get(case_id=case.pk)
    assert made["Location"] == reverse("closure:page", args=[closure.pk])
    head = cast.client(cast.head)
    assert head.get(reverse("closure:approve_close", args=[case.pk]))["Location"] == made["Location"]
    shown = text_of(head.get(made["Location"]))
    assert GIVEN["summary"] in shown
    assert reverse("closure:approve", args=[closure.pk]) in shown
    assert not [word for word in (REPORTER, STORY) if word in shown]
    assert reverse("closure:approve", args=[closure.pk]) not in text_of(cast.client(cast.manager).get(made["Location"]))
    head.post(reverse("closure:approve", args=[closure.pk]), {"version": 1})
    assert now_of(case).state == "closed"
    again = head.post(reverse("closure:approve", args=[closure.pk]), {"version": 1})
    assert again.status_code == 409


def test_errors_stand_beside_their_fields_and_all_is_kept(cast, case, closure):
    refused = cast.client(cast.head).post(reverse("closure:return", args=[closure]), {"version": 1, "reason": ""})
    assert refused.status_code == 422
    assert now_of(case).state == "closing"
    cast.client(cast.head).post(reverse("closure:return", args=[closure]), {"version": 1, "reason": "ถามเด็กก่อน"})
    client = cast.client(cast.manager)
    assert "ถามเด็กก่อน" in text_of(client.get(reverse("closure:ask", args=[case.pk])))
    refused = client.post(reverse("closure:ask", args=[case.pk]), {**GIVEN, "reason_code": "", "persons_view": ""})
    assert refused.status_code == 422
    assert GIVEN["summary"] in text_of(refused)
    assert text_of(refused).count('pr-error"') >= 2


@pytest.mark.parametrize("who", ["outsider", "outsider_head", "hospital", "colleague"])
def test_others_find_nothing(cast, case, closure, who):
    client = cast.client(getattr(cast, who))
    for address in (reverse("closure:page", args=[closure]), reverse("closure:ask", args=[case.pk]), reverse("closure:approve_close", args=[case.pk])):
        assert client.get(address).status_code == 404


def test_queries(cast, closure, queries):
    client = cast.client(cast.head)
    with queries("closure_page"):
        assert client.get(reverse("closure:page", args=[closure])).status_code == 200


def test_how_they_look(chromium, cast, case):
    manager, head = cast.client(cast.manager), cast.client(cast.head)
    look(chromium, manager, reverse("closure:ask", args=[case.pk]), "closure-ask")
    add_plan_action(cast.manager.actor, case_id=case.pk, text="พาไปโรงพยาบาล", five_p="protection", organisation=cast.manager.organisation)
    look(chromium, manager, reverse("closure:ask", args=[case.pk]), "closure-not-yet")
    from prasan.casework.cases.actions import drop_plan_action
    from prasan.casework.cases.models import PlanAction

    with reading(SYSTEM):
        plan = PlanAction.objects.get(case_id=case.pk)
    drop_plan_action(cast.manager.actor, id=plan.pk, result="ไม่ต้องแล้ว")
    closure = actions.ask(cast.manager.actor, case_id=case.pk, **GIVEN)
    look(chromium, head, reverse("closure:page", args=[closure]), "closure-head")
    look(chromium, manager, reverse("closure:page", args=[closure]), "closure-manager")
