"""A case uses answers of a survey: by their reference, with a basis, seen with the story, undone with a reason; and the survey's side never shows it."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prasan.casework.cases import actions as cases
from prasan.casework.cases.models import CaseEvent
from prasan.community.links import actions, queries
from prasan.community.links.models import AnswerLink
from prasan.community.surveys.actions import devices
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import Submission
from prasan.community.surveys.queries.devices import device_of_token
from prasan.community.surveys.rules.reference import reference_of, span_of
from prasan.community.surveys.rules.xform import read_xform
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section, system
from prasan.ground.transactions import reading, writing
from tests.casework.cases.conftest import make_report, open_from
from tests.community.surveys.household import instance, xform

SYSTEM = system("test")
WHY = "แม่เด็กให้ดูเลขบนใบสำรวจ"


@pytest.fixture
def told(cast, published):
    """A household that the centre asked, and one more."""
    with writing(SYSTEM):
        form, _version = published("household", xform=xform(), questions=[one.plain() for one in read_xform(xform()).questions])
    phone = device_of_token(devices.add_device(cast.centre.actor, label="เครื่องป้าสมร").token)
    found = [receive(phone, body=instance(head_name=name)).submission for name in ("คานารี", "กาเหว่า")]
    return form, *found


@pytest.fixture
def case(cast):
    return open_from(cast, make_report(cast))


def use(cast, case, submission, **more):
    given = {"reference": reference_of(submission), "basis": "duty_child_29", "why": WHY, **more}
    return actions.link_answers(cast.manager.actor, case_id=case.pk, **given)


def test_the_manager_uses_answers_by_their_reference(cast, case, told):
    made = use(cast, case, told[1], reference=f" {reference_of(told[1]).upper()} ")
    with reading(cast.manager.actor):
        (line,) = queries.links_of(cast.manager.actor, case.pk)
        page = queries.link_page(cast.manager.actor, made)
    assert line.id == made and line.form == "แบบ household" and "ม.29" in line.basis and not line.gone
    values = [one.value for part in page.parts for one in part.answers]
    assert "คานารี" in values and page.opened and page.why == WHY and [offer.move.name for offer in page.offers] == ["undo"]
    with reading(SYSTEM):
        assert set(AuditRow.objects.filter(root_id=str(case.pk), object_kind="answer_link").values_list("verb", "basis")) == {
            ("answer_link.make", "duty_child_29"), ("open", "duty_child_29"),
        }
        assert CaseEvent.objects.filter(case=case, verb="answers_linked").count() == 1
        row = AnswerLink.objects.get(pk=made)
        stored = connection.cursor().execute("SELECT * FROM links_answerlink").fetchall()
    assert row.submission == str(told[1]) and told[1].hex not in str(stored).replace("-", "")


def test_what_is_not_said_or_not_there_is_refused(cast, case, told):
    for more, field in (
        ({"reference": "0000-0000-0000"}, "reference"), ({"reference": "คานารี"}, "reference"), ({"basis": "own"}, "basis"), ({"why": " "}, "why"),
    ):
        with pytest.raises(Invalid) as wrong:
            use(cast, case, told[1], **more)
        assert set(wrong.value.errors) == {field}
    use(cast, case, told[1])
    with pytest.raises(Conflict):
        use(cast, case, told[1])
    with writing(SYSTEM):
        Submission.objects.filter(pk=told[2]).update(test=True)
    with pytest.raises(Invalid):
        use(cast, case, told[2])


def test_only_whoever_reads_the_story_sees_it_and_names_only_with_identity(cast, case, told):
    made = use(cast, case, told[1])
    add = {"case_id": case.pk, "basis": "duty_child_29"}
    cases.add_member(cast.manager.actor, user=cast.colleague.user, sections=Section.of(["story"]), **add)
    cases.add_member(cast.manager.actor, user=cast.doctor.user, sections=Section.of(["health"]), **add)
    with reading(colleague := cast.colleague.fresh()):
        page = queries.link_page(colleague, made)
    answers = [one for part in page.parts for one in part.answers]
    assert not page.opened and not page.offers and "คานารี" not in str(page) and any(one.sealed for one in answers) and any(one.value for one in answers)
    with pytest.raises(Refused):
        actions.undo_link(colleague, id=made, reason="ไม่ใช่")
    for person in (cast.doctor, cast.outsider, cast.centre, cast.province, cast.monitor):
        actor = person.fresh()
        with reading(actor), pytest.raises(Hidden):
            queries.link_page(actor, made)
        with reading(actor):
            assert queries.links_of(actor, case.pk) == ()
        with pytest.raises((Hidden, Refused)):
            actions.link_answers(actor, case_id=case.pk, reference=reference_of(told[2]), basis="danger", why=WHY)


def test_it_is_undone_with_a_reason_and_can_be_used_again(cast, case, told):
    made = use(cast, case, told[1])
    with pytest.raises(Hidden):
        actions.undo_link(cast.outsider.actor, id=made, reason="ไม่ใช่")
    actions.undo_link(cast.manager.actor, id=made, reason="คนละครอบครัว")
    with reading(cast.manager.actor):
        assert queries.links_of(cast.manager.actor, case.pk) == ()
        page = queries.link_page(cast.manager.actor, made)
    assert page.state == "undone" and page.parts == () and not page.offers
    with reading(SYSTEM):
        row = AnswerLink.objects.get(pk=made)
        assert row.reason == "คนละครอบครัว" and row.ended_by_id == cast.manager.user
        assert CaseEvent.objects.filter(case=case, verb="answers_unlinked").count() == 1
    with pytest.raises(Conflict):
        actions.undo_link(cast.manager.actor, id=made, reason="อีกครั้ง")
    assert use(cast, case, told[1]) != made


def test_the_pages_and_the_api(cast, case, told):
    client = cast.client(cast.manager)
    at = f"/cases/{case.pk}"
    assert f"{at}/answers/new" in client.get(at).content.decode()
    wrong = client.post(f"{at}/answers/new", {"reference": "1", "basis": "danger", "why": WHY})
    assert wrong.status_code == 422
    made = client.post(f"{at}/answers/new", {"reference": reference_of(told[1]), "basis": "danger", "why": WHY})
    assert made.status_code == 302
    assert made["Location"] in client.get(at).content.decode() and "คานารี" in client.get(made["Location"]).content.decode()
    found = client.get(f"/api/v1/case-answers/of-case/{case.pk}").json()["answers"]
    one = client.get(f"/api/v1/case-answers/{found[0]['id']}").json()
    assert [move["name"] for move in one["moves"]] == ["undo"]
    assert client.post(f"{made['Location']}/undo", {"version": 1, "reason": ""}).status_code == 422
    assert client.post(f"{made['Location']}/undo", {"version": 1, "reason": "ผิดบ้าน"}).status_code == 302
    assert client.get(f"/api/v1/case-answers/of-case/{case.pk}").json()["answers"] == []
    for person in (cast.outsider, cast.centre, cast.province):
        stranger = cast.client(person)
        assert stranger.get(made["Location"]).status_code == 404 and stranger.get(f"{at}/answers/new").status_code in {403, 404}


def seen(cast, form, submission):
    """Everything that the survey's side shows of a submission to each who may see it: bodies and statements, without the token of the form."""
    found = {}
    for person in (cast.centre, cast.province, cast.monitor, cast.privacy):
        client = cast.client(person)
        feed, export = f"/api/v1/surveys/answers/{form}/odata", f"/answers/forms/{form}/export"
        for path in (
            "/answers/", f"/answers/forms/{form}", f"/answers/submissions/{submission}", f"/answers/submissions/{submission}/approve", "/answers/results/",
            export, f"{export}/geojson", f"{export}/Submissions/csv", f"{export}/member/csv", feed, f"{feed}/Submissions", f"{feed}/member?$count=true",
            f"/api/v1/surveys/answers/{form}", f"/api/v1/surveys/submissions/{submission}", f"/forms/{form}", "/forms/",
        ):  # fmt: skip
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", body.decode())
            found[person.key, path] = (answer.status_code, text, [one["sql"] for one in asked])
    return found


