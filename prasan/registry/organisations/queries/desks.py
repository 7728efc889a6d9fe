"""Desks and services: which office near a place receives a report, a referral or a person."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import ANYBODY, fetch
from prasan.registry.areas import rules as area_rules
from prasan.registry.areas.models import RegionSetMember
from prasan.registry.organisations.models import Service, ServiceOffered
from prasan.registry.organisations.queries.facts import OrganisationFact, active, columns, facts, inside, made

INTAKE = "intake"
_IN_ORDER = {"subdistrict": 0, "district": 1, "provincial": 2, "regional": 3, "national": 4}


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """A service at one organisation; hours are the service's own, or else the office's."""

    code: str
    name_th: str
    name_en: str
    hours_th: str
    hours_en: str
    note_th: str


def desk_for(type_code: str, area_code: str, unit: str = INTAKE) -> OrganisationFact | None:
    """The nearest desk of a type that serves the area: subdistrict, district, province, set of provinces, whole country.

    `area_code` "" (place unknown) finds desks of the whole country only. An office with several desks (psdhso) gives the
    one named by `unit`: "intake" or "casework"; an office without units gives its one desk.
    """
    return min(_serving(area_code, type=type_code, is_desk=True, unit__in=("", unit)), key=_nearness, default=None)


def desks_for(area_code: str) -> tuple[OrganisationFact, ...]:
    """The nearest desk of every type that serves the area, intake desks only, nearest first: to choose a receiver from."""
    nearest: dict[str, OrganisationFact] = {}
    for fact in sorted(_serving(area_code, is_desk=True, unit__in=("", INTAKE)), key=_nearness):
        nearest.setdefault(fact.type_code, fact)
    return tuple(nearest.values())


def desks_in(area_code: str, type_code: str = "") -> tuple[OrganisationFact, ...]:
    """All desks whose own area is this one or lies in it, by name; of one type if it is given.

    A whole province holds some hundreds of family centres and local governments: name the type where you can.
    """
    rows = active().filter(inside(area_code), is_desk=True)
    return facts((rows.filter(type=type_code) if type_code else rows).order_by("sort_key", "id"))


def services_near(area_code: str, service: str, limit: int = 20) -> tuple[OrganisationFact, ...]:
    """Who offers a service to people of this area, nearest first."""
    return tuple(sorted(_serving(area_code, services__service=service), key=_nearness)[:limit])


def services_offered(organisation_id: UUID) -> tuple[ServiceFact, ...]:
    """What an organisation offers, in the order of the list of services."""
    rows = ServiceOffered.objects.filter(organisation=organisation_id).order_by("service__position").values_list(
        "service_id", "service__name_th", "service__name_en", "hours_th", "hours_en", "note_th",
        "organisation__opening_hours_th", "organisation__opening_hours_en",
    )  # fmt: skip
    return tuple(
        ServiceFact(code, th, en, hours_th or office_th, hours_en or office_en, note)
        for code, th, en, hours_th, hours_en, note, office_th, office_en in rows
    )


def services() -> tuple[ServiceFact, ...]:
    """All services that a person can look for, in the order in which they are offered."""
    rows = Service.objects.order_by("position").values_list("code", "name_th", "name_en")
    return tuple(ServiceFact(code, th, en, "", "", "") for code, th, en in rows)


def _serving(area_code: str, **such: Any) -> tuple[OrganisationFact, ...]:
    """Organisations that serve this area: by an area that covers it, by a set of provinces, or the whole country."""
    return made(fetch("organisations serving", _near, ANYBODY, around=area_rules.ancestry(area_code), today=clock.today(), **such))


def _near(_actor: Actor, around: tuple[str, ...], today: date, **such: Any) -> QuerySet[Any, Any]:
    """Two halves in one query, because one condition over both would read every organisation of the type."""
    rows = active(today=today).filter(**such)
    if not around:
        return columns(rows.filter(area=None, serves=None))
    sets = RegionSetMember.objects.filter(area__in=around).values("region_set")
    return columns(rows.filter(area__in=around), rows.filter(Q(serves=None) | Q(serves__in=sets), area=None))


def _nearness(fact: OrganisationFact) -> tuple[int, int, bool, str, str]:
    """Small is near: the longest area code, then a set of provinces, then the whole country; units before offices."""
    distance = -len(fact.area_code) if fact.area_code else (0 if fact.serves else 1)
    return distance, _IN_ORDER[fact.level], fact.unit == "", fact.sort_key, str(fact.id)
