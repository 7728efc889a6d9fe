"""Organisations for programs."""

from typing import TypedDict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from prasan.ground.policy import Hidden
from prasan.registry.organisations import queries

router = Router()


class Organisations(TypedDict):
    """One page of organisations, the nearest first."""

    organisations: tuple[queries.OrganisationFact, ...]
    next: str


class OneOrganisation(TypedDict):
    """An organisation, and what it offers."""

    organisation: queries.OrganisationFact
    services: tuple[queries.ServiceFact, ...]


@router.get("", summary="Search organisations by name or abbreviation")
def search(request: HttpRequest, q: str = "", area: str = "", desks_only: bool = False, after: str = "", limit: int = 10) -> Organisations:  # noqa: FBT001, FBT002
    """Organisations that match `q`, nearest to `area` first; `next` continues."""
    page = queries.search_page(q[:80], area[:8] or None, min(max(limit, 1), 50), desks_only=desks_only, after=after[:400])
    return {"organisations": page.organisations, "next": page.after}


@router.get("/{uuid:pk}", summary="One organisation")
def one(request: HttpRequest, pk: UUID) -> OneOrganisation:
    """The organisation with the services that it offers."""
    found = queries.organisation(pk)
    if found is None:
        raise Hidden("organisation", pk)
    return {"organisation": found, "services": queries.services_offered(pk)}
