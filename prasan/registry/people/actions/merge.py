"""Saying that two records are one person. No name, number or access row moves, so that it can be undone without a trace.

Sight does not grow by a merge: who saw one record goes on seeing that one; who sees both sees them together. Exclusions grow: whoever is
excluded from one is excluded from both, until it is undone.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, acting, system
from prasan.ground.policy.models import Exclusion
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.people.flow import MERGE
from prasan.registry.people.models import Person, PersonMerge

JOB = system("merge")


@action
def ask_merge(actor: Actor, *, keep: UUID, gone: UUID, why: str) -> UUID:
    """Ask that two persons be taken for one; somebody else decides. Returns the id of the merge.

    Raises Hidden for a person out of scope, Refused without the right on both, Invalid without a reason, Conflict when one of them is
    already part of another merge.
    """
    why = why.strip()
    if not why or len(why) > 2000 or keep == gone:
        raise Invalid({"why": _("บอกเหตุผลว่าทำไมเป็นคนเดียวกัน")} if keep != gone else {"gone": _("เลือกคนสองคน")})
    for pk in (keep, gone):
        get(actor, "person.identity", Person, pk, see="person.see")
        get(actor, "person.change", Person, pk, see="person.see", lock=True)
    _free(keep, gone)
    row = PersonMerge(id=ids.new(), keep_id=keep, gone_id=gone, why=why, asked_by=actor.key, asked_at=clock.now())
    row.save(force_insert=True)
    audit.record("merge.ask", "person", gone, detail=str(keep))
    return row.id


@MERGE.does("approve")
@action
def approve_merge(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Decide that they are one person. Raises Hidden, Refused, Stale, Conflict (also for the one who asked)."""
    row = MERGE.advance(actor, PersonMerge, "approve", id=id, version=version)
    with acting(JOB):
        gone = Person.objects.select_for_update(no_key=True).get(pk=row.gone_id)
        keep = Person.objects.select_for_update(no_key=True).get(pk=row.keep_id)
        if gone.merged_into_id or keep.merged_into_id:
            raise Conflict([Obstacle("merged", _("ระเบียนนี้ถูกรวมไว้แล้ว"))])
        gone.merged_into_id = row.keep_id
        gone.save(update_fields=["merged_into"])
        row.decided_by, row.decided_at = actor.key, clock.now()
        row.save(update_fields=["decided_by", "decided_at"])
        _share_exclusions(row)


@MERGE.does("refuse")
@action
def refuse_merge(actor: Actor, *, id: UUID, version: int | None = None, reason: str | None = None) -> None:  # noqa: A002
    """Decide that they are two persons; the one who asked may also take it back."""
    row = MERGE.advance(actor, PersonMerge, "refuse", id=id, version=version)
    row.reason = reason
    if row.asked_by != actor.key:
        row.decided_by, row.decided_at = actor.key, clock.now()
    with acting(JOB):
        row.save(update_fields=["reason", "decided_by", "decided_at"])


@MERGE.does("undo")
@action
def undo_merge(actor: Actor, *, id: UUID, version: int | None = None, reason: str | None = None) -> None:  # noqa: A002
    """Take the two apart again: everything is as before, the exclusions included."""
    row = MERGE.advance(actor, PersonMerge, "undo", id=id, version=version)
    at = clock.now()
    with acting(JOB):
        Person.objects.filter(pk=row.gone_id, merged_into_id=row.keep_id).update(merged_into=None)
        row.reason, row.undone_by, row.undone_at = reason, actor.key, at
        row.save(update_fields=["reason", "undone_by", "undone_at"])
        Exclusion.objects.filter(made_by=_mark(row), lifted_at=None).update(lifted_at=at)


def _free(keep: UUID, gone: UUID) -> None:
    """One level only: who is part of a merge is taken apart first."""
    with acting(JOB):
        merged = Person.objects.filter(pk__in=[keep, gone]).exclude(merged_into=None).exists()
        below = Person.objects.filter(merged_into_id=gone).exists()
        asked = PersonMerge.objects.filter(gone_id=gone, state="asked").exists()
    if merged or below or asked:
        raise Conflict([Obstacle("merged", _("ระเบียนนี้ถูกรวมไว้แล้ว หรือมีคำขอรวมค้างอยู่"))])


def _share_exclusions(row: PersonMerge) -> None:
    """Exclusions of either hold for both from now on; the copies carry the merge's mark, so that undoing lifts them and no others."""
    pair: dict[UUID, UUID] = {row.gone_id: row.keep_id, row.keep_id: row.gone_id}
    held: set[tuple[Any, Any]] = set()
    copies = []
    for known in Exclusion.objects.filter(object_id__in=list(pair), lifted_at=None):
        held.add((known.subject_id, known.object_id))
    for subject, object_id in sorted(held, key=str):
        if (subject, pair[object_id]) not in held:
            copies.append(Exclusion(
                id=ids.new(), subject_id=subject, object_kind="person", object_id=pair[object_id], root_id=row.pk, made_by=_mark(row),
                made_at=clock.now(),
            ))
    Exclusion.objects.bulk_create(copies)


def _mark(row: PersonMerge) -> str:
    return f"merge:{row.pk}"
