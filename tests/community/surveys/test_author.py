"""A form from upload to retirement: drafts, what stops a publication, versions that stay, lists that are replaced."""

from hashlib import md5

import pytest

from prasan.community.surveys import actions, queries
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import FormFile, FormVersion, Submission, SurveyForm
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, acting, system
from prasan.ground.transactions import reading
from tests.community.surveys.books import EN, TH, changed

pytestmark = pytest.mark.django_db
SYSTEM = system("test")


def uploaded(cast, who=None, **cells):
    made = actions.upload((who or cast.monitor).actor, content=changed(**cells), file_name="แบบ.xlsx")
    assert made.form is not None, [one.text() for one in made.findings]
    return made.form


def version_of(form, **such):
    with acting(SYSTEM):
        return FormVersion.objects.get(form_id=form, **such)


def test_an_upload_is_a_draft_until_it_is_published(cast):
    form = uploaded(cast)
    draft = version_of(form)
    assert (draft.version, draft.number, draft.published_at, draft.languages) == ("1", 1, None, ["th", "en"])
    assert draft.md5 == md5(bytes(draft.xform), usedforsecurity=False).hexdigest() and bytes(draft.workbook).startswith(b"PK")
    again = uploaded(cast, settings={0: {"version": "1b"}})
    assert again == form and version_of(form).pk == draft.pk and version_of(form).version == "1b"
    published = actions.publish_form(cast.monitor.actor, id=form)
    with reading(SYSTEM):
        assert [one.version for one in queries.offered(SYSTEM, organisation=cast.centre.organisation, area_code="400101")] == ["1b"]
        assert queries.version_facts(SYSTEM, id=published).takes


def test_a_published_version_stays_and_the_next_one_needs_another_name(cast):
    form = uploaded(cast)
    actions.publish_form(cast.monitor.actor, id=form)
    with pytest.raises(Conflict) as stopped:
        actions.publish_form(cast.monitor.actor, id=form)
    assert stopped.value.obstacles[0].code == "draft"
    same = actions.upload(cast.monitor.actor, content=changed(survey={0: {TH: "อื่น"}}), form=form)
    assert same.form is None and [one.code for one in same.findings] == ["version_same"]
    with pytest.raises(Invalid):  # the same without saying which form it is for
        actions.upload(cast.monitor.actor, content=changed(survey={0: {TH: "อื่น"}}))
    uploaded(cast, settings={0: {"version": "2"}})
    actions.publish_form(cast.monitor.actor, id=form)
    with reading(SYSTEM):
        assert [(one.version, one.number) for one in queries.versions_of(SYSTEM, form=form)] == [("2", 2), ("1", 1)]


def test_a_file_that_is_wrong_changes_nothing(cast):
    form = uploaded(cast)
    before = version_of(form).md5
    bad = actions.upload(cast.monitor.actor, content=changed(survey={1: {"constraint": "(("}}), form=form)
    assert bad.form is None and version_of(form).md5 == before
    other = actions.upload(cast.monitor.actor, content=changed(settings={0: {"form_id": "another"}}), form=form)
    assert [one.code for one in other.findings] == ["other_form"]


def test_only_the_office_that_asks_may_make_and_move_a_form(cast):
    for who in (cast.centre, cast.outsider, cast.auditor, cast.admin, cast.manager):
        with pytest.raises(Refused):
            actions.upload(who.actor, content=changed())
    form = uploaded(cast)
    with pytest.raises(Hidden):
        actions.publish_form(cast.province.actor, id=form)  # a draft of another office
    actions.publish_form(cast.monitor.actor, id=form)
    for who in (cast.province, cast.outsider, cast.centre):
        with pytest.raises(Refused):
            actions.close_form(who.actor, id=form)
        with pytest.raises(Refused):
            actions.change_form(who.actor, id=form, titles={"th": "ก"}, area_code="", rounds_only=False)
    with pytest.raises(Invalid):
        actions.upload(cast.province.actor, content=changed(settings={0: {"version": "9"}}))
    mine = uploaded(cast, cast.province, settings={0: {"form_id": "khon_kaen"}})
    with acting(SYSTEM):
        assert SurveyForm.objects.get(pk=mine).organisation_id == cast.province.organisation


def test_test_answers_go_when_the_draft_is_published(cast):
    form = uploaded(cast)
    draft = version_of(form)
    body = f'<data id="test_form" version="1"><head>ทดลอง</head><n>1</n><meta><instanceID>uuid:{draft.pk}</instanceID></meta></data>'
    receive(cast.monitor.actor, body=body.encode(), files_given=[], way="web", organisation=cast.monitor.organisation, draft=draft.pk)
    with acting(SYSTEM):
        assert Submission.objects.filter(test=True).count() == 1
    actions.publish_form(cast.monitor.actor, id=form)
    with acting(SYSTEM):
        assert not Submission.objects.exists()


