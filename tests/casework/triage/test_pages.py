"""The pages: what they show, to whom, how often they ask the database; what was typed stays."""

import pytest
from django.urls import reverse

from prasan.casework.triage.actions import decide, find_likenesses, reroute, take
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from tests.casework.triage.conftest import CANARIES, CHILD, REPORTER, STORY, SYSTEM, calm, row, told
from tests.world import PNG

pytestmark = pytest.mark.django_db


def address(report, end=""):
    return f"/reports/{report}/triage{end}"


def text(response):
    return response.content.decode()


def test_the_desk_sees_all_on_one_page_and_the_reporter_only_when_asked(cast, report):
    client = cast.client(cast.intake)
    shown = text(client.get(address(report)))
    assert STORY in shown
    assert CHILD in shown
    assert REPORTER not in shown
    assert "tel:191" in shown
    assert "พ.ร.บ." in shown, "running limits show their law"
    opened = text(client.post(address(report, "/reporter")))
    assert REPORTER in opened


def test_the_reporter_is_not_opened_by_an_address(cast, report):
    assert cast.client(cast.intake).get(address(report, "/reporter")).status_code == 405


def test_the_head_may_not_open_the_reporter(cast, report):
    client = cast.client(cast.head)
    assert STORY in text(client.get(address(report)))
    refused = client.post(address(report, "/reporter"))
    assert refused.status_code == 403
    assert REPORTER not in text(refused)


@pytest.mark.parametrize("who", ["outsider_intake", "outsider_head", "manager", "hospital", "police", "monitor", "auditor", "admin", "centre", "excluded"])
def test_others_get_the_page_of_an_unknown_report(cast, report, who):
    from uuid import uuid4

    if who == "excluded":
        from prasan.ground.policy import access
        from prasan.ground.transactions import writing

        with writing(SYSTEM):
            access.exclude(SYSTEM, subject=cast.excluded.user, root=report, objects=[("report", report)], reason="ญาติ")
    client = cast.client(getattr(cast, who))
    hidden, unknown = client.get(address(report)), client.get(address(uuid4()))
    assert hidden.status_code == unknown.status_code == 404
    assert not any(canary in text(hidden) for canary in CANARIES)
    for end in ("/take", "/give-back", "/call", "/decide", "/reporter", "/send-back", "/undo", "/ask-head"):
        answer = client.post(address(report, end), {"conflict": "no", "number": "191", "reason": "x"})
        assert answer.status_code == 404, end
        assert not any(canary in text(answer) for canary in CANARIES)


def test_the_head_of_the_province_sees_that_it_exists_only(cast, report):
    shown = text(cast.client(cast.province).get(address(report)))
    assert row(report).number in shown
    assert not any(canary in shown for canary in (*CANARIES, "ซอยหลังโรงเรียน", "น้องภู"))


def test_taking_and_deciding_by_hand(cast, report):
    client = cast.client(cast.intake)
    assert client.post(address(report, "/take"), {"conflict": "no", "version": row(report).version}).status_code == 302
    shown = text(client.get(address(report)))
    assert 'name="outcome"' in shown
    done = client.post(address(report, "/decide"), {
        "version": row(report).version, "outcome": "advice", "advice.advised": "โทร 191", "urgency": "4", "reason": "คุยแล้ว",
    })  # fmt: skip
    assert done.status_code == 302
    assert row(report).outcome == "advice"
    after = text(client.get(address(report)))
    assert not any(canary in after for canary in CANARIES)
    assert "นำกลับมาตัดสินใจใหม่" in after


def test_standing_aside_by_hand(cast, report, second):
    client = cast.client(cast.intake)
    assert client.post(address(report, "/take"), {"conflict": "yes"}).url == "/desk/"
    assert client.get(address(report)).status_code == 404


def test_what_was_typed_is_kept_beside_what_is_wrong(cast, taken):
    client = cast.client(cast.intake)
    answer = client.post(address(taken, "/decide"), {
        "version": row(taken).version, "outcome": "not_for_us", "not_for_us.where": "เทศบาลที่พิมพ์ไว้", "urgency": "4", "reason": "เหตุผลที่พิมพ์ไว้",
    })  # fmt: skip
    assert answer.status_code == 422
    shown = text(answer)
    assert "เหตุผลที่พิมพ์ไว้" in shown
    assert "เทศบาลที่พิมพ์ไว้" in shown
    assert "มี 1 จุดที่ต้องแก้" in shown
    assert row(taken).state == "reading"


