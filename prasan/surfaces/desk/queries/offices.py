"""Offices and places as staff look them up: public facts, nobody asked for."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground.screens.parts import Found, Pair
from prasan.registry.areas.queries import area, name_line
from prasan.registry.organisations.queries import (
    OrganisationFact,
    ancestors,
    children,
    desks_for,
    organisation,
    services_offered,
)
from prasan.registry.work.queries import language

MAY_BREAK = frozenset({"unit_head", "province_head", "centre_head", "joint_supervisor", "privacy_officer", "intake_officer", "case_manager"})
UNITS = 60


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office: facts in pairs, what it offers, what stands below it."""

    name: str
    kind: str
    facts: tuple[Pair, ...]
    services: tuple[tuple[str, str], ...]
    units: tuple[Found, ...]
    made_up: bool


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place and the desks that serve it, nearest first."""

    name: str
    desks: tuple[Found, ...]


def office(office_id: UUID) -> OfficeView | None:
    """One office, or None."""
    fact = organisation(office_id)
    if fact is None:
        return None
    lang = language()
    above = " › ".join(one.name(lang) for one in ancestors(office_id))
    hours = fact.opening_hours_th if lang == "th" else fact.opening_hours_en
    facts = (
        Pair(_("โทร"), ", ".join(fact.phones)), Pair(_("เวลาเปิด"), hours), Pair(_("ที่อยู่"), fact.address),
        Pair(_("พื้นที่"), name_line(fact.area_code, lang) if fact.area_code else _("ทั้งประเทศ")), Pair(_("อยู่ใต้"), above),
        Pair(_("ภาษา"), ", ".join(fact.languages)),
    )
    offered = tuple((one.name_th if lang == "th" else one.name_en, one.hours_th if lang == "th" else one.hours_en) for one in services_offered(office_id))
    units = tuple(_found(one, lang) for one in children(office_id)[:UNITS])
    return OfficeView(
        fact.name(lang), fact.type_th if lang == "th" else fact.type_en, tuple(pair for pair in facts if pair.value), offered, units,
        fact.generated or fact.marked_plausible,
    )


def place(code: str) -> PlaceView | None:
    """A place, or None for a code that is none."""
    if area(code) is None:
        return None
    lang = language()
    return PlaceView(name_line(code, lang), tuple(_found(one, lang) for one in desks_for(code)))


def _found(fact: OrganisationFact, lang: str) -> Found:
    kind = fact.type_th if lang == "th" else fact.type_en
    return Found(fact.name(lang), f"/desk/office/{fact.id}", kind, "building", tuple(filter(None, (*fact.phones[:1], fact.opening_hours_th))))
