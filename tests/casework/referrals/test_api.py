"""The same by programs: what is read names nobody, moves are offered and made, a repeat makes nothing twice, others find nothing."""

import json

import pytest

from prasan.casework.closure.models import Closure
from prasan.casework.followup.models import FollowUp
from prasan.casework.referrals.models import Referral
from prasan.ground.transactions import reading, writing
from prasan.registry.limits.actions import stop_limits
from tests.casework.closure.conftest import GIVEN
from tests.casework.referrals.conftest import ASK, CANARIES, SYSTEM, row

pytestmark = pytest.mark.django_db
API = "/api/v1"


def post(client, path, body=None, **headers):
    return client.post(f"{API}{path}", json.dumps(body or {}), content_type="application/json", headers=headers)


@pytest.fixture
def body(cast, case):
    return {"case": str(case.pk), "receiver": str(cast.hospital.organisation), "service": "medical", "ask": ASK, "sections": ["identity", "health"],
            "basis": "duty_child_29", "urgency": 3, "talk": "told"}


def test_sending_twice_with_one_key_makes_one(cast, body):
    client = cast.client(cast.manager)
    first, again = (post(client, "/referrals", body, **{"Idempotency-Key": "one-and-the-same"}) for _ in range(2))
    assert first.json() == again.json()
    assert post(client, "/referrals", {**body, "urgency": 4}, **{"Idempotency-Key": "one-and-the-same"}).status_code == 409
    with reading(SYSTEM):
        assert Referral.objects.count() == 1


def test_what_is_wrong_comes_back_by_field(cast, body):
    client = cast.client(cast.manager)
    wrong = post(client, "/referrals", {**body, "ask": "ขอตรวจ ฟ้าใส", "sections": ["reporter"], "basis": "mou"})
    assert wrong.status_code == 422
    assert set(wrong.json()["errors"]) == {"ask", "sections", "basis"}
    assert post(client, "/referrals", {**body, "surprise": 1}).status_code == 422
    assert post(cast.client(cast.outsider), "/referrals", body).status_code == 404


def test_the_desk_reads_moves_and_no_name(cast, referral):
    client = cast.client(cast.hospital)
    read = client.get(f"{API}/referrals/{referral}")
    assert [move["name"] for move in read.json()["moves"]] == ["receive", "accept", "accept_part", "ask_more", "refuse"]
    assert not [word for word in CANARIES if word in read.content.decode()]
    assert client.get(f"{API}/referrals").json()["referrals"][0]["id"] == str(referral)
    for person in (cast.outsider, cast.police, cast.colleague):
        assert cast.client(person).get(f"{API}/referrals/{referral}").status_code == 404


@pytest.mark.parametrize("answers", [
    {}, {"knows": "maybe"}, {"knows": ["no"]}, {"knows": "no", "assignee": "nobody"}, {"knows": "no", "assignee": [1]}, {"knows": "no", "ready_at": "soon"},
    {"knows": "no", "ready_at": 7}, {"knows": "no", "answer": 5}, {"knows": "no", "answer": "ก" * 1001}, {"knows": "no", "answer": "\x00"},
])
def test_answers_of_a_wrong_kind_are_refused_politely(cast, referral, answers):
    refused = post(cast.client(cast.hospital), f"/referral/{referral}/moves/accept", answers)
    assert refused.status_code == 422, refused.content
    assert row(referral).state == "sent"


def test_the_whole_job_by_moves(cast, case, referral):
    manager, desk, head = (cast.client(person) for person in (cast.manager, cast.hospital, cast.head))
    refused = post(desk, f"/referral/{referral}/moves/refuse", {"knows": "no", "refused_code": "full", "answer": "เต็ม"})
    assert refused.status_code == 200, refused.content.decode()
    conflict = post(desk, f"/referral/{referral}/moves/accept", {"knows": "no"})
    assert (conflict.status_code, conflict.json()["allowed"]) == (409, [])
    assert post(manager, f"/referral/{referral}/moves/reroute", {"receiver": str(cast.police.organisation)}).status_code == 200
    with reading(SYSTEM):
        again = Referral.objects.get(again_id=referral).pk
    police = cast.client(cast.police)
    assert post(police, f"/referral/{again}/moves/accept", {"knows": "no"}).status_code == 200
    assert post(police, f"/referrals/{again}/assign", {"assignee": str(cast.police.user)}).status_code == 200
    blocked = post(manager, "/closures", {"case": str(case.pk), **GIVEN})
    assert blocked.status_code == 409
    assert f"/referrals/{again}" in [obstacle["link"] for obstacle in blocked.json()["obstacles"]]
    assert post(police, f"/referral/{again}/moves/finish", {"outcome": "สอบแล้ว"}).status_code == 200
    with writing(SYSTEM):
        stop_limits(SYSTEM, root_id=case.pk, reason="complaint_made")
    asked = post(manager, "/closures", {"case": str(case.pk), **GIVEN})
    assert asked.status_code == 200, asked.content
    closure = asked.json()["id"]
    shown = head.get(f"{API}/closures/{closure}").json()
    assert {move["name"]: move["open"] for move in shown["moves"]} == {"approve": True, "return": True}
    assert post(manager, f"/closure/{closure}/moves/approve").status_code == 403
    assert post(head, f"/closure/{closure}/moves/approve").status_code == 200
    with reading(SYSTEM):
        look = FollowUp.objects.filter(case_id=case.pk).order_by("months").first().pk
        assert Closure.objects.get(pk=closure).state == "approved"
    assert [one["months"] for one in manager.get(f"{API}/followups/of-case/{case.pk}").json()["followups"]] == [1, 3, 6]
    assert post(manager, f"/followup/{look}/moves/do", {"finding_code": "danger", "finding": "กลับมาอยู่ด้วย"}).status_code == 200
    assert manager.get(f"{API}/followups/{look}").json()["may_reopen"] is True
    assert post(manager, f"/case/{case.pk}/moves/reopen", {"reason": "อันตราย", "urgency": "x"}).status_code == 422
    assert post(manager, f"/case/{case.pk}/moves/reopen", {"reason": "อันตราย"}).status_code == 200
    assert cast.client(cast.outsider).get(f"{API}/followups/{look}").status_code == 404


def test_standing_aside(cast, referral):
    client = cast.client(cast.hospital)
    assert post(client, f"/referrals/{referral}/step-aside").status_code == 200
    assert client.get(f"{API}/referrals/{referral}").status_code == 404


def test_reasons_are_data(cast):
    found = cast.client(cast.manager).get(f"{API}/closures/reasons").json()
    assert {"goals_met", "own_wish"} <= {one["code"] for one in found["reasons"]}
    assert "ไกล่เกลี่ย" not in str(found)
