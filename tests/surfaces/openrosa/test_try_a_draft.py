"""A draft is tried on a telephone and in the browser: its tests stay apart from answers, are seen by its office alone, and go when it is published."""

import re

import pytest
from django.test import Client

from prasan.community.surveys import actions as surveys
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import Answers, FormVersion, Submission
from prasan.community.surveys.queries import drafts, submissions, tables
from prasan.ground.policy import Hidden, Refused, system
from prasan.ground.transactions import reading
from tests.community.surveys.books import changed
from tests.surfaces.openrosa.collect import Collect, Inside, Queued

SYSTEM = system("test")


@pytest.fixture
def form(cast):
    """A form whose version 1 is in use and whose version 2 is a draft."""
    made = surveys.upload(cast.monitor.actor, content=changed()).form
    surveys.publish_form(cast.monitor.actor, id=made)
    again = surveys.upload(cast.monitor.actor, content=changed(settings={0: {"version": "2"}})).form
    assert again == made
    return made


def app_of(cast, form):
    with reading(cast.monitor.actor):
        key, _title = drafts.test_key(cast.monitor.actor, form)
    transport = Inside(Client(raise_request_exception=False))
    return Collect(transport, f"{transport.url}/openrosa/test/{key}")


def told(version="2", name="คานารี", number=1):
    return (
        f'<data id="test_form" version="{version}"><head>{name}</head><n>1</n><member><dob>2000-01-01</dob></member>'
        f"<meta><instanceID>uuid:{number}</instanceID></meta></data>"
    ).encode()


def test_the_telephone_gets_the_draft_alone_and_its_answers_are_tests(cast, form):
    app = app_of(cast, form)
    app.refresh()
    assert [(code, version) for code, _name, version, *_rest in app.listed()] == [("test_form", "2")]
    app.send(told())
    app.send(told())
    with reading(SYSTEM):
        row = Submission.objects.get()
        assert row.test and row.device_id is None and row.organisation_id == cast.monitor.organisation and not Answers.objects.exists()
    for person in (cast.monitor, cast.province, cast.centre):
        with reading(actor := person.fresh()):
            assert submissions.submissions(actor, form=form)[0] == ()
            book = tables.sheets(actor, form)
            assert not [row for table in book.tables for row in tables.every(actor, book, table)]
            with pytest.raises(Hidden):
                submissions.submission_page(actor, row.pk)
    for other in ("1", "3"):  # a test is of its draft
        with pytest.raises(Queued) as refused:
            app.send(told(version=other, number=2))
        assert refused.value.status == 404


def test_its_office_sees_the_tests_and_nobody_else(cast, form):
    app_of(cast, form).send(told())
    page = cast.client(cast.monitor).get(f"/forms/{form}/tests")
    assert page.status_code == 200 and "คานารี" in page.content.decode()
    assert "/tests" in cast.client(cast.monitor).get(f"/forms/{form}").content.decode()
    shown = cast.client(cast.monitor).get(f"/forms/{form}/collect").content.decode()
    assert re.search(r"/openrosa/test/[0-9a-f]{64}", shown)
    for person in (cast.province, cast.centre, cast.outsider):
        for path in ("tests", "collect"):
            assert cast.client(person).get(f"/forms/{form}/{path}").status_code in {403, 404}


def test_publishing_throws_the_tests_away_and_ends_the_address(cast, form):
    app = app_of(cast, form)
    app.send(told())
    surveys.publish_form(cast.monitor.actor, id=form)
    with reading(SYSTEM):
        assert not Submission.objects.exists()
    with pytest.raises(Queued):
        app.refresh()
    with pytest.raises(Queued) as refused:
        app.send(told(number=3))
    assert refused.value.status == 403
    assert cast.client(cast.monitor).get(f"/forms/{form}/tests").status_code == 404


def test_another_text_of_the_draft_begins_anew(cast, form):
    app = app_of(cast, form)
    app.send(told())
    surveys.upload(cast.monitor.actor, content=changed(settings={0: {"version": "3"}}))
    with reading(SYSTEM):
        assert not Submission.objects.exists()
    assert [version for _code, _name, version, *_rest in app.listed()] == ["3"]


def test_no_mark_no_draft(cast, form):
    with reading(cast.monitor.actor):
        key, _title = drafts.test_key(cast.monitor.actor, form)
    with reading(SYSTEM):
        published = FormVersion.objects.get(form_id=form, version="1").pk.hex
    for wrong in (key[:-1] + ("0" if key[-1] != "0" else "1"), published + key[32:], "x" * 64, key[:32], ""):
        assert drafts.tester_of(wrong) is None
    assert drafts.tester_of(key) is not None
    app = app_of(cast, form)
    app.base = app.base.replace("/test/", "/key/")
    with pytest.raises(Queued):
        app.refresh()


def test_in_the_browser_whoever_makes_the_form_tries_it(cast, form):
    client = cast.client(cast.monitor)
    offer = next(one for one in client.get("/fill/offers").json()["forms"] if one["title"].startswith("ลองกรอก"))
    assert client.get(offer["address"]).status_code == 200
    sent = client.post("/fill/send", {"xml_submission_file": upload(told())})
    assert sent.status_code == 201
    with reading(SYSTEM):
        assert Submission.objects.get().test
    for person in (cast.centre, cast.province):
        stranger = cast.client(person)
        assert not [one for one in stranger.get("/fill/offers").json()["forms"] if one["version"] == offer["version"]]
        assert stranger.get(offer["address"]).status_code == 404
        assert stranger.post("/fill/send", {"xml_submission_file": upload(told(number=9))}).status_code == 404


def test_the_door_takes_a_test_from_its_office_only(cast, form):
    with reading(SYSTEM):
        draft = FormVersion.objects.get(form_id=form, published_at=None).pk
    for person in (cast.centre, cast.province, cast.outsider):
        with pytest.raises((Hidden, Refused)):
            receive(person.fresh(), body=told(), draft=draft)
    assert receive(cast.monitor.actor, body=told(), draft=draft).status == "created"


def upload(body):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("a.xml", body, "text/xml")
