"""A client that asks as ODK Collect asks: written from its observed requests, and as easily offended.

`Inside` speaks to the code, `Wire` to a server. What Collect would not accept is `Offended`; what stays in its queue is `Queued`, with the words that
the volunteer sees. Retries are the caller's, as with auto-send.
"""

import base64
import gzip
import hashlib
import http.client
import secrets
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

LIST, FILES = "{http://openrosa.org/xforms/xformsList}", "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
MOST_FILES = 100
USUAL_PIECE = 10_000_000


class Offended(AssertionError):  # noqa: N818
    """The server is none that Collect would go on with."""


class Queued(Exception):  # noqa: N818
    """Not sent: it stays on the telephone. `told` is what the volunteer reads."""

    def __init__(self, status, told=""):
        super().__init__(f"{status} {told}")
        self.status, self.told = status, told


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def header(self, name):
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), None)


class Inside:
    """Straight into Django."""

    url = "http://testserver"

    def __init__(self, client, *, secure=False):
        self.client, self.secure = client, secure
        self.url = "https://testserver" if secure else "http://testserver"

    def ask(self, method, path, headers, body=b""):
        kind = headers.pop("Content-Type", "")
        given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        answer = self.client.generic(method, path, body, content_type=kind or "application/octet-stream", secure=self.secure, **given)
        return Answer(answer.status_code, dict(answer.headers), answer.content)


