"""People who send: a report by a program, a report with a file by the public form, a message by a receipt. Each notes what was acknowledged."""

import hashlib
import io
import itertools
import json
import random
import re
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from typing import Any

from PIL import Image

from prasan.surfaces.ops.bench.visitor import Unexpected, Visitor

REPORTS, MESSAGES = "/api/v1/reports", "/api/v1/reports/receipt/messages"
KINDS = ("report", "form", "message")
_number = itertools.count(1)


@dataclass
class Told:
    """What was acknowledged, to be looked for afterwards, and what was refused politely or went down with the server."""

    reports: list[dict[str, str]] = field(default_factory=list)  # code, secret, story
    messages: list[dict[str, str]] = field(default_factory=list)  # code, secret, text
    files: list[dict[str, str]] = field(default_factory=list)  # story of the report, sha256
    unsure: int = 0
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def acknowledged(self) -> int:
        """How many of all kinds."""
        return len(self.reports) + len(self.messages) + len(self.files)

    def plain(self) -> dict[str, Any]:
        """For the judge."""
        return {"reports": self.reports, "messages": self.messages, "files": self.files}


def content(chance: random.Random) -> dict[str, Any]:
    """A report with everything that belongs to one; its story is like no other."""
    word = f"เรื่องที่ {next(_number)}-{chance.randrange(10**12)}"
    return {
        "story": f"ได้ยินเสียงร้องทุกคืน {word}", "problems": ["violence.physical"], "where": {"area_code": "40", "words": "หลังตลาด"},
        "parties": [{"role": "affected", "name": "ด.ช.ภูผา ใจดี", "age_words": "6"}, {"role": "alleged", "name": "นายสมศักดิ์ ใจดี", "kin": "step"}],
        "reporter": {"role": "neighbour", "name": "สายใจ ข้างบ้าน", "contact": "0820004321"}, "safe_contact": {"channels": ["receipt"]},
    }


def picture(chance: random.Random) -> bytes:
    """A small photograph like no other."""
    out = io.BytesIO()
    Image.frombytes("RGB", (24, 16), chance.randbytes(24 * 16 * 3)).save(out, "PNG")
    return out.getvalue()


class Sender:
    """One of them. `prepare(kind)` does what comes before; `send()` is the one request that must be acknowledged or not have been."""

    def __init__(self, port: int, told: Told, seed: int, *, seconds: float = 20) -> None:
        self.port, self.told, self.seconds = port, told, seconds
        self.chance = random.Random(seed)  # noqa: S311 - made-up data
        self.next: tuple[str, str, bytes, dict[str, str], Any] | None = None

    def prepare(self, kind: str) -> None:
        """Get ready; a sender without a receipt cannot write a message and reports instead."""
        self.next = None
        if kind == "message" and self.told.reports:
            held = self.chance.choice(self.told.reports)
            said = {"code": held["code"], "secret": held["secret"], "text": f"ข้อความ {next(_number)}-{self.chance.randrange(10**12)}"}
            self.next = ("message", MESSAGES, json.dumps(said).encode(), {"Content-Type": "application/json"}, said)
        elif kind == "form":
            self.next = self._form()
        else:
            body = content(self.chance)
            self.next = ("report", REPORTS, json.dumps({"content": body}).encode(), {"Content-Type": "application/json"}, body)

    def send(self) -> int:
        """Send it; the status, 0 when the line broke. What was acknowledged is noted."""
        assert self.next is not None
        kind, path, body, headers, said = self.next
        line = HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        try:
            line.request("POST", path, body, {"Accept-Language": "th", **headers})
            answer = line.getresponse()
            text, status = answer.read(), answer.status
        except (OSError, HTTPException):
            self.told.unsure += 1
            return 0
        finally:
            line.close()
        self.told.statuses[status] = self.told.statuses.get(status, 0) + 1
        if status in {200, 201}:
            self._note(kind, said, text)
        return status

    def _note(self, kind: str, said: Any, text: bytes) -> None:
        if kind == "message":
            self.told.messages.append(said)
        elif kind == "report":
            slip = json.loads(text)["receipt"]
            self.told.reports.append({"code": slip["code"], "secret": slip["secret"], "story": said["story"]})
        else:
            self.told.files.append(said)

    def _form(self) -> tuple[str, str, bytes, dict[str, str], Any]:
        """The public form up to its last button, with a picture."""
        visitor, story = Visitor(f"http://127.0.0.1:{self.port}"), content(self.chance)["story"]
        try:
            visitor.post("/report/", {"danger": "no"}, expect=302, token=visitor.get("/report/").hidden("csrfmiddlewaretoken"))
            page = visitor.get("/report/3")
            visitor.post("/report/3", {"story": story, "what": "neglect.child"}, expect=302, token=page.hidden("csrfmiddlewaretoken"))
            page = visitor.get("/report/check")
            fields = {name: page.hidden(name) for name in ("csrfmiddlewaretoken", "token", "digest")}
        except (OSError, HTTPException) as broken:
            raise Unexpected(str(broken)) from broken
        finally:
            visitor.close()
        image = picture(self.chance)
        headers = {
            "Content-Type": "multipart/form-data; boundary=xXx", "Referer": visitor.site, "Cookie": "; ".join(f"{k}={v}" for k, v in visitor.cookies.items()),
        }
        return "form", "/report/check", multipart(fields, image), headers, picture_told(story, image)


def multipart(fields: dict[str, str], image: bytes) -> bytes:
    """A form with one file."""
    parts = [f'--xXx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    head = b'--xXx\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    return b"".join([*parts, head, image, b"\r\n--xXx--\r\n"])


def picture_told(story: str, image: bytes) -> dict[str, str]:
    """What the judge looks for when a report with a picture was acknowledged."""
    return {"story": story, "sha256": hashlib.sha256(image).hexdigest()}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)
    assert found, f"no field {name}"
    return unescape(found[1])
