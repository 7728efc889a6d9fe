"""Triage by program: the same rules, the same silence."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from prasan.casework.triage.actions import find_likenesses
from prasan.casework.triage.models import Likeness
from prasan.ground.transactions import reading
from prasan.registry.access.actions import make_token
from tests.casework.triage.conftest import CANARIES, REPORTER, STORY, SYSTEM, row

pytestmark = pytest.mark.django_db
DECISION = {"outcome": "advice", "urgency": 4, "reason": "คุยแล้ว", "answers": {"advised": "โทร 191"}}


def bearer(person, scopes=("report", "person", "work")):
    return {"Authorization": f"Bearer {make_token(person.actor, name='ทดสอบ', scopes=scopes, days=1)}"}


def call(person, method, path, body=None, **headers):
    options = {"headers": {**bearer(person), **headers}}
    if body is None:
        return Client().get(f"/api/v1{path}", **options)
    return Client().post(f"/api/v1{path}", json.dumps(body), content_type="application/json", **options)


def take(person, report, conflict="no"):
    return call(person, "post", f"/report/{report}/moves/take", {"conflict": conflict})


def test_the_page_has_all_but_the_reporter_and_says_what_may_be_done(cast, report):
    answer = call(cast.intake, "get", f"/triage/reports/{report}")
    assert answer.status_code == 200, answer.content
    text = answer.content.decode()
    assert STORY in text
    assert REPORTER not in text
    found = answer.json()
    assert {one["code"] for one in found["outcomes"]} >= {"advice", "pass_on", "not_for_us"}
    assert {move["name"]: move["open"] for move in found["moves"]} == {"take": True, "decide": False}


def test_take_and_decide(cast, report):
    assert take(cast.intake, report).status_code == 200
    moves = {move["name"] for move in call(cast.intake, "get", f"/triage/reports/{report}").json()["moves"] if move["open"]}
    assert moves == {"give_back", "decide", "hand_on"}
    done = call(cast.intake, "post", f"/triage/reports/{report}/decide", DECISION)
    assert done.status_code == 200, done.content
    assert row(report).outcome == "advice"
    after = call(cast.intake, "get", f"/triage/reports/{report}")
    assert not any(canary in after.content.decode() for canary in CANARIES)
    assert [move["name"] for move in after.json()["moves"]] == ["undo"]


def test_the_door_of_all_moves_decides_too(cast, report):
    take(cast.intake, report)
    answer = call(cast.intake, "post", f"/report/{report}/moves/decide", DECISION)
    assert answer.status_code == 200, answer.content
    assert row(report).outcome == "advice"


def test_a_repeat_decides_once(cast, report):
    take(cast.intake, report)
    key = {"Idempotency-Key": "decide-this-once"}
    first, again = (call(cast.intake, "post", f"/triage/reports/{report}/decide", DECISION, **key) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert call(cast.intake, "post", f"/triage/reports/{report}/decide", {**DECISION, "reason": "อื่น"}, **key).status_code == 409


def test_deciding_untaken_is_409_with_what_is_possible(cast, report):
    answer = call(cast.intake, "post", f"/triage/reports/{report}/decide", DECISION)
    assert answer.status_code == 409
    assert answer.json()["allowed"] == ["take"]


@pytest.mark.parametrize("wrong", [
    {"outcome": "advice"}, {**DECISION, "urgency": 9}, {**DECISION, "urgency": 10**40}, {**DECISION, "answers": []}, {**DECISION, "answers": {}},
    {**DECISION, "answers": {"advised": ["x"]}}, {**DECISION, "answers": {"advised": "a\x00"}}, {**DECISION, "outcome": "x"},
    {**DECISION, "outcome": "not_for_us", "answers": {"why_not": {"a": 1}}}, {**DECISION, "outcome": "pass_on", "answers": {"desk": [1]}},
    {**DECISION, "outcome": "pass_on", "answers": {"desk": "\ud800"}}, {**DECISION, "reason": "x" * 3000}, [], "x", None,
])  # fmt: skip
def test_bad_bodies_are_problems_and_save_nothing(cast, report, wrong):
    take(cast.intake, report)
    for path in (f"/triage/reports/{report}/decide", f"/report/{report}/moves/decide"):
        answer = Client().post(f"/api/v1{path}", json.dumps(wrong), content_type="application/json", headers=bearer(cast.intake))
        assert answer.status_code in {400, 409, 422}, (path, answer.content)
        assert answer["Content-Type"].startswith("application/problem+json")
    assert row(report).state == "reading"


def test_the_outsider_gets_what_an_unknown_id_gets(cast, report):
    for method, path, body in (
        ("get", "/triage/reports/{}", None), ("post", "/triage/reports/{}/decide", DECISION),
        ("post", "/triage/reports/{}/calls", {"number": "191", "reached": True}),
        ("post", "/triage/reports/{}/ask-head", {"reason": "x"}), ("post", "/report/{}/moves/take", {"conflict": "no"}),
    ):  # fmt: skip
        hidden, unknown = (call(cast.outsider_intake, method, path.format(pk), body) for pk in (report, uuid4()))
        assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_a_token_without_the_scope_of_reports_sees_nothing(cast, report):
    answer = Client().get(f"/api/v1/triage/reports/{report}", headers=bearer(cast.intake, scopes=("work",)))
    assert answer.status_code == 404


def test_likenesses(cast, new):
    from prasan.casework.intake.rules import Place
    from tests.casework.triage.conftest import told

    new(told(where=Place("450101")))
    later = new()
    find_likenesses(SYSTEM, report_id=later)
    with reading(SYSTEM):
        pk = Likeness.objects.get(report_id=later).pk
    asked = call(cast.outsider_intake, "get", f"/triage/likenesses/{pk}")
    assert asked.status_code == 200
    assert not any(canary in asked.content.decode() for canary in CANARIES)
    assert call(cast.intake, "get", f"/triage/likenesses/{pk}").status_code == 404
    assert call(cast.outsider_intake, "post", f"/triage/likenesses/{pk}/answer", {"same": True}).status_code == 200
    assert call(cast.outsider_intake, "post", f"/triage/likenesses/{pk}/answer", {"same": True}).status_code == 409


def test_calls_and_the_head(cast, report):
    take(cast.intake, report)
    assert call(cast.intake, "post", f"/triage/reports/{report}/calls", {"number": "191", "reached": True}).status_code == 200
    assert call(cast.intake, "post", f"/triage/reports/{report}/calls", {"number": "112", "reached": True}).status_code == 422
    assert call(cast.intake, "post", f"/triage/reports/{report}/ask-head", {"reason": "ไม่แน่ใจ"}).status_code == 200
