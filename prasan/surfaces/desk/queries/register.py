"""The register of offices as those who keep it see it: what there is, and what this person may change."""

from dataclasses import dataclass
from uuid import UUID

from prasan.ground.policy import Actor
from prasan.ground.policy.scope import place
from prasan.ground.screens.parts import Found
from prasan.registry.areas.models import Area
from prasan.registry.areas.queries import children, pilot_provinces
from prasan.registry.organisations.models import Organisation, OrganisationType
from prasan.registry.organisations.queries import OrganisationFact, search_organisations
from prasan.registry.work.queries import language

KEEPERS = frozenset({"system_administrator", "province_head", "centre_head"})
EDIT, ADD_TYPE, SET_PILOT = "organisation.edit", "organisation.add_type", "area.set_pilot"


@dataclass(frozen=True, slots=True)
class MayChange:
    """What of the register somebody may change."""

    offices: bool
    types: bool
    pilots: bool


def may_change(actor: Actor) -> MayChange:
    """What of the register this person may change; nothing at all for most."""
    return MayChange(
        place(actor, EDIT, Organisation) is not None, place(actor, ADD_TYPE, OrganisationType) is not None, place(actor, SET_PILOT, Area) is not None,
    )


def may_edit(actor: Actor, office: UUID) -> bool:
    """Whether this office lies where the actor keeps the register."""
    where = place(actor, EDIT, Organisation)
    return where is not None and Organisation.objects.filter(where, pk=office).exists()


def kinds() -> tuple[tuple[str, str], ...]:
    """Every type as a choice, by its Thai name."""
    return tuple(sorted(((row.code, row.name_th) for row in OrganisationType.objects.all()), key=lambda one: one[1]))


def offices_like(text: str) -> tuple[Found, ...]:
    """Offices by name or short name, as rows of a list."""
    lang = language()
    return tuple(_row(one, lang) for one in search_organisations(text, limit=20))


def provinces() -> tuple[tuple[str, str, bool], ...]:
    """Every province: code, name, and whether it is a pilot."""
    pilots = {one.code for one in pilot_provinces()}
    return tuple((one.code, one.name_th, one.code in pilots) for one in children())


def _row(fact: OrganisationFact, lang: str) -> Found:
    tags = () if fact.active_until is None else (str(fact.active_until),)
    return Found(fact.name(lang), f"/desk/office/{fact.id}", fact.type_th if lang == "th" else fact.type_en, "building", tags)
