"""Answers on the way of a form: sealed under a key that only the cookie holds. Gone on sending, on exit, and when their time is over.

The row cannot be tied to a person or opened by us: its handle and its key are both derived from the cookie, which is never stored.
"""

import hashlib
import hmac
import json
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from prasan.casework.intake.models import Draft
from prasan.ground import clock
from prasan.ground.policy import PUBLIC
from prasan.ground.transactions import writing
from prasan.ground.vault import opened, sealed
from prasan.ground.vault.box import Damaged

PUBLIC_LIVES = timedelta(minutes=60)
STAFF_LIVES = timedelta(hours=12)
LABEL = "intake.draft"
LARGEST = 200_000  # bytes of answers


def new_cookie() -> str:
    """A fresh cookie value: 32 random bytes as text."""
    return secrets.token_urlsafe(32)


def load_draft(cookie: str) -> dict[str, Any] | None:
    """The answers, or None when there are none, they are gone, or the cookie is not ours."""
    if not _plausible(cookie):
        return None
    row = Draft.objects.filter(handle=_handle(cookie), expires_at__gt=clock.now()).first()
    if row is None:
        return None
    try:
        answers: dict[str, Any] = json.loads(opened(_key(cookie), bytes(row.box), LABEL, UUID(bytes=_handle(cookie))))
    except Damaged:
        return None
    return answers


def save_draft(cookie: str, answers: dict[str, Any], *, lives: timedelta = PUBLIC_LIVES) -> None:
    """Keep the answers anew; their time begins again. Raises ValueError for more than a form can hold, or a cookie that is not ours."""
    plain = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()
    if len(plain) > LARGEST or not _plausible(cookie):
        raise ValueError("draft")
    handle = _handle(cookie)
    box = sealed(_key(cookie), plain, LABEL, UUID(bytes=handle))
    with writing(PUBLIC):
        Draft.objects.bulk_create(
            [Draft(handle=handle, box=box, expires_at=clock.now() + lives)], update_conflicts=True, update_fields=["box", "expires_at"],
            unique_fields=["handle"],
        )


def drop_draft(cookie: str) -> None:
    """Forget the answers."""
    if _plausible(cookie):
        with writing(PUBLIC):
            forget_draft(cookie)


def forget_draft(cookie: str) -> None:
    """Forget the answers within the transaction that is open."""
    if _plausible(cookie):
        Draft.objects.filter(handle=_handle(cookie)).delete()


def sweep_drafts() -> int:
    """Delete answers whose time is over; returns how many."""
    with writing(PUBLIC):
        return Draft.objects.filter(expires_at__lte=clock.now()).delete()[0]


def _plausible(cookie: str) -> bool:
    return 40 <= len(cookie) <= 64 and cookie.isascii() and cookie.replace("-", "").replace("_", "").isalnum()


def _handle(cookie: str) -> bytes:
    return hmac.digest(cookie.encode(), b"prasan draft handle", hashlib.sha256)[:16]


def _key(cookie: str) -> bytes:
    return hmac.digest(cookie.encode(), b"prasan draft key", hashlib.sha256)
