"""The gate: what the safe-contact record in force says about a message now, and how a message is let go or held."""

from datetime import datetime, timedelta
from uuid import UUID

from prasan.ground import clock
from prasan.ground.policy import acting, system
from prasan.registry.contact import rules
from prasan.registry.contact.flow import OUTGOING
from prasan.registry.contact.models import Outgoing, SafeContact
from prasan.registry.contact.queries import keeper
from prasan.registry.work.actions import close_items, open_item

GATE = system("contact")
HELD = "held_message"
DECIDE_WITHIN = timedelta(days=1)


def in_force(about_id: UUID) -> SafeContact | None:
    """The record in force, whoever asks: the gate looks beyond the eyes of who sends."""
    with acting(GATE):
        return SafeContact.objects.filter(about_id=about_id, ends_at=None).first()


def judged(record: SafeContact | None, channel: str, at: datetime) -> rules.Verdict:
    """The verdict of a record on a channel; a channel without address is stop."""
    rule = record.rule if record is not None else None
    found = rules.verdict(rule, channel, at)
    if found.state != "stop" and channel not in rules.PULLED and not rules.address_for(rule, channel):
        return rules.Verdict("stop", "address")
    return found


def overridden(row: Outgoing, record: SafeContact | None, found: rules.Verdict) -> bool:
    """Whether two persons decided on this very record that the message leaves all the same."""
    return bool(row.override_second) and record is not None and row.rule_id == record.pk and found.why not in ("never", "unknown", "address")


def hold(row: Outgoing, why: str) -> None:
    """Take a message back to the persons: with the reason, and a thing to do for whoever is accountable."""
    with acting(GATE):
        if row.state != "held":
            row = OUTGOING.advance(GATE, Outgoing, "hold", id=row.pk, root=row.root_id, detail=why)
        row.why = why
        row.save(update_fields=["why"])
    ask_somebody(row)


def release(row: Outgoing, found: rules.Verdict) -> None:
    """Let a held message wait for its time."""
    with acting(GATE):
        if row.state == "held":
            row = OUTGOING.advance(GATE, Outgoing, "release", id=row.pk, root=row.root_id)
        row.why, row.not_before = found.why, found.opens or clock.now()
        row.save(update_fields=["why", "not_before"])
    close_items(GATE, object_id=row.pk, verb=HELD)


def ask_somebody(row: Outgoing) -> None:
    """Open the thing to do: for who is accountable for the record, else for whom the sender named."""
    organisation, assignee = keeper(row.root_id) or (row.desk_id, row.user_id)
    if organisation is not None:
        open_item(
            GATE, organisation=organisation, assignee=assignee, verb=HELD, object_kind="outgoing", object_id=row.pk, root_id=row.root_id,
            urgency=row.urgency, due_at=clock.now() + DECIDE_WITHIN, facts={"why": row.why, "channel": row.channel},
        )
