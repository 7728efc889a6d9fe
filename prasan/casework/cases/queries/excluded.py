"""Who is excluded by name from a record: for assignment and routing, never shown to them, never said to be the reason."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from prasan.ground import clock
from prasan.ground.policy import access
from prasan.registry.access.models import Position
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.rules import ids_on


def excluded(case_id: UUID) -> set[UUID]:
    """The users and organisations that are excluded from a case now."""
    return access.excluded_subjects(case_id)


def barred_users(root_id: UUID, users: Iterable[UUID]) -> set[UUID]:
    """Those of some users whom an exclusion from a case or report hits: by name, or through an organisation of theirs or one above."""
    asked = set(users)
    barred = access.excluded_subjects(root_id)
    if not barred or not asked:
        return set()
    return {user for user, names in known_as(asked).items() if barred & names}


def known_as(users: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Under which names an exclusion hits each of some users: the own one, and the offices of their posts with those above; posts to come count too."""
    found = {user: {user} for user in users}
    held = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), user_id__in=list(found))
    for user, path in held.values_list("user_id", "organisation__path"):
        found[user] |= set(ids_on(path))
    return found


def barred_organisations(root_id: UUID, organisations: Iterable[UUID]) -> set[UUID]:
    """Those of some organisations that are excluded from a case or report, or stand under one that is."""
    barred = access.excluded_subjects(root_id)
    if not barred:
        return set()
    rows = Organisation.objects.filter(pk__in=set(organisations)).values_list("id", "path")
    return {pk for pk, path in rows if barred & set(ids_on(path))}
