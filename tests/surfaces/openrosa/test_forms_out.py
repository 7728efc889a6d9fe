"""Forms, manifests and files as Collect asks for them."""

import gzip

import pytest
from django.test import Client

from prasan.community.surveys.actions import devices
from prasan.community.surveys.models import FormFile, FormVersion, Quota, Round, SurveyForm
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from tests.community.surveys.household import xform
from tests.surfaces.openrosa.collect import Collect, Inside, Queued
from tests.surfaces.openrosa.conftest import TAMBON, md5, publish

pytestmark = pytest.mark.django_db
SYSTEM = system("test")


def test_everything_is_there_and_whole(app, household):
    found = app.refresh()
    assert set(found) == {("household", "1")}
    form = found["household", "1"]
    assert form.name == "ครัวเรือน" and form.body == xform() and form.files == {"tambon.csv": TAMBON}


def test_addresses_are_absolute_and_carry_the_token(app, household, handed):
    ((*_, download, manifest),) = app.listed()
    assert download.startswith(f"{app.base}/forms/") and manifest.startswith(f"{app.base}/forms/") and handed.token in download


def test_a_form_without_files_has_no_manifest(app, cast):
    publish(cast.monitor.organisation, "plain", body=b"<h/>", title="ไม่มีไฟล์")
    ((code, *_, manifest),) = app.listed()
    assert (code, manifest) == ("plain", "")


def test_names_that_are_markup_stay_names(app, cast):
    publish(cast.monitor.organisation, "a&b", version="<1>", body=b"<h/>", title='ก <b> & "ข"')
    assert app.listed()[0][:3] == ("a&b", 'ก <b> & "ข"', "<1>")


def test_one_form_all_versions_and_more_words(app, cast, household):
    publish(cast.monitor.organisation, version="2")
    publish(cast.monitor.organisation, "other", body=b"<h/>")
    assert [(code, version) for code, _, version, *_ in app.listed("?formID=household")] == [("household", "2")]
    assert {version for _, _, version, *_ in app.listed("?formID=household&listAllVersions=true")} == {"1", "2"}
    assert not app.listed("?formID=nothing%20here")
    text = app.ask("GET", f"{app.base}/formList?verbose=true").body.decode()
    assert text.count("<descriptionText>") == 2
    assert len(app.listed("?anything=%E0%B8%81&x")) == 2


@pytest.mark.parametrize("state", ["draft", "closing", "closed", "retired"])
def test_only_open_forms_are_listed(app, household, state):
    with writing(SYSTEM):
        SurveyForm.objects.update(state=state)
    assert app.listed() == []


def test_only_what_the_centre_may_fill(app, cast, handed):
    publish(cast.monitor.organisation, "here", area="40", body=b"<h/>")
    publish(cast.monitor.organisation, "elsewhere", area="45", body=b"<h/>")
    form, _ = publish(cast.monitor.organisation, "in_round", rounds_only=True, body=b"<h/>")
    assert [one[0] for one in app.listed()] == ["here"]
    _, away = publish(cast.monitor.organisation, "elsewhere", version="2", area="45", body=b"<h/>")
    assert app.ask("GET", f"{app.base}/forms/{away.pk}/form.xml").status == 404
    assert app.ask("GET", f"{app.base}/forms/{away.pk}/manifest").status == 404
    today = clock.today()
    with writing(SYSTEM):
        one = Round.objects.create(form=form, title="รอบ", organisation_id=cast.monitor.organisation, state="running", starts_on=today, ends_on=today,
                                   made_at=clock.now())  # fmt: skip
        Quota.objects.create(round=one, organisation_id=cast.centre.organisation, area_code="400101", wanted=5)
    assert sorted(one[0] for one in app.listed()) == ["here", "in_round"]


def test_a_changed_list_changes_its_hash(app, household):
    before = app.ask("GET", app.listed()[0][5]).body
    changed = TAMBON + "400103,สาวะถี\n".encode()
    with writing(SYSTEM):
        old = FormFile.objects.get()
        FormFile.objects.update(replaced_at=clock.now())
        FormFile.objects.create(version=old.version, name=old.name, body=changed, md5=md5(changed), size=len(changed), made_at=clock.now())
    assert app.ask("GET", app.listed()[0][5]).body != before
    assert app.refresh()["household", "1"].files == {"tambon.csv": changed}


def test_what_is_known_already_is_not_sent_again(app, household):
    for url in (f"{app.base}/formList", *app.listed()[0][4:6]):
        first = app.ask("GET", url)
        again = app.ask("GET", url, {"If-None-Match": first.header("ETag")})
        assert (again.status, again.body) == (304, b"") and "no-cache" in first.header("Cache-Control"), url


