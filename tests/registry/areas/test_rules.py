import pytest
from hypothesis import given
from hypothesis import strategies as st

from prasan.registry.areas import rules

CODES = st.from_regex(r"[1-9][0-9]{1}([0-9]{2}){0,3}", fullmatch=True)


@pytest.mark.parametrize(
    ("names", "bangkok", "lang", "line"),
    [
        (("ขอนแก่น", "เมืองขอนแก่น", "ศิลา"), False, "th", "ต.ศิลา อ.เมืองขอนแก่น จ.ขอนแก่น"),
        (("กรุงเทพมหานคร", "บางรัก", "สีลม"), True, "th", "แขวงสีลม เขตบางรัก กรุงเทพมหานคร"),
        (("Khon Kaen", "Mueang Khon Kaen"), False, "en", "Mueang Khon Kaen, Khon Kaen"),
        ((), False, "th", ""),
    ],
)
def test_an_address_is_written_as_people_write_it(names, bangkok, lang, line) -> None:
    assert rules.name_line(names, bangkok=bangkok, lang=lang) == line


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("ต. ศิลา", "ศิลา"),
        ("ตำบลศิลา", "ศิลา"),
        ("เขตบางรัก", "บางรัก"),
        ("อ่างทอง", "อ่างทอง"),  # begins with a letter that is also a short word
        ("จันทบุรี", "จันทบุรี"),
        ("Ko Pha-ngan", "kophangan"),
        ("น\u0e4d\u0e32", "น\u0e33"),  # the two ways to write sara am
    ],
)
def test_names_are_compared_without_words_spaces_and_marks(typed, compared) -> None:
    assert rules.plain(typed) == compared


@given(CODES)
def test_every_area_above_covers_and_none_beside(code) -> None:
    above = rules.ancestry(code)
    assert above[-1] == code
    assert all(rules.covers(one, code) for one in above)
    assert rules.covers("", code)
    assert not rules.covers(code + "01", code)
    beside = code[:-1] + ("1" if code[-1] != "1" else "2")
    assert not rules.covers(beside, code)
