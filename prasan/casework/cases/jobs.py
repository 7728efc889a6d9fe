"""What is looked at again and again."""

from prasan.casework.cases.actions.apart import list_managers_apart
from prasan.ground.jobs import tick
from prasan.ground.policy import Actor


@tick("cases.managers_apart", seconds=300)
def managers_apart(actor: Actor) -> int:
    """A head learns which manager no longer sees all of a case; how many rows changed."""
    return list_managers_apart(actor)
