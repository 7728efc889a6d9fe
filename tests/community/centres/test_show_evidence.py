"""Files that show an item of an assessment: who may hand one in, who opens it, when it can be taken back, and what is said when it is lost."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as Upload

from prasan.community.centres import actions, queries
from prasan.community.centres.models import Evidence
from prasan.community.centres.queries.assessing import ItemAnswer
from prasan.ground.files import store
from prasan.ground.files.models import StoredFile
from prasan.ground.files.prepare import prepare
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.transactions import reading
from tests.assurance.files.hostile import photo, sound
from tests.community.centres.conftest import SYSTEM, assessed
from tests.world import PNG

pytestmark = pytest.mark.django_db
ITEM = "plan.written"
CHANCE = random.Random(1)  # noqa: S311 - chance that can be repeated
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"


def hand_in(who, made, *, item=ITEM, name="แผนปี 2570.jpg", content=None):
    return actions.add_evidence(who.actor, assessment=made, item=item, name=name, content=content or photo(CHANCE))


def looked_at(pk):
    with reading(SYSTEM):
        stored = Evidence.objects.values_list("stored_id", flat=True).get(pk=pk)
    prepare.now(file_id=stored)


def item_of(who, made, code=ITEM) -> ItemAnswer:
    with reading(who.actor):
        page = queries.assessment_page(who.actor, made)
    return next(item for domain in page.domains for item in domain.items if item.code == code)


def opened(who, made, pk):
    with reading(who.actor):
        return queries.read_evidence(who.actor, made, pk)


def test_the_centre_and_its_province_open_a_clean_copy_and_nobody_else_does(cast, other, other_head):
    made = assessed(cast.centre, "2", 2)
    pk = hand_in(cast.centre, made)
    assert item_of(cast.centre, made).files[0].state == "กำลังตรวจไฟล์"
    with pytest.raises(Hidden):
        opened(cast.centre, made, pk)
    looked_at(pk)
    for who in (cast.centre, cast.province):
        content, kind, name = opened(who, made, pk)
        assert kind == "image/jpeg" and name == "แผนปี 2570.jpg" and b"Exif" not in content
        assert [one.state for one in item_of(who, made).files] == [""]
    for nobody in (other, other_head, cast.manager, cast.outsider, cast.monitor):
        with pytest.raises(Hidden):
            opened(nobody, made, pk)
    assert item_of(cast.monitor, made).files is None and not item_of(cast.monitor, made).bare  # the ministry reads the assessment, no pictures


def test_a_file_is_opened_only_by_the_address_of_its_own_assessment(cast, other):
    made, theirs = assessed(cast.centre, "2", 2), assessed(other, "2", 2)
    pk = hand_in(cast.centre, made)
    looked_at(pk)
    with pytest.raises(Hidden):
        opened(cast.province, theirs, pk)
    with pytest.raises(Hidden):
        actions.remove_evidence(other.actor, assessment=theirs, id=pk)


def test_only_pictures_and_pdf_for_an_item_of_this_edition_and_no_more_than_ten(cast):
    made = assessed(cast.centre, "2", 2)
    with pytest.raises(Invalid):
        hand_in(cast.centre, made, content=sound(CHANCE)[1])
    with pytest.raises(Invalid) as error:
        hand_in(cast.centre, made, item="no.such")
    assert "no.such" in error.value.errors
    for _n in range(10):
        hand_in(cast.centre, made, content=PNG)
    with pytest.raises(Invalid):
        hand_in(cast.centre, made, content=PNG)
    assert hand_in(cast.centre, made, item="data.safe", content=PDF)


def test_what_was_sent_keeps_its_files_and_takes_none(cast):
    made = assessed(cast.centre, "2", 2)
    pk = hand_in(cast.centre, made)
    actions.send_assessment(cast.centre.actor, id=made)
    for try_it in (lambda: hand_in(cast.centre, made), lambda: actions.remove_evidence(cast.centre.actor, assessment=made, id=pk)):
        with pytest.raises(Conflict):
            try_it()
    assert len(item_of(cast.province, made).files) == 1


def test_a_file_that_was_taken_back_is_gone_from_the_disk_and_from_the_page(cast, other):
    made = assessed(cast.centre, "2", 2)
    pk = hand_in(cast.centre, made)
    looked_at(pk)
    with reading(SYSTEM):
        stored = StoredFile.objects.get(root_id=pk)
    with pytest.raises((Hidden, Refused)):
        actions.remove_evidence(other.actor, assessment=made, id=pk)
    actions.remove_evidence(cast.centre.actor, assessment=made, id=pk)
    assert not store.is_here(stored) and item_of(cast.centre, made).files == ()
    with pytest.raises(Hidden):
        opened(cast.centre, made, pk)
    with pytest.raises(Hidden):
        actions.remove_evidence(cast.centre.actor, assessment=made, id=pk)
    looked_at(pk)  # a job that comes late finds nothing to do


def test_bytes_that_are_lost_are_said_and_points_that_nothing_shows_are_counted(cast):
    made = assessed(cast.centre, "2", 2)
    pk = hand_in(cast.centre, made)
    looked_at(pk)
    with reading(SYSTEM):
        store._path(StoredFile.objects.get(root_id=pk).pk, "c").unlink()
    line = item_of(cast.centre, made).files[0]
    assert line.trouble and "หาย" in line.state
    with pytest.raises(Hidden):
        opened(cast.centre, made, pk)
    with reading(cast.centre.actor):
        page = queries.assessment_page(cast.centre.actor, made)
    items = sum(len(domain.items) for domain in page.domains)
    assert page.bare == items - 1  # all were given points, one has a file
    actions.fill_assessment(cast.centre.actor, id=made, points={}, evidence={"data.safe": "ตู้มีกุญแจ"})
    with reading(cast.centre.actor):
        assert queries.assessment_page(cast.centre.actor, made).bare == items - 2


def test_the_form_of_a_domain_takes_points_words_and_files_at_once_or_nothing(cast):
    made, client = assessed(cast.centre, "2", 2), cast.client(cast.centre)
    with reading(cast.centre.actor):
        domain = next(one for one in queries.assessment_page(cast.centre.actor, made).domains if one.code == "plan")
    typed = {f"p{n}": "3" for n in range(len(domain.items))} | {"e0": "ติดไว้หน้าศูนย์", "stop": "1"}
    bad = client.post(f"/centres/assessments/{made}/fill/plan", {**typed, "f0": Upload("x.exe", b"MZ" + b"\0" * 100)})
    assert bad.status_code == 422 and "x.exe" in bad.content.decode() and item_of(cast.centre, made).points == 2
    good = client.post(f"/centres/assessments/{made}/fill/plan", {**typed, "f0": [Upload("a.png", PNG), Upload("b.png", PNG)]})
    assert good.status_code == 302
    found = item_of(cast.centre, made, domain.items[0].code)
    assert found.points == 3 and {one.name for one in found.files} == {"a.png", "b.png"}
    pk = next(one.id for one in found.files if one.name == "a.png")
    looked_at(pk)
    assert client.get(f"/centres/assessments/{made}/evidence/{pk}")["Content-Disposition"].startswith("inline")
    assert "เรียกคืนไม่ได้" in client.get(f"/centres/assessments/{made}/evidence/{pk}/remove").content.decode()
    assert client.post(f"/centres/assessments/{made}/evidence/{pk}/remove").status_code == 302
    assert [one.name for one in item_of(cast.centre, made, domain.items[0].code).files] == ["b.png"]
    assert cast.client(cast.outsider).get(f"/centres/assessments/{made}/evidence/{pk}").status_code == 404
