"""The one door of answers: a first, a repeat, parts, edits, old versions, what is never stored, what does not pass."""

import pytest
from django.db import connection

from prasan.community.surveys.actions import devices
from prasan.community.surveys.actions.receiving import Handed, receive
from prasan.community.surveys.models import Answers, Attachment, Submission, SubmissionVersion, SurveyForm
from prasan.community.surveys.queries.devices import device_of_token
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, system
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import forget
from tests.community.surveys.household import instance, member, xform

SYSTEM = system("test")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def household(published):
    with writing(SYSTEM):
        return published("household", xform=xform())


@pytest.fixture
def phone(cast):
    """A telephone of the family centre."""
    made = devices.add_device(cast.centre.actor, label="เครื่องป้าสมร")
    return device_of_token(made.token)


@pytest.fixture
def other_phone(cast):
    """A telephone of an outsider's office."""
    return device_of_token(devices.add_device(SYSTEM, label="ที่อื่น", organisation=cast.outsider.organisation).token)


def rows(model=Submission):
    with reading(SYSTEM):
        return list(model.objects.all())


def stored(submission):
    """The instances as kept, the newest last, and every answer row."""
    with reading(SYSTEM):
        bodies = [one.body for one in SubmissionVersion.objects.filter(submission_id=submission).order_by("number")]
        answers = list(Answers.objects.filter(submission_id=submission).order_by("place"))
        return bodies, [(one.repeat, one.parent, one.ordinal, one.plain, one.hidden) for one in answers]


def turned(state):
    with writing(SYSTEM):
        SurveyForm.objects.update(state=state)


def test_a_first_is_kept_in_rows_that_can_be_counted_and_a_part_that_is_sealed(cast, phone, household, running):
    form, _version = household
    with writing(SYSTEM):
        asked = running(form, cast.centre.organisation)
    made = receive(phone, body=instance(instance_id="uuid:1"))
    assert (made.status, made.faults, made.instance_id) == ("created", 0, "uuid:1")
    (row,) = rows()
    assert (row.form_id, row.round_id, row.organisation_id, row.area_code, row.way) == (form.pk, asked.pk, cast.centre.organisation, "400101", "phone")
    assert row.started_at.isoformat() == "2026-11-20T02:00:00+00:00" and (row.ended_at - row.started_at).total_seconds() == 750.5
    bodies, answers = stored(made.submission)
    assert "บุญมี" in bodies[0]
    (first, one, two) = answers
    assert first[:3] == ("", None, 1) and first[3] == {"/data/members_n": 2, "/data/own_house": "yes", "/data/helps": ["money", "goods"],
                                                       "/data/tambon": "400101", "/data/moved": 2019}  # fmt: skip
    assert first[4]["/data/head_name"] == "บุญมี ศรีสุข" and first[4]["/data/moved"] == "2019-05-02" and "/data/place" in first[4]
    assert one == ("/data/member", 0, 1, {"/data/member/age": 30, "/data/member/works": "yes"}, {"/data/member/mname": "สมหญิง"})
    assert two == ("/data/member", 0, 2, {"/data/member/age": 12}, {"/data/member/mname": "บุญมา"})


def test_what_identifies_is_in_no_column(phone, household):
    receive(phone, body=instance())
    with reading(SYSTEM), connection.cursor() as cursor:
        for model in (Submission, SubmissionVersion, Answers, Attachment):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            told = repr([bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row])
            assert not any(word in told for word in ("บุญมี", "สมหญิง", "102.83", "2019-05"))


def test_the_same_again_is_the_same(phone, household):
    body = instance()
    first, again = receive(phone, body=body), receive(phone, body=body)
    assert (first.status, again.status) == ("created", "same") and first.submission == again.submission
    assert len(rows()) == len(rows(SubmissionVersion)) == 1 and len(rows(Answers)) == 3


def test_another_text_under_the_same_id_is_refused_and_the_first_stays(phone, household):
    receive(phone, body=instance(instance_id="uuid:1"))
    with pytest.raises(Conflict) as refused:
        receive(phone, body=instance(instance_id="uuid:1", members_n="3"))
    assert refused.value.obstacles[0].code == "other_text"
    assert rows(Answers)[0].plain and len(rows()) == 1


def test_nobody_elses_id_can_be_joined(phone, other_phone, household):
    body = instance()
    receive(phone, body=body)
    with pytest.raises(Conflict):
        receive(other_phone, body=body, files_given=[Handed("x.png", PNG)])


