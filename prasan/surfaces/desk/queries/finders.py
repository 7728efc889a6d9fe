"""Records by their exact number, each by the scope of its own chapter."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from prasan.casework.cases.flow import CASE
from prasan.casework.cases.models import Case
from prasan.casework.intake.queries import find_number
from prasan.casework.referrals.models import Referral
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import fetch
from prasan.ground.policy.scope import scope
from prasan.ground.screens.parts import Found
from prasan.registry.work.queries import language, place_word

LONGEST = 28


def reports(actor: Actor, text: str) -> Sequence[Found]:
    """Reports by their own number, or by their number at another body."""
    return tuple(
        Found(row.number or _("เรื่องที่ยังไม่มีเลข"), f"/reports/{row.id}", pgettext("one", "เรื่องที่แจ้ง"), "bell", (row.state_text, row.problem, row.area_text))
        for row in find_number(actor, text)
    )


def cases(actor: Actor, text: str) -> Sequence[Found]:
    """The case with this number."""
    lang = language()
    rows = fetch("desk.case", _cases, actor, number=_number(text))
    return tuple(
        Found(number, f"/cases/{pk}", _("เคส"), "notes", tuple(filter(None, (_(CASE.states[state].th), place_word(area, lang)))))
        for pk, number, state, area in rows
    )


def referrals(actor: Actor, text: str) -> Sequence[Found]:
    """The referral with this number."""
    rows = fetch("desk.referral", _referrals, actor, number=_number(text))
    return tuple(Found(number, f"/referrals/{pk}", pgettext("one", "ส่งต่อ"), "send") for pk, number in rows)


def _cases(actor: Actor, number: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = scope(actor, "case.see", Case).filter(number=number).values_list("id", "number", "state", "area_code")[:2]
    return found


def _referrals(actor: Actor, number: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = scope(actor, "referral.see", Referral).filter(number=number).values_list("id", "number")[:2]
    return found


def _number(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
