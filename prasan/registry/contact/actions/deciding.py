"""Deciding on a held message: drop it, or let it leave outside of the safe hours, which needs a reason and a second person."""

from uuid import UUID

from django.utils.translation import gettext as say

from prasan.ground import clock
from prasan.ground.policy import Actor, Conflict, Obstacle
from prasan.ground.transactions import action
from prasan.registry.contact import rules
from prasan.registry.contact.actions.gate import ask_second, ask_somebody, in_force, judged, somewhere
from prasan.registry.contact.flow import OUTGOING, OVERRIDABLE
from prasan.registry.contact.models import Outgoing
from prasan.registry.work.actions import close_items


@OUTGOING.does("ask_override")
@action
def ask_override(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """Ask that a message leave although the record says no for now; somebody else approves. Never against "never" or without a record.

    Raises Hidden, Refused, Stale, Conflict.
    """
    row = OUTGOING.advance(actor, Outgoing, "ask_override", id=id, version=version)
    record = in_force(row.about_id)
    found = judged(record, row.channel, clock.now())
    if record is None or (found.state == "stop" and found.why not in OVERRIDABLE):
        raise Conflict([Obstacle("safe_contact", say(rules.WHY[found.why or "unknown"]))])
    if not somewhere(record, row.channel):
        raise Conflict([Obstacle("safe_contact", say(rules.WHY["address"]))])
    row.rule_id, row.address = record.pk, rules.address_for(record.rule, row.channel)
    row.override_by, row.override_second, row.override_reason = actor.key, "", reason
    row.second_id = ask_second(actor, row)
    row.save(update_fields=["rule_id", "address", "override_by", "override_second", "override_reason", "second_id"])


@OUTGOING.does("approve_override")
@action
def approve_override(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """The second person lets it leave with the next tick, unless the record has changed by then. Raises Hidden, Refused, Stale, Conflict."""
    row = OUTGOING.advance(actor, Outgoing, "approve_override", id=id, version=version)
    row.override_second, row.not_before, row.why = actor.key, clock.now(), ""
    row.save(update_fields=["override_second", "not_before", "why"])
    close_items(actor, object_id=row.pk)


@OUTGOING.does("refuse_override")
@action
def refuse_override(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Leave it held. Raises Hidden, Refused, Stale, Conflict."""
    row = OUTGOING.advance(actor, Outgoing, "refuse_override", id=id, version=version)
    found = judged(in_force(row.about_id), row.channel, clock.now())
    row.override_by, row.override_reason, row.why = "", None, found.why or row.why
    row.save(update_fields=["override_by", "override_reason", "why"])
    close_items(actor, object_id=row.pk)
    ask_somebody(row)


@OUTGOING.does("drop")
@action
def drop(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Do not send it at all. Raises Hidden, Refused, Stale, Conflict."""
    row = OUTGOING.advance(actor, Outgoing, "drop", id=id, version=version)
    row.done_at = clock.now()
    row.save(update_fields=["done_at"])
    close_items(actor, object_id=row.pk)
