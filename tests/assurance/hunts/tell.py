"""People who tell things with marks in every word, each from an address of their own with a browser of their own."""

import json
import random
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from tests.assurance.faults.senders import hidden, multipart, picture
from tests.assurance.hunts.hunt import AGENT, MARK


def addresses() -> Iterator[str]:
    """Loopback addresses, each once."""
    return (f"127.77.{high}.{low}" for high in range(256) for low in range(1, 255))


class Teller:
    """Somebody at an address of their own; counts what was not taken."""

    def __init__(self, port: int, address: str, number: int) -> None:
        self.address = address
        self.line = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address, 0))
        self.cookies: dict[str, str] = {}
        self.agent = f"Mozilla/5.0 {AGENT}{number} Firefox/128"
        self.number = number

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "application/x-www-form-urlencoded", **headers: str) -> tuple[int, str]:
        """Status and text."""
        own = {"User-Agent": self.agent, "Content-Type": kind, "Accept-Language": "th", "X-Forwarded-For": self.address}
        if self.cookies:
            own["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.line.request(method, path, body or None, {**own, **headers})
        answer = self.line.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name.strip()] = rest.partition(";")[0]
        return answer.status, text

    def post(self, path: str, fields: dict[str, Any], token: str = "") -> tuple[int, str]:
        """A form."""
        return self.ask("POST", path, urlencode({"csrfmiddlewaretoken": token, **fields}, doseq=True).encode(), Referer=f"http://127.0.0.1{path}")

    def by_program(self) -> dict[str, str]:
        """A report with a mark in everything that can be told; its receipt."""
        status, text = self.ask("POST", "/api/v1/reports", json.dumps({"content": everything(self.number)}).encode(), "application/json")
        assert status == 200, text
        slip: dict[str, str] = json.loads(text)["receipt"]
        said = {"code": slip["code"], "secret": slip["secret"], "text": f"{MARK} ข้อความ {self.number}"}
        assert self.ask("POST", "/api/v1/reports/receipt/messages", json.dumps(said).encode(), "application/json")[0] == 200
        return slip

    def by_form(self, chance: random.Random) -> None:
        """The public form with a picture, after a wrong try of a receipt and one of a sign-in, and an exit half way."""
        wrong = {"code": "1" * 12, "secret": "1" * 6}
        for path, given in (("/receipt", wrong), ("/account/login/", {"login": f"{MARK}x", "password": f"{MARK}y"})):
            self.post(path, given, _token(self.ask("GET", path)[1]))
        assert self.post("/report/", {"danger": "no"}, _token(self.ask("GET", "/report/")[1]))[0] == 302
        for step, given in STEPS.items():
            status, text = self.post(f"/report/{step}", given, _token(self.ask("GET", f"/report/{step}")[1]))
            assert status == 302, text[-800:]
        page = self.ask("GET", "/report/check")[1]
        fields = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "token", "digest")}
        body = multipart(fields, picture(chance) + MARK.encode()).replace(b'filename="a.png"', f'filename="{MARK}.png"'.encode())
        status, text = self.ask("POST", "/report/check", body, "multipart/form-data; boundary=xXx", Referer="http://127.0.0.1/report/check")
        assert status == 201, text[-800:]

    def leaves(self) -> None:
        """Types something and goes away without sending."""
        self.post("/report/", {"danger": "no"}, _token(self.ask("GET", "/report/")[1]))
        self.post("/report/3", {"story": f"{MARK} ยังไม่ส่ง"}, _token(self.ask("GET", "/report/3")[1]))


def _token(page: str) -> str:
    return hidden(page, "csrfmiddlewaretoken") if 'name="csrfmiddlewaretoken"' in page else ""


STEPS: dict[int, dict[str, Any]] = {
    2: {"who": "child", "age": "8", "name": MARK}, 3: {"story": f"{MARK} เสียงร้อง", "what": "neglect.child"}, 4: {"kin": "step", "by_name": MARK, "when": MARK},
    5: {"province": "40", "place": "ศิลา เมืองขอนแก่น", "words": MARK, "involves": "yes", "involved": MARK},
    6: {"way": "phone", "contact": f"081 {MARK}", "your_name": MARK, "say": MARK, "never": MARK, "hours": "any"},
}


def everything(number: int) -> dict[str, Any]:
    """A report with a mark wherever words may stand."""
    word = f"{MARK} {number}"
    party = {
        "name": word, "other_names": [word], "age_words": "8", "relation": word, "said": word, "address": word, "disability": word,
        "languages": [word], "numbers": [{"number": word, "kind": "other"}], "phones": [{"number": f"081555{number:04}", "whose": word}],
    }
    return {
        "story": word, "problems": ["violence.physical"], "where": {"area_code": "400101", "words": word}, "when": {"words": word},
        "parties": [{"role": "affected", **party}, {"role": "alleged", **party, "kin": "step"}],
        "reporter": {"role": "neighbour", "name": word, "contact": word, "relation": word, "note": word},
        "safe_contact": {"channels": ["phone"], "address": word, "say": word, "code_word": word, "who_may_answer": word, "never": word, "place": word,
                         "note": word},
        "wish_words": word, "outside_numbers": [{"kind": "letter", "number": word}], "attachments": [word], "involves_office": "yes",
        "involved_words": word, "excluded_kinds": ["police_station"],
    }
