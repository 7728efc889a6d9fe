"""Slowing down whoever guesses: failures are counted by (purpose, account, network), never by account alone, so that nobody locks
somebody else out, and never across purposes, so that attacks on staff do not touch people who ask for help.

Kept as a keyed hash of purpose, account and network, under a key that lies in memory only and is another one each day (ground.http.daily): no
address is stored, nobody who has database and key file finds one out, and yesterday's cannot be joined to today's. Gone within the hour.
"""

from datetime import timedelta

from django.db.models import F

from prasan.ground import clock
from prasan.ground.http import daily
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.registry.access.models import Attempt
from prasan.registry.access.rules import wait_after

FORGOTTEN_AFTER = timedelta(minutes=30)
_SLOWING = system("slowing")


def wait(purpose: str, account: str, network: str, *, share: int = 1) -> int:
    """Seconds still to wait before the next try; 0 when none. Asked before the slow hash is made.

    `share`: so many failures count as one, where a whole network is slowed and not one account.
    """
    row = Attempt.objects.filter(key=_key(purpose, account, network)).first()
    at = clock.now()
    if row is None or at - row.last_at > FORGOTTEN_AFTER:
        return 0
    left = row.last_at + timedelta(seconds=wait_after(row.failures // share)) - at
    return max(0, -(-int(left.total_seconds() * 1000) // 1000))


def failed(purpose: str, account: str, network: str) -> None:
    """Count one failure: one statement that adds, no value read before."""
    key, at = _key(purpose, account, network), clock.now()
    with writing(_SLOWING):
        rows = Attempt.objects.filter(key=key)
        if rows.filter(last_at__gte=at - FORGOTTEN_AFTER).update(failures=F("failures") + 1, last_at=at):
            return
        if not rows.update(failures=1, last_at=at):
            Attempt.objects.bulk_create([Attempt(key=key, failures=1, last_at=at)], ignore_conflicts=True)


def passed(purpose: str, account: str, network: str) -> None:
    """Forget the failures after a success."""
    with writing(_SLOWING):
        Attempt.objects.filter(key=_key(purpose, account, network)).delete()


def sweep() -> int:
    """Delete what is forgotten; returns how many."""
    with writing(_SLOWING):
        return Attempt.objects.filter(last_at__lt=clock.now() - FORGOTTEN_AFTER).delete()[0]


def _key(purpose: str, account: str, network: str) -> bytes:
    return daily.marked(f"{purpose}|{account.strip().lower()}|{network}", clock.today())
