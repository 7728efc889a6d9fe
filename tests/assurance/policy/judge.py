"""What the grants say of one row, read in plain Python from the facts of a world: no query, no SQL, nothing of `scope`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from prasan.ground.policy import (
    Everywhere,
    Grant,
    InArea,
    InOrganisation,
    Is,
    Nowhere,
    Own,
    Role,
    Shared,
    Unmarked,
    Unset,
    Via,
    Where,
    roles,
)
from prasan.ground.policy.grants import all_grants, protection_of
from prasan.ground.policy.where import Both, Either
from tests.assurance.policy.worlds import SETS, Place, World


@dataclass(frozen=True)
class Held:
    """A post in force: the role, the offices for which it acts, the areas."""

    role: str
    at: UUID
    acts_for: frozenset[UUID]
    areas: tuple[str, ...]


class Judge:
    """Answers for one user of a world; `scopes` are the actions that a token names (None: no token)."""

    def __init__(self, world: World, user: UUID, *, strong: bool = True, scopes: frozenset[str] | None = None) -> None:
        self.world, self.user, self.strong, self.scopes = world, user, strong, scopes
        self.held = () if user in world.away else tuple(self._held())
        self.nobody = not self.held
        own = {held.at for held in self.held}
        self.barred = {user} | {above for office in own for above in world.places[office].line}

    def _held(self) -> list[Held]:
        known = roles()
        found = []
        for post in self.world.posts:
            if post.user != self.user or post.starts_at > self.world.at or (post.ends_at is not None and post.ends_at <= self.world.at):
                continue
            role, place = known[post.role], self.world.places[post.organisation]
            below = {pk for pk, other in self.world.places.items() if role.below and post.organisation in other.line}
            found.append(Held(post.role, post.organisation, frozenset({post.organisation, *below}), _areas(post.areas, place, role)))
        return found

    def may(self, action: str, model: type[Model], row: Mapping[str, Any]) -> bool:
        """Whether the user may do `action` on this row."""
        if not self.strong or self.nobody or (self.scopes is not None and action not in self.scopes):
            return False
        if any((subject, row[_attname(column)]) in self.world.exclusions for subject in self.barred for column in protection_of(model).roots):
            return False
        return any(self._holds(grant) and self._in(grant.where, grant.role.code, model, row) for grant in all_grants() if grant.action == action)

    def _holds(self, grant: Grant) -> bool:
        return grant.role.code == "holder" or any(held.role == grant.role.code for held in self.held)

    def _as(self, role: str) -> list[Held]:
        return [held for held in self.held if role in {"holder", held.role}]

    def _in(self, where: Where, role: str, model: type[Model], row: Mapping[str, Any]) -> bool:  # noqa: C901, PLR0911 - one answer for each place
        match where:
            case Everywhere():
                return True
            case Nowhere():
                return False
            case Either(a, b):
                return self._in(a, role, model, row) or self._in(b, role, model, row)
            case Both(a, b):
                return self._in(a, role, model, row) and self._in(b, role, model, row)
            case InOrganisation(column):
                return any(row[_attname(column)] in held.acts_for for held in self._as(role))
            case InArea(column):
                value = self._value(row, column)
                return any(area == "" or (value or "").startswith(area) for held in self._as(role) for area in held.areas)
            case Unmarked(column):
                return row[column] is False
            case Is(column, code):
                return bool(row[column] == code)
            case Unset(column):
                return row[column] is None
            case Own(column):
                return bool(row[_attname(column)] == self.user)
            case Shared(section, column):
                return self._shared(int(section), role, row[_attname(column)])
            case Via(column, label, action):
                parent = apps.get_model(label)
                found = self.world.rows[parent].get(row[_attname(column)])
                return found is not None and self.may(action, parent, found)
        raise AssertionError(f"a place that the judge does not know: {where}")

    def _shared(self, section: int, role: str, thing: UUID | None) -> bool:
        offices = {office for held in self._as(role) for office in held.acts_for}
        taken = {""} if role == "holder" else {"", role}
        for row in self.world.access:
            if row.object != thing or not row.sections & section or (row.ends_at is not None and row.ends_at <= self.world.at):
                continue
            if (row.subject == self.user and row.role == "") or (row.subject in offices and row.role in taken):
                return True
        return False

    def _value(self, row: Mapping[str, Any], column: str) -> Any:
        """A column of the row, or of the office that it points to ("home__area_id")."""
        near, _, far = column.partition("__")
        if not far:
            return row[column]
        office = row[f"{near}_id"]
        return self.world.places[office].area if office in self.world.places else None


def _areas(named: tuple[str, ...], place: Place, role: type[Role]) -> tuple[str, ...]:
    if named or role.areas_named:
        return named
    if place.serves:
        return SETS[place.serves]
    if not place.area and role.of_area:
        return ()
    return (place.area,)  # "" is the whole country


def _attname(column: str) -> str:
    return "id" if column in {"id", "pk"} else column
