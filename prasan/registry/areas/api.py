"""Areas for programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from prasan.ground.policy import Hidden
from prasan.registry.areas import queries

router = Router()


@router.get("", summary="Search areas by Thai or English name")
def search(request: HttpRequest, q: str = "", within: str = "", limit: int = 10) -> dict[str, Any]:
    """Areas that match `q`, inside the area `within`; at most 50."""
    return {"areas": queries.search_areas(q[:80], min(max(limit, 1), 50), within=within[:8])}


@router.get("/{code}", summary="One area and what lies in it")
def one(request: HttpRequest, code: str) -> dict[str, Any]:
    """The area with its children."""
    found = queries.area(code)
    if found is None:
        raise Hidden("area", code)
    return {"area": found, "path": queries.path(code), "children": queries.children(code)}
