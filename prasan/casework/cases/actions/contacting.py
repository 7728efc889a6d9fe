"""The first safe contact is on the manager's list as long as nobody was reached: by the clock that runs for it."""

from datetime import datetime

from prasan.casework.cases.models import Case
from prasan.ground.policy import Actor, acting, system
from prasan.registry.limits.queries import limits_of
from prasan.registry.work.actions import close_items, open_item
from prasan.registry.work.models import WorkItem

VERB = "first_contact"


def _ask(actor: Actor, case: Case, *, due_at: datetime | None, alarm: bool) -> None:
    open_item(
        actor, organisation=case.organisation_id, verb=VERB, object_kind="case", object_id=case.pk, root_id=case.pk,
        urgency=case.urgency, due_at=due_at, role="case_manager", assignee=case.manager_id, area_code=case.area_code,
        facts={"number": case.number, "area": case.area_code}, alarm=alarm,
    )


def list_first_contact(actor: Actor, case: Case, *, alarm: bool = True) -> None:
    """When a case begins, or reports came or went: on the list while a clock of it runs, perhaps for somebody who came with them; due when the first
    of them is.
    """
    with acting(system(VERB)) as job:
        runs = next((limit for limit in limits_of(job, "case", case.pk, running=True) if limit.code.startswith(f"{VERB}.")), None)
        listed = WorkItem.objects.filter(object_id=case.pk, verb=VERB, done_at=None).values_list("due_at", flat=True).first()
    if runs is None:
        close_items(actor, object_id=case.pk, verb=VERB)
    elif listed is None or (runs.due_at is not None and runs.due_at < listed):
        _ask(actor, case, due_at=runs.due_at, alarm=alarm)
