"""An emergency that nobody reads is told to the head of the unit, then to the head of the province: once each."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from prasan.casework.intake.flow import RECEIVED
from prasan.casework.intake.models import Report
from prasan.casework.triage import rules
from prasan.casework.triage.actions.desk import LATE, LATE_ABOVE, VERB, safe_facts
from prasan.casework.triage.models import Escalation
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.queries import ancestor_ids, desk_for
from prasan.registry.work.actions import open_item
from prasan.registry.work.models import WorkItem

BATCH = 200


@action
def escalate_unread(actor: Actor) -> int:
    """Tell those above of every emergency that was not read in time; returns how many steps were taken. Run by the clock only."""
    now = clock.now()
    late = WorkItem.objects.filter(
        verb=VERB, done_at=None, urgency=rules.EMERGENCY, assignee=None, due_at__lte=now
    ).order_by("due_at", "id").values_list("object_id", "organisation_id", "due_at")[:BATCH]
    taken = 0
    reports = {report.pk: report for report in Report.objects.filter(pk__in=[row[0] for row in late], state=RECEIVED)}
    given = set(Escalation.objects.filter(report_id__in=list(reports)).values_list("report_id", "desk_id", "step"))
    for report_id, desk, due in late:
        if report_id in reports:
            taken += sum(
                _tell(actor, reports[report_id], desk, step, now)
                for step in range(1, rules.escalation_due(due, now) + 1)
                if (report_id, desk, step) not in given
            )
    return taken


def _tell(actor: Actor, report: Report, desk: UUID, step: int, now: datetime) -> int:
    try:
        with transaction.atomic():
            Escalation(id=ids.new(), report_id=report.pk, desk_id=desk, step=step, at=now).save(force_insert=True)
    except IntegrityError:  # another process told it at this moment
        return 0
    verb, organisation, role = (LATE, desk, "unit_head") if step == rules.HEAD else (LATE_ABOVE, _province(report, desk), "province_head")
    audit.record("report.escalate", "report", report.pk, detail=f"step {step}")
    open_item(
        actor, organisation=organisation, verb=verb, object_kind="report", object_id=report.pk, root_id=report.pk, urgency=rules.EMERGENCY,
        due_at=now, role=role, area_code=report.area_code, alarm=True, facts={**safe_facts(report), "step": step},
    )
    return 1


def _province(report: Report, desk: UUID) -> UUID:
    """Where the head of the province has a post: the office above the province's own desk, else the top of this desk's tree."""
    area = report.area_code[:2] or (Organisation.objects.filter(pk=desk).values_list("area_id", flat=True).first() or "")[:2]
    found = desk_for("psdhso", area) if area else None
    above = ancestor_ids(found.id if found else desk)
    return above[-1] if found and above else (above[0] if above else desk)
