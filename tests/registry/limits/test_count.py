"""How limits are counted: months, leap days, Songkran, hours over holidays; never rolled, never later than the earliest reading."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.clock import BANGKOK, PartialDate, is_working_day
from prasan.registry.limits.rules import (
    Alarm,
    due,
    earliest,
    newly_reached,
    next_notice,
    schedule,
    soon_from,
    span,
    stage,
)

MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=st.just(BANGKOK))  # noqa: DTZ001 - as hypothesis asks
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def test_hours_run_over_songkran_and_weekends():
    assert due("running_hours", 48, at("2027-04-12T16:00")) == at("2027-04-14T16:00")
    assert due("running_hours", 48, at("2026-11-19T02:05")) == at("2026-11-21T02:05")
    assert due("running_minutes", 15, at("2026-11-21T23:50")) == at("2026-11-22T00:05")


def test_three_months_are_not_ninety_days():
    assert due("calendar_months", 3, at("2026-11-15T22:40")).date() == date(2027, 2, 15)
    assert due("calendar_months", 3, date(2026, 11, 30)).date() == date(2027, 2, 28)
    assert due("calendar_months", 3, date(2027, 11, 30)).date() == date(2028, 2, 29)
    assert due("calendar_months", 12, date(2028, 2, 29)).date() == date(2029, 2, 28)


def test_a_last_day_on_a_holiday_does_not_roll():
    last = due("calendar_days", 7, at("2027-04-07T10:00"))
    assert last.date() == date(2027, 4, 14)
    assert not is_working_day(last.date())


def test_the_last_day_itself_still_counts():
    last = due("calendar_months", 3, at("2026-11-15T01:30"))
    assert stage(at("2027-02-15T23:00"), at("2026-11-15T01:30"), last) == "soon"
    assert stage(at("2027-02-16T00:00"), at("2026-11-15T01:30"), last) == "late"


def test_working_days_jump_songkran_and_keep_their_hour():
    assert due("working_days", 1, at("2027-04-12T15:00")) == at("2027-04-16T15:00")
    assert due("working_days", 3, date(2026, 11, 20)) == at("2026-11-25T23:59:59")


def test_without_the_hour_there_is_no_hour_to_be_due():
    assert due("running_hours", 72, date(2026, 11, 12)) is None
    assert due("running_minutes", 15, date(2026, 11, 12)) is None
    assert stage(at("2026-11-21T10:00"), at("2026-11-12T00:00"), None) == "none"


def test_a_partly_known_start_is_read_at_its_earliest():
    assert earliest(PartialDate(2026, 10)) == date(2026, 10, 1)
    assert earliest(PartialDate(2014)) == date(2014, 1, 1)


@given(DAYS, st.integers(1, 60))
def test_months_end_in_their_own_month(day, count):
    last = due("calendar_months", count, day).date()
    assert (last.year - day.year) * 12 + last.month - day.month == count
    assert last.day == day.day or (last + timedelta(days=1)).day == 1


@given(MOMENTS, st.sampled_from(["calendar_days", "calendar_months", "working_days"]), st.integers(1, 40))
def test_a_date_alone_never_gives_a_later_day_than_its_moment(moment, kind, amount):
    assert due(kind, amount, moment.date()).date() == due(kind, amount, moment).date()
    assert due(kind, amount, moment) > moment


@given(MOMENTS, st.integers(1, 2000))
def test_hours_are_exact(moment, hours):
    assert due("running_hours", hours, moment) - moment == timedelta(hours=hours)


@given(MOMENTS, st.integers(1, 30))
def test_working_days_end_on_a_working_day(moment, count):
    assert is_working_day(due("working_days", count, moment).date())


@given(MOMENTS, st.integers(1, 100_000), st.integers(-100_000, 200_000))
def test_stages_follow_one_another(start, minutes, later):
    end = start + timedelta(minutes=minutes)
    now = start + timedelta(minutes=later)
    expected = "late" if now > end else "soon" if now >= soon_from(start, end) else "ok"
    assert stage(now, start, end) == expected
    left = end - now
    if timedelta() <= left < timedelta(hours=1) and now >= start:
        assert expected == "soon"
    if left * 4 > end - start and left > timedelta(hours=1):
        assert expected == "ok"


def test_the_notices_of_a_limit():
    start, end = at("2026-11-21T08:00"), at("2026-11-23T08:00")
    points = schedule(start, end, ["after:24h", "after:36h"])
    assert points == (
        (at("2026-11-22T08:00"), "after:24h"),
        (at("2026-11-22T20:00"), "after:36h"),
        (at("2026-11-22T20:00"), "soon"),
        (at("2026-11-23T08:00:01"), "late"),
    )
    assert newly_reached(points, [], at("2026-11-22T21:00")) == ("after:24h", "after:36h", "soon")
    assert newly_reached(points, ["after:24h"], at("2026-11-22T08:00")) == ()
    assert next_notice(points, ["after:24h", "after:36h", "soon"]) == at("2026-11-23T08:00:01")
    assert next_notice(points, [level for _, level in points]) is None
    assert schedule(start, None, ["before:60d"]) == ()


@pytest.mark.parametrize("level", ["", "after:24d", "before:2h", "soon", "after:xh"])
def test_what_is_no_alarm_point_is_refused(level):
    with pytest.raises(ValueError, match=r".+"):
        Alarm.read(level)


def test_spans_in_words():
    assert span("running_hours", 48) == "48 ชั่วโมง นับวันหยุดด้วย"
    assert span("calendar_months", 1, "en") == "1 calendar month"
