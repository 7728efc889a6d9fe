"""The desk form and the pages of a report, as the cast uses them."""

import re
from html import unescape

import pytest
from django.test import Client

from prasan.casework.intake import actions, queries
from prasan.casework.intake.models import Draft, Report
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import PUBLIC, acting, system
from tests.casework.intake.test_receive import CANARY, told

pytestmark = pytest.mark.django_db
MANAGEMENT = {f"{prefix}-{name}": value for prefix in ("affected", "alleged", "outside") for name, value in
              (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"), ("MIN_NUM_FORMS", "0"), ("MAX_NUM_FORMS", "10"))}  # fmt: skip


@pytest.fixture(autouse=True)
def _looking(db, frozen):
    queries.desks.forget()
    with acting(system("test")):
        yield


def token_of(client: Client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/reports/new").content.decode())
    assert found
    return unescape(found[1])


def test_a_channel_and_one_word_are_enough(cast):
    client = cast.client(cast.intake)
    sent = client.post("/reports/new", MANAGEMENT | {"token": token_of(client), "channel": "walk_in", "story": "ตบตี"})
    assert sent.status_code == 201, sent.content.decode()[-3000:]
    row = Report.objects.get()
    assert (row.channel, row.made_by) == ("walk_in", cast.intake.actor.key)
    assert re.search(r"[0-9]{4} [0-9]{4} [0-9]{4}", sent.content.decode())


def test_everything_that_is_told_arrives(cast):
    client = cast.client(cast.intake)
    client.post("/reports/new", MANAGEMENT | {
        "token": token_of(client), "channel": "hotline_1300", "role": "neighbour", "reporter_name": "ป้านกแก้ว", "danger_now": "yes",
        "hurt_now": "yes", "story": CANARY, "problems": ["violence.physical"], "signs_yes": ["child_hurt", "weapon"], "signs_no": ["locked_in"],
        "affected-TOTAL_FORMS": "2", "affected-0-name": "ภูผา", "affected-0-age": "5-6", "affected-1-age": "34", "affected-1-name": "แม่ภูผา",
        "alleged-0-name": "สมพร", "alleged-0-kin": "step", "province": "40", "place": "ศิลา เมืองขอนแก่น", "on_0": "19", "on_1": "11",
        "on_2": "2569", "at": "20.15", "flags": ["under_7"], "flag_source": "reporter", "wishes": ["woman_officer"],
        "outside-0-kind": "husec", "outside-0-number": "๑๒๓/๒๕๖๙", "safe_channels": ["phone"], "safe_address": "081-000-1234",
        "safe_from": "9.00", "safe_until": "11.00", "unrest": "on", "tip": "on",
    })  # fmt: skip
    row = Report.objects.get()
    assert (row.area_code, row.urgency_suggested, row.children, row.unrest, row.tip) == ("400114", 4, "partly", True, True)
    assert row.details["starts"] == "2026-11-19T20:15"
    assert row.details["signs"] == {"child_hurt": "yes", "weapon": "yes", "locked_in": "no"}
    page = client.get(f"/reports/{row.pk}").content.decode()
    for words in (CANARY, "ภูผา", "แม่ภูผา", "สมพร", "191", "1669", "๑๒๓/๒๕๖๙", "สถานการณ์ความไม่สงบ", "ขอเจ้าหน้าที่ผู้หญิง"):
        assert words in page, words
    assert "ป้านกแก้ว" not in page


def test_sending_twice_makes_one_report(cast):
    client = cast.client(cast.intake)
    data = MANAGEMENT | {"token": token_of(client), "channel": "letter", "story": "ตบตี"}
    assert [client.post("/reports/new", data).status_code for _ in range(2)] == [201, 201]
    assert Report.objects.count() == 1
    assert client.post("/reports/new", data | {"story": "อื่น"}).status_code == 409


def test_what_is_typed_is_kept_as_one_goes_and_sealed(cast):
    client = cast.client(cast.intake)
    kept = client.post("/reports/new", MANAGEMENT | {"token": token_of(client), "channel": "walk_in", "story": CANARY, "keep": "1"})
    assert kept.status_code == 200
    assert CANARY.encode() not in bytes(Draft.objects.get().box)
    assert CANARY in client.get("/reports/new").content.decode()
    assert CANARY not in cast.client(cast.hotline).get("/reports/new").content.decode()
    assert Report.objects.count() == 0
    client.post("/reports/new", MANAGEMENT | {"token": token_of(client), "channel": "walk_in", "story": CANARY})
    assert Draft.objects.count() == 0


def test_one_more_person_keeps_what_was_typed(cast):
    client = cast.client(cast.intake)
    page = client.post("/reports/new", MANAGEMENT | {"channel": "walk_in", "story": CANARY, "affected-0-name": "ภูผา", "more": "affected"})
    text = page.content.decode()
    assert CANARY in text
    assert 'name="affected-1-name"' in text
    assert 'value="ภูผา"' in text


def test_errors_keep_everything(cast):
    client = cast.client(cast.intake)
    page = client.post("/reports/new", MANAGEMENT | {"token": token_of(client), "channel": "pigeon", "reporter_name": "ป้านกแก้ว", "on_1": "13"})
    assert page.status_code == 422
    assert "ป้านกแก้ว" in page.content.decode()
    assert Report.objects.count() == 0


def test_a_place_with_several_meanings_does_not_block_saving(cast):
    client = cast.client(cast.intake)
    client.post("/reports/new", MANAGEMENT | {"token": token_of(client), "channel": "walk_in", "story": "x", "province": "40", "place": "เมือง"})
    row = Report.objects.get()
    assert row.area_code == "40"
    assert "เมือง" in row.details["where_words"]


def test_a_colleague_excluded_by_name_sees_nothing(cast):
    client = cast.client(cast.intake)
    client.post("/reports/new", MANAGEMENT | {
        "token": token_of(client), "channel": "walk_in", "story": CANARY, "province": "40", "excluded": cast.excluded.name,
    })  # fmt: skip
    row = Report.objects.get()
    assert cast.client(cast.head).get(f"/reports/{row.pk}").status_code == 200
    assert cast.client(cast.excluded).get(f"/reports/{row.pk}").status_code == 404


def test_junk_never_breaks_the_form(cast):
    client = cast.client(cast.intake)
    for junk in ("\x00", "ก" * 30_000, "-1", "99999999999", "<b>"):
        fields = ("channel", "story", "problems", "signs_yes", "on_0", "on_2", "at", "received_on_2", "province", "place", "safe_from",
                  "custody_on_2", "affected-0-age", "affected-0-born_2", "affected-TOTAL_FORMS", "outside-0-kind", "token")  # fmt: skip
        assert client.post("/reports/new", MANAGEMENT | dict.fromkeys(fields, junk)).status_code in {200, 422}


def test_the_reporter_is_covered_until_asked_for(cast):
    made = actions.receive(PUBLIC, content=told())
    client = cast.client(cast.intake)
    assert "ป้านกแก้ว" not in client.get(f"/reports/{made.report_id}").content.decode()
    assert "ป้านกแก้ว" in client.post(f"/reports/{made.report_id}/reporter").content.decode()
    assert AuditRow.objects.filter(verb="open_reporter", root_id=str(made.report_id)).count() == 1
    assert cast.client(cast.head).post(f"/reports/{made.report_id}/reporter").status_code == 403
    assert cast.client(cast.outsider_intake).post(f"/reports/{made.report_id}/reporter").status_code == 404


def test_pages_show_nothing_to_outsiders(cast):
    made = actions.receive(PUBLIC, content=told())
    for person in (cast.outsider, cast.outsider_intake, cast.outsider_head, cast.hospital, cast.police, cast.manager, cast.auditor):
        client = cast.client(person)
        assert client.get(f"/reports/{made.report_id}").status_code == 404
        for path in ("/reports/", "/register/"):
            page = client.get(path).content.decode()
            assert CANARY not in page
            assert str(made.report_id) not in page
    page = cast.client(cast.province).get(f"/reports/{made.report_id}").content.decode()
    assert CANARY not in page
    assert "ภูผา" not in page
    assert "ปกปิดไว้" in page


def test_opening_is_written_down_and_so_is_a_refusal(cast):
    made = actions.receive(PUBLIC, content=told())
    cast.client(cast.intake).get(f"/reports/{made.report_id}")
    cast.client(cast.outsider_intake).get(f"/reports/{made.report_id}")
    assert AuditRow.objects.filter(verb="open", object_id=str(made.report_id), actor=cast.intake.actor.key).exists()
    refusal = AuditRow.objects.get(verb="refused", actor=cast.outsider_intake.actor.key)
    assert str(made.report_id) not in refusal.object_id


def test_messages_both_ways(cast, frozen):
    made = actions.receive(PUBLIC, content=told())
    actions.write_as_reporter(code=made.slip.code, secret=made.slip.secret, text="เด็กยังร้องอยู่")
    frozen.advance(minutes=5)
    client = cast.client(cast.intake)
    assert "เด็กยังร้องอยู่" in client.get(f"/reports/{made.report_id}").content.decode()
    assert client.post(f"/reports/{made.report_id}/message", {"text": "ไปดูแล้วค่ะ"}).status_code == 302
    assert client.post(f"/reports/{made.report_id}/message", {"text": ""}).status_code == 422
    assert [one.text for one in queries.receipt(made.slip.code, made.slip.secret).messages] == ["เด็กยังร้องอยู่", "ไปดูแล้วค่ะ"]
    assert cast.client(cast.outsider_intake).post(f"/reports/{made.report_id}/message", {"text": "x"}).status_code == 404


def test_the_register_is_printed_with_a_name_on_it_and_written_down(cast):
    made = actions.receive(PUBLIC, content=told())
    number = actions.register_report(cast.intake.actor, report_id=made.report_id)
    client = cast.client(cast.head)
    page = client.get("/register/").content.decode()
    assert number in page
    assert CANARY not in page
    office = re.search(r'name="office" value="([^"]+)"', page)
    assert office
    sheet = client.post("/register/sheet", {"office": office[1], "year": "2569"})
    assert sheet.status_code == 200
    assert cast.head.name in sheet.content.decode()
    assert AuditRow.objects.filter(verb="print", actor=cast.head.actor.key).exists()
    assert cast.client(cast.outsider_head).post("/register/sheet", {"office": office[1], "year": "2569"}).status_code == 403


def test_who_takes_no_reports_gets_no_form(cast):
    for person in (cast.auditor, cast.monitor, cast.admin):
        assert cast.client(person).get("/reports/new").status_code == 403
    assert Client().get("/reports/new").status_code == 302


def test_no_channel_is_chosen_beforehand_and_none_is_guessed(cast):
    client = cast.client(cast.intake)
    page = client.get("/reports/new").content.decode()
    channels = page.partition('name="channel"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="([^"]*)"[^>]*selected', channels) in ([], [""])
    sent = client.post("/reports/new", MANAGEMENT | {"token": token_of(client), "channel": "", "story": "ตบตี"})
    assert sent.status_code == 422
    assert "เลือกช่องทางที่รับแจ้ง" in sent.content.decode()
    assert "ตบตี" in sent.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(("door", "chosen"), [("walk_in", ["walk_in"]), ("hotline_1300", ["hotline_1300"]), ("nonsense", []), ("\x00", [])])
def test_the_door_that_was_taken_says_the_channel(cast, door, chosen):
    client = cast.client(cast.intake)
    assert "?channel=walk_in" in client.get("/reports/").content.decode()
    channels = client.get("/reports/new", {"channel": door}).content.decode().partition('name="channel"')[2].partition("</select>")[0]
    assert [one for one in re.findall(r'<option value="([^"]*)"[^>]*selected', channels) if one] == chosen
