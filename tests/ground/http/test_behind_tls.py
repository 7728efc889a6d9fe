"""Behind a name: programs are not sent on from http, cookies belong to the host alone, the database line is proven."""

from collections.abc import Iterator

import pytest
from django.test import Client, RequestFactory, override_settings

from prasan.ground.http.files import handed_out
from prasan.ground.screens import places
from prasan.ground.screens.flashes import Flashes
from prasan.settings import database

NAMED = {
    "LOOPBACK_ONLY": False, "SECURE_SSL_REDIRECT": True, "SECURE_REDIRECT_EXEMPT": [r"^healthz$", r"^readyz$", r"^api/"],
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"), "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session", "CSRF_COOKIE_NAME": "__Host-csrf", "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
}


@pytest.fixture
def named() -> Iterator[None]:
    with override_settings(**NAMED):
        yield


@pytest.mark.django_db
def test_a_program_without_tls_is_refused_and_a_person_is_sent_on(named: None) -> None:
    told = Client().get("/api/v1/openapi.json")
    assert (told.status_code, told.json()["code"]) == (403, "https_only")
    assert "Location" not in told.headers
    person = Client().get(places.SIGN_IN)
    assert (person.status_code, person.headers["Location"]) == (301, f"https://testserver{places.SIGN_IN}")
    assert Client(headers={"X-Forwarded-Proto": "https"}).get("/api/v1/openapi.json").status_code == 200


@pytest.mark.django_db
def test_every_cookie_of_the_public_pages_is_secure_and_of_this_host_alone(named: None) -> None:
    client = Client(headers={"X-Forwarded-Proto": "https"})
    cookies = {}
    for path in (f"{places.HOME}?lang=en", places.SIGN_IN):
        cookies |= client.get(path).cookies
    assert {"__Host-lang", "__Host-csrf"} <= set(cookies)
    for name, cookie in cookies.items():
        assert name.startswith("__Host-"), name
        assert cookie["secure"], name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name
        assert cookie["samesite"] in {"Strict", "Lax"}, name
        assert cookie["httponly"], name
    assert 'lang="en"' in client.get(places.HOME).content.decode()


def test_a_flash_waits_in_a_cookie_of_this_host(named: None) -> None:
    request = RequestFactory().get("/", secure=True)
    request.session = {}  # type: ignore[assignment]
    stored, response = Flashes(request), handed_out(b"", "text/plain", "x.txt")
    stored.add(20, "บันทึกแล้ว")
    stored.update(response)
    cookie = response.cookies["__Host-messages"]
    assert (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]) == (True, True, "Strict")


def test_another_machine_is_spoken_to_over_tls_that_names_it() -> None:
    assert database("postgresql://app:x@db.example:5432/prasan")["OPTIONS"]["sslmode"] == "verify-full"
    for near in ("127.0.0.1", "localhost", "%2Frun%2Fpostgresql", ""):
        assert "sslmode" not in database(f"postgresql://app:x@{near}:5432/prasan")["OPTIONS"]


def test_object_and_base_are_closed_and_nothing_else_is_let_in(db: None) -> None:
    policy = Client().get(places.HOME).headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert rule in policy
    assert Client().get(places.HOME).headers["X-Content-Type-Options"] == "nosniff"


def test_trace_gives_nothing_back(db: None) -> None:
    told = Client().generic("TRACE", "/healthz", headers={"X-Secret": "CANARY"})
    assert told.status_code == 405
    assert b"CANARY" not in told.content
