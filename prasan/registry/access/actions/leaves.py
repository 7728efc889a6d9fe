"""Leave for a period, and who stands in: with positions of their own that name the ones they cover and end by themselves."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Hidden, Invalid
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.models import Leave, Position, User


@action
def take_leave(actor: Actor, *, user: UUID, stand_in: UUID, starts_at: datetime, ends_at: datetime) -> UUID:
    """`user` is away from, until; `stand_in` covers each of the user's positions and what the user holds personally. Returns the leave's id.

    Exclusions of the one who stands in hold as ever. Raises Hidden, or Invalid for a period that is over, turned round or overlapping.
    """
    away = get(actor, "user.leave", User, user, see="user.see", lock=True)
    other = User.objects.filter(pk=stand_in, suspended_at=None, is_active=True).first()
    problems = {}
    if other is None or stand_in == user or not _positions(stand_in, starts_at, ends_at):
        problems["stand_in"] = _("เลือกผู้ปฏิบัติหน้าที่แทนจากรายการ")
    if ends_at <= starts_at or ends_at <= clock.now():
        problems["ends_on"] = _("วันกลับต้องอยู่หลังวันเริ่มลา และยังไม่ผ่านไป")
    elif Leave.objects.filter(user=away, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        problems["starts_on"] = _("ช่วงนี้ทับกับการลาที่บันทึกไว้แล้ว")
    if problems:
        raise Invalid(problems)
    leave = Leave.objects.create(user=away, stand_in_id=stand_in, starts_at=starts_at, ends_at=ends_at)
    for held in _positions(user, starts_at, ends_at):
        Position.objects.create(
            user_id=stand_in, organisation_id=held.organisation_id, role=held.role, areas=held.areas, title=held.title, for_position=held,
            starts_at=max(starts_at, held.starts_at), ends_at=min(ends_at, held.ends_at) if held.ends_at else ends_at,
        )  # fmt: skip
    _cover(actor, leave)
    audit.record("take_leave", "user", user, detail=f"{stand_in} {starts_at.date()} {ends_at.date()}")
    return leave.pk


@action
def end_leave(actor: Actor, *, leave: UUID) -> None:
    """Back earlier, or not going: who stood in stops now."""
    row = Leave.objects.select_for_update(no_key=True).filter(pk=leave).first()
    if row is None:
        raise Hidden("leave", leave)
    get(actor, "user.leave", User, row.user_id)
    at = clock.now()
    covering = Position.objects.filter(user_id=row.stand_in_id, for_position__user_id=row.user_id, ends_at__gt=at,
                                       starts_at__gte=row.starts_at, starts_at__lt=row.ends_at)
    covering.filter(starts_at__gte=at).delete()
    covering.update(ends_at=at)
    rows = AccessRow.objects.filter(cause_id=leave)
    rows.filter(starts_at__gte=at).delete()
    rows.filter(Q(ends_at=None) | Q(ends_at__gt=at)).update(ends_at=at)
    if row.starts_at >= at:
        row.delete()
    elif row.ends_at > at:
        row.ends_at = at
        row.save(update_fields=["ends_at"])
    audit.record("end_leave", "user", row.user_id, detail=str(row.stand_in_id))


@action
def cover_leaves(actor: Actor) -> int:
    """What came to somebody on leave since the leave was written reaches the stand-in too. For the tick; returns how many rows."""
    at = clock.now()
    return sum(_cover(actor, leave) for leave in Leave.objects.filter(starts_at__lte=at, ends_at__gt=at))


def _cover(actor: Actor, leave: Leave) -> int:
    """Copy the personal access rows of the one away to the stand-in, for the leave only."""
    at = clock.now()
    mine = AccessRow.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=max(at, leave.starts_at)), subject_id=leave.user_id, role="", starts_at__lt=leave.ends_at,
    ).exclude(basis="break_glass").exclude(cause_kind="leave")
    known = set(AccessRow.objects.filter(cause_id=leave.pk).values_list("object_id", "sections"))
    fresh = [
        AccessRow(
            id=ids.new(), subject_id=leave.stand_in_id, role="", object_kind=row.object_kind, object_id=row.object_id,
            sections=row.sections, starts_at=max(at, leave.starts_at, row.starts_at),
            ends_at=min(leave.ends_at, row.ends_at) if row.ends_at else leave.ends_at, basis=row.basis, cause_kind="leave",
            cause_id=leave.pk, given_by=actor.key,
        )
        for row in mine if (row.object_id, row.sections) not in known
    ]
    AccessRow.objects.bulk_create(fresh)
    return len(fresh)


def _positions(user: UUID, starts_at: datetime, ends_at: datetime) -> list[Position]:
    """Positions of the user's own that hold at some time of the period."""
    rows = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=starts_at), user_id=user, starts_at__lt=ends_at, for_position=None)
    return list(rows)