def test_files_that_come_later_join_and_a_second_copy_changes_nothing(phone, household):
    body = instance(photo="บ้าน.png")
    part = receive(phone, body=body)
    assert part.awaited == ("บ้าน.png",)
    whole = receive(phone, body=body, files_given=[Handed("บ้าน.png", PNG), Handed("audit.csv", b"event,node"), Handed("x.png", PNG)])
    assert (whole.status, whole.awaited) == ("merged", ())
    assert receive(phone, body=body, files_given=[Handed("บ้าน.png", PNG)]).status == "same"
    (row,) = rows(Attachment)
    assert (row.name, row.state) == ("บ้าน.png", "kept")


def test_a_file_of_a_kind_that_is_not_taken_does_not_stop_the_answers(phone, household):
    made = receive(phone, body=instance(photo="a.png"), files_given=[Handed("a.png", b"MZ\x90\x00 nothing of ours")])
    assert made.status == "created" and made.refused == ("a.png",)
    (row,) = rows(Attachment)
    assert (row.state, row.refused, row.file_id) == ("refused", "kind", None)


def test_an_edit_keeps_every_version_and_what_was_not_sent_again(phone, household):
    made = receive(phone, body=instance(instance_id="uuid:1", photo="a.png"), files_given=[Handed("a.png", PNG)])
    edit = receive(phone, body=instance(instance_id="uuid:2", former="uuid:1", members_n="5", photo="a.png", members=[member()]))
    assert (edit.status, edit.submission, edit.awaited) == ("edited", made.submission, ())
    (row,) = rows()
    assert (row.state, row.number, row.version) == ("edited", 2, 2)
    bodies, answers = stored(made.submission)
    assert len(bodies) == 2 and "<members_n>2<" in bodies[0] and "<members_n>5<" in bodies[1]
    assert answers[0][3]["/data/members_n"] == 5 and len(answers) == 2
    kept = {one.version_id: one.file_id for one in rows(Attachment)}
    assert len(kept) == 2 and len(set(kept.values())) == 1


def test_edits_exact_repeat_superseded_unknown_and_a_second_part(phone, other_phone, household):
    receive(phone, body=instance(instance_id="uuid:1"))
    edit = instance(instance_id="uuid:2", former="uuid:1", photo="b.png")
    assert receive(phone, body=edit).status == "edited"
    assert receive(phone, body=edit).status == "same"
    part = receive(phone, body=edit, files_given=[Handed("b.png", PNG)])
    assert part.status == "merged" and {one.version_id for one in rows(Attachment)} == {part.version}
    with pytest.raises(Conflict) as late:
        receive(phone, body=instance(instance_id="uuid:3", former="uuid:1"))
    assert late.value.obstacles[0].code == "superseded"
    with pytest.raises(Hidden):
        receive(phone, body=instance(instance_id="uuid:4", former="uuid:nowhere"))
    with pytest.raises(Hidden):  # the same as unknown: whose it is is not told
        receive(other_phone, body=instance(instance_id="uuid:5", former="uuid:2"))
    assert len(rows()) == 1 and len(rows(SubmissionVersion)) == 2


def test_old_versions_and_winding_down_are_taken_closed_is_not_but_a_repeat_is(phone, household, published):
    first = instance(version="1")
    receive(phone, body=first)
    with writing(SYSTEM):
        published("household", xform=xform("2"), version="2")
    assert receive(phone, body=instance(version="1")).status == "created"
    assert receive(phone, body=instance(version="2")).status == "created"
    turned("closing")
    late = instance(version="1", photo="a.png")
    assert receive(phone, body=late).status == "created"
    turned("closed")
    with pytest.raises(Conflict) as refused:
        receive(phone, body=instance())
    assert refused.value.obstacles[0].code == "form_closed"
    assert receive(phone, body=first).status == "same"
    assert receive(phone, body=late, files_given=[Handed("a.png", PNG)]).status == "merged"


@pytest.mark.parametrize(("form", "version"), [("nothing", "1"), ("household", "9"), ("household", "")])
def test_unknown_forms_and_versions(phone, household, form, version):
    with pytest.raises(Hidden):
        receive(phone, body=instance(form=form, version=version))


def test_an_instance_without_an_id_gets_one_that_a_repeat_finds(phone, household):
    body = instance(instance_id="")
    made, again = receive(phone, body=body), receive(phone, body=body)
    assert made.status == "created" and again.status == "same" and made.submission == again.submission and made.instance_id.startswith("made:")


