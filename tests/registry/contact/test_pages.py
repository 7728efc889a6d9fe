"""The pages of contact: the rule in force and a new one, the code word on request, the outbox and its decisions."""

import uuid

import pytest

from prasan.ground.policy import Section
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import mint
from prasan.registry.contact.actions import send, set_rule
from prasan.registry.contact.queries import banner, code_word, headline, outbox
from tests.registry.people.actors import JOB, named, show

pytestmark = pytest.mark.django_db
WORK = Section.IDENTITY | Section.CONTACT | Section.CONTRIBUTE
RULE = {"channels": ["phone", "line"], "hours": [["09:00", "11:00"]], "address": "081-000-2218", "code_word": "ขนมที่สั่ง", "never": "ห้ามโทรบ้าน"}


@pytest.fixture
def person(frozen, cast):  # the clock first: what is shown from now on must be so at the times of the tests
    pk = named("วรัญญา", "ทองสุข")
    for who in (cast.manager, cast.colleague):
        show(who.actor, [pk], WORK)
    return pk


def test_a_rule_is_set_by_the_form_and_the_code_word_is_kept(cast, person, frozen):
    frozen.move_to("2026-11-23T09:30")
    set_rule(cast.manager.actor, about_kind="person", about_id=person, key_owner=person, rule=RULE)
    frozen.move_to("2026-11-23T10:00")
    client = cast.client(cast.manager)
    page = client.get(f"/contact/person/{person}").content.decode()
    assert "ห้ามโทรบ้าน" in page
    assert "ขนมที่สั่ง" not in page
    assert "tel:+66810002218" in page
    data = {"channels": ["phone"], "address": "081-000-2218", "when": "spans", "from_1": "22.00", "until_1": "2.00", "days": ["0", "5"], "back": "/cases/1"}
    response = client.post(f"/contact/person/{person}", data)
    assert (response.status_code, response["Location"]) == (302, "/cases/1")
    with reading(cast.manager.actor):
        shown = banner(cast.manager.actor, person)
        assert (shown.state, shown.call, shown.never) == ("wait", "", "")
        assert code_word(cast.manager.actor, person)[0] == "ขนมที่สั่ง"


@pytest.mark.parametrize(
    "wrong",
    [
        {"channels": ["phone"], "when": "spans"}, {"channels": ["phone"], "when": "spans", "from_1": "09.00"},
        {"channels": ["phone"], "when": "spans", "from_1": "09.00", "until_1": "09.00"}, {"channels": ["phone"], "never_channels": ["phone"]},
        {"channels": ["pigeon"]}, {"channels": ["phone"], "address": "ไม่ใช่เบอร์"}, {"channels": ["phone"], "when": "spans", "from_1": "99", "until_1": "x"},
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_typed(cast, person, wrong):
    response = cast.client(cast.manager).post(f"/contact/person/{person}", {**wrong, "note": "พิมพ์ไว้แล้ว"})
    assert response.status_code == 422
    assert "พิมพ์ไว้แล้ว" in response.content.decode()
    with reading(cast.manager.actor):
        assert banner(cast.manager.actor, person).why == "unknown"


def test_hours_not_told_are_not_any_hour(cast, person):
    cast.client(cast.manager).post(f"/contact/person/{person}", {"channels": ["phone"], "address": "081-000-2218"})
    with reading(cast.manager.actor):
        assert (banner(cast.manager.actor, person).state, banner(cast.manager.actor, person).call) == ("stop", "")


def test_the_code_word_opens_on_request(cast, person):
    set_rule(cast.manager.actor, about_kind="person", about_id=person, key_owner=person, rule=RULE)
    client = cast.client(cast.manager)
    assert "ขนมที่สั่ง" not in client.get(f"/contact/{person}/code-word").content.decode()
    assert "ขนมที่สั่ง" in client.post(f"/contact/{person}/code-word").content.decode()


def test_a_held_message_is_decided_by_two_on_its_page(cast, person):
    root = uuid.uuid4()
    with writing(JOB):
        mint(root)
    set_rule(cast.manager.actor, about_kind="person", about_id=person, key_owner=person, rule={**RULE, "hours": None, "address": {"line": "Uline0address1"}})
    first, second = cast.client(cast.manager), cast.client(cast.colleague)
    sent = first.post(f"/contact/person/{person}/{root}/send", {"channel": "line", "text_code": "thanks"})
    where = sent["Location"]
    assert "ยังไม่รู้เวลาที่ปลอดภัย" in first.get(where).content.decode()
    assert first.post(f"{where}/ask_override", {"reason": " "}).status_code == 422
    assert first.post(f"{where}/ask_override", {"reason": "ศาลเลื่อนเวลา"}).status_code == 302
    assert first.post(f"{where}/approve_override").status_code == 409
    assert second.post(f"{where}/approve_override").status_code == 302
    page = second.get("/contact/").content.decode()
    assert "รอเวลาที่ปลอดภัย" in page
    assert "Uline0address1" not in page


def test_the_outsider_gets_what_an_unknown_id_gets(cast, person):
    root = uuid.uuid4()
    with writing(JOB):
        mint(root)
    set_rule(cast.manager.actor, about_kind="person", about_id=person, key_owner=person, rule=RULE)
    message = send(cast.manager.actor, about_kind="person", about_id=person, root_id=root, channel="line", text_code="thanks")
    client = cast.client(cast.outsider)
    for known, unknown in (
        (f"/contact/person/{person}", f"/contact/person/{uuid.uuid4()}"), (f"/contact/{person}/code-word", f"/contact/{uuid.uuid4()}/code-word"),
        (f"/contact/messages/{message.id}", f"/contact/messages/{uuid.uuid4()}"), (f"/contact/person/{person}/{root}/send", "/contact/pigeon/x"),
    ):
        one, other = client.get(known), client.get(unknown)
        assert (one.status_code, other.status_code) == (404, 404)
        assert "ห้ามโทรบ้าน" not in one.content.decode()
    assert client.post(f"/contact/{person}/code-word").status_code == 404
    assert client.post(f"/contact/person/{person}", {"channels": ["phone"], "when": "any"}).status_code == 404
    with reading(cast.outsider.actor):
        assert outbox(cast.outsider.actor) == ([], "")


def test_a_page_that_waits_to_be_read_is_no_leave_to_call(cast, person):
    set_rule(cast.manager.actor, about_kind="person", about_id=person, key_owner=person, rule={"channels": ["receipt"], "hours": None})
    with reading(cast.manager.actor):
        only = banner(cast.manager.actor, person)
        assert headline(only)[0] == "wait"
        assert "อย่าโทร" in headline(only)[1]
    set_rule(cast.manager.actor, about_kind="person", about_id=person, key_owner=person, rule={**RULE, "channels": ["receipt", "phone"], "hours": []})
    with reading(cast.manager.actor):
        assert headline(banner(cast.manager.actor, person))[0] == "go"
