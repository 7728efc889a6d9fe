"""Hostile requests to the addresses of telephones: never a 5xx, always an answer in the protocol's words, nothing kept of it."""

import random
from unittest.mock import patch

import pytest
from django.test import Client

from prasan.community.surveys.models import Submission
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from tests.assurance.result import Result, count, seed
from tests.community.surveys.household import instance
from tests.surfaces.openrosa.collect import Inside, multipart

pytestmark = pytest.mark.django_db
SYSTEM = system("test")
TRIES = count("S1-openrosa", 250)
PATHS = ("formList", "submission", "forms/{id}/form.xml", "forms/{id}/manifest", "forms/{id}/media/{name}")
NAMES = ("tambon.csv", "..%2f..%2fx", "%00", "%ff%fe", "a" * 3000, "%E0%B8%81", "%F0%9F%92%A5")
QUERIES = ("", "?formID=%00", "?formID=%ff", "?formID=" + "x" * 5000, "?listAllVersions=%F0%9F", "?verbose=1&deviceID=" + "9" * 400, "?formID=household'--")
TOKENS = ("", "x", "%00", "%ff", "a" * 5000, "..", "%2e%2e%2f", "ก")
HEADERS = (
    {}, {"Authorization": "Digest " + "," * 500}, {"Authorization": "Basic \xff"}, {"If-None-Match": "*" * 3000}, {"Accept-Encoding": "\xff"},
    {"X-OpenRosa-Version": "9" * 2000}, {"Content-Length": "-1"}, {"Transfer-Encoding": "chunked"}, {"Cookie": "session=x"}, {"Accept-Language": "\x01"},
)  # fmt: skip
ENTITIES = b"".join(b'<!ENTITY x%d "%s">' % (n, b"&x%d;" % (n - 1) * 10 if n else b"lol") for n in range(12))
BOMB = b"<!DOCTYPE a [" + ENTITIES + b"]><data id='household' version='1'>&x11;</data>"
INSTANCES = (
    b"", b"\x00", b"<", b"<data", BOMB, b"<data id='household' version='1'>" + b"<member>" * 500, b"\xef\xbb\xbf" + instance(), instance()[:-9],
    instance().replace(b"household", b"\xff"), b"<?xml version='1.0' encoding='utf-7'?>" + instance().partition(b"?>")[2],
    b"<data id='household' version='1' xmlns:a='" + b"x" * 70_000 + b"'/>", b"<data id='household' version='1'><a b='" + b"1" * 10_000 + b"'/></data>",
    instance(instance_id="x" * 260), instance(instance_id="\u202e"), instance(former="' OR 1=1"), instance(members_n="9" * 400), instance(moved="0000-00-00"),
    instance(members=["<member/>"] * 1500), instance(more="<member><member><age>1</age></member></member>"),
    instance(more="<meta><instanceID>b</instanceID></meta>"),
    instance(start="9999999-99-99"), instance(head_name="<b/>x"), instance(helps=" ".join("x" * 9 for _ in range(500))),
)  # fmt: skip


def _mangled(chance: random.Random, body: bytes) -> bytes:
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(body) + 1)
        body = chance.choice((body[:at], body[at:], body[:at] + chance.randbytes(3) + body[at:], body[:at] + body[at + 7 :]))
    return body


def _asked(chance: random.Random, handed, version) -> tuple[str, str, dict[str, str], bytes, bool]:
    path = chance.choice(PATHS).replace("{id}", str(version.pk)).replace("{name}", chance.choice(NAMES))
    known = chance.random() < 0.6
    before = f"/openrosa/key/{handed.token if known else chance.choice(TOKENS)}/" if chance.random() < 0.8 else "/openrosa/"
    kind, body = multipart(chance.choice(INSTANCES), [(chance.choice(("a.png", "../x", "\x00", "ก" * 300)), "image/png", chance.randbytes(40))])
    headers = {"X-OpenRosa-Version": "1.0", "Content-Type": chance.choice((kind, kind, kind, "text/xml", "multipart/form-data", "x", ""))}
    method = chance.choice(("GET", "HEAD", "POST", "POST", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"))
    whole = before + path + chance.choice(QUERIES)
    return method, whole, {**headers, **chance.choice(HEADERS)}, _mangled(chance, body) if chance.random() < 0.5 else body, "key//" not in whole


def test_no_request_breaks(handed, household):
    result = Result("S1-openrosa", seed())
    chance = random.Random(seed())  # noqa: S311 - can be repeated
    transport = Inside(Client(raise_request_exception=False))
    for _ in range(TRIES):
        method, path, headers, body, _ = _asked(chance, handed, household[1])
        answer = transport.ask(method, path, headers, body)
        spoken = answer.header("X-OpenRosa-Version") == "1.0" or answer.status in {400, 404}
        result.compare(answer.status < 500 and spoken, f"{method} {path[:80]} {headers}: {answer.status}")
        result.compare(handed.token not in answer.body.decode(errors="replace") or answer.status == 200, f"{method} {path[:80]}: the token in an answer")
    with reading(SYSTEM):
        result.compare(all(one.organisation_id for one in Submission.objects.all()), "a submission of nobody")
    result.plant("an answer that is no 5xx is noticed", lambda: _notices(transport))
    result.settle()


def _notices(transport: Inside) -> bool:
    """The check can fail: without its door, such a request is a 500."""
    with patch("prasan.surfaces.openrosa.door.device_of_token", side_effect=RuntimeError):
        return transport.ask("GET", "/openrosa/key/x/formList", {"X-OpenRosa-Version": "1.0"}).status == 500
