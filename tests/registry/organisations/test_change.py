"""Changes by hand: types, organisations, their place, their names, their end. The outsider heads another province."""

from typing import Any
from uuid import UUID

import pytest

from prasan.ground import clock, ids
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Post, Refused, system
from prasan.registry.organisations import queries
from prasan.registry.organisations.actions import (
    add_alias,
    add_organisation,
    add_type,
    end_organisation,
    move_organisation,
)
from prasan.registry.organisations.models import Organisation, OrganisationType

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas_loaded")]

SYSTEM = system("test")


def somebody(role: str, *areas: str) -> Actor:
    user = ids.new()
    return Actor(key=f"user:{user}", user=user, posts=(Post(ids.new(), role, ids.new(), (), areas),), strong=True)


HEAD = somebody("province_head", "40")
OUTSIDER = somebody("province_head", "86")
CENTRE = somebody("system_administrator", "")


@pytest.fixture(autouse=True)
def kind(db: None) -> None:
    OrganisationType.objects.create(
        code="office",
        name_th="สำนักงาน",
        name_en="Office",
        short_th="สนง.",
        sector="state",
        level="provincial",
        state=True,
    )


def office(name: str, *, under: UUID | None = None, area: str = "40", **rest: Any) -> UUID:
    return add_organisation(SYSTEM, type_code="office", name_th=name, area_code=area, parent_id=under, **rest).id


def above(organisation_id: UUID) -> list[str]:
    return [o.name_th for o in queries.ancestors(organisation_id)]


def test_a_province_adds_a_type_and_an_organisation_of_it() -> None:
    add_type(
        HEAD, code="women_aid", name_th="ศูนย์ช่วยเหลือสตรี", name_en="Women's aid", sector="civil_society", level="district"
    )
    made = add_organisation(
        HEAD,
        type_code="women_aid",
        name_th="ศูนย์ช่วยเหลือสตรีน้ำพอง",
        area_code="4007",
        aliases=["ศสน."],
        phones=["043-000-000"],
    )
    assert (made.sector, made.level, made.is_desk, made.generated) == ("civil_society", "district", True, False)
    assert queries.desk_for("women_aid", "400704") == made
    assert queries.search_organisations("ศสน") == (made,)
    assert AuditRow.objects.filter(verb="organisation.add", object_id=str(made.id), actor=HEAD.key).count() == 1
    assert AuditRow.objects.filter(verb="organisation.add_type", object_id="women_aid").count() == 1


@pytest.mark.parametrize("actor", [OUTSIDER, somebody("case_manager", "40"), somebody("unit_head", "40")])
def test_nobody_else_adds_in_that_province(actor) -> None:
    with pytest.raises(Refused):
        add_organisation(actor, type_code="office", name_th="แทรก", area_code="4007")
    assert not Organisation.objects.filter(name_th="แทรก").exists()


def test_without_a_second_factor_nothing_is_changed() -> None:
    weak = Actor(key=HEAD.key, user=HEAD.user, posts=HEAD.posts, strong=False)
    with pytest.raises(Refused):
        add_organisation(weak, type_code="office", name_th="แทรก", area_code="40")


def test_national_bodies_are_for_the_centre() -> None:
    with pytest.raises(Refused):
        add_organisation(HEAD, type_code="office", name_th="ทั้งประเทศ")
    assert add_organisation(CENTRE, type_code="office", name_th="ทั้งประเทศ").area_code == ""


def test_a_unit_goes_only_under_an_office_that_one_may_edit() -> None:
    theirs = office("สำนักงานชุมพร", area="86")
    with pytest.raises(Refused):
        add_organisation(HEAD, type_code="office", name_th="แทรก", area_code="40", parent_id=theirs)
    with pytest.raises(Hidden):
        add_organisation(HEAD, type_code="office", name_th="แทรก", area_code="40", parent_id=ids.new())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_th": " "}, "name_th"),
        ({"name_th": "ก" * 201}, "name_th"),
        ({"type_code": "nonsense"}, "type_code"),
        ({"area_code": "999999"}, "area_code"),
        ({"sector": "mafia"}, "sector"),
        ({"level": "galactic"}, "level"),
        ({"services": ["nonsense"]}, "services"),
        ({"aliases": ["ก" * 121]}, "aliases"),
    ],
)
def test_wrong_answers_are_told_by_field_and_nothing_is_saved(wrong, field) -> None:
    before = Organisation.objects.count()
    with pytest.raises(Invalid) as told:
        add_organisation(SYSTEM, **{"type_code": "office", "name_th": "สำนักงาน", "area_code": "40"} | wrong)
    assert set(told.value.errors) == {field}
    assert Organisation.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "Bad Code"}, "code"),
        ({"code": "office"}, "code"),
        ({"sector": "x"}, "sector"),
        ({"name_en": ""}, "name_en"),
    ],
)
def test_wrong_types_are_told_by_field(wrong, field) -> None:
    right = {"code": "fine", "name_th": "ก", "name_en": "A", "sector": "state", "level": "provincial"}
    with pytest.raises(Invalid) as told:
        add_type(SYSTEM, **right | wrong)
    assert set(told.value.errors) == {field}


