"""Noting that the desk called for help: 191, 1669 and the like, before anything else."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.intake.models import Report
from prasan.casework.triage import rules
from prasan.casework.triage.models import EmergencyCall
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Invalid
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action


@action
def note_call(actor: Actor, *, id: UUID, number: str, reached: bool) -> UUID:  # noqa: A002
    """Write down that the desk called a number about this report, and whether somebody answered. Raises Hidden, Refused, Invalid."""
    if number not in rules.CALLS:
        raise Invalid({"number": _("เลือกหมายเลขจากรายการ")})
    get(actor, "report.take", Report, id, see="report.see")
    call = EmergencyCall(id=ids.new(), report_id=id, number=number, reached=reached, by=actor.key, at=clock.now())
    call.save(force_insert=True)
    audit.record("report.call", "report", id, detail=f"{number} {'reached' if reached else 'unreached'}")
    return call.pk
