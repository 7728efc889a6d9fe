"""Amounts are whole satang: what is typed is read exactly, what is shown is what was typed."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.fields import BahtField
from prasan.ground.money import MOST, baht, satang


@pytest.mark.parametrize(("typed", "amount"), [
    ("0", 0), ("0.1", 10), ("0.10", 10), ("1250", 125_000), ("1,250.5", 125_050), ("๑๒.๒๕ บาท", 1_225), (" ฿ 7 ", 700), ("999,999,999.99", 99_999_999_999),
])
def test_what_people_type_is_read(typed: str, amount: int) -> None:
    assert satang(typed) == amount and BahtField().clean(typed) == amount


@pytest.mark.parametrize("typed", ["", "ฟรี", "1.234", "12,34", "-5", "1e3", "1,0000", "1000000000", "NaN", "1.5.5", "0x10", "๑,๒"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"amount|too much"):
        satang(typed)
    if typed:
        with pytest.raises(ValidationError):
            BahtField().clean(typed)


@given(st.integers(0, MOST))
def test_what_is_shown_is_read_as_the_same(amount: int) -> None:
    assert satang(baht(amount)) == amount and satang(baht(amount).replace(",", "")) == amount


@given(st.lists(st.integers(0, 10_000), max_size=50))
def test_a_sum_is_exact(amounts: list[int]) -> None:
    assert satang(baht(sum(amounts))) == sum(satang(baht(one)) for one in amounts)


def test_an_empty_box_is_no_amount_unless_it_is_asked_for() -> None:
    assert BahtField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        BahtField(label="เงิน").clean("")
    assert BahtField().prepare_value(125_050) == "1,250.50" and BahtField().prepare_value("ฟรี") == "ฟรี"
