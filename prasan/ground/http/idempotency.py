"""Idempotency: a repeat of the same request makes nothing twice and is answered anew under today's policy.

Public forms carry a token made and signed by the server; staff and API callers choose a key, unique for each actor.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest

from prasan.ground import clock
from prasan.ground.http.models import UsedToken
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle
from prasan.ground.transactions import unit, writing
from prasan.ground.transactions.put import put
from prasan.ground.vault.index import exact_all

LIVES = timedelta(hours=24)
PUBLIC_LIVES = timedelta(hours=24)


def make_token(purpose: str) -> str:
    """A fresh signed token for a public form: random part, day of making, keyed mark."""
    body = f"{secrets.token_urlsafe(18)}.{int(clock.now().timestamp())}"
    return f"{body}.{_mark(purpose, body)}"


def is_ours(purpose: str, token: str) -> bool:
    """Whether this server made the token for this purpose within its life."""
    body, _, mark = token.rpartition(".")
    made = body.rpartition(".")[2]
    if not made.isascii() or not made.isdigit() or len(made) > 12:
        return False
    age = clock.now().timestamp() - int(made)
    return any(hmac.compare_digest(mark.encode(), m.encode()) for m in _marks(purpose, body)) and -60 <= age <= PUBLIC_LIVES.total_seconds()


def digest(body: bytes) -> bytes:
    """The 32-byte digest under which a body is remembered."""
    return hashlib.sha256(body).digest()


def already(actor_key: str, token: str, body: bytes) -> UUID | None:
    """The record that this token made before, or None. Raises Conflict when the body was another one.

    Call inside `writing`, before making the record, and `remember` after it: the primary key decides a race.
    """
    for key in exact_all("idempotency", f"{actor_key}|{token}"):
        row = UsedToken.objects.filter(key=key, expires_at__gt=clock.now()).first()
        if row is None:
            continue
        if bytes(row.body) != body:
            raise Conflict([Obstacle("idempotency", "คำขอนี้ถูกใช้กับข้อมูลอื่นแล้ว")])
        return row.object_id
    return None


def remember(actor_key: str, token: str, body: bytes, *, object_kind: str, object_id: UUID) -> None:
    """Write down that this token made this record, in the same transaction."""
    open_unit = unit()
    if open_unit is None or not open_unit.writes:
        raise RuntimeError("remember outside of writing")
    row = UsedToken(
        key=exact_all("idempotency", f"{actor_key}|{token}")[0], body=body, object_kind=object_kind, object_id=object_id,
        expires_at=clock.now() + LIVES,
    )
    put([row])


def sweep() -> int:
    """Delete tokens whose life is over; returns how many."""
    return UsedToken.objects.filter(expires_at__lte=clock.now()).delete()[0]


def _mark(purpose: str, body: str) -> str:
    return _marks(purpose, body)[0]


def _marks(purpose: str, body: str) -> list[str]:
    return [base64.urlsafe_b64encode(m).decode().rstrip("=") for m in exact_all(f"form:{purpose}", body)]


def once(request: HttpRequest, kind: str, act: Callable[[], UUID]) -> UUID:
    """Run `act` for a request, or give the record that the same Idempotency-Key made before; in one transaction with it.

    Without a key it simply acts. Raises Conflict for a used key with another body, Invalid for a key that cannot be one.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    if not 8 <= len(key) <= 100 or not key.isprintable():
        raise Invalid({"Idempotency-Key": "คีย์ต้องมี 8 ถึง 100 ตัวอักษร"})
    actor: Actor = request.actor  # type: ignore[attr-defined]
    body = digest(request.method.encode() + request.path.encode() + b"\n" + request.body)  # type: ignore[union-attr]
    with writing(actor):
        known = already(actor.key, key, body)
        if known is not None:
            return known
        made = act()
        remember(actor.key, key, body, object_kind=kind[:24], object_id=made)
        return made
