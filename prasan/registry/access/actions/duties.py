"""The duty roster of a desk."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Hidden, Invalid
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.models import Duty, Position, User
from prasan.registry.organisations.models import Organisation

LONGEST = timedelta(hours=24)


@action
def add_duty(actor: Actor, *, organisation: UUID, user: UUID, starts_at: datetime, ends_at: datetime, phone: str = "") -> UUID:
    """Put somebody who works at a desk (or above it) on watch there, at most 24 hours at a time. Returns the watch's id."""
    office = get(actor, "office.roster", Organisation, organisation)
    above = [UUID(hex=part) for part in office.path.split("/")]
    here = Position.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=starts_at), user=OuterRef("pk"), organisation_id__in=above, starts_at__lt=ends_at,
    )
    problems = {}
    if not User.objects.filter(Exists(here), pk=user, suspended_at=None).exists():
        problems["user"] = _("เลือกคนที่มีตำแหน่งที่โต๊ะนี้")
    if not starts_at < ends_at <= starts_at + LONGEST:
        problems["ends"] = _("เวรหนึ่งยาวได้ไม่เกิน 24 ชั่วโมง และต้องจบหลังเริ่ม")
    elif ends_at <= clock.now():
        problems["ends"] = _("เวรนี้ผ่านไปแล้ว เลือกเวลาที่จะมาถึง")
    elif Duty.objects.filter(organisation=office, user_id=user, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        problems["user"] = _("คนนี้มีเวรที่โต๊ะนี้ในช่วงนั้นแล้ว")
    if problems:
        raise Invalid(problems)
    row = Duty.objects.create(organisation=office, user_id=user, starts_at=starts_at, ends_at=ends_at, phone=phone.strip()[:20])
    audit.record("add_duty", "office", organisation, detail=str(user))
    return row.pk


@action
def end_duty(actor: Actor, *, duty: UUID, organisation: UUID) -> None:
    """Take a watch off the roster of a desk; one that runs ends now. Raises Hidden."""
    row = Duty.objects.select_for_update(no_key=True).filter(pk=duty, organisation_id=organisation).first()
    if row is None:
        raise Hidden("duty", duty)
    get(actor, "office.roster", Organisation, row.organisation_id)
    at = clock.now()
    if row.starts_at >= at:
        row.delete()
    elif row.ends_at > at:
        row.ends_at = at
        row.save(update_fields=["ends_at"])
    audit.record("end_duty", "office", row.organisation_id, detail=str(row.user_id))