class Wire:
    """Over a connection of its own each time; `drop(n)` says whether the n-th request loses its answer."""

    def __init__(self, url, *, drop=lambda n: False):
        self.url, self.drop, self.count = url, drop, 0

    def ask(self, method, path, headers, body=b""):
        self.count += 1
        line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        try:
            lost = self.drop(self.count)
            if lost == "half":  # the line breaks while it is being sent
                line.putrequest(method, path)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    line.putheader(name, value)
                line.endheaders()
                line.send(body[: len(body) // 2])
                raise ConnectionError("cut while sending")
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            told = Answer(answer.status, dict(answer.getheaders()), answer.read())
            if lost:  # everything was done, nobody hears of it
                raise ConnectionError("cut before the answer")
            return told
        finally:
            line.close()


@dataclass
class Form:
    code: str
    name: str
    version: str
    body: bytes
    files: dict[str, bytes] = field(default_factory=dict)


class Collect:
    """One project of the app on one telephone."""

    def __init__(self, transport, base, *, name="", secret=""):
        self.transport, self.base, self.name, self.secret = transport, base.rstrip("/"), name, secret
        self.challenge, self.count = None, 0

    # -- asking

    def ask(self, method, url, headers=None, body=b""):
        address = urlsplit(url)
        path = address.path + "?" + (f"{address.query}&" if address.query else "") + urlencode({"deviceID": "collect:LyzXdCWGSXkmJdm7"})
        usual = {
            "X-OpenRosa-Version": "1.0", "User-Agent": "org.odk.collect.android/v2026.2.1 Dalvik/2.1.0 (Linux; U; Android 13)",
            "Date": "Sun, 22 Nov 2026 03:04:05 GMT+07:00", "Accept-Encoding": "gzip", **(headers or {}),
        }  # fmt: skip
        answer = self.transport.ask(method, path, {**usual, **self._proof(method, path)}, body)
        if answer.status == 401 and self.name:
            self.challenge = answer.header("WWW-Authenticate") or ""
            answer = self.transport.ask(method, path, {**usual, **self._proof(method, path)}, body)
        return answer

    def _proof(self, method, path):
        if not self.challenge:
            return {}
        if not self.challenge.startswith("Digest"):
            if not self.transport.url.startswith("https"):
                return {}  # Collect never sends it in the open
            return {"Authorization": "Basic " + base64.b64encode(f"{self.name}:{self.secret}".encode()).decode()}
        said = dict(part.split("=", 1) for part in self.challenge.removeprefix("Digest ").split(", Basic")[0].split(", "))
        realm, nonce = said["realm"].strip('"'), said["nonce"].strip('"')
        self.count += 1
        count, mine = f"{self.count:08x}", secrets.token_hex(8)
        a1, a2 = _md5(f"{self.name}:{realm}:{self.secret}"), _md5(f"{method}:{path}")
        right = _md5(f"{a1}:{nonce}:{count}:{mine}:auth:{a2}")
        return {"Authorization": (
            f'Digest username="{self.name}", realm="{realm}", nonce="{nonce}", uri="{path}", qop=auth, nc={count}, cnonce="{mine}",'
            f' response="{right}", algorithm=MD5'
        )}  # fmt: skip

    # -- forms

    def listed(self, query=""):
        """The form list as the app reads it: [(form id, name, version, hash, downloadUrl, manifestUrl)]."""
        answer = self.ask("GET", f"{self.base}/formList{query}")
        if answer.status != 200:
            raise Queued(answer.status, _words(answer))
        _openrosa(answer)
        if not (answer.header("Content-Type") or "").startswith("text/xml"):
            raise Offended("log in to your network")
        root = ET.fromstring(answer.body)
        if root.tag != f"{LIST}xforms":
            raise Offended(root.tag)
        found = []
        for one in root.iter(f"{LIST}xform"):
            said = {child.tag.removeprefix(LIST): (child.text or "").strip() for child in one}
            if not all(said.get(name) for name in ("formID", "name", "downloadUrl")):
                raise Offended("the whole list is dropped")
            found.append((said["formID"], said["name"], said.get("version", ""), said.get("hash", ""), said["downloadUrl"], said.get("manifestUrl", "")))
        return found

    def refresh(self, query=""):
        """Everything downloaded and checked, by form id and version."""
        found = {}
        for code, name, version, known, url, manifest in self.listed(query):
            body = self._got(url)
            if known != f"md5:{hashlib.md5(body, usedforsecurity=False).hexdigest()}":
                raise Offended("the hash of the form is another")
            found[code, version] = Form(code, name, version, body, self._files(manifest) if manifest else {})
        return found

    def _files(self, url):
        answer = self.ask("GET", url)
        _openrosa(answer)
        root = ET.fromstring(answer.body)
        if root.tag != f"{FILES}manifest":
            raise Offended(root.tag)
        found = {}
        for one in root.iter(f"{FILES}mediaFile"):
            said = {child.tag.removeprefix(FILES): (child.text or "").strip() for child in one}
            if not all(said.get(name) for name in ("filename", "hash", "downloadUrl")):
                raise Offended("the whole manifest is refused")
            body = self._got(said["downloadUrl"])
            if said["hash"] != f"md5:{hashlib.md5(body, usedforsecurity=False).hexdigest()}":
                raise Offended("the hash of a file is another")
            found[said["filename"].rpartition("/")[2]] = body
        return found

    def _got(self, url):
        if not url.startswith("http"):
            raise Offended("addresses are absolute")
        answer = self.ask("GET", url)
        if answer.status != 200:
            raise Offended(f"{answer.status} for {url}")
        return gzip.decompress(answer.body) if answer.header("Content-Encoding") == "gzip" else answer.body

    # -- answers

    def send(self, body, files=()):
        """One finished form with its files: [(name, content type, bytes)]. Returns how many requests it took; raises Queued."""
        head = self.ask("HEAD", f"{self.base}/submission")
        piece = USUAL_PIECE
        if head.status == 204:
            _openrosa(head)
            piece = int(head.header("X-OpenRosa-Accept-Content-Length") or USUAL_PIECE)
        elif head.status in (401, 403):
            raise Queued(head.status, _words(head))
        elif 200 <= head.status < 300:
            raise Offended("is there a proxy?")
        sent, left = 0, list(files)
        while True:
            now: list[tuple[str, str, bytes]] = []
            size = len(body)
            while left and len(now) < MOST_FILES and (not now or size + len(left[0][2]) <= piece):
                now.append(left.pop(0))
                size += len(now[-1][2])
            self._post(body, now, more=bool(left))
            sent += 1
            if not left:
                return sent

    def _post(self, body, files, *, more):
        kind, content = multipart(body, files, more=more)
        answer = self.ask("POST", f"{self.base}/submission", {"Content-Type": kind}, content)
        if answer.status not in (201, 202):
            raise Queued(answer.status, _words(answer))
        if not answer.header("X-OpenRosa-Version"):
            raise Offended("not an OpenRosa server")


def multipart(body, files=(), *, more=False, instance="xml_submission_file"):
    """(content type, bytes) as the app puts them together."""
    mark = f"----{secrets.token_hex(12)}"
    parts = [(f'form-data; name="{instance}"; filename="ครัวเรือน_2026-11-22.xml"', "text/xml", body)]
    parts += [(f'form-data; name="{name}"; filename="{name}"', kind, content) for name, kind, content in files]
    told = b"".join(
        f"--{mark}\r\nContent-Disposition: {place}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n"
        for place, kind, content in parts
    )
    if more:
        told += f'--{mark}\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\nContent-Length: 3\r\n\r\nyes\r\n'.encode()
    return f"multipart/form-data; boundary={mark}", told + f"--{mark}--\r\n".encode()


def _openrosa(answer):
    if not answer.header("X-OpenRosa-Version"):
        raise Offended("not an OpenRosa server")


def _words(answer):
    try:
        found = ET.fromstring(answer.body).find(f"{RESPONSE}message")
    except ET.ParseError:
        return ""
    return "" if found is None else found.text or ""


def _md5(text):
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