def test_an_answer_about_danger_is_nowhere(phone, household):
    """Nor can it be seen from the rest whether it was given: the kept instance is the same to the byte."""
    yes = receive(phone, body=instance(instance_id="uuid:1", afraid="yes", afraid_more="เขาตีทุกคืน"))
    no = receive(phone, body=instance(instance_id="uuid:2", afraid="no"))
    none = receive(phone, body=instance(instance_id="uuid:3"))
    kept = [stored(one.submission) for one in (yes, no, none)]
    assert len({repr(answers) for _, answers in kept}) == 1
    bodies = [body.replace(name, "") for (body,), name in zip([k[0] for k in kept], ("uuid:1", "uuid:2", "uuid:3"), strict=True)]
    assert len(set(bodies)) == 1 and "afraid" not in bodies[0] and "ตี" not in bodies[0]
    assert not rows(SubmissionVersion)[0].faults
    # Nor does a repeat with another answer tell: it is the same submission.
    assert receive(phone, body=instance(instance_id="uuid:1", afraid="no")).status == "same"


def test_what_does_not_pass_is_kept_but_not_counted(phone, household):
    made = receive(phone, body=instance(
        head_name=None, members_n="99", own_house="perhaps", moved="2019-13-45", phone="1300", more="<extra>x</extra>", members=[member(age="สาม")],
    ))  # fmt: skip
    assert made.status == "created"
    _, answers = stored(made.submission)
    with reading(SYSTEM):
        faults = {(one["path"], one["code"]) for one in SubmissionVersion.objects.get().faults}
    assert faults == {
        ("/data/head_name", "missing"), ("/data/members_n", "constraint"), ("/data/own_house", "choice"), ("/data/moved", "type"),
        ("/data/phone", "constraint"), ("/data/extra", "unknown"), ("/data/member/age", "type"),
    }  # fmt: skip
    assert answers[0][3] == {"/data/helps": ["money", "goods"], "/data/tambon": "400101"}
    assert answers[0][4]["/data/members_n"] == "99" and answers[1][4]["/data/member/age"] == "สาม"
    assert rows()[0].faults == 7 and "สาม" not in repr(faults)


@pytest.mark.parametrize("body", [
    b"", b"rubbish", b"<a", b"\xff\xfe<\x00a\x00/\x00>\x00", b"<data/>", b'<!DOCTYPE a [<!ENTITY x "y">]><data id="household" version="1">&x;</data>',
    b'<data id="household" version="1">&x;</data>', b'<data id="household" version="1">' + b"<a>" * 40 + b"</a>" * 40 + b"</data>",
    b'<data id="household" version="1">' + b"<a/>" * 20_001 + b"</data>", b'<data id="household" version="1">' + b"x" * 2_000_001 + b"</data>",
    b'<data id="' + b"x" * 300 + b'" version="1"/>',
    b'<data xmlns="http://www.opendatakit.org/xforms/encrypted" id="household" version="1" encrypted="yes"><encryptedXmlFile>a.enc</encryptedXmlFile></data>',
])  # fmt: skip
def test_what_is_no_instance(phone, household, body):
    with pytest.raises(Invalid):
        receive(phone, body=body)
    assert not rows()


def test_what_was_erased_stays_so_whatever_is_sent_again(phone, household):
    body = instance(instance_id="uuid:1", photo="a.png")
    made = receive(phone, body=body)
    with writing(SYSTEM):
        forget(made.submission)
    assert receive(phone, body=body, files_given=[Handed("a.png", PNG)]).status == "same"
    assert stored(made.submission)[0] == [None] and rows(Attachment)[0].state == "awaited"
    with pytest.raises(Hidden):
        receive(phone, body=instance(instance_id="uuid:2", former="uuid:1"))


def test_a_person_hands_in_for_the_own_centre_only(cast, household):
    made = receive(cast.centre.actor, body=instance(), way="web")
    assert made.status == "created" and rows()[0].made_by == cast.centre.actor.key
    for stranger in (cast.outsider, cast.intake):
        with pytest.raises(Refused):
            receive(stranger.actor, body=instance(), organisation=cast.centre.organisation)
    with pytest.raises(Refused):
        receive(cast.outsider.actor, body=instance())


def test_each_receipt_is_one_line_of_the_log_without_an_answer(phone, household):
    receive(phone, body=instance())
    line = AuditRow.objects.filter(verb="receive").get()
    assert line.actor == phone.key and line.detail == "phone 0 0"


def test_only_the_centre_and_its_area_see_answers(cast, phone, household):
    made = receive(phone, body=instance())
    for person, may in ((cast.centre, True), (cast.province, True), (cast.outsider, False), (cast.manager, False), (cast.monitor, False), (cast.admin, False)):
        with reading(person.actor):
            seen = [scope(person.actor, f"{kind}.see", model).count() for kind, model in (
                ("submission", Submission), ("submission_version", SubmissionVersion), ("answers", Answers))]  # fmt: skip
        assert seen == ([1, 1, 3] if may else [0, 0, 0]), person.key
    with reading(phone):
        assert not scope(phone, "submission.see", Submission).filter(pk=made.submission).exists()
