"""Every address of the pages, as they stand in the resolver, with GET and POST of rubbish: never a 5xx, never round in circles, nothing told.

A new address is walked by itself. Ids of real objects, unknown ones and those out of scope: the last two get the same 404.
"""

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.assurance.result import Result, count, seed
from tests.world import World, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db
ALL = count("S1-walk", 0) > 0  # `make assurance`: every person at every address, whatever the number
PARTS = ("intake", "manager", "head", "hospital", "admin", "outsider")
LONG = "ก" * 30_000
RUBBISH: tuple[tuple[bytes, str], ...] = (
    (b"", "application/x-www-form-urlencoded"),
    (b"a=%FF%FE&text=%00&name=%ED%A0%80&reason=%00&q=%00&number=%00", "application/x-www-form-urlencoded"),
    (b"version=99999999999999999999&urgency=x&user=x&move=x&kind=x&reason=&on_0=99&on_1=x&on_2=-1&page=-1", "application/x-www-form-urlencoded"),
    (f"text={LONG}&story={LONG}&reason={LONG}&name={LONG}&q={LONG}".encode(), "application/x-www-form-urlencoded"),
    (b'{"a": 1}', "application/json"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    (b"&".join(b"f%d=1" % n for n in range(1500)), "application/x-www-form-urlencoded"),
    (b"affected-TOTAL_FORMS=99999&affected-INITIAL_FORMS=x&alleged-TOTAL_FORMS=-1&outside-TOTAL_FORMS=%00", "application/x-www-form-urlencoded"),
)
# A null byte in an address is refused before any page is asked, so it stands alone.
QUERIES = ("", "?cursor=%FF&q=%F0%9F&page=x&tab=%01&state=%ED%A0%80&which=9&year=x&office=x&step=-1&area=zz&sort=x&manager=x&next=//evil.example",
           "?cursor=WyIxIiwiMiJd&year=99999999999999999999&page=-1", "?q=%00&tab=%00")  # fmt: skip
ELSEWHERE = ("api/", "static/")  # the API has walks of its own


def addresses(resolver: Any = None, before: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every address and its parameters with their converters."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern) and not route.startswith(ELSEWHERE):
            yield route, {name: type(converter).__name__ for name, converter in entry.pattern.converters.items()}


def filled(world: World, route: str, parameters: dict[str, str], *, real: bool) -> list[str]:
    """The address with ids of real objects (two of each fitting kind), or with unknown ones."""
    values = []
    for name, converter in parameters.items():
        if converter == "UUIDConverter":
            values.append([str(pk) for pk in world.of(name)][:2] if real else [str(uuid.UUID(int=77))])
        else:
            values.append({"IntConverter": ["3", "99999999999999999999"]}.get(converter, ["case", "x"]))
    found = []
    for chosen in itertools.islice(itertools.product(*values), 4):
        address = "/" + route
        for (name, converter), value in zip(parameters.items(), chosen, strict=True):
            short = {"UUIDConverter": "uuid", "IntConverter": "int", "SlugConverter": "slug", "StringConverter": "str"}[converter]
            address = address.replace(f"<{short}:{name}>", value)
        found.append(address)
    return found


def follow(result: Result, client: Client, answer: Any, address: str) -> None:
    """A redirect stays on the site and ends, and no answer is a 5xx."""
    seen = [address]
    result.tried += 1
    while answer.status_code in {301, 302, 303, 307, 308}:
        place = answer["Location"]
        assert place.startswith("/") and not place.startswith("//"), (address, place)
        assert len(seen) < 6, seen
        seen.append(place)
        answer = client.get(place)
    assert answer.status_code < 500 or answer.status_code == 503, (seen, answer.status_code)


def walk(result: Result, client: Client, address: str) -> None:
    for query in QUERIES if ALL else QUERIES[:2]:
        follow(result, client, client.get(address + query), address + query)
    for body, kind in RUBBISH if ALL else RUBBISH[1:4]:
        answer = client.generic("POST", address, body, content_type=kind)
        assert answer.status_code < 500, (address, answer.status_code, body[:60])
        follow(result, client, answer, address)
    assert client.generic("DELETE", address).status_code < 500


def test_no_address_breaks(world: World) -> None:
    result = Result("S1-walk", seed())
    _walk_all(result, world)
    with _broken():
        result.plant("an address that breaks", lambda: _breaks(world))
    result.settle()


def _breaks(world: World) -> bool:
    """Whether the walk notices a page that fails when its question cannot be read."""
    noticed = Result("S1-walk", seed())
    _one(noticed, world, world.cast.manager, "/cases/")
    return bool(noticed.failed)


@contextmanager
def _broken() -> Iterator[None]:
    """A page that takes what stands in its address for a number."""
    def read(self: Any, key: str, default: Any = None) -> Any:
        return int(QueryDict.__getitem__(self, key)) if key in self else default

    with patch.object(QueryDict, "get", read):
        yield


def _walk_all(result: Result, world: World) -> None:
    people = [None, *(getattr(world.cast, name) for name in PARTS)]
    for n, (route, parameters) in enumerate(addresses()):
        for person in people if ALL else (people[1 + n % 3],):
            for address in (filled(world, route, parameters, real=True) if ALL else filled(world, route, parameters, real=True)[:1]):
                if "logout" not in address:
                    _one(result, world, person, address)


def _one(result: Result, world: World, person: Any, address: str) -> None:
    options: dict[str, Any] = {"raise_request_exception": False}
    try:
        walk(result, Client(**options) if person is None else world.cast.client(person, **options), address)
    except AssertionError as error:
        result.compare(False, f"{person.key if person else 'public'} {str(error)[:300]}")


def test_out_of_scope_looks_like_unknown(world: World) -> None:
    """What somebody of another province asks for: the page of an unknown id, to the byte."""
    faults = []
    client = world.cast.client(world.cast.outsider_intake)
    for route, parameters in addresses():
        names = [name for name, converter in parameters.items() if converter == "UUIDConverter"]
        if not names:
            continue
        real = filled(world, route, parameters, real=True)
        hidden = next((address for address in real if str(world.cast.outsider_intake.user) not in address), real[0])  # one's own is no secret
        unknown = filled(world, route, parameters, real=False)[0]
        for method in ("get", "post"):
            ours, theirs = (getattr(client, method)(address) for address in (hidden, unknown))
            if theirs.status_code == 404 and ours.status_code == 404 and _plain(ours, hidden) != _plain(theirs, unknown):
                faults.append(f"{method} {hidden}: the 404 differs")
            elif ours.status_code != theirs.status_code and not _everybodys(route):
                faults.append(f"{method} {hidden}: {ours.status_code}, unknown {theirs.status_code}")
    assert not faults, "\n".join(faults)


def _plain(answer: Any, address: str) -> str:
    return str(answer.content.decode().replace(address, ""))


def _everybodys(route: str) -> bool:
    """Addresses of offices, one's own account and the questions of surveys, which are nobody's secret."""
    return route.startswith(("desk/office", "account/", "access/duty", "fill/forms/", "forms/", "answers/forms/"))
