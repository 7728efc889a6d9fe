"""Coming in: password, then the second factor; the same answer for every wrong way; slowed, never locked."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import PUBLIC
from prasan.ground.screens import places
from prasan.registry.access import gates, slowing
from prasan.registry.access.actions import add_totp, suspend_user
from prasan.registry.access.models import Session, User
from tests.cast import PASSWORD, SYSTEM, Cast, Person

SECOND = "/account/login/second"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(at=None) -> str:
    return format_hotp_value(hotp_value(SECRET, int((at or clock.now()).timestamp()) // 30))


def with_app(person: Person) -> None:
    """Set up an app whose first code lies in the past."""
    earlier = clock.now() - timedelta(minutes=5)
    with clock.frozen(earlier):
        add_totp(PUBLIC, user=person.user, secret=SECRET, code=code())


def give(client: Client, person: Person, password: str = PASSWORD, **more):
    return client.post(places.SIGN_IN, {"username": person.username, "password": password}, **more)


def test_page_has_no_sign_up_and_no_cards_outside_the_demonstration(cast: Cast) -> None:
    page = Client().get(places.SIGN_IN).content.decode()
    assert "เข้าระบบ" in page
    assert "ทดลองในบทบาทของ" not in page
    assert Client().get("/signup").status_code == 404


def test_password_and_code_open_the_door(cast: Cast) -> None:
    with_app(cast.manager)
    client = Client()
    first = give(client, cast.manager)
    assert first.headers["Location"] == SECOND
    assert "_auth_user_id" not in client.session
    assert client.get(places.ACCOUNT).headers["Location"].startswith(places.SIGN_IN)
    second = client.post(SECOND, {"code": code()})
    assert (second.status_code, second.headers["Location"]) == (302, places.DESK)
    assert client.session[gates.STRONG]
    assert client.get(places.ACCOUNT).status_code == 200
    assert AuditRow.objects.filter(verb="sign_in", object_id=str(cast.manager.user), detail="code").exists()


def test_session_key_changes_at_sign_in_and_is_kept_only_hashed(cast: Cast) -> None:
    with_app(cast.manager)
    client = Client()
    give(client, cast.manager)
    before = client.cookies["session"].value
    client.post(SECOND, {"code": code()})
    after = client.cookies["session"].value
    assert before != after
    assert not Session.objects.filter(session_key__in=[before, after]).exists()
    assert Session.objects.filter(user_id=cast.manager.user).count() == 1


def test_a_code_works_once(cast: Cast) -> None:
    with_app(cast.manager)
    now = code()
    for client, expected in ((Client(), 302), (Client(), 422)):
        give(client, cast.manager)
        assert client.post(SECOND, {"code": now}).status_code == expected


def test_wrong_code_stays_outside(cast: Cast) -> None:
    with_app(cast.manager)
    client = Client()
    give(client, cast.manager)
    answer = client.post(SECOND, {"code": "000000" if code() != "000000" else "111111"})
    assert answer.status_code == 422
    assert client.get(places.ACCOUNT).headers["Location"].startswith(places.SIGN_IN)


def test_secrets_lie_sealed(cast: Cast) -> None:
    with_app(cast.manager)
    stored = str(list(Authenticator.objects.filter(user_id=cast.manager.user).values_list("data", flat=True)))
    assert SECRET not in stored
    assert cast.manager.user.hex in stored


def test_a_secret_copied_from_somebody_else_does_not_open(cast: Cast) -> None:
    with_app(cast.manager)
    stolen = Authenticator.objects.get(user_id=cast.manager.user, type="totp")
    Authenticator.objects.create(user_id=cast.outsider.user, type="totp", data={"secret": stolen.data["secret"], "last": 0})
    client = Client(raise_request_exception=False)
    give(client, cast.outsider)
    assert client.post(SECOND, {"code": code()}).status_code >= 400
    assert gates.STRONG not in client.session


def test_second_factor_is_forced_before_any_page(cast: Cast) -> None:
    client = Client()
    answer = give(client, cast.manager)
    assert answer.headers["Location"] == "/account/second-factor"
    for path in (places.ACCOUNT, "/users/", "/access/duty", "/access/open", "/account/tokens"):
        assert client.get(path).headers["Location"] == "/account/second-factor", path
    assert client.get("/account/second-factor").status_code == 200


def test_app_is_set_up_by_its_first_code_and_recovery_codes_show_once(cast: Cast) -> None:
    client = Client()
    give(client, cast.manager)
    page = client.get("/account/second-factor").content.decode()
    secret = page.split("<code>")[1].split("</code>")[0].replace(" ", "")
    right = format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))
    assert client.post("/account/second-factor", {"code": "12"}).status_code == 422
    assert client.post("/account/second-factor", {"code": right}).headers["Location"] == "/account/codes"
    shown = client.get("/account/codes").content.decode()
    assert shown.count("<li><code>") == 10
    assert "<li><code>" not in client.get("/account/codes").content.decode()
    assert client.get(places.ACCOUNT).status_code == 200


def test_a_recovery_code_opens_once(cast: Cast) -> None:
    from prasan.registry.access.actions.factors import recovery_codes

    with_app(cast.manager)
    spare = recovery_codes(cast.manager.user)[0]
    for expected in (302, 422):
        client = Client()
        give(client, cast.manager)
        assert client.post(SECOND, {"code": f"{spare[:4]} {spare[4:]}"}).status_code == expected


def test_a_weak_session_of_somebody_with_a_factor_must_use_it_not_replace_it(cast: Cast) -> None:
    with_app(cast.manager)
    client = cast.client(cast.manager, strong=False)
    page = client.get("/account/second-factor").content.decode()
    assert "<svg viewBox" not in page
    assert client.get("/account/passkey").status_code == 302
    assert client.post("/account/second-factor", {"code": code()}).headers["Location"] == places.DESK


@pytest.mark.parametrize("way", ["unknown", "wrong", "suspended", "not enrolled"])
def test_every_wrong_way_gets_the_same_answer_by_the_same_path(cast: Cast, way: str, django_assert_num_queries) -> None:
    client, name, password = Client(), cast.manager.username, PASSWORD
    match way:
        case "unknown":
            name = "nobody.here"
        case "wrong":
            password = "ผิดไปหนึ่งตัวอักษรนะ"
        case "suspended":
            suspend_user(SYSTEM, user=cast.manager.user)
        case "not enrolled":
            User.objects.filter(pk=cast.manager.user).update(password="!unusable")
    client.get(places.SIGN_IN)
    hashes: list[str] = []
    usual = Argon2PasswordHasher.encode
    check = Argon2PasswordHasher.verify

    def encode(self, *args):
        hashes.append("encode")
        return usual(self, *args)

    def verify(self, *args):
        hashes.append("verify")
        return check(self, *args)

    with patch.object(Argon2PasswordHasher, "encode", encode), patch.object(Argon2PasswordHasher, "verify", verify):
        answer = client.post(places.SIGN_IN, {"username": name, "password": password})
    assert answer.status_code == 422
    assert answer.content.decode().count("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง") == 1
    assert len(hashes) == 1
    row = AuditRow.objects.filter(verb="sign_in_failed").get()
    assert (row.actor, row.object_kind, row.detail, len(row.object_id)) == ("public", "user", "password", 32)


def test_failures_slow_the_pair_of_account_and_network_and_nobody_else(cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        assert give(client, cast.manager, "ไม่ใช่รหัสผ่านนี้แน่").status_code == 422
    slowed = give(client, cast.manager)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) <= 2
    assert give(client, cast.manager, REMOTE_ADDR="203.0.113.9").status_code == 302, "the same account from elsewhere"
    assert give(Client(), cast.outsider).status_code == 302, "another account from the same network"
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert give(client, cast.manager).status_code == 302, "never locked"


def test_attempts_hold_no_address(cast: Cast) -> None:
    from prasan.registry.access.models import Attempt

    give(Client(), cast.manager, "ไม่ใช่รหัสผ่านนี้แน่", REMOTE_ADDR="203.0.113.77")
    kept = [bytes(row.key) for row in Attempt.objects.all()]
    assert kept
    assert all(len(key) == 16 and b"203.0" not in key for key in kept)
    assert slowing.wait("report", cast.manager.username, "203.0.113.77") == 0, "staff failures never touch public ways"


def test_signed_in_people_are_sent_on_only_within_the_site(cast: Cast) -> None:
    client = cast.client(cast.manager)
    assert client.get(f"{places.SIGN_IN}?next=/cases/").headers["Location"] == "/cases/"
    for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"):
        assert client.get(places.SIGN_IN, {"next": evil}).headers["Location"] == places.DESK


def test_signing_out_ends_the_session(cast: Cast) -> None:
    client = cast.client(cast.manager)
    assert client.get(places.SIGN_OUT).status_code == 200
    assert client.post(places.SIGN_OUT).headers["Clear-Site-Data"] == '"cache"'  # sealed, unsent surveys stay
    assert client.get(places.ACCOUNT).headers["Location"].startswith(places.SIGN_IN)
    assert not Session.objects.filter(user_id=cast.manager.user).exists()
