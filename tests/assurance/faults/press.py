"""One process after another presses the last button and loses power at some point, or meets a broken disk. Runs under shim.c, in a place.

JSON in: {"seed": s, "runs": [{"fault": "power" | "cut" | "disk", "tries": n, "plant": name or ""}]}. JSON out: for each run what was
acknowledged (as for the judge), what was met, and answers that were not polite. The site is loaded once; each try is a fork of it, with
its own connections, on the same data: so each try also recovers from the one before.
"""


import ctypes
import errno
import json
import os
import random
import sqlite3
import stat
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402

from prasan.ground.files import store as files  # noqa: E402
from prasan.ground.http import errors  # noqa: E402
from prasan.ground.vault import store as vault  # noqa: E402
from prasan.urls import urlpatterns  # noqa: E402
from tests.assurance.faults.senders import content, hidden, picture, picture_told  # noqa: E402

SHIM = ctypes.CDLL(None)
PRESSES = 3
CODES = (errno.ENOSPC, errno.EIO)
KINDS = {"w": 60, "s": 12, "o": 8, "r": 2}  # kinds of calls: about how many of each a few presses make
assert urlpatterns  # loaded before the first fork


def press(chance: random.Random, client: Client, tell: Callable[..., None]) -> None:
    """Some button; `tell` at once when it was acknowledged."""
    if chance.random() < 0.5:
        said = content(chance)
        answer = client.post("/api/v1/reports", json.dumps({"content": said}), content_type="application/json")
        told = [("reports", {**answer.json()["receipt"], "story": said["story"]})] if answer.status_code == 200 else []
    else:
        story, image = content(chance)["story"], picture(chance)
        for path, given in (("/report/", {"danger": "no"}), ("/report/3", {"story": story, "what": "neglect.child"})):
            answer = client.post(path, given)
            if answer.status_code != 302:
                tell("answer", status=answer.status_code, later=answer.headers.get("Retry-After", ""))
                return
        page = client.get("/report/check")
        if page.status_code != 200:
            tell("answer", status=page.status_code, later=page.headers.get("Retry-After", ""))
            return
        fields = {name: hidden(page.content.decode(), name) for name in ("token", "digest")}
        answer = client.post("/report/check", {**fields, "files": [SimpleUploadedFile("a.png", image, "image/png")]})
        told = [("files", picture_told(story, image))] if answer.status_code == 201 else []
    tell("answer", status=answer.status_code, later=answer.headers.get("Retry-After", ""))
    for kind, one in told:
        tell(kind, **one)


def lose_power(chance: random.Random, tell: Callable[..., None], usual: int) -> None:
    """Press until the power goes: within some call, or right after an acknowledgement."""
    client = Client(raise_request_exception=False)
    if chance.random() < 0.6:
        SHIM.shim_arm(ctypes.c_long(chance.randint(1, max(2, usual))))
    for _ in range(chance.randint(1, PRESSES)):
        press(chance, client, tell)
    tell("calls", number=SHIM.shim_calls())
    SHIM.shim_crash()


def cut_after(chance: random.Random, tell: Callable[..., None], usual: int) -> None:
    """The power goes right after the first button was acknowledged."""
    press(chance, Client(raise_request_exception=False), tell)
    SHIM.shim_crash()


def break_disk(chance: random.Random, tell: Callable[..., None], usual: int) -> None:
    """One kind of call fails from the n-th on, a few times; afterwards the next press must be taken without anybody's help."""
    client = Client(raise_request_exception=False)
    kind, code = chance.choice(list(KINDS)), chance.choice(CODES)
    SHIM.shim_fail(ord(kind), code, ctypes.c_long(chance.randint(1, KINDS[kind])), ctypes.c_long(chance.choice((1, 1, 3, 50))))
    for _ in range(PRESSES):
        press(chance, client, tell)
    if SHIM.shim_failed():
        tell("met", kind=f"{kind}{code}")
    SHIM.shim_fail(0, 0, ctypes.c_long(0), ctypes.c_long(0))
    press(chance, client, lambda what, **facts: tell("after" if what == "answer" else what, **facts))
    SHIM.shim_crash()


