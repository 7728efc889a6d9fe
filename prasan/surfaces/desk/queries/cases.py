"""Cases as something that a person holds: for handing over and for the load of a unit."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count

from prasan.casework.cases.models import Case
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope
from prasan.registry.work.panels import Held
from prasan.registry.work.queries import language, place_word

MOST = 300
COLUMNS = ("id", "number", "urgency", "area_code")


def held(actor: Actor, user: UUID) -> Sequence[Held]:
    """Open cases of a manager that the actor may assign."""
    lang = language()
    rows = scope(actor, "case.assign", Case).filter(manager_id=user, state="open").order_by("-urgency", "opened_at", "id").values_list(*COLUMNS)
    return tuple(Held(pk, number, f"/cases/{pk}", urgency, tuple(filter(None, (place_word(area, lang),)))) for pk, number, urgency, area in rows[:MOST])


def count(actor: Actor, users: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many cases each has that are not closed, as far as the actor may assign them."""
    rows = scope(actor, "case.assign", Case).filter(manager_id__in=users).exclude(state="closed")
    return dict(rows.order_by().values_list("manager_id").annotate(n=Count("id")))


def named(case_id: UUID) -> tuple[str, tuple[str, ...], int, str]:
    """The number of a case, its place and urgency."""
    row = Case.objects.filter(pk=case_id).values_list("number", "area_code", "urgency").first()
    if row is None:
        return "", (), 1, ""
    number, area, urgency = row
    return number, tuple(filter(None, (place_word(area, language()),))), urgency, f"/cases/{case_id}"
