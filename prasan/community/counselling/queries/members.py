"""Who else works at a centre: for keeping somebody out, or asking somebody in."""

from uuid import UUID

from django.db.models import Q

from prasan.ground import clock
from prasan.ground.policy import acting, system
from prasan.registry.access.models import Position
from prasan.registry.access.roles import CentreMember


def colleagues(centre: UUID, *, without: UUID | None = None) -> tuple[tuple[UUID, str], ...]:
    """Users with a post at the centre now, by name."""
    at = clock.now()
    with acting(system("colleagues")):
        held = Position.objects.filter(
            Q(ends_at=None) | Q(ends_at__gt=at), organisation_id=centre, role=CentreMember.code, starts_at__lte=at, user__is_active=True,
            user__suspended_at=None,
        )
        found = dict(held.order_by("user__name", "user_id").values_list("user_id", "user__name"))
    return tuple((pk, name) for pk, name in found.items() if pk != without)
