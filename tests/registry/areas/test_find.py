import pytest

from prasan.registry.areas import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas_loaded")]


@pytest.mark.parametrize(
    ("code", "lang", "line"),
    [
        ("400114", "th", "ต.ศิลา อ.เมืองขอนแก่น จ.ขอนแก่น"),
        ("100402", "th", "แขวงสีลม เขตบางรัก กรุงเทพมหานคร"),
        ("10", "th", "กรุงเทพมหานคร"),
        ("400114", "en", "Sila, Mueang Khon Kaen, Khon Kaen"),
        ("400114", "ms", "Sila, Mueang Khon Kaen, Khon Kaen"),
        ("999999", "th", ""),
        ("", "th", ""),
    ],
)
def test_name_line(code, lang, line) -> None:
    assert queries.name_line(code, lang) == line


def test_path_and_children() -> None:
    assert [a.code for a in queries.path("400114")] == ["40", "4001", "400114"]
    assert queries.path("499999") == ()
    assert len(queries.children("40")) == 26
    assert [p.name_th for p in queries.children()][:3] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี"]
    assert queries.area("4") is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ศิลา", "400114"),
        ("ศิล", "3322"),  # the district of Sila Lat: larger areas first
        ("Sila", "400114"),
        ("ศิลาขอนแก่น", None),  # the district's name stands between
        ("ศิลา ขอนแก่น", "400114"),
        ("ต.ศิลาอ.เมืองขอนแก่นจ.ขอนแก่น", "400114"),
        ("ขอนแก่น", "40"),
        ("khon kaen", "40"),
        ("กทม", "10"),
        ("ขก", "40"),
        ("แขวงสีลม", "100402"),
        ("อบลราชธานีนี้", None),
        ("  ", None),
    ],
)
def test_search_finds_what_people_type(typed, first) -> None:
    found = queries.search_areas(typed, 5)
    assert (found[0].code if found else None) == first
    assert len(found) <= 5


def test_search_keeps_to_an_area_and_leaves_out_the_abolished() -> None:
    assert {a.code[:2] for a in queries.search_areas("ศิลา", 20, within="67")} == {"67"}
    assert all(a.abolished_on is None for a in queries.search_areas("บาง", 200))


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("ขอนแก่น", "เมือง", "ศิลา"), "400114"),
        (("จ.ขอนแก่น", "อ.เมืองขอนแก่น", "ต.ศิลา"), "400114"),
        (("Khon Kaen", "Mueang Khon Kaen", "Sila"), "400114"),
        (("ขอนแก่น", "", "ศิลา"), "400114"),
        (("", "", "วังทอง"), None),  # nine of them
        (("กทม", "", ""), "10"),
        (("ยะลา", "เมือง", ""), "9501"),
        (("กทม", "ดุสิต", "บางซื่อ"), "102901"),  # abolished in Dusit; one heir
        (("กทม", "บางนา", "บางนา"), None),  # abolished; two heirs
        (("เพชรบูรณ์", "เมืองขอนแก่น", "ศิลา"), None),
        (("", "", ""), None),
    ],
)
def test_by_name_gives_one_area_or_none(names, code) -> None:
    found = queries.by_name(*names)
    assert (found.code if found else None) == code


def test_the_book_is_read_once(django_assert_num_queries) -> None:
    queries.area("40")
    with django_assert_num_queries(0):
        queries.search_areas("ศิลา")
        queries.name_line("400114")
        queries.by_name("ขอนแก่น")
