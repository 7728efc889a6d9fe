"""How somebody may be reached: a new record ends the one before it; none is ever changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from prasan.ground import audit, clock, ids
from prasan.ground.policy import PUBLIC, Actor, Hidden, Invalid, acting
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import action
from prasan.ground.transactions.put import put
from prasan.registry.contact import rules
from prasan.registry.contact.actions.gate import GATE, hold, in_force, judged, release
from prasan.registry.contact.models import Outgoing, SafeContact


@action
def set_rule(
    actor: Actor, *, about_kind: str, about_id: UUID, key_owner: UUID, rule: Mapping[str, Any], told_by: str = "reporter",
    keep: Sequence[str] = (),
) -> UUID:
    """Put down how a person ("person") or the reporter of a report ("reporter") may be reached, from now on; returns the record's id.

    `rule` as in `SafeContact`; {} says that no way is safe. `key_owner` is the person or report whose data key seals it. Messages that wait are
    judged anew. `keep` names fields that are taken over from the record before when they are not in the rule (the code word is never shown for
    changing). The public may set the first record of a report that it makes; staff need sight of it (give sight first), else Hidden.
    Raises Invalid, with messages by field, for a rule that cannot be read.
    """
    if wrong := rules.checked(rule):
        raise Invalid(wrong)
    at = clock.now()
    old = in_force(about_id) if keep and rule else None
    kept = {name: value for name in keep if old is not None and (value := (old.rule or {}).get(name))}
    record = SafeContact(
        id=ids.new(), about_kind=about_kind, about_id=about_id, key_owner=key_owner, rule={**kept, **rule}, told_by=told_by[:60], starts_at=at,
    )
    with acting(GATE):
        before = SafeContact.objects.filter(about_id=about_id, ends_at=None).update(ends_at=at)
    record.save(force_insert=True)
    if not (actor.system or (actor.key == PUBLIC.key and not before)):
        _must_see(actor, record)
    audit.record("set", "contact", record.pk, root=about_id, detail=about_kind)
    _judge_anew(record, about_id)
    return record.pk


def first_rule(actor: Actor, *, about_kind: str, about_id: UUID, key_owner: UUID, rule: Mapping[str, Any], told_by: str, at: datetime) -> UUID:
    """`set_rule` for somebody whom the open transaction has just made: nothing went before and no message waits, so that one statement does it.

    Call it only for an id that is new in this transaction. Nothing is refused here, because no report may fail for it: what cannot be read is
    kept as it was told, and the gate takes it for a stop.
    """
    record = SafeContact(id=ids.new(), about_kind=about_kind, about_id=about_id, key_owner=key_owner, rule=dict(rule), told_by=told_by[:60], starts_at=at)
    put([record])
    audit.record("set", "contact", record.pk, root=about_id, detail=about_kind)
    return record.pk


@action
def end_rule(actor: Actor, *, about_id: UUID) -> None:
    """Say that the record in force holds no more: from now on nobody knows a safe way. Raises Hidden."""
    with acting(GATE):
        record = SafeContact.objects.filter(about_id=about_id, ends_at=None).first()
    if record is None:
        raise Hidden("contact", about_id)
    if not actor.system:
        _must_see(actor, record)
    with acting(GATE):
        SafeContact.objects.filter(pk=record.pk).update(ends_at=clock.now())
    audit.record("end", "contact", record.pk, root=about_id)
    _judge_anew(None, about_id)


def _must_see(actor: Actor, record: SafeContact) -> None:
    if not scope(actor, "contact.change", SafeContact).filter(pk=record.pk).exists():
        raise Hidden("contact", record.about_id)


def _judge_anew(record: SafeContact | None, about_id: UUID) -> None:
    with acting(GATE):
        rows = list(Outgoing.objects.filter(about_id=about_id, state__in=["held", "waiting"]))
    for row in rows:
        found = judged(record, row.channel, clock.now())
        if found.state == "stop":
            hold(row, found.why)
        else:
            release(row, found)
