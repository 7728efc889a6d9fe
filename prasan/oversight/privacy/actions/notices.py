"""What follows when the clock of a request or a breach nears its end: an alarm on the privacy officer's list, each level once."""

from prasan.ground.policy import Actor
from prasan.oversight.privacy.actions.common import for_officer
from prasan.oversight.privacy.models import Breach, RightsRequest
from prasan.registry.limits.actions import Notice


def request_noticed(actor: Actor, notice: Notice) -> None:
    """A request is near its 30 days, or late. As the system, in the notice's transaction."""
    row = RightsRequest.objects.filter(pk=notice.root_id, decided_at=None).first()
    if row is not None:
        for_officer(actor, verb="answer_rights", kind="rights", object_id=row.pk, number=row.number, due_at=row.due_at, urgency=4, alarm=True)


def breach_noticed(actor: Actor, notice: Notice) -> None:
    """A breach is near its 72 hours, or late."""
    row = Breach.objects.filter(pk=notice.root_id, closed_at=None).first()
    if row is not None:
        for_officer(actor, verb="handle_breach", kind="breach", object_id=row.pk, number=row.number, due_at=row.due_at, urgency=4, alarm=True)
