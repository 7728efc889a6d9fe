"""Leaving: a message is claimed in one transaction, delivered outside of any, and put down as sent, or given back, in another.

The gate is asked again at the claim, with the record of that moment. What was claimed and never put down is given back to the persons and
never sent a second time by itself: nobody knows whether it arrived.
"""

from dataclasses import dataclass, field
from uuid import UUID

from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.registry.contact import rules
from prasan.registry.contact.actions.gate import hold, in_force, judged, overridden
from prasan.registry.contact.flow import OUTGOING
from prasan.registry.contact.models import Outgoing


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for a channel's adapter. Its text form shows neither address nor words."""

    id: UUID
    channel: str
    address: str = field(repr=False)
    text: str = field(repr=False)
    about_kind: str = "person"
    about_id: UUID | None = None


@action
def claim(actor: Actor, *, id: UUID) -> Delivery | None:  # noqa: A002
    """Take one message to deliver it now, if the gate still lets it; else it goes on waiting or is held, and None comes back."""
    row = Outgoing.objects.select_for_update(no_key=True).filter(pk=id, state="waiting").first()
    if row is None:
        return None
    at = clock.now()
    record = in_force(row.about_id)
    found = judged(record, row.channel, at)
    if found.state != "go" and not overridden(row, record, found):
        if found.state == "stop":
            hold(row, "changed" if row.override_second else found.why)
        else:
            row.why, row.not_before = found.why, found.opens or at
            row.save(update_fields=["why", "not_before"])
        return None
    assert record is not None  # noqa: S101 - go and overridden both stand on a record
    rule = record.rule or {}
    row = OUTGOING.advance(actor, Outgoing, "claim", id=id, root=row.root_id, detail="override" if found.state != "go" else "")
    row.claimed_at, row.rule_id, row.address = at, record.pk, rules.address_for(rule, row.channel)
    row.save(update_fields=["claimed_at", "rule_id", "address"])
    return Delivery(
        row.pk, row.channel, row.address, rules.text_in(row.text_code, str(rule.get("language") or "th")), row.about_kind, row.about_id,
    )


@action
def sent(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """Put down that the channel took it."""
    row = OUTGOING.advance(actor, Outgoing, "mark_sent", id=id)
    row.done_at = clock.now()
    row.save(update_fields=["done_at"])


@action
def give_back(actor: Actor, *, id: UUID, why: str) -> None:  # noqa: A002
    """Give a claimed message back to the persons: no adapter for its channel, refused by it, or cut off in the middle."""
    row = Outgoing.objects.select_for_update(no_key=True).filter(pk=id, state="sending").first()
    if row is not None:
        hold(row, why)

