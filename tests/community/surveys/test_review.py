"""Reviewing: who sees which answers, what is flagged, what an edit changed, moves with comments; an outsider sees nothing."""

import uuid

import pytest

from prasan.community.surveys.actions import checking, devices, reviewing
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import Doubt, Submission
from prasan.community.surveys.queries import submissions
from prasan.community.surveys.queries.devices import device_of_token
from prasan.community.surveys.rules import quality
from prasan.community.surveys.rules.xform import read_xform
from prasan.ground.audit.models import AuditRow
from prasan.ground.flow import flow_of
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, system
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import forget
from tests.community.surveys.household import instance, member, xform

SYSTEM = system("test")
SECRETS = ("บุญมี ศรีสุข", "สมหญิง", "102.83", "2019-05-02", "2 พ.ค. 2562")


@pytest.fixture
def household(published):
    with writing(SYSTEM):
        form, _version = published("household", xform=xform(), questions=[one.plain() for one in read_xform(xform()).questions])
    return form


@pytest.fixture
def phone(cast):
    return device_of_token(devices.add_device(cast.centre.actor, label="เครื่องป้าสมร").token)


def sent(phone, **answers):
    return receive(phone, body=instance(**answers)).submission


def page_of(person, pk):
    with reading(person.actor):
        return submissions.submission_page(person.actor, pk)


def values(page):
    return {one.path: one.value for part in page.parts for one in part.answers}


def test_the_centre_reads_all_of_it_in_words_and_the_look_is_written_down(cast, phone, household):
    pk = sent(phone)
    page = page_of(cast.centre, pk)
    assert page.opened and [(part.title, part.number) for part in page.parts] == [("", 0), ("สมาชิก", 1), ("สมาชิก", 2)]
    told = values(page)
    assert told["/data/head_name"] == "บุญมี ศรีสุข" and told["/data/own_house"] == "ใช่" and told["/data/helps"] == "เงิน, ของ"
    assert "2562" in told["/data/moved"]
    with reading(SYSTEM):
        row = AuditRow.objects.filter(verb="open", object_kind="submission").last()
    assert row is not None and row.detail == "sealed"


def test_a_province_sees_what_may_be_counted_and_that_something_is_sealed(cast, phone, household):
    pk = sent(phone)
    page = page_of(cast.province, pk)
    assert not page.opened and not any(secret in repr(page) for secret in SECRETS)
    sealed = {one.path for part in page.parts for one in part.answers if one.sealed}
    assert {"/data/head_name", "/data/phone", "/data/member/mname"} <= sealed
    assert values(page)["/data/own_house"] == "ใช่"


@pytest.mark.parametrize("who", ["outsider", "outsider_head", "monitor", "manager", "admin", "privacy", "hospital", "auditor"])
def test_nobody_else_sees_that_there_is_one(cast, phone, household, who):
    pk = sent(phone)
    person = getattr(cast, who)
    with pytest.raises(Hidden):
        page_of(person, pk)
    with reading(person.actor):
        assert submissions.submissions(person.actor, form=household.pk) == ((), "")
        assert all(line.last == "" for line in submissions.answered_forms(person.actor))
    assert cast.client(person).get(f"/answers/submissions/{pk}").status_code == 404
    with pytest.raises(Hidden):
        reviewing.approve(person.actor, id=pk)


def test_a_question_about_danger_stands_on_no_page(cast, phone, household):
    pk = sent(phone, afraid="yes", afraid_more="สามีตี")
    text = cast.client(cast.centre).get(f"/answers/submissions/{pk}").content.decode()
    assert "กลัวคนในบ้าน" not in text and "อยากเล่าไหม" not in text and "สามีตี" not in text and "บุญมี" in text


def test_an_edit_keeps_the_former_version_and_says_what_changed(cast, phone, household):
    pk = sent(phone, instance_id="uuid:1")
    receive(phone, body=instance(instance_id="uuid:2", former="uuid:1", head_name="บุญมา", own_house="no", members=[member("สมหญิง", 31)]))
    page = page_of(cast.centre, pk)
    assert page.state == "edited" and [one.number for one in page.versions] == [2, 1]
    changed = {(one.member, one.path): (one.before, one.after) for one in page.versions[0].changes}
    assert changed["", "/data/head_name"] == ("บุญมี ศรีสุข", "บุญมา") and changed["", "/data/own_house"] == ("ใช่", "ไม่")
    assert changed["1", "/data/member/age"] == ("30", "31") and changed["2", "/data/member/age"] == ("12", "")
    assert ("", "/data/members_n") not in changed
    other = page_of(cast.province, pk)
    assert not any(secret in repr(other) for secret in (*SECRETS, "บุญมา"))
    assert {one.path: one.sealed for one in other.versions[0].changes}["/data/head_name"] is True


def test_a_review_with_its_comment_and_who_may_not(cast, phone, household):
    pk = sent(phone)
    with pytest.raises(Invalid):
        flow_of("submission").make(cast.province.actor, "question", id=pk, comment=" ")
    flow_of("submission").make(cast.province.actor, "question", id=pk, version=1, comment="สมาชิกไม่ครบ ถามอีกครั้ง")
    page = page_of(cast.centre, pk)
    assert page.state == "has_issues" and page.remarks[0].text == "สมาชิกไม่ครบ ถามอีกครั้ง" and page.remarks[0].who == cast.province.name
    flow_of("submission").make(cast.centre.actor, "approve", id=pk, version=2)
    with pytest.raises(Conflict):
        reviewing.approve(cast.centre.actor, id=pk)
    with pytest.raises((Hidden, Refused)):
        reviewing.comment_on(cast.outsider.actor, id=pk, text="อ่านได้ไหม")
    with reading(SYSTEM):
        assert "สมาชิกไม่ครบ" not in repr(list(AuditRow.objects.values_list("detail", flat=True)))


