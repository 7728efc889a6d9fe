"""What triage keeps of a report, for the one statement that reads it (intake.queries.parts)."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from prasan.casework.intake.queries.parts import Part
from prasan.casework.triage.models import Decision, Declaration, EmergencyCall, Escalation, Routing
from prasan.casework.triage.queries.likenesses import seen_likenesses
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope


def _of(action: str, model: Any) -> Part:
    def part(actor: Actor, report: UUID) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = scope(actor, action, model).filter(report_id=report)
        return rows

    return part


def _declared(actor: Actor, report: UUID) -> QuerySet[Any, Any]:
    return scope(actor, "report_declaration.see", Declaration).filter(report_id=report, knows=False)


PARTS: dict[str, Part] = {
    "call": _of("report_call.see", EmergencyCall), "routing": _of("report_routing.see", Routing), "decision": _of("report_decision.see", Decision),
    "escalation": _of("report_escalation.see", Escalation), "declaration": _declared, "likeness": seen_likenesses,
}
