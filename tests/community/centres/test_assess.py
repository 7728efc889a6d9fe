"""Assessments by editions of a standard: several at once, each scored by its own thresholds, confirmed by somebody else."""

from datetime import date

import pytest

from prasan.community.centres import actions, queries
from prasan.community.centres.models import Assessment, Centre
from prasan.community.centres.rules.standard import read
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Stale
from prasan.ground.transactions import reading
from tests.community.centres.conftest import SYSTEM, TODAY, assessed, edition

pytestmark = pytest.mark.django_db


def row(pk):
    with reading(SYSTEM):
        return Assessment.objects.get(pk=pk)


def confirmed(cast, version, points):
    made = assessed(cast.centre, version, points)
    actions.send_assessment(cast.centre.actor, id=made)
    actions.confirm_assessment(cast.province.actor, id=made)
    return made


def test_two_editions_are_in_force_at_once_and_the_same_points_are_different_levels(cast):
    assert {one.edition for one in queries.editions(on_day=True)} == {"1", "2"} and all(one.sample for one in queries.editions())
    first = row(confirmed(cast, "1", 1))  # 1 of 2: 50 %
    second = row(confirmed(cast, "2", 1))  # 1 of 3: 33.33 %
    assert (first.percent, first.level_th) == (5000, "ควรพัฒนา") and (second.percent, second.level) == (3333, "developing")
    third = row(confirmed(cast, "2", 2))
    assert (third.percent, third.level_th) == (6666, "พื้นฐาน")
    with reading(SYSTEM):
        assert Centre.objects.get(pk=cast.centre.organisation).level == "basic"
        assert row(first.pk).standard.edition == "1"  # a later edition changes nothing about it


def test_an_open_item_is_not_nought_there_is_no_percent_and_it_cannot_be_sent(cast):
    found = edition("2")
    made = actions.begin_assessment(cast.centre.actor, centre=cast.centre.organisation, standard=found.pk, assessor="self", on=TODAY)
    codes = [item.code for item in read(found.content).items]
    actions.fill_assessment(cast.centre.actor, id=made, points=dict.fromkeys(codes[:-1], 3))
    with reading(cast.centre.actor):
        page = queries.assessment_page(cast.centre.actor, made)
    assert page.open == 1 and not page.percent and not page.level
    with pytest.raises(Conflict) as error:
        actions.send_assessment(cast.centre.actor, id=made)
    assert error.value.obstacles[0].code == "unanswered"


def test_the_centre_cannot_confirm_itself_nor_write_down_a_visit_of_the_province(cast):
    made = assessed(cast.centre, "2", 3)
    actions.send_assessment(cast.centre.actor, id=made)
    with pytest.raises(Refused):
        actions.confirm_assessment(cast.centre.actor, id=made)
    actions.return_assessment(cast.province.actor, id=made, answer="แนบหลักฐานแผน")
    assert row(made).state == "returned" and row(made).answer == "แนบหลักฐานแผน"
    with pytest.raises(Invalid):
        actions.begin_assessment(cast.centre.actor, centre=cast.centre.organisation, standard=edition("2").pk, assessor="province", on=TODAY)


def test_whoever_assessed_for_the_province_does_not_confirm_it(cast):
    made = actions.begin_assessment(cast.province.actor, centre=cast.centre.organisation, standard=edition("2").pk, assessor="province", on=TODAY)
    actions.fill_assessment(cast.province.actor, id=made, points={item.code: 3 for item in read(edition("2").content).items})
    actions.send_assessment(cast.province.actor, id=made)
    with pytest.raises(Conflict) as error:
        actions.confirm_assessment(cast.province.actor, id=made)
    assert error.value.obstacles[0].code == "second_person"


def test_one_is_open_at_a_time_and_a_sent_one_is_not_changed(cast):
    made = assessed(cast.centre, "2", 2)
    with pytest.raises(Conflict):
        assessed(cast.centre, "1", 2)
    with pytest.raises(Stale):
        actions.fill_assessment(cast.centre.actor, id=made, points={}, version=1)
    actions.send_assessment(cast.centre.actor, id=made)
    with pytest.raises(Conflict):
        actions.fill_assessment(cast.centre.actor, id=made, points={"plan.written": 3})
    assert row(made).points["plan.written"] == 2


def test_points_outside_the_scale_and_unknown_items_are_refused_by_item(cast):
    made = assessed(cast.centre, "2", 2)
    with pytest.raises(Invalid) as error:
        actions.fill_assessment(cast.centre.actor, id=made, points={"plan.written": 4, "no.such": 1, "data.safe": True})
    assert set(error.value.errors) == {"plan.written", "no.such", "data.safe"}


def test_a_standard_that_is_not_in_force_on_the_day_is_not_offered(cast):
    with pytest.raises(Invalid):
        actions.begin_assessment(cast.centre.actor, centre=cast.centre.organisation, standard=edition("2").pk, assessor="self", on=date(2020, 1, 1))


def test_a_certificate_is_for_what_was_confirmed_once_and_can_end(cast, other_head):
    made = confirmed(cast, "2", 3)
    facts = {"number": "1/2570", "given_by": "ผู้ว่าราชการจังหวัดขอนแก่น", "given_on": TODAY}
    for nobody in (other_head, cast.outsider):
        with pytest.raises(Hidden):
            actions.give_certificate(nobody.actor, assessment=made, **facts)
    with pytest.raises(Refused):
        actions.give_certificate(cast.centre.actor, assessment=made, **facts)
    given = actions.give_certificate(cast.province.actor, assessment=made, **facts)
    with pytest.raises(Conflict):
        actions.give_certificate(cast.province.actor, assessment=made, **facts)
    with reading(cast.centre.actor):
        assert queries.certificate_view(cast.centre.actor, given).level == "ดีเด่น"
    actions.end_certificate(cast.province.actor, id=given, cause="ตรวจพบว่าหลักฐานไม่ครบ")
    with reading(cast.centre.actor):
        page = queries.centre_page(cast.centre.actor, cast.centre.organisation)
    assert page.certificates[0].state == "ended" and page.level == "ดีเด่น"


def test_an_edition_is_brought_in_by_the_administrator_and_never_written_anew(cast):
    document = {"code": "official", "version": "2569", "title_th": "มาตรฐาน", "source_th": "หนังสือกรม", "in_force_from": "2026-10-01",
                "content": edition("1").content}
    with pytest.raises(Refused):
        actions.add_standard(cast.province.actor, document=document)
    actions.add_standard(cast.admin.actor, document=document)
    with pytest.raises(Invalid):
        actions.add_standard(cast.admin.actor, document={**document, "content": edition("2").content})
    with pytest.raises(Invalid):
        actions.add_standard(cast.admin.actor, document={**document, "version": "2", "content": {"scale": [], "domains": [], "levels": []}})
    assert not next(one for one in queries.editions() if one.code == "official").sample
