"""The register: every centre has its row, its state is moved by those who know, coverage counts only what was confirmed."""

import pytest

from prasan.community.centres import actions, queries
from prasan.community.centres.models import Centre
from prasan.ground.policy import Hidden, Invalid, Refused
from prasan.ground.transactions import reading
from prasan.registry.organisations.models import Organisation
from tests.cast import hire
from tests.community.centres.conftest import SYSTEM

pytestmark = pytest.mark.django_db


def covered(who, code):
    with reading(who.actor):
        return queries.coverage(who.actor, code)


def test_every_centre_has_a_row_and_loading_again_adds_none(cast):
    with reading(SYSTEM):
        assert Centre.objects.count() == Organisation.objects.filter(type="cfdc").count() > 30
        assert set(Centre.objects.values_list("state", flat=True)) == {"unconfirmed"}
    assert actions.load_centres().written == 0


def test_a_centre_is_founded_in_a_year_a_month_or_on_a_day(cast):
    here = cast.centre.organisation
    for told, shown in (("2004", "2547"), ("2005-03", "มี.ค. 2548"), ("2005-03-09", "9 มี.ค. 2548")):
        assert actions.put_centre(cast.centre.actor, centre=here, founded=told) == "changed"
        assert actions.put_centre(cast.centre.actor, centre=here, founded=told) == "same"
        with reading(cast.centre.actor):
            assert queries.centre_page(cast.centre.actor, here).founded == shown
    for wrong in ("1999", "2030", "ปีที่แล้ว"):
        with pytest.raises(Invalid):
            actions.put_centre(cast.centre.actor, centre=here, founded=wrong)


def test_states_are_moved_by_the_centre_or_the_province_and_the_history_tells_them(cast, other_head, frozen):
    here = cast.centre.organisation
    for nobody in (other_head, cast.outsider, cast.head):
        with pytest.raises(Hidden):
            actions.confirm(nobody.actor, id=here)
    actions.confirm(cast.centre.actor, id=here)
    with pytest.raises(Refused):
        actions.rest(cast.centre.actor, id=here, reason="อยากพัก")
    frozen.advance(hours=1)
    actions.rest(cast.province.actor, id=here, reason="กรรมการย้าย")
    frozen.advance(hours=1)
    actions.resume(cast.province.actor, id=here)
    frozen.advance(hours=1)
    actions.close(cast.province.actor, id=here, reason="รวมตำบล")
    with reading(cast.province.actor):
        page = queries.centre_page(cast.province.actor, here)
    assert page.state == "closed" and page.note == "รวมตำบล"
    assert [one.what.split()[0] for one in page.history] == ["ยุบเลิก", "กลับมาดำเนินงาน", "พักงาน", "ยืนยันว่าศูนย์ดำเนินงานอยู่"]
    with reading(SYSTEM):
        assert Organisation.objects.get(pk=here).active_until is not None


def test_coverage_counts_subdistricts_and_a_name_on_a_list_does_not_work_yet(cast):
    before = covered(cast.province, "4001").whole
    assert before.working == 0 and before.unconfirmed + before.none == before.subdistricts
    actions.confirm(cast.centre.actor, id=cast.centre.organisation)
    actions.add_centre(cast.province.actor, area_code="400101", name_th="ศูนย์ที่สองของตำบล")
    resting = cast.organisation("cfdc", "400102")
    actions.rest(cast.province.actor, id=resting, reason="ไม่มีคน")
    after = covered(cast.province, "4001").whole
    assert (after.working, after.resting) == (1, 1), "two centres in a subdistrict count once"
    assert after.working + after.unconfirmed + after.resting + after.none == after.subdistricts == before.subdistricts
    actions.close(cast.province.actor, id=resting, reason="ยุบ")
    assert covered(cast.province, "4001").whole.none == before.none + 1
    province = covered(cast.province, "40")
    assert province.whole.working == 1 and sum(one.subdistricts for one in province.inside) == province.whole.subdistricts
    country = covered(cast.monitor, "")
    assert country.whole.working == 1 and next(one for one in country.inside if one.code == "40").working == 1


def test_coverage_is_for_the_own_areas(cast, other_head):
    for who, code in ((cast.province, "45"), (other_head, "40"), (cast.centre, "45"), (cast.outsider, "40"), (cast.province, "4x"), (cast.monitor, "400101")):
        with pytest.raises(Refused):
            covered(who, code)
    assert covered(cast.province, "").code == "40" and covered(cast.monitor, "").code == ""


def test_the_register_shows_the_own_areas_paged_by_key(cast, other_head):
    seen, cursor = [], ""
    while True:
        with reading(cast.province.actor):
            rows, cursor = queries.centres(cast.province.actor, cursor=cursor, size=7)
        seen += rows
        if not cursor:
            break
    assert [row.area_code for row in seen] == sorted(row.area_code for row in seen) and {row.area_code[:2] for row in seen} == {"40"}
    with reading(other_head.actor):
        assert {row.area_code[:2] for row in queries.centres(other_head.actor, size=99)[0]} == {"45"}
    with reading(cast.outsider.actor):
        assert queries.centres(cast.outsider.actor)[0] == ()


def test_the_register_is_narrowed_by_state_need_and_name(cast):
    actions.confirm(cast.centre.actor, id=cast.centre.organisation)
    with reading(cast.province.actor):
        assert [row.id for row in queries.centres(cast.province.actor, state="working")[0]] == [cast.centre.organisation]
        assert [row.id for row in queries.centres(cast.province.actor, need="no_committee")[0]] == [cast.centre.organisation]
        assert cast.centre.organisation in [row.id for row in queries.centres(cast.province.actor, text="ต.ในเมือง")[0]]
        assert queries.centres(cast.province.actor, text="ไม่มีตำบลนี้")[0] == ()


def test_a_new_centre_stands_in_a_subdistrict_of_the_own_province(cast):
    for wrong in ("40", "4001", "999999", ""):
        with pytest.raises(Invalid):
            actions.add_centre(cast.province.actor, area_code=wrong, name_th="ศูนย์ใหม่")
    with pytest.raises(Hidden):
        actions.add_centre(cast.province.actor, area_code="450101", name_th="ศูนย์ใหม่")
    with pytest.raises(Refused):
        actions.add_centre(cast.centre.actor, area_code="400102", name_th="ศูนย์ใหม่")


def test_a_new_family_centre_has_its_row_and_its_members_their_first_page_at_once(cast, frozen):
    from prasan.registry.organisations.actions import add_organisation, import_organisations

    made = add_organisation(SYSTEM, type_code="cfdc", name_th="ศูนย์พัฒนาครอบครัวในชุมชน บ้านใหม่", area_code="400101")
    member = hire("new_member", "ป้าใหม่ ศพค.", "centre_member", made.id)
    assert cast.client(member).get("/centre/").status_code == 200
    with reading(SYSTEM):
        assert Centre.objects.get(pk=made.id).state == "working"
    rows = [
        (2, {"type": "cfdc", "area": "400102", "unit": "second", "name_th": "ศูนย์ที่สองของตำบล"}),
        (3, {"type": "lao", "area": "400102", "unit": "x", "name_th": "อบต."}),
    ]
    import_organisations(SYSTEM, rows=rows)
    with reading(SYSTEM):
        assert set(Centre.objects.values_list("id", flat=True)) == set(Organisation.objects.filter(type="cfdc").values_list("id", flat=True))
    assert actions.load_centres().written == 0
    add_organisation(SYSTEM, type_code="lao", name_th="อบต.ใหม่", area_code="400101")  # of another type: no row
    assert actions.load_centres().written == 0
