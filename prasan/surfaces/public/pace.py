"""How fast wrong numbers may be tried on the receipt page: the network slows, and the total slows; a receipt is never locked.

Held in this process's memory only, by a hash under a key that dies with it: nothing here can be tied to a visitor later.
"""

import hashlib
import hmac
import ipaddress
import secrets
import threading
from collections import deque

from prasan.ground import clock

WINDOW = 600.0  # seconds
FREE, FREE_IN_ALL = 5, 300  # wrong tries within the window that cost nothing
LONGEST = 900
MOST_NETWORKS = 20_000

_key = secrets.token_bytes(32)
_lock = threading.Lock()
_wrong: dict[bytes, deque[float]] = {}
_all: deque[float] = deque()


def wait(address: str) -> int:
    """How many seconds this network must wait before the next try; 0 for most."""
    now = clock.now().timestamp()
    with _lock:
        mine = _wrong.get(_network(address))
        return max(_left(mine, now, FREE), _left(_all, now, FREE_IN_ALL))


def note_wrong(address: str) -> None:
    """A try was wrong."""
    now = clock.now().timestamp()
    with _lock:
        if len(_wrong) > MOST_NETWORKS:
            _wrong.clear()
        for tries in (_wrong.setdefault(_network(address), deque(maxlen=64)), _all):
            tries.append(now)
        while _all and _all[0] < now - WINDOW:
            _all.popleft()


def forget() -> None:
    """Begin anew (tests)."""
    with _lock:
        _wrong.clear()
        _all.clear()


def _left(tries: deque[float] | None, now: float, free: int) -> int:
    if not tries:
        return 0
    recent = sum(1 for at in tries if at > now - WINDOW)
    if recent <= free:
        return 0
    pause = min(LONGEST, 15 * 2 ** min(recent - free - 1, 10)) if free == FREE else 2
    return max(0, round(tries[-1] + pause - now))


def _network(address: str) -> bytes:
    """A hash of the network: the first 24 bits of an IPv4 address, 56 of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
        prefix = 24 if parsed.version == 4 else 56
        text = str(ipaddress.ip_network(f"{parsed}/{prefix}", strict=False))
    except ValueError:
        text = "unknown"
    return hmac.digest(_key, text.encode(), hashlib.sha256)[:12]
