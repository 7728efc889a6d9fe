"""What a family centre has sent: a number, a day and one status word; nothing else comes back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from prasan.casework.intake.models import Report
from prasan.casework.intake.queries import answer_to_sender
from prasan.ground import clock
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope
from prasan.registry.work.queries import language


@dataclass(frozen=True, slots=True)
class Sent:
    """One report that the centre sent. `word` is one of two: received, somebody looks after it."""

    number: str
    when: str
    word: str
    tag: str


def sent(actor: Actor, *, cursor: str = "", size: int = 30) -> tuple[tuple[Sent, ...], str]:
    """The centre's own reports, newest first, and the cursor of the next page."""
    rows = scope(actor, "report.see", Report).filter(sent_by_id__in=actor.organisations).only("id", "number", "received_at", "state")
    found, after = keyset(rows, ("-received_at", "id"), cursor, size)
    lang = language()
    return tuple(
        Sent(row.number or _("กำลังออกเลข"), clock.date_th(clock.local(row.received_at), lang), *answer_to_sender(row.state)) for row in found
    ), after
