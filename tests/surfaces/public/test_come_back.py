"""Coming back with two numbers: messages both ways, nothing told to anybody without both."""

import pytest
from django.test import Client

from prasan.casework.intake import actions
from prasan.casework.intake.models import Receipt, ReceiptMessage, Report
from prasan.ground.vault import keys
from prasan.registry.access.models import Attempt
from prasan.registry.work.models import WorkItem
from tests.surfaces.public.telling import fill, numbers, send

pytestmark = pytest.mark.usefixtures("looking")
WORDS = "เด็กยังร้องอยู่ คานารี่ข้อความ"


@pytest.fixture
def slip(cast, visitor):
    return numbers(send(visitor, fill(visitor)))


def test_both_numbers_open_it_with_or_without_spaces_or_in_thai_digits(slip, visitor):
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    for code, secret in (slip, tuple(n.replace(" ", "") for n in slip), tuple(n.translate(thai) for n in slip)):
        response = visitor.post("/receipt", {"code": code, "secret": secret})
        assert response.status_code == 200
        assert "รับเรื่องแล้ว" in response.content.decode()


def test_wrong_numbers_get_one_answer_whichever_half_is_wrong(slip, visitor):
    code, secret = slip
    pages = [
        visitor.post("/receipt", {"code": c, "secret": s}, REMOTE_ADDR=f"198.51.{n}.1")
        for n, (c, s) in enumerate([(code, "000 000"), ("0000 0000 0000", secret), ("0000 0000 0000", "000 000")])
    ]
    assert {page.status_code for page in pages} == {422}
    texts = {page.content.decode().partition("<form")[0].partition("<main")[2] for page in pages}
    assert len(texts) == 1


def test_wrong_tries_slow_the_network_and_never_a_right_receipt(slip, visitor, frozen):
    near, far = {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": "198.51.100.7"}
    answers = [visitor.post("/receipt", {"code": "0" * 12, "secret": "0" * 6}, **near) for _ in range(8)]
    assert {one.status_code for one in answers[:5]} == {422}
    slowed = answers[-1]
    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) > 0
    # Whoever has the right numbers comes in, from the same network too; others are not slowed at all.
    assert visitor.post("/receipt", {"code": slip[0], "secret": slip[1]}, **near).status_code == 200
    assert visitor.post("/receipt", {"code": "0" * 12, "secret": "0" * 6}, **far).status_code == 422
    # Counted where every worker sees it, as a keyed hash only.
    rows = list(Attempt.objects.all())
    assert rows
    assert not any(b"203.0.113" in bytes(row.key) for row in rows)
    frozen.advance(minutes=31)
    assert visitor.post("/receipt", {"code": "0" * 12, "secret": "0" * 6}, **near).status_code == 422


def test_an_old_receipt_is_found_by_the_new_index_key_once_it_was_used(slip, visitor):
    version = keys().index_current
    Receipt.objects.update(token_version=version - 1)
    assert visitor.post("/receipt", {"code": slip[0], "secret": slip[1]}).status_code == 200
    assert list(Receipt.objects.values_list("token_version", flat=True)) == [version]
    assert visitor.post("/receipt", {"code": slip[0], "secret": slip[1]}).status_code == 200


def test_a_program_opens_a_receipt_and_writes_once(slip, visitor):
    receipt = {"code": slip[0].replace(" ", ""), "secret": slip[1].replace(" ", "")}
    opened = visitor.post("/api/v1/reports/receipt", receipt, content_type="application/json")
    assert (opened.status_code, opened.json()["taken"]) == (200, False)
    for _ in range(2):
        said = visitor.post("/api/v1/reports/receipt/messages", {**receipt, "text": "ยังได้ยินอยู่"}, content_type="application/json",
                            headers={"Idempotency-Key": "say-this-once"})
        assert said.status_code == 200
    assert ReceiptMessage.objects.filter(from_reporter=True).count() == 1
    wrong = [visitor.post("/api/v1/reports/receipt", {**receipt, "secret": "000000"}, content_type="application/json") for _ in range(9)]
    assert {one.status_code for one in wrong} == {404, 429}


def test_messages_go_both_ways_and_unread_ones_are_work(slip, cast, visitor):
    sent = visitor.post("/receipt", {"code": slip[0], "secret": slip[1], "say": "1", "text": WORDS})
    assert sent.status_code == 201
    assert WORDS in sent.content.decode()
    row = Report.objects.get()
    work = WorkItem.objects.get(object_id=row.pk, verb="read_message")
    assert (work.organisation_id, work.done_at) == (row.desk_id, None)
    assert WORDS not in str(work.facts)
    actions.answer_reporter(cast.intake.actor, report_id=row.pk, text="เจ้าหน้าที่ไปดูแล้วค่ะ")
    work.refresh_from_db()
    assert work.done_at is not None
    assert "เจ้าหน้าที่ไปดูแล้วค่ะ" in visitor.post("/receipt", {"code": slip[0], "secret": slip[1]}).content.decode()
    assert not ReceiptMessage.objects.filter(read_at=None).exists()


def test_a_message_needs_both_numbers(slip, visitor):
    assert visitor.post("/receipt", {"code": slip[0], "secret": "000000", "say": "1", "text": WORDS}).status_code == 422
    assert ReceiptMessage.objects.count() == 0


def test_outsiders_cannot_answer(slip, cast):
    from prasan.ground.policy import Hidden, Refused

    row = Report.objects.get()
    with pytest.raises(Hidden):
        actions.answer_reporter(cast.outsider_intake.actor, report_id=row.pk, text="x")
    with pytest.raises(Refused):
        actions.answer_reporter(cast.province.actor, report_id=row.pk, text="x")


def test_no_number_breaks_it(cast, visitor):
    for code in ("", "x" * 41, "abc", "\x00", "١٢٣"):
        assert visitor.post("/receipt", {"code": code, "secret": code}).status_code in {422, 429}


def test_it_is_stored_nowhere_and_stands_in_no_address(slip, visitor):
    response = visitor.post("/receipt", {"code": slip[0], "secret": slip[1]})
    assert response["Cache-Control"] == "no-store"
    assert Client().get(f"/receipt?code={slip[0]}&secret={slip[1]}").content.decode().count(slip[0]) == 0


@pytest.mark.parametrize(("field", "typed", "told"), [
    ("code", "1234 5678 901", "ต้องเป็นตัวเลข 12 หลัก ที่ใส่มี 11 หลัก"), ("secret", "๑๒๓๔๕๖๗", "ต้องเป็นตัวเลข 6 หลัก ที่ใส่มี 7 หลัก"),
])  # fmt: skip
def test_a_number_of_the_wrong_length_is_told_beside_its_field_and_is_no_wrong_try(slip, visitor, field, typed, told):
    numbers = {"code": slip[0], "secret": slip[1]} | {field: typed}
    for _ in range(9):
        page = visitor.post("/receipt", numbers, REMOTE_ADDR="203.0.113.44")
        assert page.status_code == 422
    text = page.content.decode()
    box = text.partition(f'id="id_{field}-error"')[2] or text.partition(f'name="{field}"')[0].rpartition("pr-field")[2]
    assert told in text
    assert told in box.partition("</div>")[0] or told in box
    assert typed in text
    assert not Attempt.objects.exists()
