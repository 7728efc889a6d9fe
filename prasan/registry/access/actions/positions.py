"""Positions: giving and ending them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Hidden
from prasan.ground.transactions import action
from prasan.registry.access.models import Position
from prasan.registry.access.roles import BY_CODE


@action
def give_position(
    actor: Actor, *, user: UUID, organisation: UUID, role: str, areas: Sequence[str] = (),
    starts_at: datetime | None = None, ends_at: datetime | None = None, title: str = "",
) -> UUID:
    """Give a user a role at an organisation, from now or `starts_at`, until `ends_at` or for good. Returns the position's id.

    `areas` are code prefixes; none means those of the organisation.
    """
    position = Position.objects.create(
        user_id=user, organisation_id=organisation, role=BY_CODE[role].code, areas=list(areas), title=title,
        starts_at=starts_at or clock.now(), ends_at=ends_at,
    )  # fmt: skip
    audit.record("give_position", "user", user, detail=f"{role} {organisation}")
    return position.pk


@action
def end_position(actor: Actor, *, position: UUID, ends_at: datetime | None = None) -> None:
    """End a position now, or at a moment to come; one that had not begun is taken back. Who stands in for it ends too."""
    held = Position.objects.select_for_update().filter(pk=position).first()
    if held is None:
        raise Hidden("position", position)
    at = ends_at or clock.now()
    for row in (held, *held.stand_ins.all()):
        if row.starts_at >= at:
            row.delete()
        elif row.ends_at is None or row.ends_at > at:
            row.ends_at = at
            row.save(update_fields=["ends_at"])
    audit.record("end_position", "user", held.user_id, detail=f"{held.role} {held.organisation_id}")
