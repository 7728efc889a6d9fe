"""Break-glass: reading sealed parts for 60 minutes, with a typed reason, noticed by those concerned, reviewed within three days."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, Refused, Section, access, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.emergency import BREAKABLE, Opened
from prasan.registry.access.models import BreakGlass
from prasan.registry.access.rules import BREAK_GLASS_LASTS, CATEGORIES, REASON_LENGTH, REVIEW_WITHIN

BASIS = "break_glass"
_READ_ONLY = Section.everything() & ~Section.MANAGE & ~Section.CONTRIBUTE & ~Section.REPORTER


@action
def break_glass(
    actor: Actor, *, kind: str, category: str, reason: str, number: str = "", object_id: UUID | None = None, reporter: bool = False,
) -> UUID:
    """Open a record, named by its number within the own area or by the id of one whose existence the actor sees. Returns the opening's id.

    Unknown, outside and excluded are one answer: Hidden("break_glass"). What was typed is checked first, so that nothing is learnt from
    a form that is not whole: Invalid. Opening again what one has open gives the same opening.
    """
    entry = BREAKABLE.get(kind)
    problems = _problems(category, reason)
    if entry is None:
        problems["kind"] = _("เลือกชนิดของเรื่อง")
    if problems or entry is None:
        raise Invalid(problems)
    if actor.user is None or not actor.strong or actor.scopes is not None:
        raise Refused("break_glass.open")
    asked = str(object_id or number)
    if object_id is None:
        object_id = entry.find(actor, number)
    elif not entry.may(actor, object_id):
        object_id = None
    if object_id is None:
        raise Hidden("break_glass", asked)
    running = _running(actor.user, object_id, reporter=reporter)
    if running is not None:
        return running
    return _open(actor, actor.user, kind, object_id, category, reason, reporter=reporter)


def _open(actor: Actor, user: UUID, kind: str, object_id: UUID, category: str, reason: str, *, reporter: bool) -> UUID:
    entry = BREAKABLE.get(kind)
    at = clock.now()
    row = BreakGlass(
        id=ids.new(), user_id=user, object_kind=kind, object_id=object_id, category=category, reason=reason.strip(), reporter=reporter,
        started_at=at, ends_at=at + BREAK_GLASS_LASTS, review_due=at + REVIEW_WITHIN,
    )
    row.save(force_insert=True)
    sections = _READ_ONLY | Section.REPORTER if reporter else _READ_ONLY
    with acting(system(BASIS)):
        objects = entry.objects(object_id) if entry else []
    access.give_many(
        actor, subject=user, objects=objects, sections=sections, basis=BASIS, cause=(BASIS, row.pk), until=row.ends_at,
    )
    audit.record("break_glass", kind, object_id, basis=BASIS, detail=f"{category}{' reporter' if reporter else ''}")
    if entry:
        with acting(system(BASIS)):
            entry.opened(actor, _event(row))
    return row.pk


@action
def end_break_glass(actor: Actor, *, break_glass: UUID) -> None:
    """Close the own opening before its 60 minutes are over."""
    row = get(actor, "break_glass.see", BreakGlass, break_glass)
    if row.user_id != actor.user:
        raise Refused("break_glass.end")
    access.end(cause=row.pk)
    audit.record("end_break_glass", row.object_kind, row.object_id, basis=BASIS)


@action
def review_break_glass(actor: Actor, *, break_glass: UUID, justified: bool, note: str) -> None:
    """Say whether an opening was justified, with a note. An opening that still runs and was not justified ends.

    Raises Hidden, Refused for the own opening, Conflict when it was reviewed already, Invalid for an empty note.
    """
    row = get(actor, "break_glass.review", BreakGlass, break_glass, see="break_glass.see", lock=True)
    if actor.user is None or row.user_id == actor.user:
        raise Refused("break_glass.review")
    if row.reviewed_at is not None:
        raise Conflict([Obstacle("reviewed", _("รายการนี้ทบทวนแล้ว"))])
    if len(note.strip()) < 10:
        raise Invalid({"note": _("เขียนเหตุผลของผลการทบทวนอย่างน้อย 10 ตัวอักษร")})
    row.reviewed_by_id, row.reviewed_at, row.justified, row.finding = actor.user, clock.now(), justified, note.strip()
    row.save(update_fields=["reviewed_by", "reviewed_at", "justified", "finding"])
    if not justified:
        access.end(cause=row.pk)
    audit.record("review_break_glass", row.object_kind, row.object_id, detail="justified" if justified else "not_justified")
    entry = BREAKABLE.get(row.object_kind)
    if entry:
        with acting(system(BASIS)):
            entry.reviewed(actor, _event(row), justified)


@action
def alarm_overdue(actor: Actor) -> int:
    """Tell once of each review that is late. For the tick; returns how many."""
    at = clock.now()
    rows = list(BreakGlass.objects.select_for_update(no_key=True).filter(reviewed_at=None, alarmed_at=None, review_due__lte=at)[:200])
    for row in rows:
        row.alarmed_at = at
        row.save(update_fields=["alarmed_at"])
        audit.record("review_overdue", row.object_kind, row.object_id)
        entry = BREAKABLE.get(row.object_kind)
        if entry:
            entry.overdue(actor, _event(row))
    return len(rows)


def _running(user: UUID, object_id: UUID, *, reporter: bool) -> UUID | None:
    rows = BreakGlass.objects.filter(user_id=user, object_id=object_id, ends_at__gt=clock.now(), reviewed_at=None)
    return rows.filter(reporter=True).values_list("id", flat=True).first() if reporter else rows.values_list("id", flat=True).first()


def _event(row: BreakGlass) -> Opened:
    return Opened(row.pk, row.object_kind, row.object_id, row.user_id, row.category, row.reporter)


def _problems(category: str, reason: str) -> dict[str, str]:
    problems = {}
    if category not in CATEGORIES:
        problems["category"] = _("เลือกเหตุที่ต้องเปิดดู")
    words = "".join(reason.split())
    if len(words) < REASON_LENGTH or len(set(words)) < 5:
        problems["reason"] = _("พิมพ์เหตุผลให้ผู้ทบทวนเข้าใจ อย่างน้อย 20 ตัวอักษร")
    elif len(reason) > 2000:
        problems["reason"] = _("เหตุผลยาวได้ไม่เกิน 2,000 ตัวอักษร")
    return problems