def test_lists_must_be_there_and_fit_and_can_be_replaced(cast):
    form = uploaded(cast, survey={5: {"type": "select_one_from_file schools.csv"}})
    draft = version_of(form)
    with pytest.raises(Conflict) as stopped:
        actions.publish_form(cast.monitor.actor, id=form)
    assert [one.code for one in stopped.value.obstacles] == ["file"] and "schools.csv" in stopped.value.obstacles[0].text
    for content in (b"", b"\xff\xfe", b"code,label\n1,a\n", b"name,label\n1\n", b"name,label\n", b"name,name,label\n1,1,1\n"):
        with pytest.raises(Invalid):
            actions.add_file(cast.monitor.actor, version=draft.pk, name="schools.csv", content=content)
    with pytest.raises(Invalid):
        actions.add_file(cast.monitor.actor, version=draft.pk, name="other.csv", content=b"name,label\n1,a\n")
    actions.add_file(cast.monitor.actor, version=draft.pk, name="schools.csv", content="name,label\n1,บ้านหนองไผ่\n".encode())
    actions.publish_form(cast.monitor.actor, id=form)
    with reading(SYSTEM):
        first = queries.version_facts(SYSTEM, id=draft.pk).files[0]
    actions.add_file(cast.monitor.actor, version=draft.pk, name="schools.csv", content="name,label\n1,บ้านหนองไผ่\n2,บ้านเหล่า\n".encode())
    with reading(SYSTEM):
        second = queries.version_facts(SYSTEM, id=draft.pk).files[0]
    assert first.md5 != second.md5 and first.name == second.name
    with acting(SYSTEM):
        assert FormFile.objects.filter(version=draft).count() == 2, "what was in force before is kept"
    with pytest.raises(Refused):
        actions.add_file(cast.province.actor, version=draft.pk, name="schools.csv", content=b"name,label\n1,a\n")
    uploaded(cast, survey={5: {"type": "select_one_from_file schools.csv"}}, settings={0: {"version": "2"}})
    with reading(SYSTEM):
        assert queries.version_facts(SYSTEM, id=version_of(form, version="2").pk).files[0].md5 == second.md5, "the list in force comes along"


def test_the_lists_of_areas_are_there_by_themselves(cast):
    form = uploaded(cast, survey={5: {"type": "select_one_from_file provinces.csv"}})
    actions.publish_form(cast.monitor.actor, id=form)
    with reading(SYSTEM):
        body, digest = queries.file_bytes(SYSTEM, version=version_of(form).pk, name="provinces.csv")
    assert body.decode().splitlines()[0] == "name,label,label_en" and "\n40,ขอนแก่น," in body.decode() and md5(body, usedforsecurity=False).hexdigest() == digest


def test_closing_reopening_and_retiring(cast, running):
    form = uploaded(cast)
    actions.publish_form(cast.monitor.actor, id=form)
    with acting(SYSTEM):
        made = running(SurveyForm.objects.get(pk=form), cast.centre.organisation)
    with pytest.raises(Conflict) as stopped:
        actions.close_form(cast.monitor.actor, id=form)
    assert stopped.value.obstacles[0].code == "round"
    actions.end_round(cast.monitor.actor, id=made.pk)
    actions.wind_down_form(cast.monitor.actor, id=form)
    actions.close_form(cast.monitor.actor, id=form)
    with pytest.raises(Conflict):
        actions.upload(cast.monitor.actor, content=changed(settings={0: {"version": "2"}}))
    actions.reopen_form(cast.monitor.actor, id=form)
    actions.close_form(cast.monitor.actor, id=form)
    actions.retire_form(cast.monitor.actor, id=form)
    with acting(SYSTEM):
        assert SurveyForm.objects.get(pk=form).state == "retired" and FormVersion.objects.filter(form_id=form).count() == 1


def test_a_draft_of_a_published_form_can_be_thrown_away(cast):
    form = uploaded(cast)
    with pytest.raises(Conflict):
        actions.drop_draft(cast.monitor.actor, form=form)
    actions.publish_form(cast.monitor.actor, id=form)
    uploaded(cast, settings={0: {"version": "2"}})
    actions.drop_draft(cast.monitor.actor, form=form)
    assert version_of(form).version == "1"


def test_a_form_of_a_hundred_questions_is_published_within_a_second(cast):
    import time

    rows = {9 + n: {"type": "select_one yn", "name": f"q{n}", TH: f"คำถามข้อที่ {n}", EN: f"Question {n}", "relevant": "${n} > 1"} for n in range(100)}
    content = changed(survey=rows)
    began = time.process_time()
    form = actions.upload(cast.monitor.actor, content=content).form
    actions.publish_form(cast.monitor.actor, id=form)
    assert time.process_time() - began < 1
