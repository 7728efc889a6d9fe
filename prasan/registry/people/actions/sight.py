"""Who sees a person: access rows, written and ended in bulk by the chapter whose fact gives the sight."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from prasan.ground import clock, ids
from prasan.ground.policy import Actor, Section
from prasan.ground.policy.access import end_all
from prasan.ground.policy.models import AccessRow
from prasan.ground.transactions import action
from prasan.registry.people.actions.rows import insert


@action
def give_sight(
    actor: Actor,
    *,
    person_ids: Iterable[UUID],
    subject: UUID,
    sections: Section,
    basis: str,
    cause: tuple[str, UUID],
    role: str = "",
    until: datetime | None = None,
) -> int:
    """Let a user, or an organisation in a role, see these persons in these sections; one statement. Returns how many rows.

    `cause` is the kind and id of the fact (report, case, referral, team) by whose end the sight ends. EXISTENCE comes with any section.
    For an alleged person pass `rules.party_sections("alleged", sections)`.
    """
    at = clock.now()
    rows = [
        AccessRow(
            id=ids.new(), subject_id=subject, role=role, object_kind="person", object_id=person_id, sections=int(sections | Section.EXISTENCE),
            starts_at=at, ends_at=until, basis=basis, cause_kind=cause[0], cause_id=cause[1], given_by=actor.key,
        )
        for person_id in dict.fromkeys(person_ids)
    ]
    insert(rows)
    return len(rows)


@action
def end_sight(actor: Actor, *, cause: UUID, subject: UUID | None = None, person_ids: Iterable[UUID] | None = None) -> int:
    """End now the sight of persons that this fact gave (to one subject, or of some persons only). Returns how many rows ended."""
    rows = AccessRow.objects.filter(object_kind="person", cause_id=cause)
    if subject is not None:
        rows = rows.filter(subject_id=subject)
    if person_ids is not None:
        rows = rows.filter(object_id__in=list(person_ids))
    return end_all(rows)
