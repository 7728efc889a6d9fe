"""Who is on watch at the desks of this person's office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import fetch_parts
from prasan.registry.access.models import Duty
from prasan.registry.work.queries import language
from prasan.registry.work.queries.rows import moment, uuid

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody on watch now, until when, on which telephone."""

    user: UUID
    name: str
    phone: str
    until: str


def watch(actor: Actor) -> tuple[Watch, ...]:
    """Who is on watch at the actor's own offices now: one query."""
    now, lang = clock.now(), language()
    rows = fetch_parts("watch", _on_watch, actor)
    return tuple(Watch(uuid(user), name, phone, _until(moment(ends), now, lang)) for user, name, phone, ends in rows)


def _until(ends: datetime, now: datetime, lang: str) -> str:
    return clock.time_th(ends, lang) if clock.local(ends).date() == now.date() else clock.moment_th(ends, lang)


def _on_watch(actor: Actor) -> list[QuerySet[Any, Any]]:
    now = clock.now()
    here = list(dict.fromkeys(post.organisation for post in actor.posts))
    rows = Duty.objects.filter(
        organisation_id__in=here, starts_at__lte=now, ends_at__gt=now, user__suspended_at=None, user__is_active=True,
    )
    return [rows.order_by("ends_at", "id").values_list("user_id", "user__name", "phone", "ends_at")[:SHOWN]]
