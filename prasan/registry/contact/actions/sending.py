"""Sending: the only way in which a message is made."""

from dataclasses import dataclass
from uuid import UUID

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Hidden, Invalid, acting
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import action
from prasan.registry.contact import rules
from prasan.registry.contact.actions.gate import GATE, ask_somebody, in_force, judged
from prasan.registry.contact.models import Outgoing

ON_THE_WAY = ("held", "asked", "waiting", "sending")


@dataclass(frozen=True, slots=True)
class Queued:
    """What became of a message: `state` waiting (it leaves when its time has come) or held (a person must decide), and why."""

    id: UUID
    state: str
    why: str = ""


@action
def send(
    actor: Actor,
    *,
    about_kind: str,
    about_id: UUID,
    root_id: UUID,
    channel: str,
    text_code: str,
    organisation: UUID | None = None,
    assignee: UUID | None = None,
    urgency: int = 2,
) -> Queued:
    """Put a neutral text into the outbox for a person, or for the reporter of a report; nothing leaves here.

    The gate decides: inside the safe hours it leaves with the next tick, before them it waits, else it is held and becomes a thing to do of
    who is accountable for `root_id` (the case or report), or else of `organisation` (default: the sender). The same text to the same
    person is not queued twice.
    Raises Invalid for an unknown text or channel, Hidden when the actor may not reach this person.
    """
    if channel not in rules.WRITTEN or text_code not in rules.TEXTS:
        raise Invalid({"channel" if channel not in rules.WRITTEN else "text": "เลือกจากรายการ"})
    with acting(GATE):
        known = Outgoing.objects.filter(about_id=about_id, channel=channel, text_code=text_code, state__in=ON_THE_WAY).first()
    if known is not None:
        _must_see(actor, known)
        return Queued(known.pk, known.state, known.why)
    at = clock.now()
    record = in_force(about_id)
    found = judged(record, channel, at)
    row = Outgoing(
        id=ids.new(), about_kind=about_kind, about_id=about_id, root_id=root_id, channel=channel, text_code=text_code,
        address=rules.address_for(record.rule, channel) if record is not None else "", state="held" if found.state == "stop" else "waiting",
        why=found.why, not_before=found.opens or at, made_at=at, made_by=actor.key,
        rule_id=record.pk if record is not None else None, urgency=urgency,
        desk_id=organisation or actor.home, user_id=assignee if organisation else actor.user,
    )
    row.save(force_insert=True)
    _must_see(actor, row)
    audit.record(f"outgoing.{row.state}", "outgoing", row.pk, root=root_id, detail=f"{channel} {text_code} {row.why}".strip())
    if row.state == "held":
        ask_somebody(row)
    return Queued(row.pk, row.state, row.why)


def _must_see(actor: Actor, row: Outgoing) -> None:
    """Who sends must be somebody who may work with this person; an unknown one looks the same."""
    if not actor.system and not scope(actor, "outgoing.decide", Outgoing).filter(pk=row.pk).exists():
        raise Hidden("contact", row.about_id)
