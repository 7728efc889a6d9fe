"""Positions: giving and ending them, and moving somebody from one office to another."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Hidden, Invalid, access
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.actions.users import managed
from prasan.registry.access.emergency import POSITION_ENDED, POSITION_GIVEN
from prasan.registry.access.models import Position
from prasan.registry.access.roles import BY_CODE
from prasan.registry.organisations.models import Organisation


@action
def give_position(
    actor: Actor, *, user: UUID, organisation: UUID, role: str, areas: Sequence[str] = (),
    starts_at: datetime | None = None, ends_at: datetime | None = None, title: str = "",
) -> UUID:
    """Give a user a role at an organisation, from now or `starts_at`, until `ends_at` or for good. Returns the position's id.

    `areas` are code prefixes; none means those of the organisation, and a head of an area must have some. Nobody gives a position to
    themselves, outside the offices that they staff, or for an area that neither the office nor the giver has. Raises Hidden, Refused, Invalid.
    """
    holder = managed(actor, user)
    office = get(actor, "office.staff", Organisation, organisation)
    at = starts_at or clock.now()
    problems = {}
    if role not in BY_CODE:
        problems["role"] = _("เลือกบทบาทจากรายการ")
    if ends_at is not None and ends_at <= at:
        problems["ends_at"] = _("วันสิ้นสุดต้องอยู่หลังวันเริ่ม")
    if role in BY_CODE and BY_CODE[role].of_area and not (areas or office.area_id or office.serves_id):
        problems["area"] = _("เลือกจังหวัด")  # without one, it would be the whole country
    if not actor.system and not _covered(actor, office, areas):
        problems["areas"] = _("เลือกพื้นที่ภายในเขตของหน่วยงานนี้")
    if problems:
        raise Invalid(problems)
    position = Position.objects.create(
        user_id=user, organisation_id=organisation, role=role, areas=list(areas), title=title, starts_at=at, ends_at=ends_at,
    )  # fmt: skip
    if holder.home_id is None or not _staffed(user).exclude(pk=position.pk).exists():
        holder.home_id = organisation
        holder.save(update_fields=["home"])
    audit.record("give_position", "user", user, detail=f"{role} {organisation}")
    for _key, told in POSITION_GIVEN.items():  # noqa: PERF102 - a registry, not a dict
        told(actor, user, organisation)
    return position.pk


@action
def end_position(actor: Actor, *, position: UUID, ends_at: datetime | None = None) -> None:
    """End a position now, or at a moment to come; one that had not begun is taken back. Who stands in for it ends too.

    What the user held personally ends with the last position; chapters that must find somebody else are told.
    """
    held = Position.objects.select_for_update(no_key=True).filter(pk=position).first()
    if held is None:
        raise Hidden("position", position)
    managed(actor, held.user_id)
    at = ends_at or clock.now()
    for row in (held, *held.stand_ins.all()):
        _end(row, at)
    audit.record("end_position", "user", held.user_id, detail=f"{held.role} {held.organisation_id}")
    if at <= clock.now():
        left_office(actor, held.user_id, held.organisation_id)


@action
def move_user(
    actor: Actor, *, user: UUID, organisation: UUID, role: str, areas: Sequence[str] = (), title: str = "",
) -> UUID:
    """End all positions of a user now and give one elsewhere; sessions begin anew. Returns the new position's id."""
    row = managed(actor, user)
    at = clock.now()
    old = list(Position.objects.select_for_update(no_key=True).filter(Q(ends_at=None) | Q(ends_at__gt=at), user_id=user, for_position=None))
    offices = {position.organisation_id for position in old}
    for position in old:
        for one in (position, *position.stand_ins.all()):
            _end(one, at)
    fresh = give_position(actor, user=user, organisation=organisation, role=role, areas=areas, title=title)
    row.refresh_from_db(fields=["home"])
    row.home_id, row.sessions_from = organisation, at
    row.save(update_fields=["home", "sessions_from"])
    for office in sorted(offices - {organisation}):
        left_office(actor, user, office)
    audit.record("move", "user", user, detail=str(organisation))
    return fresh


def left_office(actor: Actor, user: UUID, organisation: UUID) -> None:
    """After a position ended: when it was the last one there, tell the chapters; when it was the last of all, end personal access rows."""
    remaining = _staffed(user)
    if remaining.filter(organisation_id=organisation).exists():
        return
    for _key, told in POSITION_ENDED.items():  # noqa: PERF102 - a registry, not a dict
        told(actor, user, organisation)
    if not remaining.exists():
        access.end(subject=user)


def _staffed(user: UUID) -> QuerySet[Position]:
    at = clock.now()
    return Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), user_id=user)


def _end(row: Position, at: datetime) -> None:
    if row.starts_at >= at:
        row.delete()
    elif row.ends_at is None or row.ends_at > at:
        row.ends_at = at
        row.save(update_fields=["ends_at"])


def _covered(actor: Actor, office: Organisation, areas: Sequence[str]) -> bool:
    own = [area for post in actor.posts_as("system_administrator") for area in post.areas]
    held = [*own, *([office.area_id] if office.area_id else [])]
    return all(any(area.startswith(prefix) for prefix in held) for area in areas)