def test_what_is_odd_is_flagged_and_nothing_is_refused(cast, phone, household):
    fine = sent(phone)
    fast = sent(phone, end="2026-11-20T09:00:05.000+07:00", members=[member("ก", n) for n in range(20, 26)])
    copy = sent(phone)
    assert checking.check_new(SYSTEM) == 3 and checking.check_new(SYSTEM) == 0
    with reading(SYSTEM):
        found = {(row.submission_id, row.code) for row in Doubt.objects.all()}
        assert {row.state for row in Submission.objects.all()} == {"received"}
    assert (fast, "fast") in found and (copy, "twice") in found
    assert not any(pk == fine for pk, _code in found)
    with reading(cast.centre.actor):
        rows, _ = submissions.submissions(cast.centre.actor, form=household.pk)
    assert {row.id: [flag.code for flag in row.flags] for row in rows}[copy] == ["twice"]


def test_an_edit_is_checked_again(cast, phone, household):
    pk = sent(phone, instance_id="uuid:1", end="2026-11-20T09:00:05.000+07:00", members=[member("ก", n) for n in range(20, 26)])
    checking.check_new(SYSTEM)
    receive(phone, body=instance(instance_id="uuid:2", former="uuid:1"))
    assert checking.check_new(SYSTEM) == 1
    with reading(SYSTEM):
        assert not Doubt.objects.filter(submission_id=pk).exists()


def test_what_was_erased_is_said_to_be(cast, phone, household):
    pk = sent(phone)
    with writing(SYSTEM):
        forget(pk)
    page = page_of(cast.centre, pk)
    assert page.erased and not any(secret in repr(page) for secret in SECRETS)


def test_pages_open_and_moves_are_made_by_hand(cast, phone, household, queries):
    pk = sent(phone)
    checking.check_new(SYSTEM)
    client = cast.client(cast.centre)
    for path in ("/answers/", f"/answers/forms/{household.pk}", f"/answers/forms/{household.pk}?state=received", f"/answers/submissions/{pk}"):
        assert client.get(path).status_code == 200, path
    assert client.get(f"/answers/forms/{household.pk}?state=nonsense").status_code == 422
    assert client.post(f"/answers/submissions/{pk}/reject", {"comment": "", "version": "1"}).status_code == 422
    assert client.post(f"/answers/submissions/{pk}/reject", {"comment": "ส่งผิดบ้าน", "version": "1"}).status_code == 302
    assert "ส่งผิดบ้าน" in client.get(f"/answers/submissions/{pk}").content.decode()
    assert client.post(f"/answers/submissions/{pk}/comment", {"text": "ดูแล้ว"}).status_code == 302
    assert client.get(f"/answers/submissions/{uuid.uuid4()}").status_code == 404


def test_the_list_asks_the_same_for_three_as_for_one(cast, phone, household, queries):
    client = cast.client(cast.province)
    for _n in range(3):
        sent(phone)
        with queries("answers_list"):
            client.get(f"/answers/forms/{household.pk}")
    with queries("answers_page"):
        client.get(f"/answers/submissions/{sent(phone)}")


# -- the rules alone -----------------------------------------------------------------------------------------------------------------------


def looked(**given):
    return quality.Looked(**{"answers": {}, "count": 20, "seconds": 600.0, **given})


def codes(*given, **more):
    return {one.code for one in quality.flags(*given, **more)}


def test_thresholds_are_data_and_each_check_needs_enough_to_go_by():
    assert set(quality.thresholds()) == {"fast", "long", "alike", "twice", "far", "unfit"}
    assert all(one.why for one in quality.thresholds().values())
    assert codes(looked()) == set()
    assert codes(looked(seconds=20)) == {"fast"} and codes(looked(seconds=20, count=3)) == set() and codes(looked(seconds=-5)) == set()
    assert codes(looked(seconds=4 * 3600)) == {"long"} and codes(looked(seconds=None)) == set()
    assert codes(looked(faults=2)) == {"unfit"}
    assert codes(looked(), twice=1) == {"twice"} and codes(looked(count=3), twice=1) == set()


def test_the_same_answer_throughout_is_flagged_a_single_other_one_is_not():
    scale = [f"/q{n}" for n in range(10)]
    alike = dict.fromkeys(scale, "3")
    assert codes(looked(answers=alike), [scale]) == {"alike"}
    assert codes(looked(answers={**alike, "/q4": "0"}), [scale]) == set()
    assert codes(looked(answers=dict(list(alike.items())[:5])), [scale]) == set()


def test_far_is_measured_from_where_the_centre_asks():
    near = [(16.43 + n / 1000, 102.83) for n in range(6)]
    assert codes(looked(points=((16.5, 102.83),)), usual=near) == set()
    assert codes(looked(points=((13.75, 100.5),)), usual=near) == {"far"}
    assert codes(looked(points=((13.75, 100.5),)), usual=near[:2]) == set()
    assert round(quality.kilometres((13.75, 100.5), (16.43, 102.83))) == 389
    assert quality.point("16.4 102.8 0 5") == (16.4, 102.8)
    assert quality.point("บ้าน") is None and quality.point("99 300") is None
