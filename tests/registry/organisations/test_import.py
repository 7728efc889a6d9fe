"""A CSV of real offices in place of what was generated. The outsider heads another province."""

from uuid import UUID

import pytest

from prasan.ground import ids
from prasan.ground.policy import Actor, Invalid, Post, Refused, system
from prasan.registry.organisations import queries
from prasan.registry.organisations.actions import import_organisations
from prasan.registry.organisations.models import Organisation, OrganisationType
from prasan.registry.organisations.queries import organisation_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas_loaded")]
SYSTEM = system("test")
HEADING = "type,area,name_th,phones,address\n"
SILA = "lao,400114,เทศบาลเมืองศิลา,043-000-111;043-000-112,ถนนมิตรภาพ\n"


def head(province: str) -> Actor:
    user = ids.new()
    post = Post(ids.new(), "province_head", ids.new(), (), (province,))
    return Actor(key=f"user:{user}", user=user, posts=(post,), strong=True)


@pytest.fixture(autouse=True)
def generated(db: None) -> UUID:
    OrganisationType.objects.create(
        code="lao",
        name_th="อปท.",
        name_en="LAO",
        short_th="อปท.",
        sector="local",
        level="subdistrict",
        state=True,
        desk=True,
    )
    own = organisation_id("lao", "400114")
    Organisation.objects.create(
        id=own, type_id="lao", name_th="องค์กรปกครองส่วนท้องถิ่น ตำบลศิลา", sort_key="0", search_text="", path=own.hex,
        area_id="400114", level="subdistrict", sector="local", is_desk=True, generated=True, note_th="ประมาณ",
    )  # fmt: skip
    return own


def test_a_line_replaces_the_generated_one_and_keeps_its_id(generated) -> None:
    done = import_organisations(head("40"), text=HEADING + SILA)
    assert (done.created, done.replaced, done.renewed, done.problems) == (0, 1, 0, ())
    found = queries.organisation(generated)
    assert found is not None
    assert (found.name_th, found.generated, found.note_th) == ("เทศบาลเมืองศิลา", False, "")
    assert found.phones == ("043-000-111", "043-000-112")
    assert queries.desk_for("lao", "400114") == found
    assert queries.search_organisations("อปท.ศิลา") == (found,)
    assert queries.search_organisations("เทศบาลเมืองศิลา") == (found,)


def test_a_second_one_of_the_same_place_is_added_and_again_changes_nothing(generated) -> None:
    text = "\ufeff" + HEADING + SILA + "lao,400114,องค์การบริหารส่วนตำบลศิลาเหนือ,,\n"
    first = import_organisations(SYSTEM, text=text)
    assert (first.created, first.replaced) == (1, 1)
    again = import_organisations(SYSTEM, text=text)
    assert (again.created, again.replaced, again.renewed) == (0, 0, 2)
    assert Organisation.objects.filter(type="lao", area="400114").count() == 2


def test_a_preview_tells_and_writes_nothing(generated) -> None:
    told = import_organisations(SYSTEM, text=HEADING + SILA, preview=True)
    assert told.replaced == 1
    assert Organisation.objects.get(pk=generated).generated


def test_wrong_lines_are_told_and_left_out(generated) -> None:
    text = HEADING + "nonsense,400114,ก,,\nlao,999999,ก,,\nlao,400114,,,\nlao,400101," + "ก" * 201 + ",,\n" + SILA
    done = import_organisations(SYSTEM, text=text)
    assert [p.line for p in done.problems] == [2, 3, 4, 5]
    assert done.replaced == 1


def test_a_heading_without_its_columns_is_refused() -> None:
    with pytest.raises(Invalid):
        import_organisations(SYSTEM, text="name\nศิลา\n")
    with pytest.raises(Invalid):
        import_organisations(SYSTEM, text="")


def test_the_outsider_replaces_nothing(generated) -> None:
    with pytest.raises(Refused):
        import_organisations(head("86"), text=HEADING + SILA)
    assert Organisation.objects.get(pk=generated).generated
