"""Somebody at an address of their own who asks quickly: one kept connection, the CSRF field, and how long each answer took."""

import json
import statistics
import threading
import time
import uuid
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.assurance.faults.place import Place
from tests.assurance.faults.senders import REPORTS, Told, content, hidden
from tests.assurance.faults.senders import Sender as Chance

LINES = 24  # of whoever floods: more than are served at once, so that there is a queue
WRONG = {"code": "1" * 12, "secret": "1" * 6}


class Enemy:
    """One connection from `address`."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address = port, address
        self.cookies: dict[str, str] = {}
        self.line = HTTPConnection("127.0.0.1", port, timeout=30, source_address=(address, 0))

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "application/x-www-form-urlencoded", **headers: str) -> tuple[int, str, float]:
        """Status, text, seconds; status 0 when the line broke."""
        own = {"Content-Type": kind, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Referer": f"http://127.0.0.1:{self.port}{path}"}
        began = time.perf_counter()
        try:
            self.line.request(method, path, body or None, {**own, **headers})
            answer = self.line.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, HTTPException):
            self.line.close()
            return 0, "", time.perf_counter() - began
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name.strip()] = rest.partition(";")[0]
        return answer.status, text, time.perf_counter() - began

    def sign_in(self, name: str) -> tuple[int, float]:
        """A wrong password; status and seconds of the second request."""
        token = hidden(self.ask("GET", "/account/login/")[1], "csrfmiddlewaretoken")
        fields = {"csrfmiddlewaretoken": token, "username": name, "password": "ไม่ใช่รหัสนี้แน่นอน"}
        status, _, seconds = self.ask("POST", "/account/login/", urlencode(fields).encode())
        return status, seconds

    def report(self, told: dict[str, object]) -> tuple[int, str, float]:
        """A report by a program."""
        return self.ask("POST", REPORTS, json.dumps({"content": told}).encode(), "application/json")

    def numbers(self, given: dict[str, str]) -> tuple[int, float]:
        """Two numbers of a receipt."""
        status, _, seconds = self.ask("POST", f"{REPORTS}/receipt", json.dumps(given).encode(), "application/json")
        return status, seconds

    def record(self, pk: str, token: str) -> tuple[int, float]:
        """A report by its id, with the key of a desk."""
        status, _, seconds = self.ask("GET", f"{REPORTS}/{pk}", Authorization=f"Bearer {token}")
        return status, seconds


Times = tuple[list[float], list[float], set[int]]  # seconds for what is known, for what is not; the statuses that came


def timed(place: Place, pairs: int) -> dict[str, Times]:
    """For names, codes and ids: how long the answers took. After 300 wrong codes a site slows everybody a little: ask a place for less than 150 pairs."""
    chance = Chance(place.port, Told(), 1).chance
    friend = Enemy(place.port, "127.55.0.1")
    slip = json.loads(friend.report(content(chance))[1])["receipt"]
    friend.report({**content(chance), "where": {"area_code": "45"}})
    friend.line.close()
    elsewhere = place.run("known", None, folder="attack")
    token = place.made["token"]
    at = (f"127.{50 + n // 62_000}.{n // 250 % 248}.{n % 250 + 1}" for n in range(10**6))
    ways: dict[str, tuple[Callable[[Enemy], tuple[int, float]], Callable[[Enemy], tuple[int, float]]]] = {
        "name": (lambda one: one.sign_in("t.manager"), lambda one: one.sign_in("t.nobody-here")),
        "code": (lambda one: one.numbers({"code": slip["code"], "secret": "000000"}), lambda one: one.numbers(WRONG)),
        "id": (lambda one: one.record(elsewhere, token), lambda one: one.record(str(uuid.uuid4()), token)),
    }
    found: dict[str, Times] = {}
    for name, way in ways.items():
        times: tuple[list[float], list[float]] = ([], [])
        statuses = set()
        for number in range(pairs + 2):
            for which in (0, 1) if number % 2 else (1, 0):
                one = Enemy(place.port, next(at))
                one.ask("GET", "/healthz")
                status, seconds = way[which](one)
                one.line.close()
                statuses.add(status)
                if number >= 2:  # the first warm the server
                    times[which].append(seconds)
        found[name] = (*times, statuses)
    return found


def ratio(times: Times) -> float:
    """The median for what is known over that for what is not."""
    return statistics.median(times[0]) / statistics.median(times[1])


def flood(place: Place, seconds: float, rate: float) -> dict[str, list[float] | list[int]]:
    """Failed sign-ins and reports from one address at `rate` a second; how long somebody elsewhere waits, and what both were answered."""
    end = time.monotonic() + seconds
    answered: list[int] = []
    chance = Chance(place.port, Told(), 2).chance

    def attack(number: int) -> None:
        enemy = Enemy(place.port, "127.66.6.6")
        token = hidden(enemy.ask("GET", "/account/login/")[1], "csrfmiddlewaretoken")
        due = time.monotonic() + number / rate
        count = 0
        while (now := time.monotonic()) < end:
            if now < due:
                time.sleep(min(due - now, 0.05))
                continue
            due += LINES / rate
            count += 1
            if count % 2:
                fields = {"csrfmiddlewaretoken": token, "username": f"x{number}{count}", "password": "ไม่ใช่รหัสนี้แน่นอน"}
                enemy.ask("POST", "/account/login/", urlencode(fields).encode())
            else:
                answered.append(enemy.report(content(chance))[0])
        enemy.line.close()

    threads = [threading.Thread(target=attack, args=(number,)) for number in range(LINES)]
    for thread in threads:
        thread.start()
    waits, statuses = [], []
    number = 0
    while time.monotonic() < end:
        number += 1
        friend = Enemy(place.port, f"127.77.{number // 250}.{number % 250 + 1}")
        status, _, waited = friend.report(content(chance))
        friend.line.close()
        waits.append(waited)
        statuses.append(status)
        time.sleep(0.3)
    for thread in threads:
        thread.join()
    return {"waits": sorted(waits), "statuses": statuses, "attackers": answered}
