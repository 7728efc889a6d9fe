"""The gate's verdict: total, never wider than what was told."""

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prasan.ground.clock import BANGKOK
from prasan.registry.contact import rules

MONDAY = datetime(2026, 11, 16, tzinfo=BANGKOK)
PHONE = {"channels": ["phone"], "hours": [["13:00", "15:00"]], "address": "081-000-2218"}


def at(text, day=0):
    hour, minute = text.split(":")
    return MONDAY + timedelta(days=day, hours=int(hour), minutes=int(minute))


@pytest.mark.parametrize(
    ("rule", "channel", "moment", "state", "why"),
    [
        (None, "phone", at("13:30"), "stop", "unknown"),
        ({}, "phone", at("13:30"), "stop", "unknown"),
        (PHONE, "phone", at("12:59"), "wait", "hours"),
        (PHONE, "phone", at("13:00"), "go", ""),
        (PHONE, "phone", at("14:59"), "go", ""),
        (PHONE, "phone", at("15:00"), "wait", "hours"),
        (PHONE, "sms", at("13:30"), "stop", "channel"),
        (PHONE, "pigeon", at("13:30"), "stop", "channel"),
        ({**PHONE, "never_channels": ["phone"]}, "phone", at("13:30"), "stop", "never"),
        ({**PHONE, "never_channels": "phone"}, "phone", at("13:30"), "stop", "never"),  # unreadable: all of them
        ({**PHONE, "hours": None}, "phone", at("13:30"), "stop", "unclear"),
        ({"channels": ["phone"]}, "phone", at("13:30"), "stop", "unclear"),
        ({**PHONE, "hours": []}, "phone", at("03:30"), "go", ""),
        ({**PHONE, "hours": [["22:00", "02:00"]]}, "phone", at("01:59"), "go", ""),
        ({**PHONE, "hours": [["22:00", "02:00"]]}, "phone", at("02:00"), "wait", "hours"),
        ({**PHONE, "hours": [["22:00", "02:00"]], "days": [0]}, "phone", at("01:00", 1), "go", ""),  # Monday's night reaches into Tuesday
        ({**PHONE, "hours": [["22:00", "02:00"]], "days": [0]}, "phone", at("01:00", 0), "wait", "hours"),  # Sunday's does not
        ({**PHONE, "hours": [["13:00", "13:00"]]}, "phone", at("13:00"), "stop", "unclear"),
        ({**PHONE, "hours": [["13", "15"]]}, "phone", at("13:30"), "stop", "unclear"),
        ({**PHONE, "days": [7]}, "phone", at("13:30"), "stop", "unclear"),
        ({**PHONE, "days": [1, 3]}, "phone", at("13:30"), "wait", "hours"),
        ({"channels": ["receipt"], "hours": None}, "receipt", at("03:00"), "go", ""),
        ({"channels": ["phone"]}, "receipt", at("03:00"), "stop", "channel"),
    ],
)
def test_what_was_told_holds(rule, channel, moment, state, why):
    found = rules.verdict(rule, channel, moment)
    assert (found.state, found.why) == (state, why)


def test_it_says_until_when_and_from_when():
    assert rules.verdict(PHONE, "phone", at("13:30")).until == at("15:00")
    assert rules.verdict(PHONE, "phone", at("15:00")).opens == at("13:00", 1)
    assert rules.verdict({**PHONE, "days": [3]}, "phone", at("13:30")).opens == at("13:00", 3)
    assert rules.verdict({**PHONE, "hours": [["13:00", "15:00"], ["15:00", "16:00"]]}, "phone", at("14:00")).until == at("16:00")
    assert rules.verdict({**PHONE, "hours": []}, "phone", at("14:00")).until is None
    assert rules.verdict({**PHONE, "hours": [], "days": [0]}, "phone", at("14:00")).until == at("00:00", 1)


def test_another_time_zone_is_the_same_moment():
    moment = at("13:30")
    assert rules.verdict(PHONE, "phone", moment.astimezone(rules.local(moment).tzinfo)) == rules.verdict(PHONE, "phone", moment)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["phone", "sms", "25:00", "09:61"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
broken = st.dictionaries(
    st.sampled_from(["channels", "never_channels", "hours", "days", "address", "say", "never"]), anything, max_size=7,
)
clock_time = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
whole = st.fixed_dictionaries({
    "channels": st.lists(st.sampled_from(sorted(rules.CHANNELS)), max_size=4),
    "never_channels": st.lists(st.sampled_from(sorted(rules.CHANNELS)), max_size=2),
    "hours": st.none() | st.lists(st.tuples(clock_time, clock_time).map(list), max_size=3),
    "days": st.lists(st.integers(0, 6), max_size=4),
})
moments = st.integers(0, 14 * 24 * 60).map(lambda minute: MONDAY + timedelta(minutes=minute))
channels = st.sampled_from([*sorted(rules.CHANNELS), "pigeon", ""])


@settings(max_examples=500, deadline=None)
@given(anything | broken, channels, moments)
def test_it_answers_whatever_the_record_holds(rule, channel, moment):
    found = rules.verdict(rule, channel, moment)
    assert found.state in ("go", "wait", "stop")
    rules.address_for(rule, channel)
    if isinstance(rule, dict):
        rules.checked(rule)
        rules.hours_text(rule)


def allowed(rule, channel, moment):  # noqa: PLR0911 - one line a case
    """The same said another way, minute by minute: the oracle."""
    if channel in rule["never_channels"] or channel not in rule["channels"]:
        return False
    if channel == "receipt":
        return True
    if rule["hours"] is None or any(begins == ends for begins, ends in rule["hours"]):
        return False
    days = set(rule["days"]) or set(range(7))
    told = moment.strftime("%H:%M")
    if not rule["hours"]:
        return moment.weekday() in days
    for begins, ends in rule["hours"]:
        if begins < ends and begins <= told < ends and moment.weekday() in days:
            return True
        if begins > ends and told >= begins and moment.weekday() in days:
            return True
        if begins > ends and told < ends and (moment.weekday() - 1) % 7 in days:
            return True
    return False


@settings(max_examples=2000, deadline=None)
@given(whole, channels, moments)
def test_it_goes_exactly_when_it_was_told(rule, channel, moment):
    found = rules.verdict(rule, channel, moment)
    assert (found.state == "go") == allowed(rule, channel, moment)
    if found.state == "wait":
        assert found.opens is not None
        assert found.opens > moment
        assert allowed(rule, channel, found.opens)
        assert not allowed(rule, channel, found.opens - timedelta(minutes=1))
    if found.until is not None:
        assert not allowed(rule, channel, found.until)
    assert rules.verdict(json.loads(json.dumps(rule)), channel, moment) == found


def test_no_text_says_who_we_are_or_what_it_is_about():
    telling = ["พม", "กระทรวง", "ประสาน", "ศูนย์", "เคส", "เรื่อง", "แจ้ง", "เจ้าหน้าที่", "ตำรวจ", "พยาบาล", "http", "www", "ministry", "case",
               "report", "officer", "police", "prasan", "kes", "polis"]
    for texts in rules.TEXTS.values():
        assert len(texts) == 3
        for text in texts:
            assert not [word for word in telling if word in text.casefold()]
            assert not any(letter.isdigit() for letter in text)
