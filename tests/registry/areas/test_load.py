from collections import Counter

import pytest
from django.db import IntegrityError, transaction

from prasan.registry.areas import queries
from prasan.registry.areas.actions import load_areas
from prasan.registry.areas.models import Area, RegionSet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas_loaded")]


def test_all_areas_are_there_abolished_ones_too() -> None:
    now = Counter(Area.objects.filter(abolished_on=None).values_list("level", flat=True))
    assert now == {"province": 77, "district": 928, "subdistrict": 7_436}
    assert Area.objects.exclude(abolished_on=None).count() == 1_583
    gone = queries.area("100205")
    assert gone is not None
    assert gone.abolished_on is not None
    assert gone.replaced_by == ("102901",)
    assert "100205" not in {a.code for a in queries.children("1002")}


def test_provinces_have_their_official_abbreviations() -> None:
    provinces = queries.children()
    assert len(provinces) == len({p.abbreviation for p in provinces} - {""}) == 77
    assert {p.code: p.abbreviation for p in provinces}["40"] == "ขก"


def test_loading_again_writes_nothing_and_keeps_what_people_set() -> None:
    Area.objects.filter(pk="45").update(pilot=False)
    RegionSet.objects.get(pk="sbp").members.filter(area="91").delete()
    assert load_areas().written == 0
    assert [p.code for p in queries.pilot_provinces()] == ["40", "86"]
    found = queries.region_set("sbp")
    assert found is not None
    assert found.areas == ("90", "94", "95", "96")


def test_a_changed_name_is_put_right() -> None:
    Area.objects.filter(pk="400114").update(name_th="ผิด")
    assert load_areas().written == 1
    assert Area.objects.get(pk="400114").name_th == "ศิลา"


def test_the_sets_of_provinces() -> None:
    sets = {s.code: s.areas for s in queries.region_sets()}
    assert sets["sbp"] == ("90", "91", "94", "95", "96")
    assert len(sets["south14"]) == 14
    assert set(sets["sbp"]) < set(sets["south14"])
    assert queries.region_set("north") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "999", "level": "province"},
        {"code": "9901", "level": "district"},  # no parent
        {"code": "400199", "level": "subdistrict", "parent_id": "4001", "pilot": True},
        {"code": "400199", "level": "subdistrict", "parent_id": "4001", "replaced_by": "400114"},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(name_th="ก", sort_key="a", **wrong)
