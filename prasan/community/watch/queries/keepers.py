"""Who keeps an entry, and which have nobody left at the centre who does: what is handed on, named without a name."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.community.counselling.queries import colleagues
from prasan.community.watch import rules
from prasan.community.watch.models import Watch
from prasan.ground import clock
from prasan.ground.policy import Actor, Section, acting, system
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.scope import scope
from prasan.ground.vault import prefetch
from prasan.registry.work.panels import Held

MOST = 300


def kept_by(watch_id: UUID) -> set[UUID]:
    """Users who keep an entry. As the system."""
    return set(_keepers([watch_id]).get(watch_id, ()))


def orphans_of(actor: Actor) -> Mapping[UUID, Sequence[UUID]]:
    """Running entries of the actor's centres, as far as seen, that nobody at the centre keeps any more: by id, who did, the last first."""
    rows = scope(actor, "watch.see", Watch).filter(state="watching").order_by("next_look_on", "id").values_list("id", "organisation_id")
    return _left(dict(rows[:MOST]))


def is_orphan(watch_id: UUID, centre: UUID) -> UUID | None:
    """Who kept an entry last that nobody at the centre keeps any more, else None."""
    return next(iter(_left({watch_id: centre}).get(watch_id, ())), None)


def _left(entries: Mapping[UUID, UUID]) -> dict[UUID, list[UUID]]:
    with acting(system("watch")):
        kept, ever = _keepers(entries), _keepers(entries, ended=True)
    here = {centre: {pk for pk, _name in colleagues(centre)} for centre in set(entries.values())}
    return {pk: ever.get(pk, []) for pk, centre in entries.items() if not set(kept.get(pk, ())) & here[centre]}


def _keepers(entries: Iterable[UUID], *, ended: bool = False) -> dict[UUID, list[UUID]]:
    """Who keeps each entry, or with `ended` whoever ever did; the last one first."""
    rows = AccessRow.objects.filter(object_id__in=list(entries), role="").order_by("-starts_at", "-id")
    found: dict[UUID, list[UUID]] = {}
    for entry, user, sections in (rows if ended else rows.filter(ends_at=None)).values_list("object_id", "subject_id", "sections"):
        if Section.MANAGE in Section(sections):
            found.setdefault(entry, []).append(user)
    return found


def held(actor: Actor, user: UUID) -> Sequence[Held]:
    """Entries of a user that this member may offer to another: one's own, or those of somebody who has left the centre, blind."""
    if not actor.posts_as("centre_member"):
        return ()
    if user == actor.user:
        rows = scope(actor, "watch.keep", Watch).filter(state="watching")
    else:
        rows = scope(actor, "watch.see", Watch).filter(pk__in=[pk for pk, last in orphans_of(actor).items() if user in last])
    found = list(rows.defer("who", "why", "note").order_by("next_look_on", "id")[:MOST])
    prefetch([row.pk for row in found])
    return tuple(Held(row.pk, row.sketch or "", f"/watches/{row.pk}", row.level, _facts(row)) for row in found)


def count(actor: Actor, users: Sequence[UUID]) -> Mapping[UUID, int]:
    """Nothing: no head knows how many houses somebody looks after."""
    return {}


def named(watch_id: UUID) -> tuple[str, tuple[str, ...], int, str]:
    """The place of an entry, its level and when it is looked at next: what every member sees of it. Of one that has ended only that."""
    row = Watch.objects.filter(pk=watch_id).defer("who", "why", "note").first()
    if row is None or row.state != "watching":
        return _("เฝ้าระวัง"), (), 1, ""
    return row.sketch or "", _facts(row), row.level, f"/watches/{watch_id}"


def _facts(row: Watch) -> tuple[str, ...]:
    return str(rules.LEVELS[row.level]), _("แวะดูภายใน %(day)s") % {"day": clock.date_th(row.next_look_on, get_language() or "th")}