@pytest.mark.parametrize("typed", [
    {}, {"outcome": "x" * 5000}, {"outcome": "advice", "advice.advised": "ย" * 5000, "reason": "x", "urgency": "4"},
    {"outcome": "advice", "advice.advised": "a\x00b", "reason": "x", "urgency": "4"}, {"outcome": "advice", "urgency": "9", "reason": "x"},
    {"outcome": "pass_on", "pass_on.desk": "no-desk", "urgency": "4", "reason": "x"}, {"version": "9" * 400, "outcome": "advice"},
])  # fmt: skip
def test_bad_input_is_answered_beside_the_field_and_nothing_is_saved(cast, taken, typed):
    answer = cast.client(cast.intake).post(address(taken, "/decide"), typed)
    assert answer.status_code == 422
    assert row(taken).state == "reading"


def test_a_stale_page_shows_both_versions_and_loses_nothing(cast, taken, second):
    seen = row(taken).version
    take(second.actor, id=taken, conflict="no")
    answer = cast.client(cast.intake).post(address(taken, "/decide"), {
        "version": seen, "outcome": "advice", "advice.advised": "คำแนะนำที่พิมพ์ไว้", "urgency": "4", "reason": "เหตุผลที่พิมพ์ไว้",
    })  # fmt: skip
    assert answer.status_code == 409
    shown = text(answer)
    assert "มีคนแก้ก่อนคุณ" in shown
    assert second.name in shown
    assert "เหตุผลที่พิมพ์ไว้" in shown
    assert "คำแนะนำที่พิมพ์ไว้" in shown


def test_lowering_an_emergency_is_not_offered_to_an_officer_but_to_the_head(cast, taken):
    shown = text(cast.client(cast.intake).get(address(taken)))
    assert "ลดระดับเองไม่ได้" in shown
    client = cast.client(cast.intake)
    assert client.get(address(taken, "/ask-head")).status_code == 200
    assert client.post(address(taken, "/ask-head"), {"reason": ""}).status_code == 422
    assert client.post(address(taken, "/ask-head"), {"reason": "คิดว่าจบแล้ว"}).status_code == 302
    take(cast.head.actor, id=taken, conflict="no")
    assert 'name="lower_reason"' in text(cast.client(cast.head).get(address(taken)))


def test_calls_for_help_are_noted(cast, taken):
    client = cast.client(cast.intake)
    assert client.post(address(taken, "/call"), {"number": "191", "reached": "yes"}).status_code == 302
    assert "โทรแล้ว มีคนรับ" in text(client.get(address(taken)))
    assert client.post(address(taken, "/call"), {"number": "0812345678", "reached": "yes"}).status_code == 422


def test_passed_on_and_sent_back_by_hand(cast, taken, hours):
    reroute(cast.intake.actor, id=taken, desk=cast.outsider_intake.organisation, reason="เกิดที่ร้อยเอ็ด")
    hours.advance(minutes=1)
    theirs = cast.client(cast.outsider_intake)
    shown = text(theirs.get(address(taken)))
    assert "เกิดที่ร้อยเอ็ด" in shown
    assert theirs.get(address(taken, "/send-back")).status_code == 200
    assert theirs.post(address(taken, "/send-back"), {"reason": "อยู่ฝั่งขอนแก่น"}).status_code == 302
    back = text(cast.client(cast.intake).get(address(taken)))
    assert "ไม่รับเรื่องนี้ ต้องตัดสินใจใหม่" in back
    assert "อยู่ฝั่งขอนแก่น" in back


def test_undone_by_hand(cast, taken):
    decide(cast.intake.actor, id=taken, outcome="advice", urgency=4, reason="x", advised="x")
    client = cast.client(cast.intake)
    assert client.get(address(taken, "/undo")).status_code == 200
    assert client.post(address(taken, "/undo"), {"reason": "ตัดสินผิด"}).status_code == 302
    assert STORY in text(client.get(address(taken)))


