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


class Holidays(TypedDict):
    """Days on which state offices are closed, or open after all, each with who says so."""

    holidays: tuple[queries.HolidayFact, ...]


@router.get("/holidays/{int:year}", summary="The holidays by which working days of a BE year are counted, each with its source")
def holidays(request: HttpRequest, year: int) -> Holidays:
    """In order."""
    return {"holidays": queries.holidays(year)}
