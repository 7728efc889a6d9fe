"""Working days round Songkran and weekends, months round their ends."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.clock import add_months, add_working_days, holiday_name, is_working_day, working_days_between

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))


def test_songkran_and_weekends_are_no_working_days():
    friday_before = date(2026, 4, 10)
    assert [is_working_day(date(2026, 4, day)) for day in range(10, 17)] == [
        True,
        False,
        False,
        False,
        False,
        False,
        True,
    ]
    assert add_working_days(friday_before, 1) == date(2026, 4, 16)
    assert add_working_days(date(2026, 4, 16), -1) == friday_before
    assert holiday_name(date(2026, 4, 13)) == "Songkran Festival"


def test_days_in_lieu_count_and_labour_day_does_not_close_offices():
    assert not is_working_day(date(2026, 12, 7))
    assert is_working_day(date(2026, 5, 1))


def test_the_first_day_is_not_counted():
    assert add_working_days(date(2026, 11, 23), 0) == date(2026, 11, 23)
    assert add_working_days(date(2026, 11, 21), 1) == date(2026, 11, 23)


@given(DAYS, st.integers(1, 40))
def test_adding_working_days_lands_on_one_and_counts_them(day, count):
    landed = add_working_days(day, count)
    assert is_working_day(landed)
    assert working_days_between(day, landed) == count
    assert (landed - day).days >= count


def test_months_clamp_to_their_last_day():
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert add_months(date(2026, 12, 31), 1) == date(2027, 1, 31)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)


@given(DAYS, st.integers(0, 60))
def test_months_never_run_over_into_the_next(day, count):
    later = add_months(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_a_moment_keeps_its_hour():
    assert add_months(datetime(2026, 11, 30, 22, 5, tzinfo=UTC), 3) == datetime(2027, 2, 28, 22, 5, tzinfo=UTC)
