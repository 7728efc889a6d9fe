"""The last request of a case in one line, for the case page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.queries.parts import columns, parts_here
from prasan.casework.closure import rules
from prasan.casework.closure.flow import CLOSURE
from prasan.casework.closure.models import Closure
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope


@dataclass(frozen=True, slots=True)
class Brief:
    """Where the last request stands."""

    id: UUID
    state: str
    state_word: str
    tag: str
    reason: str
    asked: str
    asked_by: UUID


def case_part(actor: Actor, case_id: UUID, lang: str) -> QuerySet[Any, Any]:
    """The requests of a case for the one statement of its page."""
    rows = scope(actor, "closure.see", Closure).filter(case_id=case_id)
    return columns(rows, "closure", id="id", ref="asked_by_id", at="asked_at", code="state", detail="reason_code")


def brief(actor: Actor, case_id: UUID) -> Brief | None:
    """The last request that the actor may see; None when there is none."""
    found = parts_here(case_id, "closure")
    if found is None:
        rows = scope(actor, "closure.see", Closure).filter(case_id=case_id).order_by("-asked_at", "-id")
        row = rows.values_list("id", "state", "reason_code", "asked_at", "asked_by_id").first()
    else:
        seen = sorted(((part.at, part.id, part) for part in found if part.at), reverse=True)
        row = (seen[0][2].id, seen[0][2].code, seen[0][2].detail, seen[0][0], seen[0][2].ref) if seen else None
    if row is None:
        return None
    lang = get_language() or "th"
    pk, code, reason, at, by = row
    state = CLOSURE.states[code]
    return Brief(pk, code, _(state.th), state.tag, dict(rules.reasons(lang)).get(reason, reason), clock.moment_th(at, lang), by)
