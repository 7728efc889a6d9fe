"""The one word that comes back to whoever sent something: received, or somebody looks after it. Never whether there is a case."""

from uuid import UUID

from prasan.casework.intake.models import Report
from prasan.casework.intake.queries import answer_to_sender
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope


def answer_word(actor: Actor, report: UUID | None) -> tuple[str, str, str]:
    """Number, word and tag of what the actor's centre sent; three empty texts when there is nothing to see."""
    if report is None:
        return "", "", ""
    found = scope(actor, "report.see", Report).filter(pk=report, sent_by_id__in=actor.organisations).values_list("number", "state").first()
    return (found[0] or "", *answer_to_sender(found[1])) if found else ("", "", "")
