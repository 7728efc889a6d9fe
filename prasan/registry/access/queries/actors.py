"""Who somebody is now: the actor of a request, from positions in force."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from prasan.ground import clock
from prasan.ground.policy import Actor, Post, Role
from prasan.ground.policy.prepared import ANYBODY, fetch
from prasan.registry.access.models import Position, User
from prasan.registry.access.roles import BY_CODE
from prasan.registry.organisations.models import Organisation


def actor_for(user: User, *, strong: bool, scopes: frozenset[str] | None = None) -> Actor:
    """The actor that a signed-in user is at this moment: positions in force, organisations below them, exclusions' subjects above.

    Two queries, three for a coordination centre. Somebody suspended, inactive or without any position in force holds nothing at
    all, not even through access rows: the actor has no user then, only the key for the audit.
    """
    if not user.is_active or user.suspended_at is not None:
        return _nobody(user)
    held = fetch("positions", _held, ANYBODY, user=user.pk)
    if not held:
        return _nobody(user)
    below = _below([path for _, role, _, path, *_ in held if BY_CODE[role].below])
    sets = _sets({serves for *_, serves, _ in held if serves})
    posts = tuple(
        Post(
            id=pk, role=role, organisation=organisation,
            organisations=(organisation, *below.get(path, ())) if BY_CODE[role].below else (organisation,),
            areas=tuple(areas) or _served(BY_CODE[role], area, sets.get(serves, ()) if serves else None),
        )
        for pk, role, organisation, path, area, serves, areas in held
    )
    above = tuple(dict.fromkeys(UUID(hex=part) for _, _, _, path, *_ in held for part in path.split("/")[:-1]))
    return Actor(key=f"user:{user.pk}", user=user.pk, posts=posts, above=above, strong=strong, scopes=scopes, label=user.name)


def _served(role: type[Role], area: str | None, in_set: tuple[str, ...] | None) -> tuple[str, ...]:
    """Where a post serves whose position names no area: with its office, which serves the country when it has neither area nor set.

    Who heads an area never has the country for want of one: an office that lost its area, or a set without provinces, is nothing.
    """
    if role.areas_named:
        return ()
    if in_set is not None:
        return in_set
    return (area,) if area else () if role.of_area else ("",)


def _held(_actor: Actor, user: UUID) -> QuerySet[Any, Any]:
    at = clock.now()
    rows = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), user_id=user, starts_at__lte=at).order_by("starts_at", "id")
    return rows.values_list("id", "role", "organisation_id", "organisation__path", "organisation__area_id", "organisation__serves_id", "areas")


def _nobody(user: User) -> Actor:
    return Actor(key=f"user:{user.pk}", label=user.name)


def _below(paths: list[str]) -> dict[str, tuple[UUID, ...]]:
    if not paths:
        return {}
    q = Q()
    for path in paths:
        q |= Q(path__gt=f"{path}/", path__lt=f"{path}0")  # "0" follows "/": a range instead of a pattern
    found: dict[str, list[UUID]] = defaultdict(list)
    for pk, path in Organisation.objects.filter(q).values_list("id", "path"):
        for top in paths:
            if path.startswith(f"{top}/"):
                found[top].append(pk)
    return {path: tuple(ids) for path, ids in found.items()}


def _sets(codes: set[str]) -> dict[str, tuple[str, ...]]:
    if not codes:
        return {}
    from prasan.registry.areas.models import RegionSetMember  # only centres need it

    found: dict[str, list[str]] = defaultdict(list)
    for code, area in RegionSetMember.objects.filter(region_set_id__in=codes).values_list("region_set_id", "area_id"):
        found[code].append(area)
    return {code: tuple(sorted(areas)) for code, areas in found.items()}
