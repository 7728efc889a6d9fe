"""Small facts about a report at its desk, for this chapter's own actions: asked as the system, never shown as they are."""

from uuid import UUID

from prasan.casework.triage.models import Routing
from prasan.ground.policy import acting, system
from prasan.registry.work.models import WorkItem

JOB = system("triage")


def reader_of(report_id: UUID) -> UUID | None:
    """Who took the report to read it; None when nobody did."""
    with acting(JOB):
        return (
            WorkItem.objects.filter(object_id=report_id, verb="triage_report", done_at=None).values_list("assignee_id", flat=True).first()
        )


def awaiting(report_id: UUID, desk: UUID) -> Routing | None:
    """The step by which another desk passed the report on to this one, while this one may still send it back."""
    with acting(JOB):
        step = Routing.objects.filter(report_id=report_id).exclude(from_desk=None).order_by("-at", "-id").first()
        if step is None or step.desk_id != desk or step.answer == "refused" or step.why != ["passed_on"]:
            return None
        return step
