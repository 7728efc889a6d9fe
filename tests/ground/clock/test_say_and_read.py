"""Dates said and read as people in Thailand say and write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.clock import (
    BANGKOK,
    DateProblem,
    PartialDate,
    be,
    counted,
    date_th,
    day_th,
    duration_th,
    fiscal_span,
    fiscal_year,
    frozen,
    moment_th,
    now,
    quarter,
    read_date,
    read_year,
    set_out_from,
    stale,
    time_th,
    today,
)

DAY = date(2026, 11, 21)
MOMENT = datetime(2026, 11, 21, 14, 42, tzinfo=BANGKOK)


def test_the_present_is_thai_time_and_can_be_held():
    with frozen("2026-11-21T23:30") as clock:
        assert now() == datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
        assert today() == DAY
        clock.advance(hours=1)
        assert today() == date(2026, 11, 22)
        with frozen("2020-01-01"):
            assert today() == date(2020, 1, 1)
        assert today() == date(2026, 11, 22)
    assert now().utcoffset() == timedelta(hours=7)


def test_what_is_kept_for_a_while_grows_old_with_the_held_clock_and_not_beside_it():
    with frozen("2026-11-21T23:30") as held:
        began = counted()
        assert counted() == began
        held.advance(hours=100)
        assert counted() == began + 360_000
        ahead = counted()
        assert stale(began, 60) and not stale(ahead, 60)
    assert began <= counted() < began + 360_000  # the machine's own again
    assert stale(ahead, 60), "what was kept under a clock that ran ahead is not trusted for days"


def test_the_process_clock_can_set_out_from_another_day_and_come_back():
    try:
        set_out_from("2030-01-01T08:00")
        assert today() == date(2030, 1, 1)
    finally:
        set_out_from(None)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_forms_of_the_design_guide():
    assert date_th(DAY) == "21 พ.ย. 2569"
    assert day_th(date(2026, 11, 23)) == "จันทร์ 23 พ.ย. 2569"
    assert time_th(MOMENT) == "14.42 น."
    assert moment_th(MOMENT) == "21 พ.ย. 2569 14.42 น."
    assert date_th(DAY, "en") == "21 Nov 2026"
    assert day_th(date(2026, 11, 23), "en") == "Mon 23 Nov 2026"
    assert moment_th(MOMENT, "en") == "21 Nov 2026 14:42"
    assert moment_th(MOMENT, "ms") == "21 Nov 2026 14.42"


def test_a_moment_of_the_database_is_said_in_thai_time():
    late_in_utc = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
    assert moment_th(late_in_utc) == "21 พ.ย. 2569 01.05 น."
    assert date_th(late_in_utc) == "21 พ.ย. 2569"
    assert day_th(late_in_utc) == "เสาร์ 21 พ.ย. 2569"


@pytest.mark.parametrize(
    ("seconds", "thai", "english"),
    [
        (0, "ไม่ถึง 1 นาที", "under 1 min"),
        (59, "ไม่ถึง 1 นาที", "under 1 min"),
        (-1800, "30 นาที", "30 min"),
        (8280, "2 ชม. 18 นาที", "2 h 18 min"),
        (7200, "2 ชม.", "2 h"),
        (86400, "1 วัน", "1 day"),
        (86400 + 3 * 3600 + 59, "1 วัน 3 ชม.", "1 day 3 h"),
        (14 * 86400 + 5 * 3600, "14 วัน", "14 days"),
    ],
)
def test_a_span_has_at_most_two_units(seconds, thai, english):
    assert duration_th(seconds) == thai
    assert duration_th(seconds, "en") == english


def test_fiscal_years_are_named_by_the_year_they_end():
    assert fiscal_year(date(2026, 9, 30)) == 2569
    assert fiscal_year(date(2026, 10, 1)) == 2570
    assert [quarter(date(2026, month, 1)) for month in (10, 12, 1, 3, 4, 6, 7, 9)] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert fiscal_span(2570) == (date(2026, 10, 1), date(2027, 9, 30))
    assert be(2026) == 2569


@pytest.mark.parametrize(
    ("typed", "year"),
    [("2569", 2026), ("69", 2026), ("2026", 2026), ("๒๕๖๙", 2026), ("63", 2020), ("พ.ศ. 2499", 1956), ("ค.ศ. 1956", 1956)],
)  # fmt: skip
def test_years(typed, year):
    assert read_year(typed) == year


@pytest.mark.parametrize("typed", ["", "256", "25690", "1563", "3569", "abc", "-5", "2569.0", "٢٥٦٩"])
def test_what_is_no_year_is_refused(typed):
    with pytest.raises(DateProblem) as refused:
        read_year(typed)
    assert refused.value.code == "year"


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("21/11/2569", "2026-11-21"),
        ("21-11-69", "2026-11-21"),
        ("21.11.2026", "2026-11-21"),
        ("21 11 2569", "2026-11-21"),
        ("2026-11-21", "2026-11-21"),
        ("2569-11-21", "2026-11-21"),
        ("21 พ.ย. 2569", "2026-11-21"),
        ("16 มี.ค.63", "2020-03-16"),
        ("16 มีค 63", "2020-03-16"),
        ("16 มีนาคม พ.ศ. 2563", "2020-03-16"),
        ("วันจันทร์ที่ 23 พฤศจิกายน 2569", "2026-11-23"),
        ("จันทร์ 23 พ.ย. 2569", "2026-11-23"),
        ("วันที่ 1 ม.ค. 2570", "2027-01-01"),
        ("๒๑ พฤศจิกายน ๒๕๖๙", "2026-11-21"),
        ("21 Nov 2026", "2026-11-21"),
        ("Mon 23 Nov 2026", "2026-11-23"),
        ("พ.ย. 2569", "2026-11"),
        ("เดือนมีนาคม ปี 2563", "2020-03"),
        ("11/2569", "2026-11"),
        ("2020-05", "2020-05"),
        ("2563", "2020"),
        ("63", "2020"),
        ("29 ก.พ. 2567", "2024-02-29"),
    ],
)
def test_dates_as_typed(typed, iso):
    assert read_date(typed).iso == iso


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("31 ก.พ. 2569", "day"),
        ("29 ก.พ. 2569", "day"),
        ("0/11/2569", "day"),
        ("21/13/2569", "month"),
        ("21 สวัสดี 2569", "month"),
        ("เมื่อวาน", "unreadable"),
        ("21/11/3569", "year"),
        ("21/11/2569/1", "unreadable"),
        ("\x00", "unreadable"),
    ],
)
def test_what_is_no_date_says_which_part(typed, code):
    with pytest.raises(DateProblem) as refused:
        read_date(typed)
    assert refused.value.code == code


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 12, 31)))
def test_what_is_said_can_be_read_again(day):
    for said in (date_th(day), day_th(day), date_th(day, "en"), date_th(day, "ms"), day.isoformat()):
        assert read_date(said) == PartialDate.of(day)
    for said in (PartialDate(day.year, day.month), PartialDate(day.year)):
        assert read_date(said.text()) == said == PartialDate.from_iso(said.iso)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        read = read_date(text)
    except DateProblem as problem:
        code = problem.code
    else:
        code = "year" if 1850 <= read.year <= 2199 else "wild"
    assert code in {"empty", "unreadable", "year", "month", "day"}


def test_a_partial_birth_date_gives_a_range_of_ages():
    on = date(2026, 11, 21)
    year_only = PartialDate.from_iso("2012").age_at(on)
    assert (year_only.low, year_only.high) == (13, 14)
    assert year_only.text() == "13–14 ปี"
    assert (year_only.under(18), year_only.under(14), year_only.under(13)) == (True, None, False)
    assert PartialDate(2008, 11, 21).age_at(on).under(18) is False
    assert PartialDate(2008, 11, 22).age_at(on).under(18) is True
    assert PartialDate(2008, 11).age_at(on).under(18) is None
    assert PartialDate(2026, 11).age_at(on).text() == "ไม่ถึง 1 ปี"
    assert PartialDate(2004, 2, 29).age_at(date(2022, 2, 28)).high == 17


@pytest.mark.parametrize("stored", ["", "20", "2020-13", "2020-02-30", "2020-1-1-1", "๒๐๒๐", "2020-", "-2020"])
def test_a_stored_date_that_is_none_is_refused(stored):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.from_iso(stored)
