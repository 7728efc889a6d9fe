"""When somebody's post ends: the cases stay with them until somebody else accepts, and the head of the unit is told to see to it."""

from uuid import UUID

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.opening import is_manager_at
from prasan.casework.cases.models import Case
from prasan.ground import clock
from prasan.ground.policy import Actor, acting, system
from prasan.registry.work.actions import open_item


def position_ended(actor: Actor, user: UUID, organisation: UUID) -> None:
    """Each open case of a manager who holds the post at that unit no more needs another: never none, never two."""
    with acting(system("leaving")):
        if is_manager_at(user, organisation):
            return
        cases = list(Case.objects.filter(manager_id=user, organisation_id=organisation).exclude(state="closed"))
    for case in cases:
        open_item(
            actor, organisation=organisation, verb="manager_left", object_kind="case", object_id=case.pk, root_id=case.pk, urgency=case.urgency,
            due_at=clock.now(), role="unit_head", area_code=case.area_code, facts={"number": case.number, "area": case.area_code}, alarm=True,
        )
        note_event(actor, case_id=case.pk, verb="manager_left", object_kind="user", object_id=user, hot=True)
