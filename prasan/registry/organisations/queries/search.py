"""Finding an organisation by what people call it: names, abbreviations, places; Thai needs no spaces."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from prasan.ground.http.paging import keyset
from prasan.registry.areas import rules as area_rules
from prasan.registry.organisations import rules
from prasan.registry.organisations.models import Organisation, Reach
from prasan.registry.organisations.queries.facts import OrganisationFact, active, inside
from prasan.registry.organisations.queries.tree import organisations

_ORDER = ("rank", "reach", "sort_key", "id")


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search; `after` is the key of the next page, or "" on the last."""

    organisations: tuple[OrganisationFact, ...]
    after: str = ""


def search_organisations(
    text: str, area: str | None = None, limit: int = 10, *, desks_only: bool = False
) -> tuple[OrganisationFact, ...]:
    """The best matches for a name, part of one, or an abbreviation such as "สค." or "พมจ.ขอนแก่น".

    Whole names and aliases first, then beginnings, then parts; larger bodies before smaller. With `area`, only those
    that lie in it or serve it by a larger area.
    """
    return search_page(text, area, limit, desks_only=desks_only).organisations


def search_page(
    text: str, area: str | None = None, limit: int = 10, *, after: str = "", desks_only: bool = False
) -> Found:
    """As `search_organisations`, page by page: `after` is what the page before gave. Raises Invalid when it is not ours."""
    parts = rules.words(text)
    if not parts:
        return Found(())
    rows = active().filter(*(_holds(part) for part in parts))
    if area:
        rows = rows.filter(inside(area) | Q(area__in=area_rules.ancestry(area)) | Q(area=None))
    if desks_only:
        rows = rows.filter(is_desk=True)
    keys, following = keyset(_ranked(rows, "".join(parts)).only("id", "sort_key"), _ORDER, after, limit)
    known = organisations(key.id for key in keys)
    return Found(tuple(known[key.id] for key in keys), following)


def _holds(part: str) -> GreaterThan:
    return GreaterThan(StrIndex("search_text", Value(part)), 0)


def _ranked(rows: QuerySet[Organisation], whole: str) -> QuerySet[Organisation]:
    """0 a whole name, 1 the beginning of one, 2 a part, 3 the words apart; and how large a body is."""
    rank = Case(
        When(_holds(f"|{whole}|"), then=Value(0)),
        When(_holds(f"|{whole}"), then=Value(1)),
        When(_holds(whole), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    sizes = [When(level=level, then=Value(n)) for n, level in enumerate(Reach.values)]
    return rows.annotate(rank=rank, reach=Case(*sizes, default=Value(9), output_field=IntegerField()))
