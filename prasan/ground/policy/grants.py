"""The grant table: filled by the chapters' `grants` modules when Django starts, read by `scope`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from django.db.models import Model

from prasan.ground.policy import prepared
from prasan.ground.policy.sections import Section
from prasan.ground.policy.where import Where


class Role:
    """A readable role. Subclasses say who they are; the code is what posts and the database hold."""

    code: ClassVar[str]
    th: ClassVar[str]
    en: ClassVar[str]
    day_th: ClassVar[str] = ""  # what this person does all day, for the "enter as" card
    below: ClassVar[bool] = False  # acts for the units below its organisation too
    sees_cases: ClassVar[bool] = True  # needs a second factor
    of_area: ClassVar[bool] = False  # heads an area: a post of this role must have one, from its office or by name
    areas_named: ClassVar[bool] = False  # by area only where the position names areas, not in all of its organisation's


class Holder(Role):
    """Anyone signed in: what somebody holds through an access row written for them, whatever their post."""

    code = "holder"
    th = "ผู้ได้รับสิทธิ์"
    en = "Holder of an access row"


@dataclass(frozen=True)
class Grant:
    """`role` may do `action` on the rows in `where`. For reading, `sections` says which parts show (a mask on access rows)."""

    action: str
    role: type[Role]
    where: Where
    sections: Section = Section.EXISTENCE
    why: str = ""


@dataclass(frozen=True)
class Protection:
    """How a model is protected: its kind word, the columns whose ids a named exclusion can name, and whether the database guards its rows."""

    model: type[Model]
    kind: str
    roots: tuple[str, ...]
    guarded: bool = True


_grants: list[Grant] = []
_roles: dict[str, type[Role]] = {"holder": Holder}
_protected: dict[type[Model], Protection] = {}


def register(grants: Iterable[Grant]) -> None:
    """Add a chapter's grants."""
    for grant in grants:
        _grants.append(grant)
        _roles[grant.role.code] = grant.role
    grants_for.cache_clear()
    prepared.forget()


def protect(model: type[Model], *, kind: str, roots: tuple[str, ...] = ("id",), guarded: bool = True) -> None:
    """Declare a model as protected: only `scope` reads it for people, and PostgreSQL guards its rows.

    Not `guarded`: rows that must be read before anybody acts (users at sign-in, offices), which hold nothing of a case.
    """
    _protected[model] = Protection(model, kind, roots, guarded)


@cache
def grants_for(action: str) -> tuple[Grant, ...]:
    """All grants of an action."""
    return tuple(grant for grant in _grants if grant.action == action)


def all_grants() -> tuple[Grant, ...]:
    """The whole table, for the access matrix and the checks."""
    return tuple(_grants)


def roles() -> dict[str, type[Role]]:
    """Every role by its code."""
    return dict(_roles)


def protection_of(model: type[Model]) -> Protection:
    """How `model` is protected. Raises KeyError for a model that is not."""
    return _protected[model]


def protected_models() -> tuple[Protection, ...]:
    """All protected models."""
    return tuple(_protected.values())


def guarded_models() -> tuple[Protection, ...]:
    """Those whose rows the database guards too."""
    return tuple(protection for protection in _protected.values() if protection.guarded)
