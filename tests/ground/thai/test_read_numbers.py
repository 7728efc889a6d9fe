"""Numbers of persons and telephones are read with warnings, never refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.thai import check_digit, read_person_number, read_phone


def test_the_check_digit_of_the_known_number():
    assert check_digit("310060044563") == 5
    read = read_person_number("3-1006-00445-63-5")
    assert (read.kind, read.warnings) == ("thai_id", ())
    assert read.shown == "3-1006-00445-63-5"
    assert read.masked == "x-xxxx-xxxxx-63-5"


@pytest.mark.parametrize(
    ("typed", "kind", "warnings"),
    [
        ("๓๑๐๐๖๐๐๔๔๕๖๓๕", "thai_id", ()),
        ("3410946685235", "thai_id", ("check_digit",)),
        ("0787789328791", "no_status_0", ("check_digit",)),
        ("0091740029758", "migrant_00", ("check_digit",)),
        ("G000052000052", "g_code", ()),
        ("g000052000052", "g_code", ()),
        ("AA1234567", "passport", ()),
        ("310060044563", "thai_id", ("length",)),
        ("9100600445635", "thai_id", ("first_digit", "check_digit")),
        ("ไม่แน่ใจ", "other", ("unusual",)),
        ("", "none", ()),
    ],
)
def test_numbers_of_people_with_and_without_papers(typed, kind, warnings):
    read = read_person_number(typed)
    assert (read.kind, read.warnings) == (kind, warnings)


def test_what_the_person_said_it_is_stands():
    assert read_person_number("123/2560", "alien_cert").kind == "alien_cert"
    assert read_person_number("3100600445635", "withheld").value == ""
    assert read_person_number("3100600445635", "no_status_0").warnings == ("first_digit",)


@given(st.text(max_size=80))
def test_no_text_is_refused(text):
    read = read_person_number(text)
    assert len(read.masked) <= len(read.shown) or read.value
    phone = read_phone(text)
    assert phone.kind in {"mobile", "fixed", "hotline", "foreign", "unclear"}
    assert (phone.value == "") == (phone.kind == "unclear")


@given(st.integers(10**11, 10**12 - 1))
def test_a_right_check_digit_is_accepted_and_a_wrong_one_only_noticed(twelve):
    right = check_digit(str(twelve))
    assert "check_digit" not in read_person_number(f"{twelve}{right}").warnings
    assert "check_digit" in read_person_number(f"{twelve}{(right + 1) % 10}").warnings


@pytest.mark.parametrize(
    ("typed", "kind", "value", "shown"),
    [
        ("081-000-3077", "mobile", "+66810003077", "081-000-3077"),
        ("๐๘๑ ๐๐๐ ๓๐๗๗", "mobile", "+66810003077", "081-000-3077"),
        ("+66 81 000 3077", "mobile", "+66810003077", "081-000-3077"),
        ("+66081-0003077", "mobile", "+66810003077", "081-000-3077"),
        ("0066810003077", "mobile", "+66810003077", "081-000-3077"),
        ("โทร. 061-000-2218", "mobile", "+66610002218", "061-000-2218"),
        ("073-203872", "fixed", "+6673203872", "073-20-3872"),
        ("02-000-0008", "fixed", "+6620000008", "02-000-0008"),
        ("1300", "hotline", "1300", "1300"),
        ("191", "hotline", "191", "191"),
        ("1669", "hotline", "1669", "1669"),
        ("+60 12-345 6789", "foreign", "+60123456789", "+60 12-345 6789"),
        ("withheld", "unclear", "", "withheld"),
        ("08100", "unclear", "", "08100"),
    ],
)
def test_telephones(typed, kind, value, shown):
    phone = read_phone(typed)
    assert (phone.kind, phone.value, phone.shown) == (kind, value, shown)


def test_an_extension_is_kept_apart():
    phone = read_phone("043-000-191 ต่อ 12")
    assert (phone.value, phone.extension) == ("+6643000191", "12")
    assert read_phone("081-000-3077").masked == "xxxxxxxxxx77"
