"""Somebody with a browser, as cheap as can be: one kept connection, cookies, and the token of forms."""

import json
import re
import time
from html import unescape
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from prasan.surfaces.ops.bench.counting import ANSWER, ASK

SECONDS = 60
IDLE = 5.0  # seconds


class Unexpected(Exception):  # noqa: N818
    """An answer that the measured request must not get; the text says which."""


class Answer:
    """What came: `status`, `body` (bytes as sent), `headers`."""

    def __init__(self, status: int, body: bytes, headers: Any) -> None:
        self.status, self.body, self.headers = status, body, headers

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def queries(self) -> int:
        """How many queries the server asked; only of a counted request."""
        return int(self.headers.get(ANSWER, "0"))

    def hidden(self, name: str) -> str:
        """The value of a hidden field. Raises Unexpected when the page has none."""
        found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', self.text)
        if found is None:
            raise Unexpected(f"no field {name} on the page:\n{self.text[:600]}")
        return unescape(found[1])


class Visitor:
    """One browser. `session`: the key of a session that was begun beside the site."""

    def __init__(self, site: str, session: str = "") -> None:
        address = urlsplit(site)
        self.site = site
        self.line = HTTPConnection(address.hostname or "", address.port, timeout=SECONDS)
        self.cookies = {"session": session} if session else {}
        self.counted = False
        self.last = 0.0

    def get(self, path: str, *, expect: int = 200, **headers: str) -> Answer:
        """A page. Raises Unexpected for any other status."""
        return self._ask("GET", path, b"", headers, expect)

    def post(self, path: str, fields: dict[str, Any], *, expect: int, token: str = "") -> Answer:
        """A form, with the token that its page carried."""
        body = urlencode({"csrfmiddlewaretoken": token, **fields}, doseq=True).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.site + path}, expect)

    def send(self, path: str, value: Any, *, expect: int = 200) -> Answer:
        """JSON to the API."""
        return self._ask("POST", path, json.dumps(value).encode(), {"Content-Type": "application/json"}, expect)

    def close(self) -> None:
        """Let the connection go."""
        self.line.close()

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str], expect: int) -> Answer:
        own = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        if self.counted:
            own[ASK] = "yes"
        if time.monotonic() - self.last > IDLE:
            self.line.close()  # the server lets go of idle connections; the next request opens one again
        self.last = time.monotonic()
        self.line.request(method, path, body or None, {"Accept-Language": "th", **own, **headers})
        answer = self.line.getresponse()
        found = Answer(answer.status, answer.read(), answer.headers)
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name.strip()] = rest.partition(";")[0]
        if found.status != expect:
            raise Unexpected(f"{method} {path}: {expect} expected, {found.status} came:\n{found.body[:800].decode(errors='replace')}")
        return found
