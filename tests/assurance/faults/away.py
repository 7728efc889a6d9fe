"""The database goes away and comes back; and people press twice. Nobody has to do anything."""

import json
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.assurance.faults.place import Place
from tests.assurance.faults.senders import REPORTS, Sender, Told, content
from tests.assurance.result import Result

NOTICED, BACK, WAITED = 5, 10, 15  # seconds
PAGES = ("/report/3", "/receipt", "/services", "/account/login/")
BRIEF = 1  # seconds without a database that show a careless site
FAULTS = {  # of careless.FAULTS: what the check then says
    "a fault of ours": "without a database a report got 500", "ready whatever happens": "calls itself ready", "no word when to come again": "Retry-After None",
    "taken and not kept": "without a database a report got 200", "away once is away for ever": "the database is back",
}


def check(place: Place, check: str, seconds: int, seed: int) -> tuple[Result, Told]:
    """The place's PostgreSQL is away for `seconds`; people go on sending."""
    assert place.server is not None
    result, told = Result(check, seed), Told()
    sender = Sender(place.port, told, seed, seconds=WAITED)
    sender.prepare("report")
    result.compare(sender.send() == 200, "the site did not take a report before")
    place.server.stop()
    gone = time.monotonic()
    while place.ready() and time.monotonic() - gone < NOTICED:
        time.sleep(0.1)
    result.compare(not place.ready(), "the site calls itself ready without its database")
    while time.monotonic() - gone < seconds:
        sender.prepare("report")
        began = time.monotonic()
        status = sender.send()
        result.compare(status == 503 and time.monotonic() - began < WAITED, f"without a database a report got {status}")
        for path in PAGES:
            _polite(result, place, path)
        time.sleep(0.5)
    place.server.again()
    back = time.monotonic()
    status = 0
    while status != 200 and time.monotonic() - back < BACK:
        sender.prepare("report")
        status = sender.send()
    result.compare(status == 200, f"the database is back for {BACK} s, and a report gets {status}")
    return result, told


def _polite(result: Result, place: Place, path: str) -> None:
    """A page needs the database and says so in Thai, or does not need it; never a fault of ours, never silence."""
    asked = urllib.request.Request(f"{place.url}{path}", headers={"Accept-Language": "th", "Cookie": "d=" + "x" * 43 + "; session=" + "y" * 32})
    try:
        with urllib.request.urlopen(asked, timeout=WAITED) as answer:
            result.compare(answer.status == 200, f"{path}: {answer.status}")
    except urllib.error.HTTPError as answer:
        text = answer.read().decode()
        fine = answer.code == 503 and answer.headers.get("Retry-After") and any("\u0e00" <= letter <= "\u0e7f" for letter in text)
        result.compare(fine, f"{path} without a database: {answer.code}, Retry-After {answer.headers.get('Retry-After')}")
    except OSError as silent:
        result.compare(False, f"{path} without a database: {silent}")


def careless(place: Place, result: Result, seed: int, few: int) -> None:
    """The same with a fault in the site, each alone; `few` of them, or all."""
    for name, words in list(FAULTS.items())[:few]:
        place.stop()
        place.start(fault=name)
        noticed, _ = check(place, result.check, BRIEF, seed)
        result.plant(name, lambda found=noticed, words=words: any(words in one for one in found.failures))  # type: ignore[misc]


def press_twice(place: Place, check: str, times: int, seed: int) -> tuple[Result, Told]:
    """`times` reports, each sent twice at once under one key: one record each, and both are shown the same receipt."""
    result, told = Result(check, seed), Told()
    chance = Sender(place.port, told, seed).chance

    def once(body: bytes, key: str, gate: threading.Barrier) -> dict[str, Any]:
        gate.wait()
        asked = urllib.request.Request(f"{place.url}{REPORTS}", body, {"Content-Type": "application/json", "Idempotency-Key": key})
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return dict(json.loads(answer.read()))
        except urllib.error.HTTPError as wrong:
            return {"receipt": None, "repeat": wrong.code}

    with ThreadPoolExecutor(2) as pool:
        for number in range(times):
            said, gate = content(chance), threading.Barrier(2)
            body, key = json.dumps({"content": said}).encode(), f"twice-{seed}-{number}"
            one, other = pool.map(lambda _, b=body, k=key, g=gate: once(b, k, g), range(2))
            same = one["receipt"] == other["receipt"] and one["receipt"] and {one["repeat"], other["repeat"]} == {True, False}
            result.compare(same, f"sent twice: {one['repeat']}, {other['repeat']}")
            if one["receipt"]:
                told.reports.append({**one["receipt"], "story": said["story"]})
    return result, told
