"""Idempotency: a repeat of the same request makes nothing twice and is answered anew under today's policy.

Public forms carry a token made and signed by the server; staff and API callers choose a key, unique for each actor.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.http.asker import actor_of
from prasan.ground.http.models import UsedToken
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, current
from prasan.ground.transactions import Unit, first_at_close, unit, writing
from prasan.ground.transactions.put import put
from prasan.ground.vault.index import exact_all

LIVES = timedelta(hours=24)
PUBLIC_LIVES = timedelta(hours=24)
NOTHING = UUID(int=0)


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
            raise Conflict([Obstacle("idempotency", _("คำขอนี้ถูกใช้กับข้อมูลอื่นแล้ว"))])
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


class Repeated(Exception):  # noqa: N818
    """The very same form was sent before, and what it asked has been done."""


@dataclass
class _Form:
    """A form on its way: who sends it, and what it is remembered by until it has been used."""

    actor: str
    key: bytes
    body: bytes


_form: ContextVar[_Form | None] = ContextVar("prasan_form", default=None)


@contextmanager
def one_form(request: HttpRequest, actor: Actor) -> Iterator[None]:
    """What the form of this request asks is done once, however often the button is pressed.

    A page's CSRF field is masked anew each time the page is drawn, so that the same field with the same answers is the same press. The press is
    written down in the transaction of its first write; the second one loses against the primary key and is taken back as a whole (Repeated).
    """
    drawn = request.POST.get("csrfmiddlewaretoken", "") if request.method == "POST" else ""
    if not drawn:
        yield
        return
    body = asked(request)
    held = _form.set(_Form(actor.key, exact_all("idempotency", f"{actor.key}|{drawn}|{body.hex()}")[0], body))
    try:
        yield
    finally:
        _form.reset(held)


def was_sent(request: HttpRequest, actor: Actor) -> bool:
    """Whether this very form was sent before and did what it asked. Asked only when something went wrong."""
    drawn = request.POST.get("csrfmiddlewaretoken", "") if request.method == "POST" else ""
    if not drawn:
        return False
    keys = exact_all("idempotency", f"{actor.key}|{drawn}|{asked(request).hex()}")
    return UsedToken.objects.filter(key__in=keys, expires_at__gt=clock.now()).exists()


@first_at_close
def _use(mine: Unit) -> None:
    form = _form.get()
    actor = current()
    if form is None or not mine.writes or actor is None or actor.key != form.actor:
        return
    _form.set(None)
    row = UsedToken(key=form.key, body=form.body, object_kind="form", object_id=NOTHING, expires_at=clock.now() + LIVES)
    try:
        put([row])
    except IntegrityError as error:
        raise Repeated from error


def _mark(purpose: str, body: str) -> str:
    return _marks(purpose, body)[0]


def _marks(purpose: str, body: str) -> list[str]:
    return [base64.urlsafe_b64encode(m).decode().rstrip("=") for m in exact_all(f"form:{purpose}", body)]


def once(request: HttpRequest, kind: str, act: Callable[[], UUID]) -> UUID:
    """Run `act` for a request, or give the record that the same Idempotency-Key made before; in one transaction with it.

    Without a key it simply acts. Raises Conflict for a used key with another body, Invalid for a key that cannot be one.
    """
    key = key_of(request)
    if not key:
        return act()
    actor = actor_of(request)
    body = asked(request)
    with writing(actor):
        known = already(actor.key, key, body)
        if known is not None:
            return known
        made = act()
        remember(actor.key, key, body, object_kind=kind[:24], object_id=made)
        return made


def held_to_key(request: HttpRequest, kind: str) -> None:
    """For a POST that only reads: a repeat is read anew, but a key that came with another body before is refused (Conflict)."""
    once(request, kind, lambda: NOTHING)


def key_of(request: HttpRequest) -> str:
    """The caller's key, "" without one. Raises Invalid for what cannot be one."""
    key = request.headers.get("Idempotency-Key", "")
    if key and (not 8 <= len(key) <= 100 or not key.isascii() or not key.isprintable()):
        raise Invalid({"Idempotency-Key": _("คีย์ต้องมี 8 ถึง 100 ตัวอักษร เป็นตัวอักษรอังกฤษ ตัวเลข หรือเครื่องหมาย")})
    return key


def asked(request: HttpRequest) -> bytes:
    """The digest of what is asked: method, address and body; of a form with files its fields, because the boundary differs each time."""
    parts = [str(request.method).encode(), request.get_full_path().encode()]
    if request.content_type == "multipart/form-data":
        for name in sorted(request.POST):
            parts += [name.encode(), *(value.encode() for value in request.POST.getlist(name))]
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                parts += [name.encode(), str(file.name).encode(), hashlib.sha256(file.read()).digest()]
                file.seek(0)
    else:
        parts.append(request.body)
    return digest(b"".join(len(part).to_bytes(8, "big") + part for part in parts))
