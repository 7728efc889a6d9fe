"""Telling: six questions, one report, two numbers."""

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from prasan.casework.intake.models import Draft, Report, Reporter
from tests.surfaces.public.telling import ANSWERS, STORY, fill, hidden, numbers, send

pytestmark = pytest.mark.usefixtures("looking")


def test_six_questions_make_one_report_at_the_right_desk(cast, visitor):
    checking = fill(visitor)
    text = checking.content.decode()
    assert "ต.ศิลา อ.เมืองขอนแก่น" in text
    assert "พมจ.ขอนแก่น" in text
    assert Report.objects.count() == 0
    sent = send(visitor, checking)
    assert sent.status_code == 201
    row = Report.objects.get()
    assert (row.channel, row.area_code, row.children, row.made_by, row.anonymous) == ("web", "400114", "yes", "public", True)
    assert row.story == STORY
    assert row.urgency_suggested == 4
    assert Reporter.objects.get().who == {"role": "knows_child"}
    code, secret = numbers(sent)
    assert len(code.replace(" ", "")) == 12
    assert len(secret.replace(" ", "")) == 6


def test_sending_twice_makes_one_report_and_shows_the_same_receipt(cast, visitor):
    checking = fill(visitor)
    first = send(visitor, checking)
    again = send(visitor, checking)
    assert (first.status_code, again.status_code) == (201, 200)
    assert numbers(first) == numbers(again)
    assert Report.objects.count() == 1


def test_the_same_token_with_other_answers_is_refused(cast, visitor):
    checking = fill(visitor)
    send(visitor, checking)
    other = visitor.post("/report/check", {"token": hidden(checking, "token"), "digest": "0" * 64})
    assert other.status_code == 409
    assert Report.objects.count() == 1


def test_answers_changed_in_another_tab_are_shown_again_before_sending(cast, visitor):
    checking = fill(visitor)
    visitor.post("/report/3", {"story": "อย่างอื่น"})
    response = send(visitor, checking)
    assert response.status_code == 409
    assert "อย่างอื่น" in response.content.decode()
    assert Report.objects.count() == 0


def test_nothing_is_kept_after_sending_leaving_or_an_hour(cast, visitor, frozen):
    send(visitor, fill(visitor))
    assert Draft.objects.count() == 0
    fill(visitor)
    assert Draft.objects.count() == 1
    left = visitor.get("/exit")
    assert Draft.objects.count() == 0
    assert left.cookies["d"].value == ""
    fill(visitor)
    frozen.advance(minutes=61)
    assert "ถูกลบแล้ว" in visitor.get("/report/check").content.decode()


def test_the_draft_opens_with_the_cookie_only(cast, visitor):
    fill(visitor)
    row = Draft.objects.get()
    assert STORY.encode() not in bytes(row.box)
    assert visitor.cookies["d"].value.encode() not in bytes(row.handle) + bytes(row.box)
    assert visitor.cookies["d"]["httponly"]
    stranger = Client()
    stranger.cookies["d"] = "A" * 43
    assert STORY not in stranger.get("/report/3").content.decode()


def test_danger_leads_to_the_numbers_before_any_queue(cast, visitor):
    response = visitor.post("/report/", {"danger": "hurt"})
    assert response["Location"] == "/report/danger"
    text = visitor.get("/report/danger").content.decode()
    assert text.index("tel:1669") < text.index("tel:191")


def test_every_wrong_answer_is_asked_again_with_everything_typed(cast, visitor):
    visitor.post("/report/", {"danger": "no"})
    response = visitor.post("/report/3", {"story": "", "what": ["nonsense"]})
    assert response.status_code == 422
    response = visitor.post("/report/4", {"by_name": "ก" * 121, "when": "เมื่อวานเย็น"})
    assert response.status_code == 422
    assert "เมื่อวานเย็น" in response.content.decode()


NAMES = ("danger", "who", "age", "name", "needs", "story", "what", "more", "kin", "access", "grave", "on_0", "on_2", "when", "province",
         "place", "choice", "words", "involves", "offices", "way", "contact", "hours", "wishes")  # fmt: skip


def test_no_answer_breaks_a_page(cast, visitor):
    visitor.post("/report/", {"danger": "no"})
    for junk in ("\x00", "ก" * 30_000, "<script>alert(1)</script>", "😀" * 9, "' OR 1=1 --"):
        for path in ("/report/", *(f"/report/{step}" for step in range(2, 7))):
            response = visitor.post(path, dict.fromkeys(NAMES, junk))
            assert response.status_code in {302, 422}, (path, junk[:9])
            assert "<script>alert" not in response.content.decode()


def test_bytes_that_are_no_text_are_refused_politely(cast, visitor):
    visitor.post("/report/", {"danger": "no"})
    response = visitor.post("/report/3", data=b"story=%ff%fe\xff&what=%c3%28", content_type="application/x-www-form-urlencoded")
    assert response.status_code in {302, 400, 422}


def test_an_ambiguous_place_is_asked_once(cast, visitor):
    visitor.post("/report/", {"danger": "no"})
    asked = visitor.post("/report/5", {"province": "40", "place": "เมือง"})
    assert asked.status_code == 422
    assert "อ.เมืองขอนแก่น" in asked.content.decode()
    assert visitor.post("/report/5", {"province": "40", "place": "เมือง", "choice": "4001"}).status_code == 302


def test_an_involved_office_never_sees_it(cast, visitor):
    answers = ANSWERS | {5: ANSWERS[5] | {"involves": "yes", "offices": ["psdhso"]}}
    checking = fill(visitor, answers)
    assert "ศรส." in checking.content.decode()
    send(visitor, checking)
    row = Report.objects.get()
    assert row.why_here == ["conflict"]
    for person in (cast.intake, cast.head, cast.province):
        assert cast.client(person).get(f"/reports/{row.pk}").status_code == 404


def test_no_row_holds_where_the_reporter_came_from(cast, visitor):
    headers = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Canary/7.7", "HTTP_X_FORWARDED_FOR": "203.0.113.78"}
    send(visitor, fill(visitor, **headers), **headers)
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.db_table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                for row in cursor.fetchall():
                    assert not any(trace in str(row) for trace in ("203.0.113", "Canary/7.7")), model
    assert "session" not in visitor.cookies


def test_fifty_reports_an_hour_from_one_address_are_all_taken(cast, looking):
    for n in range(50):
        one = Client(REMOTE_ADDR="203.0.113.5")
        one.post("/report/", {"danger": "no"})
        one.post("/report/3", {"story": f"เรื่องที่ {n}"})
        assert send(one, one.get("/report/check")).status_code == 201
    assert Report.objects.count() == 50


def test_pages_are_neutral_stored_nowhere_and_ask_nobody_else(cast, visitor):
    for path in ("/", "/report/", "/receipt", "/services", "/rights", "/privacy", "/access", "/safety", "/report/danger"):
        response = visitor.get(path)
        text = response.content.decode()
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store"), path
        assert 'href="/exit"' in text
        title = text.partition("<title>")[2].partition("</title>")[0]
        assert not any(word in title for word in ("รุนแรง", "ทำร้าย", "แจ้งเหตุ", "ละเมิด")), path
        assert "http://" not in text.replace("http://www.w3.org", "")
        assert "https://" not in text.replace("https://www.tmd.go.th/", "")


def test_the_exit_is_dull_and_goes_on(cast, visitor, settings):
    text = visitor.get("/exit").content.decode()
    assert settings.EXIT_TO in text
    assert "ประสาน" not in text
