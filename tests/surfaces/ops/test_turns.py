"""A flood from one network waits for itself; a person elsewhere is next. Nobody is refused while there is room."""

import io
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from prasan.surfaces.ops.turns import BUSY, NEAR, READ_BEFORE, Turns

ANSWER = "200 OK"


class Site:
    """A site that serves when it is let, and remembers the order."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.gate = threading.Semaphore(0)
        self.open = False

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.order.append(environ["REMOTE_ADDR"])
        if not self.open:
            assert self.gate.acquire(timeout=20)
        if environ.get("PATH_INFO") == "/broken":
            raise ValueError("broken")
        start(ANSWER, [("X-From", environ["REMOTE_ADDR"])])
        return [environ["wsgi.input"].read(), b"!"]


class Clock:
    """Seconds that pass when told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """A queue before a site, with people who ask it from threads of their own."""

    def __init__(self, threads: int = 1, room: int = 50) -> None:
        self.site, self.clock = Site(), Clock()
        self.turns = Turns(self.site, threads, room, lambda told: told["REMOTE_ADDR"].encode(), clock=self.clock)
        self.answers: list[tuple[str, str, bytes]] = []
        self.asking: list[threading.Thread] = []

    def ask(self, network: str, path: str = "/", body: bytes = b"") -> None:
        """Somebody asks and waits."""
        at = len(self.asking)
        self.asking.append(threading.Thread(target=self._ask, args=(network, path, body), daemon=True))
        before = self.taken
        self.asking[at].start()
        self._until(lambda: self.taken > before)

    @property
    def taken(self) -> int:
        return self.turns.count + len(self.site.order) + len(self.answers)

    def _ask(self, network: str, path: str, body: bytes) -> None:
        told: list[Any] = []
        length = {"CONTENT_LENGTH": str(len(body))} if body else {}
        parts = self.turns({"REMOTE_ADDR": network, "PATH_INFO": path, "wsgi.input": io.BytesIO(body), **length}, lambda *given: told.extend(given))
        self.answers.append((network, told[0], b"".join(parts)))

    @staticmethod
    def _until(fine: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not fine():
            assert time.monotonic() < deadline
            time.sleep(0.002)

    def serve(self, times: int) -> None:
        """Let so many requests end, one after the other."""
        for _ in range(times):
            before = len(self.answers)
            self.site.gate.release()
            self._until(lambda before=before: len(self.answers) > before)  # type: ignore[misc]

    def finish(self) -> None:
        self.site.open = True
        for _ in self.asking:
            self.site.gate.release()
        for one in self.asking:
            one.join(20)


def test_somebody_elsewhere_comes_before_the_rest_of_a_flood() -> None:
    bench = Bench()
    for _ in range(10):
        bench.ask("flood")
    bench.clock.now += 3
    bench.serve(2)
    bench.ask("elsewhere")
    bench.finish()

    assert bench.site.order.index("elsewhere") == 3  # behind the one at hand
    assert bench.site.order.count("flood") == 10


def test_two_networks_take_turns_by_what_they_used() -> None:
    bench = Bench()
    bench.ask("one")
    for _ in range(3):
        bench.ask("one")
        bench.ask("other")
    for _ in range(6):
        bench.clock.now += 1
        bench.serve(1)
    bench.finish()

    assert bench.site.order == ["one", "other", "one", "other", "one", "other", "one"]
    assert bench.site.order[1] == "other"


def test_one_thread_stays_free_while_somebody_else_is_around() -> None:
    bench = Bench(threads=2)
    bench.ask("elsewhere")
    bench.serve(1)
    for _ in range(4):
        bench.ask("flood")
    bench.clock.now += BUSY + 1
    bench.serve(2)  # two of it at once, before it counted as one
    Bench._until(lambda: len(bench.site.order) == 4)
    time.sleep(0.05)
    assert len(bench.site.order) == 4, "a flood holds both threads"
    bench.ask("elsewhere")
    Bench._until(lambda: bench.site.order[-1] == "elsewhere")
    bench.finish()
    assert len(bench.answers) == 6


def test_alone_a_network_has_all_threads() -> None:
    bench = Bench(threads=2)
    for _ in range(5):
        bench.ask("office")
    bench.clock.now += BUSY + NEAR
    bench.serve(2)
    Bench._until(lambda: len(bench.site.order) == 4)
    bench.finish()

    assert [answer[1] for answer in bench.answers] == [ANSWER] * 5


def test_when_there_is_no_room_the_newest_of_the_flood_is_asked_to_press_again() -> None:
    bench = Bench(room=5)
    for _ in range(6):  # one is served, five wait
        bench.ask("flood")
    bench.ask("elsewhere")
    Bench._until(lambda: len(bench.answers) == 1)
    assert bench.answers[0][:2] == ("flood", "503 Service Unavailable")
    bench.ask("flood")
    Bench._until(lambda: len(bench.answers) == 2)
    bench.finish()

    assert [answer[:2] for answer in bench.answers if answer[0] == "elsewhere"] == [("elsewhere", ANSWER)]
    assert sum(answer[1] == ANSWER for answer in bench.answers) == 6


def test_the_answer_is_the_sites_own() -> None:
    bench = Bench()
    bench.ask("somebody", body="เรื่อง".encode())
    bench.serve(1)

    assert bench.answers == [("somebody", ANSWER, "เรื่อง!".encode())]


def test_a_body_that_ends_too_soon_is_no_request() -> None:
    bench, told = Bench(), []
    environ = {"REMOTE_ADDR": "x", "CONTENT_LENGTH": "9", "wsgi.input": io.BytesIO(b"short")}

    assert list(bench.turns(environ, lambda *given: told.extend(given))) == [b""]
    assert told[0] == "400 Bad Request"
    assert bench.site.order == []


def test_a_large_body_is_read_at_its_turn() -> None:
    bench = Bench()
    bench.ask("somebody", body=b"x" * (READ_BEFORE + 1))
    bench.serve(1)

    assert len(bench.answers[0][2]) == READ_BEFORE + 2


def test_what_the_site_raises_is_raised() -> None:
    bench = Bench()
    bench.site.open = True
    with pytest.raises(ValueError, match="broken"):
        bench.turns({"REMOTE_ADDR": "x", "PATH_INFO": "/broken", "wsgi.input": io.BytesIO()}, lambda *_: None)
    bench.ask("x")  # and the thread goes on
    Bench._until(lambda: len(bench.answers) == 1)


def test_what_a_network_used_is_forgotten() -> None:
    turns = Bench().turns
    for number in range(1001):
        turns._note(str(number).encode(), 1.0, turns.clock())
    turns.clock.now += 60  # type: ignore[attr-defined]
    turns._note(b"last", 1.0, turns.clock())

    assert set(turns.used) == {b"last"}