def plant(name: str) -> None:
    """Something that is not synced, or not said politely, as a careless change would leave it."""
    if name == "database":
        options: Any = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (0,)
    elif name == "files":
        _instead(files, "os", _Module(os, fsync=lambda descriptor: None if _is_file(descriptor) else os.fsync(descriptor)))
    elif name == "folders":
        _instead(files, "os", _Module(os, fsync=lambda descriptor: os.fsync(descriptor) if _is_file(descriptor) else None))
    elif name == "keys":
        _instead(vault, "sqlite3", _Module(sqlite3, connect=lambda *args, **kwargs: _Careless(sqlite3.connect(*args, **kwargs))))
    elif name == "rude":
        _instead(errors, "_is_away", lambda error: False)


def _is_file(descriptor: int) -> bool:
    return stat.S_ISREG(os.fstat(descriptor).st_mode)


def _instead(module: Any, name: str, other: Any) -> None:
    setattr(module, name, other)


class _Module:
    """A module with some things in it that are other."""

    def __init__(self, module: Any, **other: Any) -> None:
        self.module = module
        self.__dict__.update(other)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.module, name)


class _Careless:
    """A connection that syncs nothing."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self.file = file

    def executescript(self, script: str) -> Any:
        return self.file.executescript(script.replace("synchronous=FULL", "synchronous=OFF"))

    def __enter__(self) -> Any:
        return self.file.__enter__()

    def __exit__(self, *args: object) -> Any:
        return self.file.__exit__(*args)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def main() -> None:
    asked = json.loads(sys.stdin.read())
    _warm(random.Random(asked["seed"]))  # noqa: S311 - made-up data
    json.dump([_told(run, asked["seed"] + place) for place, run in enumerate(asked["runs"])], sys.stdout, ensure_ascii=False)


def _warm(chance: random.Random) -> None:
    """One press of each sort, so that forks find everything loaded; what is open is closed, and all of it counts as synced."""
    client = Client()
    for _ in range(6):
        press(chance, client, lambda *_, **__: None)
    connections.close_all()
    vault._local.__dict__.clear()
    SHIM.shim_forget()


def _told(run: dict[str, Any], seed: int) -> dict[str, Any]:
    ways = {"power": lose_power, "cut": cut_after, "disk": break_disk}
    told: dict[str, Any] = {"reports": [], "messages": [], "files": [], "impolite": [], "stuck": [], "met": {}, "answers": {}}
    usual = 150
    for number in range(run["tries"]):
        for line in _forked(ways[run["fault"]], run.get("plant", ""), seed * 1_000_003 + number, usual):
            usual = max(usual, _heard(told, json.loads(line)))
    return told


def _heard(told: dict[str, Any], one: dict[str, Any]) -> int:
    """Sort one line into what was told; calls that all presses took, when it says so."""
    what = one.pop("what")
    if what == "calls":
        return int(one["number"])
    if what == "met":
        told["met"][one["kind"]] = told["met"].get(one["kind"], 0) + 1
    elif what in {"answer", "after"}:
        status = one["status"]
        told["answers"][status] = told["answers"].get(status, 0) + 1
        if status not in {200, 201, 302} and (status != 503 or not one["later"]):
            told["impolite"].append(status)
        if what == "after" and status not in {200, 201}:
            told["stuck"].append(status)
    else:
        told[what].append(one)
    return 0


def _forked(way: Callable[..., None], fault: str, seed: int, usual: int) -> list[str]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)

        def tell(what: str, **facts: Any) -> None:
            os.write(writer, json.dumps({"what": what, **facts}).encode() + b"\n")

        try:
            plant(fault)
            way(random.Random(seed), tell, usual)  # noqa: S311 - made-up data
        except BaseException as error:  # noqa: BLE001 - told to the one who waits
            tell("answer", status=f"{type(error).__name__}: {error}"[:300], later="")
        os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as lines:
        found = lines.read().splitlines()
    os.waitpid(child, 0)
    return found


if __name__ == "__main__":
    main()
