from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from prasan.registry.organisations import rules


def test_ids_of_loaded_organisations_never_change() -> None:
    """Demonstrations, tests and other installations name them by this."""
    assert rules.organisation_id("psdhso", "40", "intake") == UUID("3b02f330-f6dd-5136-98f0-b15139000b55")
    assert rules.organisation_id("psdhso", "40") != rules.organisation_id("psdhso", "40", "intake")


@given(st.lists(st.uuids(), min_size=1, max_size=20))
def test_a_path_tells_who_stands_above(chain: list[UUID]) -> None:
    path = ""
    for one in chain:
        path = rules.path_of(one, path)
    assert list(rules.ids_on(path)) == chain
    assert len(path) <= 660


def test_words_of_an_office_as_people_type_it() -> None:
    assert rules.words("สนง.พมจ. จ.ขอนแก่น") == ("พมจ", "ขอนแก่น")
    assert rules.words("  ") == ()
    assert rules.words("สนาม") == ("สนาม",)


def test_gaps_are_spread_by_a_fixed_rule_and_spare_some_provinces() -> None:
    codes = [f"{province}{n:04}" for province in (11, 40, 50) for n in range(200)]
    gaps = rules.without_centre(codes, 30, spared=("40",))
    assert len(gaps) == 30
    assert gaps == rules.without_centre(reversed(codes), 30, spared=("40",))
    assert {code[:2] for code in gaps} == {"11", "50"}
