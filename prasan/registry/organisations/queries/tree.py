"""Single organisations and their places in the tree."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from prasan.registry.organisations import rules
from prasan.registry.organisations.models import Organisation, OrganisationType, Tie
from prasan.registry.organisations.queries.facts import OrganisationFact, TypeFact, active, below, facts, facts_of


def organisation(organisation_id: UUID) -> OrganisationFact | None:
    """The organisation with this id, ended ones too, or None."""
    return organisations([organisation_id]).get(organisation_id)


def organisations(ids: Iterable[UUID]) -> dict[UUID, OrganisationFact]:
    """Several organisations at once, by id, in one query; unknown ids are left out."""
    return {fact.id: fact for fact in facts_of(tuple(set(ids)))}


def descendants(organisation_id: UUID) -> tuple[OrganisationFact, ...]:
    """All that stand below an organisation today, whatever the depth, without itself, in the order of the tree."""
    return facts(active(_below(organisation_id)).order_by("path"))


def descendant_ids(organisation_id: UUID) -> tuple[UUID, ...]:
    """The ids of an organisation and all below it, ended ones too: for scopes."""
    return (organisation_id, *_below(organisation_id).order_by("path").values_list("id", flat=True))


def children(organisation_id: UUID) -> tuple[OrganisationFact, ...]:
    """The units directly below an organisation today."""
    return facts(active().filter(parent=organisation_id).order_by("sort_key", "id"))


def ancestors(organisation_id: UUID) -> tuple[OrganisationFact, ...]:
    """All that an organisation stands under, from the top down, without itself."""
    above = ancestor_ids(organisation_id)
    known = organisations(above)
    return tuple(known[i] for i in above if i in known)


def ancestor_ids(organisation_id: UUID) -> tuple[UUID, ...]:
    """The ids of all above an organisation, from the top down, without itself. Empty when unknown."""
    path = _path(organisation_id)
    return rules.ids_on(path)[:-1] if path else ()


def siblings(organisation_id: UUID) -> tuple[OrganisationFact, ...]:
    """The other units of the same organisation above; of a top organisation none."""
    parent = Organisation.objects.filter(pk=organisation_id).values_list("parent", flat=True).first()
    return tuple(fact for fact in children(parent) if fact.id != organisation_id) if parent else ()


def is_within(organisation_id: UUID, above: UUID) -> bool:
    """Whether an organisation is `above` or stands somewhere below it."""
    return above.hex in _path(organisation_id).split("/")


def joint_owners(organisation_id: UUID) -> tuple[OrganisationFact, ...]:
    """The bodies that own a joint centre together (M-13), by name."""
    tied = Organisation.objects.filter(tied_to__organisation=organisation_id, tied_to__kind=Tie.Kind.JOINT_OWNER)
    return facts(tied.order_by("sort_key", "id"))


def network_members(organisation_id: UUID) -> tuple[OrganisationFact, ...]:
    """The members of a network, by name."""
    tied = Organisation.objects.filter(tied_to__organisation=organisation_id, tied_to__kind=Tie.Kind.MEMBER)
    return facts(tied.order_by("sort_key", "id"))


def types() -> tuple[TypeFact, ...]:
    """All types of organisation, by code."""
    rows = OrganisationType.objects.order_by("code").values_list(
        "code", "name_th", "name_en", "short_th", "sector", "level", "state", "security", "desk"
    )
    return tuple(TypeFact(*row) for row in rows)


def _path(organisation_id: UUID) -> str:
    return Organisation.objects.filter(pk=organisation_id).values_list("path", flat=True).first() or ""


def _below(organisation_id: UUID) -> QuerySet[Organisation]:
    path = _path(organisation_id)
    return Organisation.objects.filter(below(path)) if path else Organisation.objects.none()
