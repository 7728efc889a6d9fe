"""Areas for programs."""

from typing import TypedDict

from django.http import HttpRequest
from ninja import Router

from prasan.ground.policy import Hidden
from prasan.registry.areas import queries

router = Router()


class Areas(TypedDict):
    """Areas that were found, the best first."""

    areas: tuple[queries.AreaFact, ...]


class OneArea(TypedDict):
    """An area, where it lies, and what lies in it."""

    area: queries.AreaFact
    path: tuple[queries.AreaFact, ...]
    children: tuple[queries.AreaFact, ...]


@router.get("", summary="Search areas by Thai or English name")
def search(request: HttpRequest, q: str = "", within: str = "", limit: int = 10) -> Areas:
    """Areas that match `q`, inside the area `within`; at most 50."""
    return {"areas": queries.search_areas(q[:80], min(max(limit, 1), 50), within=within[:8])}


@router.get("/{code}", summary="One area and what lies in it")
def one(request: HttpRequest, code: str) -> OneArea:
    """The area with its children."""
    found = queries.area(code)
    if found is None:
        raise Hidden("area", code)
    return {"area": found, "path": queries.path(code), "children": queries.children(code)}
