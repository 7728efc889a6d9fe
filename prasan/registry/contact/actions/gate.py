"""The gate: what the safe-contact record in force says about a message now, and how a message is let go or held."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from prasan.ground import clock
from prasan.ground.policy import Actor, acting, system
from prasan.registry.contact import rules
from prasan.registry.contact.flow import OUTGOING
from prasan.registry.contact.models import Outgoing, SafeContact
from prasan.registry.contact.queries import keeper, seconder
from prasan.registry.contact.queries.accused import answers
from prasan.registry.work.actions import close_items, open_item

GATE = system("contact")
HELD, SECOND = "held_message", "second_message"
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
    if record is not None and channel not in rules.PULLED and answers(record.about_kind, record.about_id, rules.address_for(rule, channel)):
        return rules.Verdict("stop", "accused")
    return found


def overridden(row: Outgoing, record: SafeContact | None, found: rules.Verdict) -> bool:
    """Whether two persons decided on this very record that the message leaves all the same."""
    if not row.override_second or record is None or row.rule_id != record.pk:
        return False
    return found.why not in ("never", "unknown", "address", "accused") and somewhere(record, row.channel)


def somewhere(record: SafeContact, channel: str) -> bool:
    """Whether there is a number or address for the channel: a channel that was not told to be safe may have none."""
    return channel in rules.PULLED or bool(rules.address_for(record.rule, channel))


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
    organisation, assignee = keeper(row) or (row.desk_id, row.user_id)
    if organisation is not None:
        open_item(
            GATE, organisation=organisation, assignee=assignee, verb=HELD, object_kind="outgoing", object_id=row.pk, root_id=row.root_id,
            urgency=row.urgency, due_at=clock.now() + DECIDE_WITHIN, facts={"why": row.why, "channel": row.channel},
        )


def ask_second(actor: Actor, row: Outgoing) -> UUID | None:
    """Whose head is to be the second person, with the thing to do; None where only who works on it too can be."""
    with acting(GATE):
        office = seconder(actor, row)
    close_items(GATE, object_id=row.pk)
    if office is not None:
        open_item(
            GATE, organisation=office, role="unit_head", verb=SECOND, object_kind="outgoing", object_id=row.pk, root_id=row.root_id,
            urgency=row.urgency, due_at=clock.now() + DECIDE_WITHIN, facts={"why": row.why, "channel": row.channel},
        )
    return office


def follow(about_ids: Iterable[UUID]) -> None:
    """Whoever is accountable for these persons and reporters may have changed: held messages are theirs to decide on now.

    A message to a reporter whom nobody may know any more is dropped: nobody could ever let it go.
    """
    with acting(GATE):
        rows = list(Outgoing.objects.filter(about_id__in=list(about_ids), state__in=["held", "asked"]))
        for row in rows:
            if row.about_kind == "reporter" and keeper(row) is None:
                OUTGOING.advance(GATE, Outgoing, "drop", id=row.pk, root=row.root_id, detail="nobody", also={"done_at": clock.now()})
                close_items(GATE, object_id=row.pk)
            elif row.state == "held":
                ask_somebody(row)
            else:
                row.second_id = ask_second(GATE, row)
                row.save(update_fields=["second_id"])
