"""Who may call, and what a caller without right learns: nothing."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from prasan.casework.intake.models import Report
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.registry.access.actions import make_token
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CANARY = "ป้าข้างบ้านชื่อสมพิศ CANARY"


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)


def report(client: Client, **headers: str) -> Any:
    content = {
        "story": "ได้ยินเสียงเด็กร้องทุกคืน", "problems": ["violence.physical"], "where": {"area_code": "400101"},
        "parties": [{"role": "affected", "name": "น้องใบบัว"}], "reporter": {"name": CANARY, "role": "neighbour"},
    }
    return post(client, "/reports", {"content": content}, **headers)


def bearer(person: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(person.actor, name='ทดสอบ', scopes=('report', 'case', 'referral', 'work', 'person', 'register'), days=1)}"}


def test_anyone_reports_and_gets_a_receipt_but_no_id(cast: Cast) -> None:
    made = report(Client())
    assert made.status_code == 200, made.content
    assert len(made.json()["receipt"]["code"]) == 12
    assert "id" not in made.json()


def test_the_same_key_makes_one_report_and_the_same_receipt(cast: Cast) -> None:
    first, again = (report(Client(), **{"Idempotency-Key": "a-key-of-a-program"}) for _ in range(2))
    assert again.json()["repeat"]
    assert first.json()["receipt"] == again.json()["receipt"]
    with reading(system("test")):
        assert Report.objects.count() == 1
    other = post(Client(), "/reports", {"content": {"story": "อีกเรื่องหนึ่ง"}}, **{"Idempotency-Key": "a-key-of-a-program"})
    assert other.status_code == 409


def test_the_desk_reads_its_own_and_the_outsider_gets_what_unknown_gets(cast: Cast) -> None:
    report(Client())
    with reading(system("test")):
        pk = Report.objects.values_list("id", flat=True).get()
    client = Client()
    seen = client.get(f"/api/v1/reports/{pk}", headers=bearer(cast.intake))
    assert seen.status_code == 200
    assert "เสียงเด็กร้อง" in seen.content.decode()
    assert CANARY not in seen.content.decode()
    hidden = client.get(f"/api/v1/reports/{pk}", headers=bearer(cast.outsider_intake))
    unknown = client.get(f"/api/v1/reports/{uuid.uuid4()}", headers=bearer(cast.outsider_intake))
    assert (hidden.status_code, hidden.content) == (unknown.status_code, unknown.content) == (404, hidden.content)


def test_without_a_token_nothing_but_reporting(cast: Cast) -> None:
    for path in ("/reports", "/areas?q=ศิลา", "/flows"):
        assert Client().get(f"/api/v1{path}").status_code == 401
    assert Client().get("/api/v1/reports", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_the_public_cannot_speak_for_others(cast: Cast) -> None:
    made = post(Client(), "/reports", {"content": {"story": "เรื่อง", "excluded_users": [str(cast.intake.user)], "sent_by": str(cast.centre.organisation)}})
    assert made.status_code == 200
    with reading(system("test")):
        assert Report.objects.get().sent_by_id is None


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"content": 5}', b'{"content": {"story": 5}}', b"\xff\xfe",
                                  b"[" * 5000, b'{"content": {"received_at": "x"}}', b'{"content": {"story": "a", "parties": [[]]}}', b'{"x": 1}'])
def test_bad_bodies_are_4xx_problems(cast: Cast, body: bytes) -> None:
    answer = Client().post("/api/v1/reports", body, content_type="application/json")
    assert 400 <= answer.status_code < 500, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")


def test_the_schema_tells_every_route() -> None:
    schema = Client().get("/api/v1/openapi.json")
    assert schema.status_code == 200
    assert "/api/v1/reports" in schema.json()["paths"]
