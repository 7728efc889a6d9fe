"""What a reader gets: finished facts, never rows; and the one place where rows become facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import ANYBODY, fetch
from prasan.registry.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class TypeFact:
    """A type of organisation. `security`: never sees the context "unrest". `desk`: receives reports and referrals."""

    code: str
    name_th: str
    name_en: str
    short_th: str
    sector: str
    level: str
    state: bool
    security: bool
    desk: bool


@dataclass(frozen=True, slots=True)
class OrganisationFact:
    """One organisation with its directory facts. `area_code` "" and `serves` "" mean the whole country."""

    id: UUID
    type_code: str
    type_th: str
    type_en: str
    security: bool
    unit: str
    name_th: str
    name_en: str
    sort_key: str
    parent_id: UUID | None
    path: str
    area_code: str
    serves: str
    level: str
    sector: str
    is_desk: bool
    phones: tuple[str, ...]
    address: str
    opening_hours_th: str
    opening_hours_en: str
    languages: tuple[str, ...]
    wheelchair: bool | None
    generated: bool
    marked_plausible: bool
    note_th: str
    active_from: date | None
    active_until: date | None

    @property
    def province(self) -> str:
        """The code of its province, or ""."""
        return self.area_code[:2]

    def name(self, lang: str = "th") -> str:
        """Its Thai name, or the English one for any other language when there is one."""
        return self.name_th if lang == "th" or not self.name_en else self.name_en


_COLUMNS = (
    "id", "type_id", "type__name_th", "type__name_en", "type__security", "unit", "name_th", "name_en", "sort_key",
    "parent_id", "path", "area_id", "serves_id", "level", "sector", "is_desk", "phones", "address", "opening_hours_th",
    "opening_hours_en", "languages", "wheelchair", "generated", "marked_plausible", "note_th", "active_from", "active_until",
)  # fmt: skip
_EMPTY_IF_NONE = frozenset(map(_COLUMNS.index, ("area_id", "serves_id")))
_TUPLES = frozenset(map(_COLUMNS.index, ("phones", "languages")))


def name_in(lang: str, at: str = "organisation") -> F | Coalesce:
    """The name of the organisation at the end of a look-up path ("": the row itself), as a column: Thai, or for another language the English one
    where one is recorded.
    """
    thai, english = (f"{at}__{name}" if at else name for name in ("name_th", "name_en"))
    return F(thai) if lang == "th" else Coalesce(NullIf(F(english), Value("")), F(thai))


def facts(rows: QuerySet[Organisation]) -> tuple[OrganisationFact, ...]:
    """The facts of these rows, in their order, by one query."""
    return made(rows.values_list(*_COLUMNS))


def columns(rows: QuerySet[Organisation], *more: QuerySet[Organisation]) -> QuerySet[Any, Any]:
    """What a fact is made of, of these rows; of several sets of rows in one query and in no order."""
    found: QuerySet[Any, Any] = rows.values_list(*_COLUMNS)
    return found.union(*(each.values_list(*_COLUMNS) for each in more), all=True) if more else found


def made(rows: Iterable[Iterable[Any]]) -> tuple[OrganisationFact, ...]:
    """The facts from rows of `columns`."""
    return tuple(OrganisationFact(*_values(row)) for row in rows)


def facts_of(ids: tuple[UUID, ...]) -> tuple[OrganisationFact, ...]:
    """The facts of these organisations, in no order."""
    return made(fetch("facts of organisations", _with_ids, ANYBODY, ids=ids))


def _with_ids(_actor: Actor, ids: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    return columns(Organisation.objects.filter(pk__in=ids))


def _values(row: Iterable[Any]) -> Iterable[Any]:
    for n, value in enumerate(row):
        if n in _TUPLES:
            yield tuple(value)
        elif n in _EMPTY_IF_NONE:
            yield value or ""
        else:
            yield value


def active(rows: QuerySet[Organisation] | None = None, today: date | None = None) -> QuerySet[Organisation]:
    """The organisations that exist today."""
    today = today or clock.today()
    return (Organisation.objects.all() if rows is None else rows).filter(
        Q(active_from=None) | Q(active_from__lte=today), Q(active_until=None) | Q(active_until__gte=today)
    )


def inside(code: str, column: str = "area_id") -> Q:
    """Rows whose area is `code` or lies in it, as a range that an ordinary index serves."""
    if not code:
        return Q()
    return Q(**{f"{column}__gte": code, f"{column}__lt": code[:-1] + chr(ord(code[-1]) + 1)})


def below(path: str) -> Q:
    """Rows strictly below this path, as a range on its index: "0" follows "/", and paths are ordered byte by byte."""
    return Q(path__gt=f"{path}/", path__lt=f"{path}0")
