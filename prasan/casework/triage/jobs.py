"""What follows a report, and what returns with time."""

from uuid import UUID

from prasan.casework.triage.actions import escalate_unread, find_likenesses
from prasan.ground.jobs import job, tick
from prasan.ground.policy import Actor


@job("find_likenesses")
def look_for_likenesses(actor: Actor, *, report_id: str) -> None:
    """Look for earlier reports that may be about the same matter."""
    find_likenesses(actor, report_id=UUID(report_id))


@tick("triage.unread", seconds=60)
def tell_of_unread(actor: Actor) -> int:
    """Emergencies that nobody reads go up, once a step."""
    return escalate_unread(actor)
