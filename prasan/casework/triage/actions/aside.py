"""Standing aside: whoever knows somebody in a report is excluded from it by name, and a colleague or the head gets it."""

from uuid import UUID

from django.db.models import Q

from prasan.casework.intake.flow import READING, REPORT
from prasan.casework.intake.models import Report
from prasan.casework.triage.actions.desk import VERB, due_here, open_desk_item, things
from prasan.casework.triage.models import Declaration
from prasan.casework.triage.queries.desk import reader_of
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Refused, access, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.models import Position
from prasan.registry.work.actions import close_items

JOB = system("triage")


@action
def stand_aside(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """The officer knows somebody in the report: excluded by name from report and persons, and the desk's item goes to a colleague.

    Without another officer at the desk the head gets it, with an alarm. Raises Hidden and Refused.
    """
    if actor.user is None:
        raise Refused("report.take")
    report = get(actor, "report.take", Report, id, see="report.see", lock=True)
    audit.record("report.aside", "report", id)
    with acting(JOB):
        access.exclude(actor, subject=actor.user, root=id, objects=things(id), reason="บอกเองว่ารู้จักหรือเป็นญาติกับคนในเรื่อง")
        Declaration.objects.update_or_create(report_id=id, user_id=actor.user, defaults={"knows": True, "at": clock.now()})
        if report.state == READING and reader_of(id) in {actor.user, None}:
            report = REPORT.advance(JOB, Report, "give_back", id=id)
        role = "intake_officer" if _colleagues(report) else "unit_head"
        close_items(JOB, object_id=id, verb=VERB)
        open_desk_item(JOB, report=report, desk=report.desk_id, due_at=due_here(report), role=role, alarm=role == "unit_head", aside=True)


def _colleagues(report: Report) -> bool:
    """Whether somebody else at the desk may read the report."""
    at = clock.now()
    barred = access.excluded_subjects(report.pk)
    posts = Position.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), organisation_id=report.desk_id, role="intake_officer", starts_at__lte=at, user__is_active=True,
        user__suspended_at=None,
    )
    return posts.exclude(user_id__in=barred).exists()
