"""Hostile requests at every operation of the API: bytes that are no text, wrong types of content, huge and deep bodies, null bytes, half characters."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from prasan.registry.access.actions import make_token
from prasan.registry.access.rules import SCOPES
from prasan.surfaces.api import urls
from prasan.surfaces.api.assembly import api
from tests.assurance.result import Result, count, seed
from tests.world import World, world

__all__ = ["urls", "world"]  # the addresses bring the chapters in
pytestmark = pytest.mark.django_db
BODIES: tuple[tuple[bytes, str], ...] = (
    (b"", "application/json"),
    (b"\xff\xfe\x00", "application/json"),
    (b"{}", "text/plain"),
    (b"a=1&b=\xff", "application/x-www-form-urlencoded"),
    (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\x00b"\r\n\r\n\xff\r\n--x--\r\n', "multipart/form-data; boundary=x"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    (b"x", "multipart/form-data"),
    (b"[" * 20_000, "application/json"),
    (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "application/json"),
    (b'{"a": "\\ud800", "text": "\\u0000", "reason": "\\udfff", "version": 1e400}', "application/json"),
    (b'{"version": 123456789012345678901234567890, "urgency": -9223372036854775809, "limit": 1e308}', "application/json"),
    (b'{"text": "' + b"x" * 3_000_000 + b'"}', "application/json"),
    (b"null", "application/json"),
    (b"[null]", "application/json; charset=utf-16"),
    (b"{}", "application/json; charset=\xff"),
)
ALL = count("S1-api", 0) > 0  # each address with an id of every kind
HEADERS: tuple[dict[str, str], ...] = (
    {"Authorization": "Bearer \xff\xfe"}, {"Authorization": "Bearer " + "x" * 5000}, {"Authorization": "Basic \x00"}, {"Idempotency-Key": "\xe0\xb8\x81" * 4},
    {"Idempotency-Key": "x"}, {"Idempotency-Key": "k" * 500}, {"Accept-Language": "\xff;q=x"}, {"Cookie": "session=\xff; csrftoken=\x01"}, {"Accept": "\x00"},
    {"X-Forwarded-For": "\xff"}, {"Host": "evil.example"},
)  # fmt: skip
QUERIES = ("cursor=%FF", "cursor=e30", "cursor=WyIxIiwiMiJd", "cursor=" + "A" * 3000, "limit=99999999999999999999", "limit=x", "q=%00", "q=%ED%A0%80",
           "state=%00", "tab=%00", "which=%00", "area=%00", "after=%FF", "cursor=%00")  # fmt: skip


def operations() -> list[tuple[str, str]]:
    return sorted((method, path) for path, found in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items() for method in found)


def addresses(world: World, path: str) -> list[str]:
    """The address with a real id, an unknown one and rubbish in its places."""
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    kinds = {"pk": ("report", "case", "person", "referral")}
    filled = []
    for real in (*kinds.get(names[0] if names else "", ("x",)), ""):
        address = path
        for name in names:
            pool = world.ids(real) or world.of(name)
            value = {"kind": real or "case", "move": "take", "year": "2569", "code": "40"}.get(name, str(pool[0]) if real else str(uuid.UUID(int=9)))
            address = address.replace(f"{{{name}}}", value)
        filled.append(address)
    rubbish = [path.replace("{", "%00").replace("}", "%FF")] if names else []
    return [*dict.fromkeys(filled if ALL else filled[:1]), *rubbish]


@pytest.fixture
def client(world: World) -> Client:
    token = make_token(world.cast.intake.actor, name="ทดสอบ", scopes=tuple(SCOPES), days=1)
    return Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)


def polite(result: Result, answer: Any, *asked: object) -> None:
    """Below 500, and what is refused is refused as a problem."""
    status = answer.status_code
    problem = status < 500 and answer["Content-Type"].startswith("application/problem+json") and json.loads(answer.content)["status"] == status
    result.compare(status < 400 or problem, f"{asked}: {status} {answer.content[:300]!r}")


def test_hostile_bodies(world: World, client: Client) -> None:
    result = Result("S1-api", seed())
    for method, path in operations():
        if method == "post":
            for address in addresses(world, path):
                for body, kind in BODIES if "%00" not in address else BODIES[:2]:
                    polite(result, client.generic("POST", address, body, content_type=kind), address, kind, body[:40])
    result.settle()


def test_hostile_headers_and_queries(world: World, client: Client) -> None:
    result = Result("S1-api", seed())
    for method, path in operations():
        address = addresses(world, path)[0]
        for headers in HEADERS:
            polite(result, client.generic(method.upper(), address, b"{}", content_type="application/json", headers=headers), method, address, headers)
        if method == "get":
            for query in QUERIES:
                polite(result, client.get(f"{address}?{query}"), address, query)
        polite(result, client.generic("PUT", address, b"{}", content_type="application/json"), "PUT", address)
    result.settle()


def test_unknown_addresses_are_problems(client: Client) -> None:
    result = Result("S1-api", seed())
    for address in ("/api/v1/nothing", "/api/v1/", "/api/v2/reports", "/api/v1/reports/%00", "/api/v1/reports/x" * 50):
        polite(result, client.get(address), address)
    result.settle()