def test_large_texts_come_packed_to_whoever_takes_them(app, household):
    url = app.listed()[0][4]
    packed = app.ask("GET", url)
    assert packed.header("Content-Encoding") == "gzip" and gzip.decompress(packed.body) == xform()
    assert app.ask("GET", url, {"Accept-Encoding": "identity"}).body == xform()


def test_files_are_not_run_by_whoever_gets_them(app, cast):
    publish(cast.monitor.organisation, files=[("หน้า.html", b"<script>alert(1)</script>")])
    form = app.refresh()["household", "1"]
    assert form.files == {"หน้า.html": b"<script>alert(1)</script>"}
    _, row = publish(cast.monitor.organisation, version="2", files=[("x.html", b"<script></script>")])
    answer = app.ask("GET", f"{app.base}/forms/{row.pk}/media/x.html")
    assert answer.header("Content-Disposition").startswith("attachment") and answer.header("X-Content-Type-Options") == "nosniff"
    assert app.ask("GET", f"{app.base}/forms/{row.pk}/media/..%2F..%2Fetc%2Fpasswd").status == 404
    assert app.ask("GET", f"{app.base}/forms/{row.pk}/media/none.csv").status == 404


def test_an_older_version_is_still_handed_out_a_draft_is_not(app, cast, household):
    _, old = household
    publish(cast.monitor.organisation, version="2")
    assert app.ask("GET", f"{app.base}/forms/{old.pk}/form.xml").status == 200
    with writing(SYSTEM):
        draft = FormVersion.objects.create(form=old.form, version="3", number=3, xform=b"<h/>", md5="0" * 32, made_at=clock.now())
    assert app.ask("GET", f"{app.base}/forms/{draft.pk}/form.xml").status == 404


def test_a_wrong_or_revoked_token_is_refused_at_once(cast, app, household, handed):
    assert app.listed()
    devices.revoke_device(cast.centre.actor, device=handed.id)
    for base in (app.base, f"{app.transport.url}/openrosa/key/{'x' * 43}", f"{app.transport.url}/openrosa/key/ก"):
        stranger = Collect(app.transport, base)
        with pytest.raises(Queued) as refused:
            stranger.listed()
        assert refused.value.status == 403 and "รหัสตั้งค่า" in refused.value.told
        assert stranger.ask("HEAD", f"{base}/submission").status == 403


def test_every_answer_says_what_it_speaks(app, household):
    for method, path in (("GET", "formList"), ("HEAD", "submission"), ("POST", "submission"), ("DELETE", "submission"), ("POST", "formList")):
        answer = app.ask(method, f"{app.base}/{path}")
        assert answer.header("X-OpenRosa-Version") == "1.0" and answer.header("Date"), (method, path)
        assert answer.status < 500


def test_who_does_not_speak_openrosa_is_told_so(app, household):
    client = Client()
    for path in ("formList", "submission"):
        answer = client.get(f"{app.base}/{path}".removeprefix("http://testserver")) if path == "formList" else client.post(f"{app.base}/{path}")
        assert answer.status_code == 400 and b"X-OpenRosa-Version" in answer.content


def test_nothing_of_ours_is_needed_and_nothing_is_left_behind(app, household):
    """No session, no cookie, no CSRF token."""
    answer = app.ask("GET", f"{app.base}/formList")
    assert answer.header("Set-Cookie") is None


def test_two_hundred_forms_take_few_questions(app, cast, queries):
    for n in range(20):
        publish(cast.monitor.organisation, f"form_{n}", body=b"<h/>", files=[("a.csv", b"a")])
    app.listed()
    with queries("openrosa_list"):
        assert len(app.listed()) == 20


def test_the_app_with_a_name_and_a_secret_gets_the_same(handed, household):
    transport = Inside(Client())
    app = Collect(transport, f"{transport.url}/openrosa", name=handed.name, secret=handed.secret)
    assert app.refresh()["household", "1"].body == xform()


def test_each_request_of_a_telephone_takes_few_questions(app, cast, household, queries):
    for turn in range(2):
        [(_code, _name, _version, _hash, form, manifest)] = [one for one in app.listed() if one[0] == "household"]
        with queries("openrosa_form"):
            assert app.ask("GET", form).status == 200
        with queries("openrosa_manifest"):
            told = app.ask("GET", manifest)
        file = told.body.decode().partition("<downloadUrl>")[2].partition("<")[0]
        with queries("openrosa_media"):
            assert app.ask("GET", file).status == 200
        with queries("openrosa_head"):
            assert app.ask("HEAD", f"{app.base}/submission").status == 204
        for n in range(10):
            publish(cast.monitor.organisation, f"more_{turn}_{n}", body=b"<h/>", files=[("a.csv", b"a")])
