"""One box: numbers exactly, persons as they sound, offices and places by what people call them; only what this person may see.

What is unknown and what may not be seen take the same way and look the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from prasan.ground import audit
from prasan.ground.policy import Actor
from prasan.ground.screens.parts import Found
from prasan.registry.areas.queries import name_line, search_areas
from prasan.registry.organisations.queries import OrganisationFact, recall
from prasan.registry.people.panels import Whereabouts, where
from prasan.registry.people.queries import PersonHit, find
from prasan.registry.work.panels import SEARCH
from prasan.registry.work.queries import language

LONGEST = 80
OFFICES, PLACES, PERSONS = 6, 6, 10


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, by kind."""

    records: tuple[Found, ...]
    persons: tuple[Found, ...]
    offices: tuple[Found, ...]
    areas: tuple[Found, ...]

    @property
    def any(self) -> bool:
        """Whether anything was found."""
        return bool(self.records or self.persons or self.offices or self.areas)


def search(actor: Actor, text: str) -> Results:
    """Everything in sight that this text means; written down with a keyed hash of it, found or not."""
    lang = language()
    audit.record("search", "all", audit.hashed(text))
    # Every number has a digit: a name is not looked for among numbers.
    records = tuple(found for _key, finder in SEARCH.items() for found in finder(actor, text)) if any(map(str.isdigit, text)) else ()
    hits = find(actor, text, limit=PERSONS, lang=lang)
    places = where(actor, [pk for hit in hits for pk in (hit.id, *hit.same)])
    persons = tuple(_person(hit, spots) for hit in hits if (spots := [place for pk in (hit.id, *hit.same) for place in places[pk]]))
    offices = tuple(_office(fact, lang) for fact in recall(text, OFFICES))
    areas = tuple(Found(name_line(fact.code, lang), f"/desk/office?area={fact.code}", _("พื้นที่"), "map-pin") for fact in search_areas(text, PLACES))
    return Results(records, persons, offices, areas)


def _person(hit: PersonHit, places: Sequence[Whereabouts]) -> Found:
    first, *others = sorted(places, key=lambda place: place.kind != "case")  # the case before the reports that led to it
    name = hit.name if hit.name == hit.known_as or not hit.known_as else f"{hit.name} ({hit.known_as})"
    facts = (*_about(hit), first.title, *first.facts, *(other.title for other in others[:3]))
    return Found(name or _("ไม่รู้ชื่อ"), first.href, _("คน"), "user", tuple(fact for fact in facts if fact))


def _about(hit: PersonHit) -> tuple[str, ...]:
    how = {"number": _("ตรงเลขประจำตัว"), "phone": _("ตรงเบอร์โทร")}.get(hit.by, "")
    return hit.sex_th, hit.age_text, how


def _office(fact: OrganisationFact, lang: str) -> Found:
    place = name_line(fact.area_code, lang) if fact.area_code else ""
    return Found(fact.name(lang), f"/desk/office/{fact.id}", _("หน่วยงาน"), "building", tuple(filter(None, (place, *fact.phones[:1]))))
