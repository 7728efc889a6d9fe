"""What follows on the worklists when a case has a new manager."""

from uuid import UUID

from prasan.ground.policy import Actor
from prasan.registry.work.actions import follow


def waits_on(actor: Actor, *, case_id: UUID, old: UUID, new: UUID) -> None:
    """What others have open around the case is waited for by its new manager."""
    follow(actor, root_id=case_id, waiter=new)
