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
    held = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), user_id__in=asked)
    return (asked & barred) | {user for user, path in held.values_list("user_id", "organisation__path") if barred & set(ids_on(path))}


def barred_organisations(root_id: UUID, organisations: Iterable[UUID]) -> set[UUID]:
    """Those of some organisations that are excluded from a case or report, or stand under one that is."""
    barred = access.excluded_subjects(root_id)
    if not barred:
        return set()
    rows = Organisation.objects.filter(pk__in=set(organisations)).values_list("id", "path")
    return {pk for pk, path in rows if barred & set(ids_on(path))}
