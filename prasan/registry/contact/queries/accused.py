"""Whose number it is: a number of whoever is accused in the same record, or one shared with them, is no safe way (rules.md 7 and 20).

Which persons are accused together with whom is known by later chapters, which add themselves to `ACCUSED`.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from prasan.ground.panels import Registry
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.prepared import ANYBODY, fetch
from prasan.ground.thai import read_phone
from prasan.ground.vault import exact_all
from prasan.registry.people.models import PersonPhone

Known = Callable[[str, UUID, Sequence[UUID]], bool]
ACCUSED: Registry[Known] = Registry("who is accused in the records of somebody")
"""(kind "person" or "reporter", id of the person or report, persons) -> whether one of the persons is accused where the first one stands."""

LOOKING = system("contact")


def answers(about_kind: str, about_id: UUID, address: str) -> bool:
    """Whether somebody who is accused may answer at this number. Asked as the system: it is told to nobody whose number it is."""
    value = read_phone(address).value
    if not value:
        return False
    with acting(LOOKING):
        rows = fetch("whose number", _whose, ANYBODY, tokens=tuple(exact_all("person.phone", value)))
        others = [pk for pk, in rows if pk != about_id]
        return bool(others) and any(known(about_kind, about_id, others) for known in ACCUSED.values())


def _whose(_actor: Actor, tokens: tuple[bytes, ...]) -> QuerySet[Any, Any]:
    return PersonPhone.objects.filter(token__in=tokens).values_list("person_id").distinct()
