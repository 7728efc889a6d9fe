"""Time limits for programs: the rules with their law and source."""

from typing import TypedDict

from django.http import HttpRequest
from ninja import Router

from prasan.registry.limits import queries

router = Router()


class Rules(TypedDict):
    """Rules of time limits."""

    rules: tuple[queries.RuleFact, ...]


@router.get("", summary="The rules of time limits in force, each with law, section, source and whether a lawyer has checked it")
def rules(request: HttpRequest, legal: bool | None = None) -> Rules:  # noqa: FBT001
    """Rules in force today."""
    return {"rules": queries.rules_in_force(legal=legal)}
