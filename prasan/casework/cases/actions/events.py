"""The timeline: who did what, in codes. What it was about lies in the object."""

from uuid import UUID

from prasan.casework.cases.models import CaseEvent
from prasan.ground import clock, ids
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.ground.transactions.put import put


@action
def note_event(
    actor: Actor, *, case_id: UUID, verb: str, object_kind: str, object_id: UUID, detail: str = "", hot: bool = False,
) -> None:
    """Put a line on the timeline of a case. `verb` and `detail` are codes; `hot` is an alarm of the system."""
    put([CaseEvent(
        id=ids.new(), case_id=case_id, at=clock.now(), actor=actor.key, organisation_id=actor.home, verb=verb, object_kind=object_kind,
        object_id=object_id, detail=detail[:80], hot=hot,
    )])
