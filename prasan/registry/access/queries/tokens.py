"""Keys that programs hold."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from prasan.ground import clock
from prasan.ground.policy import Actor, system
from prasan.ground.transactions import writing
from prasan.registry.access.models import ApiToken
from prasan.registry.access.queries.actors import actor_for
from prasan.registry.access.queries.times import day_in_words
from prasan.registry.access.tokens import digest


@dataclass(frozen=True, slots=True)
class TokenView:
    """A key, without itself. `state`: live, revoked, over."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    made: str
    expires: str
    used: str
    state: str


def tokens(user_id: UUID) -> tuple[TokenView, ...]:
    """The keys of the person who asks, the newest first."""
    return tuple(_view(row) for row in ApiToken.objects.filter(user_id=user_id).order_by("-made_at")[:100])


def actor_for_token(raw: str, at: datetime | None = None) -> Actor | None:
    """The actor that a program with this key is now, limited to the key's scopes; None for a key unknown, revoked or over.

    A service token (no user) is an actor without posts: it sees nothing of a case. The day of use is written down once a day.
    """
    row = ApiToken.objects.filter(token_hash=digest(raw)).select_related("user").first()
    at = at or clock.now()
    if row is None or row.revoked_at is not None or row.expires_at <= at:
        return None
    if row.user is not None and (row.user.suspended_at is not None or not row.user.is_active):
        return None
    if row.last_used_on != at.date():
        with writing(system("tokens")):
            ApiToken.objects.filter(pk=row.pk).update(last_used_on=at.date())
    scopes = frozenset(row.scopes)
    if row.user is None:
        return Actor(key=f"service:{row.pk}", scopes=scopes, label=row.name)
    return actor_for(row.user, strong=True, scopes=scopes)


def _view(row: ApiToken) -> TokenView:
    state = "revoked" if row.revoked_at else "over" if row.expires_at <= clock.now() else "live"
    return TokenView(
        row.pk, row.name, tuple(row.scopes), day_in_words(row.made_at), day_in_words(row.expires_at),
        day_in_words(row.last_used_on) if row.last_used_on else "", state,
    )
