"""Giving, ending and excluding: the writes of policy. Chapters call these inside their own actions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Greatest

from prasan.ground import clock, ids
from prasan.ground.actors import Actor, acting_since
from prasan.ground.policy.models import AccessRow, Exclusion
from prasan.ground.policy.sections import Section
from prasan.ground.transactions import unit
from prasan.ground.transactions.put import put


def give(
    actor: Actor, *, subject: UUID, object_kind: str, object_id: UUID, sections: Section, basis: str,
    cause: tuple[str, UUID], role: str = "", until: datetime | None = None,
) -> AccessRow:
    """Write one access row. `basis` is a legal-basis code; `cause` is the kind and id of the fact that gives access."""
    return AccessRow.objects.create(
        id=ids.new(), subject_id=subject, role=role, object_kind=object_kind, object_id=object_id, sections=int(sections),
        starts_at=acting_since(), ends_at=until, basis=basis, cause_kind=cause[0], cause_id=cause[1], given_by=actor.key,
    )


def give_many(
    actor: Actor, *, subject: UUID, objects: Iterable[tuple[str, UUID]], sections: Section, basis: str, cause: tuple[str, UUID],
    role: str = "", until: datetime | None = None,
) -> int:
    """As `give`, on many objects: an access row of one subject on each (kind and id), in one statement; returns how many."""
    things = dict.fromkeys((kind, object_id, sections) for kind, object_id in objects)
    return give_each(actor, subjects=[(subject, role)], things=list(things), basis=basis, cause=cause, until=until)


def give_each(
    actor: Actor, *, subjects: Iterable[tuple[UUID, str]], things: Sequence[tuple[str, UUID, Section]], basis: str, cause: tuple[str, UUID],
    until: datetime | None = None,
) -> int:
    """As `give`, to several (subject and role) on many objects (kind, id and sections of each), in one statement; returns how many."""
    at = acting_since()
    given = [(subject, role, *thing) for subject, role in subjects for thing in things]
    rows = [
        AccessRow(
            id=pk, subject_id=subject, role=role, object_kind=kind, object_id=object_id, sections=int(sections), starts_at=at,
            ends_at=until, basis=basis, cause_kind=cause[0], cause_id=cause[1], given_by=actor.key,
        )
        for pk, (subject, role, kind, object_id, sections) in zip(ids.together(len(given)), given, strict=True)
    ]
    put(rows)
    return len(rows)


def end(*, cause: UUID | None = None, subject: UUID | None = None, object_id: UUID | None = None, role: str | None = None) -> int:
    """End the rows that match all given facts from now on; at least one fact must be given. Returns how many."""
    facts = Q()
    for name, value in (("cause_id", cause), ("subject_id", subject), ("object_id", object_id), ("role", role)):
        if value is not None:
            facts &= Q(**{name: value})
    if not facts:
        raise ValueError("name what ends")
    return end_all(AccessRow.objects.filter(facts))


def end_all(rows: QuerySet[AccessRow]) -> int:
    """End these rows from now on, as far as they have not ended. Returns how many.

    A row that has yet to begin (a leave that was planned, another server's clock) ends when it begins, and is never in force.
    """
    at = clock.now()
    until = Greatest("starts_at", Value(at, output_field=DateTimeField()))
    return rows.filter(Q(ends_at=None) | Q(ends_at__gt=at)).update(ends_at=until)


def exclude(actor: Actor, *, subject: UUID, root: UUID, objects: list[tuple[str, UUID]], reason: str) -> None:
    """Exclude a user or organisation by name from a record: the root and each object that belongs to it."""
    known = set(Exclusion.objects.filter(root_id=root, subject_id=subject, lifted_at=None).values_list("object_id", flat=True))
    for kind, object_id in objects:
        if object_id not in known:
            Exclusion(
                id=ids.new(), subject_id=subject, object_kind=kind, object_id=object_id, root_id=root, reason=reason,
                made_by=actor.key, made_at=clock.now(),
            ).save(force_insert=True)


def carry_exclusions(actor: Actor, *, from_root: UUID, to_root: UUID, objects: list[tuple[str, UUID]]) -> None:
    """When one record leads to another, its exclusions hold there too."""
    for row in Exclusion.objects.filter(root_id=from_root, lifted_at=None).distinct():
        exclude(actor, subject=row.subject_id, root=to_root, objects=objects, reason=row.reason or "")


def excluded_subjects(object_id: UUID) -> set[UUID]:
    """Who is excluded from this object: for routing and assignment, never shown. A page that only reads asks once."""
    open_unit = unit()
    seen = open_unit.seen if open_unit is not None and not open_unit.writes else {}
    if ("excluded", object_id) not in seen:
        seen["excluded", object_id] = frozenset(Exclusion.objects.filter(object_id=object_id, lifted_at=None).values_list("subject_id", flat=True))
    return set(seen["excluded", object_id])