def touched(statements):
    """What each statement does and to which tables, without the values, which chance draws."""
    return [(one.split()[0], re.findall(r'"([a-z]+_[a-z_]+)"(?=[\s.])', one)) for one in statements]


def test_the_side_of_surveys_shows_no_difference(frozen, cast, case, told):
    """The same submission before and after: not a byte, not a statement, not a row of its audit."""
    form, submission, _other = told
    seen(cast, form.pk, submission)  # what is remembered by the process is remembered before
    before, trace = seen(cast, form.pk, submission), audit_of(submission)
    assert before["centre", f"/answers/submissions/{submission}"][0] == 200
    made = use(cast, case, submission)
    with reading(cast.manager.actor):
        queries.link_page(cast.manager.actor, made)
    assert audit_of(submission) == trace
    after = seen(cast, form.pk, submission)
    assert {key: (status, text, len(asked)) for key, (status, text, asked) in after.items()} == {
        key: (status, text, len(asked)) for key, (status, text, asked) in before.items()
    }
    assert {key: touched(asked) for key, (_s, _t, asked) in after.items()} == {key: touched(asked) for key, (_s, _t, asked) in before.items()}
    assert not any("links_answerlink" in one.lower() for _status, _text, asked in after.values() for one in asked)


def audit_of(submission):
    """What is written down about the submission, but for the looks of this test."""
    with reading(SYSTEM):
        rows = AuditRow.objects.filter(object_id=str(submission)).exclude(verb__in=("open", "export"))
        return list(rows.order_by("id").values_list("verb", "actor", "root_id"))


def test_a_linked_submission_is_moved_and_deleted_like_any_other(cast, case, told):
    """No key of the database holds it: what surveys do with it takes the same statements and ends the same way."""
    use(cast, case, told[1])
    counts = []
    for submission in told[1:]:
        with writing(SYSTEM), CaptureQueriesContext(connection) as asked:
            Submission.objects.filter(pk=submission).delete()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    with reading(cast.manager.actor):
        (line,) = queries.links_of(cast.manager.actor, case.pk)
    assert line.gone and line.form == ""


def test_a_reference_is_read_however_it_is_typed():
    pk = UUID("3f9a21c4-77b0-4abc-8def-0123456789ab")
    assert reference_of(pk) == "3f9a-21c4-77b0"
    low, high = span_of("3F9A 21c4–77b0")
    assert low < pk < high and span_of("3f9a-21c4-77b") is None and span_of("") is None
