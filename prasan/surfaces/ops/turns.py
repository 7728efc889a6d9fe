"""Whose request is served next, when more come than can be served at once.

Waiting costs little here and holds no connection to the database: of those that wait, the next is from the network that was served least in
the last seconds. So whoever floods from one network waits for their own requests, and a person elsewhere for hardly anybody. Alone, a network
has all that there is. Nobody is refused for how much they send; only when more wait than there is room for, the newest of the network that
waits most is asked to press again, as from a server that is full.

A network is known by a keyed hash under a key in memory only (ground.http.daily), and forgotten with its last use: nothing touches a report.
"""

import io
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Environ = dict[str, Any]
Site = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
HALF = 5.0  # seconds after which half of what a network used is forgotten
BUSY = 1.0  # seconds of use by which a network counts as a flooding one
NEAR = 10.0  # seconds for which somebody else counts as being around
FORGOTTEN = 0.01  # seconds of use that are none
READ_BEFORE = 1 << 20  # bytes of a body that is taken in before its turn: whoever sends slowly holds nobody up
FULL = "ระบบมีผู้ใช้งานมาก กรุณารอสักครู่แล้วกดอีกครั้ง สิ่งที่ตอบไว้ยังอยู่ เหตุด่วนโทร 191 หรือ 1300\nToo many at once. Wait a moment and press again. Emergency: 191 or 1300.\n"


@dataclass(slots=True)
class _Job:
    """A request that waits, is served, or is done."""

    environ: Environ
    network: bytes
    done: threading.Event = field(default_factory=threading.Event)
    start: tuple[Any, ...] = ()
    body: bytes = b""
    error: BaseException | None = None


class Turns:
    """The site behind a queue. `threads` serve; `room` wait at most; `network_of` gives the mark of a request's network.

    `clock`: seconds, for tests.
    """

    def __init__(
        self, site: Site, threads: int, room: int, network_of: Callable[[Mapping[str, Any]], bytes], *, clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.site, self.threads, self.room, self.network_of, self.clock = site, threads, room, network_of, clock
        self.waiting: dict[bytes, deque[_Job]] = {}
        self.used: dict[bytes, tuple[float, float]] = {}  # seconds of use, as of when
        self.count = self.flooding = 0  # that wait; of flooding networks, that are served
        self.changed = threading.Condition()
        for number in range(threads):
            threading.Thread(target=self._serve_all, name=f"site-{number}", daemon=True).start()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """WSGI."""
        environ.pop("wsgi.file_wrapper", None)  # what is served is read by the thread that serves it
        if not _taken_in(environ):
            return _said(start_response, "400 Bad Request")
        job = _Job(environ, self.network_of(environ))
        if not self._enter(job):
            return _said(start_response, "503 Service Unavailable", ("Retry-After", "3"))
        job.done.wait()
        if job.error is not None:
            raise job.error
        start_response(*job.start)
        return [job.body]

    def _enter(self, job: _Job) -> bool:
        with self.changed:
            if self.count >= self.room and not self._make_room(job.network):
                return False
            self.waiting.setdefault(job.network, deque()).append(job)
            self.count += 1
            self.changed.notify()
        return True

    def _make_room(self, network: bytes) -> bool:
        """Take the newest of the network that waits most, unless that is the one that comes."""
        most = max(self.waiting, key=lambda one: len(self.waiting[one]))
        if most == network or len(self.waiting[most]) <= 1:
            return False
        gone = self.waiting[most].pop()
        self.count -= 1
        gone.start, gone.body = ("503 Service Unavailable", _headers(("Retry-After", "3"))), FULL.encode()
        gone.done.set()
        return True

    def _serve_all(self) -> None:
        while True:
            with self.changed:
                while (job := self._next()) is None:
                    self.changed.wait(NEAR if self.count else None)
                began, flooding = self.clock(), self._floods(job.network)
                self.flooding += flooding
            self._serve(job)
            with self.changed:
                now = self.clock()
                self.flooding -= flooding
                self._note(job.network, now - began, now)
                self.changed.notify()
            job.done.set()

    def _next(self) -> _Job | None:
        """The oldest request of the network that used least; None when there is none that may be served now."""
        if not self.count:
            return None
        network = min(self.waiting, key=self._use) if len(self.waiting) > 1 else next(iter(self.waiting))
        # Somebody else is around: one thread stays free of floods, so that they need not wait for a request at hand.
        if self.flooding >= max(1, self.threads - 1) and self._floods(network) and self._others(network):
            return None
        queue = self.waiting[network]
        job = queue.popleft()
        if not queue:
            del self.waiting[network]
        self.count -= 1
        return job

    def _floods(self, network: bytes) -> bool:
        return self._use(network) > BUSY

    def _others(self, network: bytes) -> bool:
        now = self.clock()
        return any(one != network and now - at < NEAR for one, (_, at) in self.used.items())

    def _use(self, network: bytes) -> float:
        used, at = self.used.get(network, (0.0, 0.0))
        return float(used * 0.5 ** ((self.clock() - at) / HALF)) if used else 0.0

    def _note(self, network: bytes, seconds: float, now: float) -> None:
        self.used[network] = (self._use(network) + seconds, now)
        if len(self.used) > 1000:
            self.used = {one: kept for one, kept in self.used.items() if self._use(one) > FORGOTTEN}

    def _serve(self, job: _Job) -> None:
        def start(*told: Any) -> None:
            job.start = told

        try:
            parts = self.site(job.environ, start)
            try:
                job.body = b"".join(parts)
            finally:
                close = getattr(parts, "close", None)
                if close is not None:
                    close()
        except BaseException as error:  # noqa: BLE001 - raised where the answer is waited for
            job.error = error


def _taken_in(environ: Environ) -> bool:
    """Read a small body now; False when it ended before its length."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or not 0 < int(length) <= READ_BEFORE:
        return True
    parts, left = [], int(length)
    while left and (part := environ["wsgi.input"].read(left)):
        parts.append(part)
        left -= len(part)
    environ["wsgi.input"] = io.BytesIO(b"".join(parts))
    return not left


def _headers(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), *more]


def _said(start_response: Callable[..., Any], status: str, *more: tuple[str, str]) -> Iterable[bytes]:
    start_response(status, _headers(*more))
    return [FULL.encode() if status.startswith("5") else b""]
