"""Committees with names by a list: Thai headings, years of either era, titles; the same list again changes nothing, one wrong cell and nothing is written."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from prasan.community.centres import actions
from prasan.community.centres.models import Centre, Committee, Member, Seat
from prasan.ground.transactions import reading
from prasan.registry.organisations.models import Organisation
from prasan.surfaces.ops.importing import KINDS, bring_in, table_of
from tests.community.centres.conftest import SYSTEM, appointed

pytestmark = pytest.mark.django_db
HEAD = "ตำบล,ชื่อ-สกุล,ตำแหน่ง,กลุ่ม,เบอร์โทร,วันเริ่มวาระ,วันครบวาระ,เลขที่คำสั่ง,วันลงชื่อคำมั่น"
LINES = (
    "400101,นางมาลี ทองดี,ประธาน,ผู้นำชุมชน,081-000-0001,26/4/2569,25/4/2573,7/2569,27 เม.ย. 2569",
    "400101,นายสมาน  ใจกว้าง,เลขานุการ,อสม.,,26 เมษายน 2569,,,",
    "400102,นางสาววันดี มาใหม่,,,,2026-04-26,,,",
)


def brought(who, lines, *, head=HEAD, apply=True, kind="committees", agreed=""):
    content = "\n".join((head, *lines)).encode("utf-8-sig")
    return bring_in(who.actor, KINDS[kind], table_of(content), apply=apply, agreed=agreed)


def seats(centre):
    with reading(SYSTEM):
        found = Seat.objects.filter(organisation_id=centre, committee__ended_on=None).select_related("member").order_by("place")
        return [(seat.member.name, seat.post, seat.represents) for seat in found]


def places(outcome):
    return {(one.row, one.column) for one in outcome.problems}


def test_a_list_is_shown_then_written_and_again_changes_nothing(cast):
    here = cast.centre.organisation
    shown = brought(cast.province, LINES, apply=False)
    assert not shown.problems and shown.counts() == {"added": 3} and not seats(here)
    assert brought(cast.province, LINES, agreed=shown.mark()).written
    assert seats(here) == [("นางมาลี ทองดี", "chair", "leader"), ("นายสมาน ใจกว้าง", "secretary", "health_volunteer")]
    with reading(SYSTEM):
        one, chair = Committee.objects.get(organisation_id=here), Seat.objects.get(organisation_id=here, post="chair").member
        assert (str(one.began_on), str(one.until), one.order_no, one.cause) == ("2026-04-26", "2030-04-25", "7/2569", "first")
        assert (chair.phone, str(chair.pledged_on)) == ("081-000-0001", "2026-04-27")
    again = brought(cast.province, LINES)
    assert set(again.counts()) == {"same"}
    with reading(SYSTEM):
        assert Member.objects.count() == 3


def test_who_is_known_by_name_whatever_the_title_goes_on_as_the_same_member(cast):
    appointed(cast, "มาลี ทองดี", "นายเก่า ไปแล้ว")
    done = brought(cast.province, LINES[:2])
    assert done.written and [name for name, _post, _group in seats(cast.centre.organisation)] == ["มาลี ทองดี", "นายสมาน ใจกว้าง"]
    with reading(SYSTEM):
        assert Member.objects.filter(organisation_id=cast.centre.organisation).count() == 3
        assert Committee.objects.filter(organisation_id=cast.centre.organisation, ended_on=None).get().cause == "other"


def test_one_more_in_a_committee_that_sits_is_added_and_who_is_not_named_stays(cast):
    brought(cast.province, LINES)
    more = [*LINES[:1], "400101,นายใหม่ เพิ่มมา,,,,26/4/2569,,,"]
    assert brought(cast.province, more).counts() == {"same": 1, "added": 1}
    assert len(seats(cast.centre.organisation)) == 3


def test_what_differs_from_the_register_is_said_beside_its_cell_and_never_written_over(cast):
    brought(cast.province, LINES)
    other = [LINES[0].replace("ประธาน", "เหรัญญิก").replace("7/2569", "8/2569"), LINES[1].replace("อสม.", "ศาสนา")]
    assert places(brought(cast.province, other)) == {(2, "post"), (2, "order_no"), (3, "represents")}
    wrong = [
        LINES[0], LINES[1].replace("เลขานุการ", "ประธาน").replace("26 เมษายน 2569", "26/4/2569"), "400102,,กรรมการ,,,26/4/2569,,,",
        "400102,นายก,ราชา,,,26/4/2569,,,", "400103,นายข,,,,เมื่อวาน,,,", "409999,นายค,,,,26/4/2569,,,", "400104,นายง,,,,26/4/2570,,,",
    ]
    found = brought(cast.province, wrong)
    assert {(3, "post"), (4, "name"), (5, "post"), (6, "committee_from"), (7, "centre"), (8, "committee_from")} == places(found)
    assert all(one.text for one in found.problems) and not found.written and len(seats(cast.centre.organisation)) == 2


def test_a_place_in_words_is_found_and_one_elsewhere_is_refused_by_its_row(cast, other_head):
    named = brought(cast.province, ["ต.ศิลา อ.เมืองขอนแก่น จ.ขอนแก่น,นายก ไก่ดี,,,,26/4/2569,,,", "ต.ไม่มีที่ไหน,นายข ไข่ดี,,,,26/4/2569,,,"])
    assert {(one.row, one.column) for one in named.problems} - {(2, "centre")} == {(3, "area")}
    elsewhere = brought(other_head, LINES)
    assert places(elsewhere) == {(2, "area"), (3, "area"), (4, "area")} and not seats(cast.centre.organisation)
    centres = brought(other_head, ["400101,ศูนย์ของคนอื่น"], head="ตำบล,ชื่อศูนย์", kind="centres")
    assert places(centres) == {(2, "area")}


def test_members_and_outsiders_bring_nothing_in(cast, other):
    for nobody in (cast.centre, other, cast.manager, cast.outsider, cast.monitor):
        found = brought(nobody, LINES)
        assert found.problems and not found.written
    assert not seats(cast.centre.organisation)


def test_titles_and_surnames_in_columns_of_their_own_and_a_workbook(cast):
    book = Workbook()
    book.active.append(["รหัสตำบล *", "คำนำหน้า", "ชื่อ", "นามสกุล", "คณะกรรมการเริ่ม"])
    book.active.append([400101, "นาง", "มาลี", "ทองดี", "26/4/2569"])
    out = io.BytesIO()
    book.save(out)
    assert bring_in(cast.province.actor, KINDS["committees"], table_of(out.getvalue()), apply=True).written
    assert seats(cast.centre.organisation) == [("นางมาลี ทองดี", "member", "other")]


def test_nothing_is_written_when_the_list_does_other_than_was_agreed(cast):
    shown = brought(cast.province, LINES, apply=False)
    actions.change_committee(cast.province.actor, centre=cast.centre.organisation, cause="first", began_on=date(2026, 10, 1))
    done = brought(cast.province, LINES, agreed=shown.mark())
    assert not done.written and done.problems


def test_the_head_of_a_province_brings_its_centres_in_with_thai_headings(cast):
    lines = ["400101,ศูนย์พัฒนาครอบครัวในชุมชน เทศบาลนครขอนแก่น,2547,ดำเนินงาน", "400102,ศูนย์พัฒนาครอบครัวในชุมชน ตำบลสำราญ,พ.ค. 2550,พักงาน"]
    wrong = brought(cast.province, lines, head="ตำบล,ชื่อศูนย์,ปีที่ตั้ง,สถานะ", kind="centres")
    assert places(wrong) == {(3, "reason")}
    right = [f"{line},กรรมการย้าย" for line in lines]
    done = brought(cast.province, right, head="ตำบล,ชื่อศูนย์,ปีที่ตั้ง,สถานะ,เหตุผล", kind="centres")
    assert done.written, done.problems
    with reading(SYSTEM):
        first, second = (Centre.objects.get(pk=cast.organisation("cfdc", area)) for area in ("400101", "400102"))
        assert (first.state, first.founded, second.state, second.founded) == ("working", "2004", "resting", "2007-05")
        assert not Organisation.objects.get(pk=first.pk).generated
    assert set(brought(cast.province, right, head="ตำบล,ชื่อศูนย์,ปีที่ตั้ง,สถานะ,เหตุผล", kind="centres").counts()) == {"same"}
