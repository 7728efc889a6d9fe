"""Who is on watch: at the desks of this person's office, and at those beside and above it, which answer when nobody here does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import fetch_parts
from prasan.registry.access.models import Duty
from prasan.registry.organisations.models import Organisation
from prasan.registry.work.queries import language
from prasan.registry.work.queries.rows import moment, uuid

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody on watch now, until when, on which telephone; `office` where it is not the reader's own."""

    user: UUID
    name: str
    phone: str
    until: str
    office: str = ""


def watch(actor: Actor) -> tuple[Watch, ...]:
    """Who is on watch now at the actor's own offices, then at the office above and its other desks: one query."""
    now, lang = clock.now(), language()
    own = {post.organisation for post in actor.posts}
    rows = [(uuid(office), uuid(user), name, phone, moment(ends), th if lang == "th" else en or th)
            for user, name, phone, ends, office, th, en in fetch_parts("watch", _on_watch, actor)]
    rows.sort(key=lambda row: (row[0] not in own, row[4]))
    return tuple(
        Watch(user, name, phone, _until(ends, now, lang), "" if office in own else title)
        for office, user, name, phone, ends, title in rows[:SHOWN]
    )


def _until(ends: datetime, now: datetime, lang: str) -> str:
    return clock.time_th(ends, lang) if clock.local(ends).date() == now.date() else clock.moment_th(ends, lang)


def _on_watch(actor: Actor) -> list[QuerySet[Any, Any]]:
    now = clock.now()
    here = list(dict.fromkeys(post.organisation for post in actor.posts))
    # Offices of the whole country are nobody's neighbours. From the own office upwards: the other way reads every organisation.
    above = Organisation.objects.filter(pk__in=here, parent__area__isnull=False).values("parent_id")
    placed = Organisation.objects.filter(pk__in=here, area__isnull=False).values("pk")
    rows = Duty.objects.filter(starts_at__lte=now, ends_at__gt=now, user__suspended_at=None, user__is_active=True)
    columns = ("user_id", "user__name", "phone", "ends_at", "organisation_id", "organisation__name_th", "organisation__name_en")
    beside = (Q(organisation_id__in=above), Q(organisation__parent_id__in=above), Q(organisation__parent_id__in=placed))
    ways = (Q(organisation_id__in=here), *(such & ~Q(organisation_id__in=here) for such in beside))
    return [rows.filter(such).order_by("ends_at", "id").values_list(*columns)[:SHOWN] for such in ways]
