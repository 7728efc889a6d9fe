"""Names that hold a part, found in one text as a test of each name finds them."""

from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.thai.among import Names

WORDS = st.text("กขabา", max_size=4)


@given(st.lists(WORDS, max_size=12), st.text("กขabา", min_size=1, max_size=3))
def test_the_same_names_as_one_by_one(names: list[str], part: str) -> None:
    assert list(Names(names).holding(part)) == [place for place, name in enumerate(names) if part in name]


def test_a_part_never_reaches_over_two_names() -> None:
    assert list(Names(["ขอน", "แก่น"]).holding("ขอนแก่น")) == []
    assert list(Names(["ขอน", "แก่น", "ขอนแก่น"]).holding("ขอนแก่น")) == [2]
