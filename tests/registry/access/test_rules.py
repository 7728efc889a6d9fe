"""The pure rules: passwords, waiting, networks, loopback."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zxcvbn import zxcvbn

from prasan.registry.access import rules
from prasan.registry.access.qr import path_of


@pytest.mark.parametrize(("password", "problem"), [
    ("สั้นไป", "short"), ("a" * 257, "long"), ("password1234", "weak"), ("prasan1300prasan", "weak"), ("khonkaen2569khonkaen", "weak"),
    ("สวัสดีสวัสดีสวัสดี", "weak"), ("qwertyuiop123", "weak"), ("ปลาทูสามตัวว่ายทวนน้ำ", ""), ("correct-horse-battery", ""),
])
def test_passwords(password: str, problem: str) -> None:
    assert rules.password_problem(password) == problem


@pytest.mark.parametrize("leaked", ["freedomfaergrg", "flyyepriincess", "FlyyEpriincess"])
def test_what_stands_in_leaks_is_refused_however_hard_it_looks(leaked: str) -> None:
    assert zxcvbn(leaked)["score"] >= 3, "an estimate alone would take it"
    assert rules.password_problem(leaked) == "weak"
    assert rules.password_problem(f"{leaked} กับปลาทู") == ""


def test_the_own_name_guesses_well() -> None:
    assert rules.password_problem("somying.jaidee", ("somying.jaidee", "สมหญิง ใจดี")) == "weak"


@given(st.integers(min_value=0, max_value=10**9))
def test_waiting_grows_and_never_locks(failures: int) -> None:
    assert 0 <= rules.wait_after(failures) <= rules.wait_after(failures + 1) <= rules.LONGEST_WAIT
    assert failures >= rules.FREE_FAILURES or rules.wait_after(failures) == 0


@pytest.mark.parametrize(("address", "network"), [
    ("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("x", ""), ("", ""),
])
def test_networks(address: str, network: str) -> None:
    assert rules.network(address) == network


@given(st.text(max_size=40))
def test_any_text_is_no_reason_to_fail(text: str) -> None:
    rules.network(text)
    assert not rules.is_loopback(f"x{text}")


def test_loopback() -> None:
    assert all(rules.is_loopback(address) for address in ("127.0.0.1", "127.9.9.9", "::1", "[::1]"))
    assert not any(rules.is_loopback(address) for address in ("10.0.0.1", "localhost", ""))


def test_a_code_is_a_square_with_its_quiet_border() -> None:
    code = path_of("otpauth://totp/t.manager?secret=JBSWY3DPEHPK3PXP&issuer=Prasan")
    assert code.path.startswith("M4 4h1v1h-1z")
    assert code.size > 30
    assert f"M{code.size - 1}" not in code.path
