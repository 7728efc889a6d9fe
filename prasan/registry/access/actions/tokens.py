"""Keys for programs: made after the second factor, shown once, at most 90 days."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Hidden, Invalid, Refused
from prasan.ground.transactions import action
from prasan.registry.access import tokens
from prasan.registry.access.models import ApiToken
from prasan.registry.access.rules import SCOPES, SERVICE_SCOPES, TOKEN_LONGEST_DAYS


@action
def make_token(actor: Actor, *, name: str, scopes: Sequence[str], days: int) -> str:
    """A key for the actor's own programs. Returns it; it is shown once. Raises Refused without a second factor or by another key."""
    if actor.user is None or not actor.strong or actor.scopes is not None:
        raise Refused("token.make")
    return _make(actor, user=actor.user, name=name, scopes=scopes, known=SCOPES, days=days)


@action
def make_service_token(actor: Actor, *, name: str, scopes: Sequence[str], days: int) -> str:
    """A key that is nobody's and reaches no case: for `prasan token`. Returns it."""
    if not actor.system:
        raise Refused("token.make")
    return _make(actor, user=None, name=name, scopes=scopes, known=SERVICE_SCOPES, days=days)


@action
def make_demonstration_token(actor: Actor, *, user: UUID, scopes: Sequence[str] = ("*",), days: int = 30) -> str:
    """A key of a made-up user, for `prasan token USERNAME` on demonstration data; the caller has checked the mark. Returns it."""
    if not actor.system:
        raise Refused("token.make")
    return _make(actor, user=user, name="prasan token", scopes=scopes, known=("*", *SCOPES), days=days)


@action
def revoke_token(actor: Actor, *, token: UUID) -> None:
    """Make one's own key useless. Raises Hidden for what is not one's own."""
    row = ApiToken.objects.select_for_update(no_key=True).filter(pk=token, user_id=actor.user).first() if actor.user else None
    if row is None:
        raise Hidden("token", token)
    row.revoked_at = row.revoked_at or clock.now()
    row.save(update_fields=["revoked_at"])
    audit.record("revoke_token", "token", token)


def _make(actor: Actor, *, user: UUID | None, name: str, scopes: Sequence[str], known: Collection[str], days: int) -> str:
    problems = {}
    if not 0 < len(name.strip()) <= 80:
        problems["name"] = _("ตั้งชื่อกุญแจ ไม่เกิน 80 ตัวอักษร")
    if not scopes or not set(scopes) <= set(known):
        problems["scopes"] = _("เลือกขอบเขตอย่างน้อย 1 ข้อ")
    if not 1 <= days <= TOKEN_LONGEST_DAYS:
        problems["days"] = _("อายุ 1 ถึง 90 วัน")
    if problems:
        raise Invalid(problems)
    raw, at = tokens.make(), clock.now()
    row = ApiToken.objects.create(
        user_id=user, name=name.strip(), token_hash=tokens.digest(raw), scopes=sorted(scopes), made_at=at, expires_at=at + timedelta(days=days),
    )
    audit.record("make_token", "token", row.pk, detail=" ".join(sorted(scopes))[:200])
    return raw
