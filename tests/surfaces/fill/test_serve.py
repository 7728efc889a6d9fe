"""What the server gives to the page of web filling, to whom, and what it takes."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from prasan.community.surveys.models import Answers, Submission, SubmissionVersion
from prasan.surfaces.fill import bundle
from tests.surfaces.fill.survey import publish, rows, xform

pytestmark = pytest.mark.django_db
needs_node = pytest.mark.skipif(not bundle.there(), reason="no Node here: web filling is not built")


def row(instance_id="uuid:5d2c1c5e-0000-4000-8000-000000000001", house="14/2", afraid=""):
    """A finished row, as the page hands it in."""
    text = (
        '<data id="home_visit" version="1"><place><hello/><tambon>400101</tambon>'
        f"<house_no>{house}</house_no><spot/><photo/></place><life><helpers>kin</helpers><content>7</content><ranked/><income>9000</income>"
        f"<afraid>{afraid}</afraid><remarks/><read_out/></life><meta><instanceID>{instance_id}</instanceID></meta></data>"
    )
    return SimpleUploadedFile("submission.xml", text.encode(), "text/xml")


def offers(client):
    return client.get("/fill/offers")


@needs_node
def test_the_frame_is_the_same_for_everybody_and_may_run_the_engine(client: Client, cast) -> None:
    nobody, somebody = client.get("/fill/"), cast.client(cast.centre).get("/fill/")
    assert nobody.content == somebody.content
    assert "'wasm-unsafe-eval'" in nobody.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in nobody.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in nobody.headers
    assert cast.centre.name not in nobody.content.decode()


def test_other_pages_may_not_run_the_engine(client: Client) -> None:
    for path in ("/", "/fill/rest", "/fill/help", "/report/"):
        assert "wasm-unsafe-eval" not in client.get(path).headers["Content-Security-Policy"], path


def test_without_node_the_page_says_so_and_the_rest_works(client: Client, unbuilt: None) -> None:
    answer = client.get("/fill/")
    assert answer.status_code == 503
    assert "ODK Collect" in answer.content.decode()
    assert client.get("/fill/sw.js").status_code == 404
    assert client.get("/fill/rest").status_code == 200


@needs_node
def test_the_worker_keeps_the_page_and_nothing_about_anybody(client: Client) -> None:
    answer = client.get("/fill/sw.js")
    kept = json.loads(answer.content.decode().split("\n", 1)[0].removeprefix("const KEPT = ").rstrip(";"))
    assert set(kept["pages"]) == {"/fill/", "/fill/rest", "/fill/help", "/fill/words/en", "/fill/words/ms"}
    assert all(path.startswith(("/static/", "/fill/built/")) for path in kept["files"])
    for path in [*kept["pages"], *(one for one in kept["files"] if one.startswith("/fill/"))]:
        assert client.get(path).status_code == 200, path
    assert "Service-Worker-Allowed" not in answer.headers  # so that it can never reach beyond /fill/


@needs_node
def test_a_script_is_kept_for_ever_under_its_own_address(client: Client) -> None:
    answer = client.get(bundle.address("engine"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/fill/built/0000/engine.js").status_code == 404
    assert client.get(f"/fill/built/{bundle.digest()}/bundle.py").status_code == 404


def test_a_signed_out_script_is_told_so_and_not_sent_away(client: Client, visit) -> None:
    asked = [client.get("/fill/offers"), client.get(f"/fill/forms/{visit.pk}"), client.post("/fill/send", {"xml_submission_file": row()})]
    assert [answer.status_code for answer in asked] == [401, 401, 401]
    assert not rows(Submission)


def test_a_centre_is_offered_its_form_with_lists_and_nothing_of_others(cast, visit) -> None:
    publish(cast.monitor.organisation, code="elsewhere", area_code="95", files={})
    client = cast.client(cast.centre)
    told = offers(client).json()
    assert [(form["code"], form["way"]) for form in told["forms"]] == [("home_visit", "ours")]
    form = told["forms"][0]
    assert client.get(form["address"]).content == xform()
    assert client.get(form["lists"][0]["address"]).content.startswith(b"name,label\n400101,")
    assert told["person"] == offers(cast.client(cast.centre)).json()["person"]
    assert str(cast.centre.user) not in json.dumps(told)


def test_a_form_of_another_area_is_not_there(cast, visit) -> None:
    other = publish(cast.monitor.organisation, code="elsewhere", area_code="95", files={"secret.csv": b"name,label\n1,x\n"})
    client = cast.client(cast.centre)
    assert client.get(f"/fill/forms/{other.pk}").status_code == 404
    assert client.get(f"/fill/forms/{other.pk}/secret.csv").status_code == 404
    assert client.get(f"/fill/forms/{visit.pk}/other.csv").status_code == 404
    assert client.get(f"/fill/forms/{uuid.uuid4()}").status_code == 404


def test_a_row_is_taken_once_however_often_it_comes(cast, visit) -> None:
    client = cast.client(cast.centre)
    assert [client.post("/fill/send", {"xml_submission_file": row()}).status_code for _ in range(3)] == [201, 201, 201]
    [made] = rows(Submission)
    assert (made.way, made.organisation_id, made.state) == ("web", cast.centre.organisation, "received")


def test_another_text_under_the_same_name_is_refused_in_words(cast, visit) -> None:
    client = cast.client(cast.centre)
    client.post("/fill/send", {"xml_submission_file": row()})
    answer = client.post("/fill/send", {"xml_submission_file": row(house="15")})
    assert answer.status_code == 409
    assert answer.json()["message"]
    assert len(rows(SubmissionVersion)) == 1


def test_what_is_no_row_or_of_no_form_is_refused(cast, visit) -> None:
    client = cast.client(cast.centre)
    broken = SimpleUploadedFile("x.xml", b"<data", "text/xml")
    unknown = SimpleUploadedFile("x.xml", b'<data id="nothing" version="1"><meta><instanceID>uuid:1</instanceID></meta></data>', "text/xml")
    assert [client.post("/fill/send", {"xml_submission_file": one}).status_code for one in (broken, unknown)] == [422, 404]
    assert client.post("/fill/send", {}).status_code == 400
    assert not rows(Submission)


def test_who_belongs_to_no_centre_hands_in_nothing(cast, visit) -> None:
    answer = cast.client(cast.police).post("/fill/send", {"xml_submission_file": row()})
    assert answer.status_code in {403, 404, 422}
    assert not rows(Submission)


def test_handing_in_needs_the_token(cast, visit) -> None:
    client = cast.client(cast.centre, enforce_csrf_checks=True)
    assert client.post("/fill/send", {"xml_submission_file": row()}).status_code == 403
    token = offers(client).json()["csrf"]
    assert client.post("/fill/send", {"xml_submission_file": row()}, headers={"X-CSRFToken": token}).status_code == 201


def test_an_answer_about_danger_is_cut_out_even_when_a_client_sends_it(cast, visit) -> None:
    cast.client(cast.centre).post("/fill/send", {"xml_submission_file": row(afraid="yes")})
    kept = json.dumps([answers.plain for answers in rows(Answers)])
    assert "/data/life/helpers" in kept
    assert "/data/life/afraid" not in kept


def test_a_map_without_dates_goes_the_other_way_and_with_dates_to_the_telephone(cast) -> None:
    drawn = xform().replace(b'type="geopoint"', b'type="geotrace"')
    undated = drawn.replace(b'type="date"', b'type="string"')
    mapped = publish(cast.monitor.organisation, code="mapped", body=undated.replace(b"home_visit", b"mapped"))
    dated = publish(cast.monitor.organisation, code="dated", body=drawn.replace(b"home_visit", b"dated"))
    client = cast.client(cast.centre)
    assert {form["code"]: form["way"] for form in offers(client).json()["forms"]} == {"mapped": "other", "dated": "collect"}
    assert client.get(f"/fill/other/{dated.pk}").status_code == 404
    if bundle.there():
        page = client.get(f"/fill/other/{mapped.pk}")
        assert "style-src 'self' 'unsafe-inline'" in page.headers["Content-Security-Policy"]
        assert "ODK" in page.content.decode()


def test_each_request_of_the_page_takes_few_questions_with_one_form_or_many(cast, visit, queries) -> None:
    client = cast.client(cast.centre)
    for number in range(2):
        form = next(one for one in offers(client).json()["forms"] if one["code"] == "home_visit")
        with queries("fill_offers"):
            assert len(offers(client).json()["forms"]) == (12 if number else 1)
        with queries("fill_form"):
            assert client.get(form["address"]).status_code == 200
        with queries("fill_list"):
            assert client.get(form["lists"][0]["address"]).status_code == 200
        with queries("fill_send"):
            assert client.post("/fill/send", {"xml_submission_file": row(f"uuid:{number}")}).status_code == 201
        with queries("fill_send_again"):
            assert client.post("/fill/send", {"xml_submission_file": row(f"uuid:{number}")}).status_code == 201
        for n in range(0 if number else 11):
            publish(cast.monitor.organisation, code=f"more_{n}", files={"areas.csv": b"name,label\n1,x\n"})


@needs_node
def test_the_page_itself_and_all_that_a_device_keeps_ask_nothing_of_anybody(client: Client, queries) -> None:
    with queries("fill_shell"):
        for path in ("/fill/", "/fill/sw.js", "/fill/rest", "/fill/help", "/fill/words/en", "/fill/app.webmanifest", bundle.address("app")):
            assert client.get(path).status_code == 200, path
