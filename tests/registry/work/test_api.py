"""Work by program: what one can do, handing over and its answers, leave; others find nothing."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.registry.work.flow import REASONS
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import Cast
from tests.registry.work.work import item

pytestmark = pytest.mark.django_db
REASON = next(iter(dict(REASONS)))


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def test_the_list_is_that_of_the_page_in_pages(cast: Cast) -> None:
    made = {item(cast.manager.organisation, assignee=cast.manager.user, verb="do_it", hours=hours + 1) for hours in range(35)}
    client = cast.client(cast.manager)
    first = client.get("/api/v1/worklist").json()
    rest = client.get(f"/api/v1/worklist?cursor={first['next']}").json()
    assert {uuid.UUID(one["object_id"]) for one in (*first["work"], *rest["work"])} == made
    assert (len(first["work"]), rest["next"]) == (30, "")
    assert cast.client(cast.outsider).get("/api/v1/worklist").json()["work"] == []
    assert client.get("/api/v1/worklist?tab=nothing").status_code == 422
    assert client.get("/api/v1/worklist?cursor=WyIxIiwiMiJd").status_code == 422


def test_work_is_handed_over_and_taken(cast: Cast) -> None:
    case = open_from(cast, make_report(cast))
    giver, taker, outsider = (cast.client(one) for one in (cast.manager, cast.colleague, cast.outsider))
    assert "giving" in giver.get("/api/v1/worklist/to-give").json()
    body = {"to_user": str(cast.colleague.user), "reason": REASON, "things": {"case": [str(case.pk)]}}
    assert post(outsider, "/worklist/hand-overs", body).status_code == 404
    pk = post(giver, "/worklist/hand-overs", body).json()["id"]
    seen = taker.get(f"/api/v1/worklist/hand-overs/{pk}").json()
    assert [move["name"] for move in seen["moves"]] == ["answer"]
    assert [move["name"] for move in giver.get(f"/api/v1/worklist/hand-overs/{pk}").json()["moves"]] == ["withdraw"]
    assert outsider.get(f"/api/v1/worklist/hand-overs/{pk}").status_code == 404
    assert post(giver, f"/worklist/hand-overs/{pk}/answer", {"accept": []}).status_code in {403, 404}
    assert post(taker, f"/worklist/hand-overs/{pk}/answer", {"accept": [seen["hand_over"]["things"][0]["id"]]}).status_code == 200
    assert [one["id"] for one in taker.get("/api/v1/cases").json()["cases"]] == [str(case.pk)]


def test_a_kind_that_a_program_made_up_stays_out_of_the_log(cast: Cast) -> None:
    client, made_up = cast.client(cast.manager), "the_house_of_somsri_at_12_moo_4"
    body = {"to_user": str(cast.colleague.user), "reason": REASON, "things": {made_up: [str(uuid.uuid4())]}}
    assert post(client, "/worklist/hand-overs", body).status_code == 404
    assert post(client, f"/{made_up}/{uuid.uuid4()}/moves/take", {}).status_code == 404
    assert list(AuditRow.objects.filter(verb="refused").values_list("object_kind", flat=True)) == ["record", "record"]


def test_leave_and_back(cast: Cast) -> None:
    client = cast.client(cast.manager)
    now = clock.now()
    body = {"stand_in": str(cast.colleague.user), "starts_at": now.isoformat(), "ends_at": (now + timedelta(days=2)).isoformat()}
    made = post(client, "/leaves", body)
    assert made.status_code == 200, made.content
    assert post(client, "/leaves", body).status_code == 422
    assert post(cast.client(cast.outsider), "/leaves", {**body, "user": str(cast.manager.user)}).status_code == 404
    assert post(cast.client(cast.outsider), f"/leaves/{made.json()['id']}/end", {}).status_code == 404
    assert post(client, f"/leaves/{made.json()['id']}/end", {}).status_code == 200


def test_sheets_are_for_whoever_may_print(cast: Cast) -> None:
    case = open_from(cast, make_report(cast))
    sheet = post(cast.client(cast.manager), f"/cases/{case.pk}/print", {})
    assert (sheet.status_code, sheet["Content-Type"].partition(";")[0]) == (200, "text/html")
    assert "มานี" in sheet.content.decode()
    assert post(cast.client(cast.outsider), f"/cases/{case.pk}/print", {}).status_code == 404
