"""Who is on watch at a desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope
from prasan.registry.access.models import Duty, Position, User
from prasan.registry.access.queries.times import moment_in_words, time_in_words
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.queries import name_in


@dataclass(frozen=True, slots=True)
class DutyView:
    """A watch: who, at which desk, from, until, on which telephone."""

    id: UUID
    organisation: UUID
    office: str
    user: UUID
    name: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    span: str
    now: bool


def on_duty(organisation: UUID, at: datetime | None = None) -> tuple[DutyView, ...]:
    """Who is on watch at a desk at this moment (default: now), suspended people left out. No actor: the silent page asks too."""
    moment = at or clock.now()
    rows = Duty.objects.filter(
        organisation_id=organisation, starts_at__lte=moment, ends_at__gt=moment, user__suspended_at=None, user__is_active=True,
    ).select_related("organisation", "user").order_by("starts_at", "id")
    return tuple(_view(row) for row in rows)


def desks_on_duty(at: datetime | None = None) -> frozenset[UUID]:
    """The desks where somebody is on watch at this moment (default: now). No actor: the silent page is not offered where nobody is."""
    moment = at or clock.now()
    rows = Duty.objects.filter(starts_at__lte=moment, ends_at__gt=moment, user__suspended_at=None, user__is_active=True)
    return frozenset(rows.values_list("organisation_id", flat=True).distinct())


def duties(actor: Actor, organisation: UUID, *, days: int = 14) -> tuple[DutyView, ...]:
    """Watches of a desk that run or begin within so many days; empty for a desk whose roster the actor may not see."""
    if not scope(actor, "office.roster", Organisation).filter(pk=organisation).exists():
        return ()
    at = clock.now()
    rows = Duty.objects.filter(organisation_id=organisation, ends_at__gt=at, starts_at__lt=at + timedelta(days=days))
    return tuple(_view(row) for row in rows.select_related("organisation", "user").order_by("starts_at", "id"))


def roster_offices(actor: Actor) -> list[tuple[UUID, str]]:
    """Desks whose roster the actor may write: id and name."""
    desks = scope(actor, "office.roster", Organisation).filter(is_desk=True).order_by("sort_key", "id")
    return list(desks.values_list("id", name_in(get_language() or "th", ""))[:60])


def _view(row: Duty) -> DutyView:
    at = clock.now()
    starts, ends = clock.local(row.starts_at), clock.local(row.ends_at)
    until = time_in_words(ends) if starts.date() == ends.date() else moment_in_words(ends)
    return DutyView(
        row.pk, row.organisation_id, row.organisation.name(), row.user_id, row.user.name, row.phone, row.starts_at, row.ends_at,
        f"{moment_in_words(starts)} – {until}", row.starts_at <= at < row.ends_at,
    )


def people_at(actor: Actor, organisation: UUID) -> list[tuple[UUID, str]]:
    """Who could be on watch at a desk: people with a position in force there or above it. Empty when the roster is not the actor's."""
    office = scope(actor, "office.roster", Organisation).filter(pk=organisation).first()
    if office is None:
        return []
    at = clock.now()
    here = Position.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), user=OuterRef("pk"), starts_at__lte=at,
        organisation_id__in=[UUID(hex=part) for part in office.path.split("/")],
    )
    rows = User.objects.filter(Exists(here), suspended_at=None, is_active=True)
    return list(rows.order_by("sort_key", "id").values_list("id", "name")[:100])
