"""What a list that is brought in is compared with: users, their posts, their watches. Asked inside an action that has its own gates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from prasan.ground import clock
from prasan.registry.access.models import Duty, Position, User


@dataclass(frozen=True, slots=True)
class KnownUser:
    """A user as a list could name one."""

    id: UUID
    name: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A position that has not ended."""

    id: UUID
    organisation: UUID
    role: str
    areas: tuple[str, ...]
    ends_at: datetime | None


def user_like(username: str) -> KnownUser | None:
    """The user of this sign-in name."""
    row = User.objects.filter(username=username).first()
    return KnownUser(row.pk, row.name, row.phone, row.language) if row else None


def positions_of(user: UUID) -> tuple[KnownPost, ...]:
    """A user's own positions that have not ended, without those of a stand-in."""
    rows = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), user_id=user, for_position=None).order_by("starts_at", "id")
    return tuple(KnownPost(row.pk, row.organisation_id, row.role, tuple(row.areas), row.ends_at) for row in rows)


def duty_like(organisation: UUID, user: UUID, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether this very watch is on the roster."""
    return Duty.objects.filter(organisation_id=organisation, user_id=user, starts_at=starts_at, ends_at=ends_at).exists()
