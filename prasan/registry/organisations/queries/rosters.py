"""Rosters of agreements, and hotlines in force."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from prasan.ground import clock
from prasan.registry.organisations.models import Hotline, Roster, RosterPlace
from prasan.registry.organisations.queries.facts import OrganisationFact
from prasan.registry.organisations.queries.tree import organisations


@dataclass(frozen=True, slots=True)
class RosterPlaceFact:
    """An agency on a roster; `named` in the source, or only plausible."""

    position: int
    organisation: OrganisationFact
    named: bool


@dataclass(frozen=True, slots=True)
class RosterFact:
    """A province's agencies under an agreement; `expected` as the source says, `actual` as listed here."""

    province: str
    title_th: str
    agreed_on: date
    expected: int
    source: str
    places: tuple[RosterPlaceFact, ...]

    @property
    def actual(self) -> int:
        """How many agencies are listed."""
        return len(self.places)

    @property
    def agrees(self) -> bool:
        """Whether the list is as long as the source says."""
        return self.actual == self.expected


@dataclass(frozen=True, slots=True)
class HotlineFact:
    """A short number; `checked` only when a person has confirmed hours and languages."""

    number: str
    name_th: str
    name_en: str
    for_th: str
    for_en: str
    hours_th: str
    hours_en: str
    languages: tuple[str, ...]
    effective_from: date | None
    effective_until: date | None
    checked: bool

    def name(self, lang: str = "th") -> str:
        """Its name in Thai, or in English for any other language."""
        return self.name_th if lang == "th" else self.name_en


def roster(province: str) -> RosterFact | None:
    """The latest roster of a province, or None when it has none."""
    found = Roster.objects.filter(province=province).order_by("-agreed_on").first()
    return _roster(found) if found else None


def rosters() -> tuple[RosterFact, ...]:
    """All rosters, by province code; their totals must reconcile (15 + 12 + 12 = 39 in seed 004)."""
    return tuple(_roster(row) for row in Roster.objects.order_by("province_id", "agreed_on"))


def hotlines(on: date | None = None) -> tuple[HotlineFact, ...]:
    """The hotlines in force on a day (today), the emergency numbers first."""
    day = on or clock.today()
    rows = Hotline.objects.filter(
        Q(effective_from=None) | Q(effective_from__lte=day), Q(effective_until=None) | Q(effective_until__gte=day)
    ).order_by("position", "number")
    return tuple(
        HotlineFact(
            h.number, h.name_th, h.name_en, h.for_th, h.for_en, h.hours_th, h.hours_en, tuple(h.languages),
            h.effective_from, h.effective_until, h.checked,
        )
        for h in rows
    )  # fmt: skip


def _roster(row: Roster) -> RosterFact:
    listed = list(
        RosterPlace.objects.filter(roster=row).order_by("position").values_list("position", "organisation_id", "named")
    )
    known = organisations(organisation_id for _, organisation_id, _ in listed)
    places = tuple(RosterPlaceFact(position, known[i], named) for position, i, named in listed)
    return RosterFact(row.province_id, row.title_th, row.agreed_on, row.expected, row.source, places)
