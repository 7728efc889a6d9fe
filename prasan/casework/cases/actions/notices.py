"""What follows when a limit of a case nears or passes: a line on the timeline, an alarm up the chain, each once."""

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.models import Case
from prasan.ground.policy import Actor
from prasan.registry.limits.actions import Notice
from prasan.registry.work.actions import open_item


def is_late(level: str) -> bool:
    """Whether at this level the time is over, or a moment to act has passed."""
    return level == "late" or level.startswith("after")


def limit_noticed(actor: Actor, notice: Notice) -> None:
    """Near: the manager has it on the list. Late: the head of the unit too, with an alarm. As the system, in the notice's transaction."""
    case = Case.objects.filter(pk=notice.root_id).exclude(state="closed").first()
    if case is None:
        return
    late = any(map(is_late, notice.levels))
    note_event(actor, case_id=case.pk, verb="limit_late" if late else "limit_soon", object_kind="limit", object_id=notice.limit_id,
               detail=notice.code, hot=True)
    facts = {"number": case.number, "area": case.area_code, "limit": notice.code}
    open_item(
        actor, organisation=case.organisation_id, verb="limit_near", object_kind="limit", object_id=notice.limit_id, root_id=case.pk,
        urgency=case.urgency, due_at=notice.due_at, assignee=case.manager_id, area_code=case.area_code,
        facts={**facts, "case": str(case.pk)}, alarm=late,
    )
    if late:
        open_item(
            actor, organisation=case.organisation_id, verb="limit_late", object_kind="limit", object_id=notice.limit_id, root_id=case.pk,
            urgency=case.urgency, due_at=notice.due_at, role="unit_head", area_code=case.area_code, facts={**facts, "case": str(case.pk)},
            alarm=True,
        )
