"""Contact by program: the same gate, the same scope."""

import json
import uuid

import pytest

from prasan.ground.policy import Section
from prasan.ground.transactions import writing
from prasan.ground.vault import mint
from tests.registry.people.actors import JOB, named, show

pytestmark = pytest.mark.django_db
WORK = Section.IDENTITY | Section.CONTACT | Section.CONTRIBUTE


def post(client, path, body):
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def test_a_program_sets_the_rule_and_sends_through_the_gate(cast):
    root = uuid.uuid4()
    with writing(JOB):
        mint(root)
    person = named("วรัญญา", "ทองสุข")
    show(cast.manager.actor, [person], WORK)
    client, outsider = cast.client(cast.manager), cast.client(cast.outsider)
    rule = {"channels": ["line"], "address": "U1", "code_word": "ขนมที่สั่ง"}
    assert post(outsider, f"/contact/person/{person}", rule).status_code == 404
    assert post(client, f"/contact/person/{person}", {**rule, "hours": [["9"]]}).status_code == 422
    assert post(client, f"/contact/person/{person}", rule).status_code == 200
    sent = post(client, f"/contact/person/{person}/send", {"root_id": str(root), "channel": "line", "text_code": "thanks"}).json()["message"]
    assert (sent["state"], sent["why"]) == ("held", "unclear")
    shown = client.get(f"/api/v1/contact/messages/{sent['id']}")
    assert {move["name"] for move in shown.json()["moves"] if move["open"]} == {"ask_override", "drop"}
    assert "U1" not in shown.content.decode()
    assert outsider.get(f"/api/v1/contact/messages/{sent['id']}").status_code == 404
    assert post(outsider, f"/contact/person/{person}/send", {"root_id": str(root), "channel": "line", "text_code": "thanks"}).status_code == 404
    assert outsider.get(f"/api/v1/contact/{person}").json()["banner"]["why"] == "unknown"
    assert post(client, f"/contact/messages/{sent['id']}/drop", {}).status_code == 200


def test_a_program_finds_and_reads_only_what_is_in_sight(cast):
    person = named("วรัญญา", "ทองสุข")
    show(cast.manager.actor, [person], WORK)
    client, outsider = cast.client(cast.manager), cast.client(cast.outsider)
    assert [hit["person"]["id"] for hit in post(client, "/people/search", {"q": "วรัญา ทองสุก"}).json()["hits"]] == [str(person)]
    assert post(outsider, "/people/search", {"q": "วรัญญา ทองสุข"}).json() == {"hits": []}
    assert client.get(f"/api/v1/people/{person}").json()["person"]["name"] == "วรัญญา ทองสุข"
    assert outsider.get(f"/api/v1/people/{person}").status_code == 404
    assert post(client, f"/people/{person}", {"version": 1, "facts": {"sex": "m"}}).json()["version"] == 2
    assert post(client, f"/people/{person}", {"version": 1, "facts": {"sex": "m"}}).status_code == 409
    assert post(client, f"/people/{person}", {"version": 2, "facts": {"sex": "dragon"}}).status_code == 422