def test_moving_keeps_the_paths_of_the_whole_subtree_true() -> None:
    top, other = office("บน"), office("อื่น")
    middle = office("กลาง", under=top)
    leaf = office("ล่าง", under=middle)
    deep = office("ล่างสุด", under=leaf)
    beside = office("ข้าง", under=top)
    moved = move_organisation(HEAD, organisation_id=middle, parent_id=other)
    assert moved.parent_id == other
    assert above(deep) == ["อื่น", "กลาง", "ล่าง"]
    assert {o.id for o in queries.descendants(other)} == {middle, leaf, deep}
    assert {o.id for o in queries.descendants(top)} == {beside}
    move_organisation(HEAD, organisation_id=middle, parent_id=None)
    assert above(deep) == ["กลาง", "ล่าง"]
    assert AuditRow.objects.filter(verb="organisation.move", object_id=str(middle)).count() == 2


def test_nothing_moves_below_itself() -> None:
    top = office("บน")
    leaf = office("ล่าง", under=top)
    for under in (top, leaf):
        with pytest.raises(Conflict) as told:
            move_organisation(HEAD, organisation_id=top, parent_id=under)
        assert told.value.obstacles[0].code == "below_itself"
    assert above(leaf) == ["บน"]


def test_a_tree_has_at_most_twenty_floors() -> None:
    under: UUID | None = None
    for floor in range(20):
        under = office(f"ชั้น {floor}", under=under)
    with pytest.raises(Conflict):
        office("เกิน", under=under)
    assert under is not None
    pair = office("คู่")
    office("ใต้คู่", under=pair)
    with pytest.raises(Conflict):
        move_organisation(SYSTEM, organisation_id=pair, parent_id=Organisation.objects.get(pk=under).parent_id)


def test_the_outsider_moves_nothing_here() -> None:
    mine, theirs = office("ของขอนแก่น"), office("ของชุมพร", area="86")
    with pytest.raises(Refused):
        move_organisation(OUTSIDER, organisation_id=mine, parent_id=theirs)
    with pytest.raises(Refused):
        move_organisation(HEAD, organisation_id=mine, parent_id=theirs)
    with pytest.raises(Hidden):
        move_organisation(HEAD, organisation_id=mine, parent_id=ids.new())
    assert Organisation.objects.get(pk=mine).parent_id is None


def test_an_alias_is_found_at_once_and_stands_once() -> None:
    mine = office("สำนักงานของเรา")
    assert queries.search_organisations("สขร") == ()
    add_alias(HEAD, organisation_id=mine, text=" สขร. ")
    add_alias(HEAD, organisation_id=mine, text="สขร.")
    assert [o.id for o in queries.search_organisations("ส.ข.ร.")] == [mine]
    assert Organisation.objects.get(pk=mine).aliases.count() == 1
    assert [o.id for o in queries.search_organisations("สนง.ขอนแก่น")] == [mine]  # its other names stay
    with pytest.raises(Refused):
        add_alias(OUTSIDER, organisation_id=mine, text="อื่น")
    with pytest.raises(Invalid):
        add_alias(HEAD, organisation_id=mine, text=" ")


def test_an_ended_organisation_is_known_but_not_offered() -> None:
    mine = office("ปิดแล้ว", is_desk=True)
    with clock.frozen("2026-11-21T09:00"):
        end_organisation(HEAD, organisation_id=mine, on=clock.today())
        assert queries.desk_for("office", "40") is not None
    with clock.frozen("2026-11-22T09:00"):
        assert queries.desk_for("office", "40") is None
        assert queries.search_organisations("ปิดแล้ว") == ()
        assert queries.organisation(mine) is not None
    with pytest.raises(Refused):
        end_organisation(OUTSIDER, organisation_id=mine, on=clock.today())
