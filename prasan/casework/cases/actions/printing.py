"""Printing: an act of its own, so that it stands in the log and on the timeline before there is a sheet."""

from uuid import UUID

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.models import Case
from prasan.ground import audit
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action


@action
def record_print(actor: Actor, *, case_id: UUID) -> None:
    """Write down that the manager prints the summary of a case. Raises Hidden, Refused."""
    case = get(actor, "case.manage", Case, case_id, see="case.see")
    audit.record("print", "case", case_id, basis=case.basis)
    note_event(actor, case_id=case_id, verb="printed", object_kind="case", object_id=case_id)