def test_likenesses_by_hand(cast, new):
    first, later = new(), new()
    find_likenesses(SYSTEM, report_id=later)
    client = cast.client(cast.intake)
    shown = text(client.get(address(later)))
    assert f"/reports/{first}/triage" in shown
    with reading(cast.intake.actor):
        from prasan.casework.triage.queries import likenesses_of

        [seen] = likenesses_of(cast.intake.actor, later)
    assert client.post(reverse("triage:say", args=[seen.id]), {"same": "perhaps", "report": later}).status_code == 422
    assert client.post(reverse("triage:say", args=[seen.id]), {"same": "no", "report": later}).status_code == 302
    assert f"/reports/{first}/triage" not in text(client.get(address(later)))


def test_a_question_shows_neither_side_of_the_story(cast, new):
    from prasan.casework.intake.rules import Place

    new(told(where=Place("450101")))
    later = new(told())
    find_likenesses(SYSTEM, report_id=later)
    with reading(cast.outsider_intake.actor):
        item = scope(cast.outsider_intake.actor, "work.see", WorkItem).get(verb="check_duplicate")
    client = cast.client(cast.outsider_intake)
    shown = text(client.get(f"/likenesses/{item.object_id}"))
    assert row(later).number in shown
    assert not any(canary in shown for canary in (*CANARIES, "น้องภู", "ซอยหลังโรงเรียน"))
    assert client.post(f"/likenesses/{item.object_id}/answer", {"same": "yes"}).status_code == 302
    assert cast.client(cast.intake).get(f"/likenesses/{item.object_id}").status_code == 404


def test_the_list_of_the_desk_pages_by_key_and_names_nobody(cast, new, hours):
    for _ in range(4):
        new()
        hours.advance(minutes=1)
    client = cast.client(cast.intake)
    shown = text(client.get("/reports/"))
    assert shown.count('<th scope="row"') == 4
    assert not any(canary in shown for canary in (*CANARIES, "น้องภู"))
    assert client.get("/reports/?after=nonsense").status_code == 422
    assert text(cast.client(cast.outsider_intake).get("/reports/")).count('<th scope="row"') == 0
    assert text(client.get("/reports/?state=decided")).count('<th scope="row"') == 0


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_page_asks_as_often_however_many_there_are(cast, taken, rows, queries):
    from prasan.casework.intake.actions import add_report_files, receive
    from prasan.casework.intake.models import ReceiptMessage
    from prasan.casework.triage.models import EmergencyCall, Routing
    from prasan.ground import clock
    from prasan.ground.files.store import accept
    from prasan.ground.policy import PUBLIC
    from prasan.ground.transactions import writing

    with writing(SYSTEM):
        for _ in range(rows):
            EmergencyCall.objects.create(report_id=taken, number="191", reached=True, by=cast.intake.actor.key, at=clock.now())
            Routing.objects.create(report_id=taken, desk_id=cast.intake.organisation, why=["ask_head"], note="x", by=cast.head.actor.key,
                                   at=clock.now(), answer="taken")
            ReceiptMessage.objects.create(report_id=taken, from_reporter=True, text="x", at=clock.now(), by="public")
    # With files, and other reports of the same matter: all that the page can hold.
    add_report_files(cast.intake.actor, report_id=taken, files=[accept("ภาพ.png", PNG) for _ in range(min(rows, 3))])
    for _ in range(min(rows, 3)):
        find_likenesses(SYSTEM, report_id=receive(PUBLIC, content=told()).report_id)
    client = cast.client(cast.intake)
    before = text(client.get(address(taken)))
    assert "ภาพ.png" in before
    assert before.count("/likenesses/") >= min(rows, 3)
    with queries("triage_page"):
        assert client.get(address(taken)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_list_asks_as_often_however_many_there_are(cast, new, rows, queries):
    from prasan.casework.intake.actions import receive
    from prasan.ground.policy import PUBLIC

    for _ in range(rows):
        receive(PUBLIC, content=calm())
    client = cast.client(cast.intake)
    client.get("/reports/")
    with queries("report_list"):
        assert client.get("/reports/").status_code == 200
