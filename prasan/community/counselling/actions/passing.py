"""Passing on: what a centre knows becomes a report, through intake's own door and with the ground for it stated."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.intake.actions import receive
from prasan.casework.intake.rules import Answer
from prasan.community.counselling import rules
from prasan.community.counselling.flow import OFFICES
from prasan.community.counselling.queries.members import colleagues
from prasan.ground import audit
from prasan.ground.policy import Actor, Invalid
from prasan.ground.transactions import action


@dataclass(frozen=True, slots=True)
class Passed:
    """The report that was made. `urgent`: its suggested urgency is emergency."""

    report_id: UUID
    desk_id: UUID
    urgent: bool


@action
def pass_on(actor: Actor, *, centre: UUID, area_code: str, told: rules.Passing, source: rules.Source, kind: str, record: UUID) -> Passed:
    """Make a report of a record of the centre, in the transaction of the caller. Raises Invalid by field.

    The centre sees afterwards that it was sent and whether somebody has it; `told.keep_out` do not see even that.
    """
    _check(centre, told)
    made = receive(actor, content=rules.content(told, source, area_code=area_code, centre=centre, teller=actor.label))
    audit.record("pass_on", kind, record, basis=told.basis)
    return Passed(made.report_id, made.desk_id, urgent=made.level == 4)


def _check(centre: UUID, told: rules.Passing) -> None:
    errors = {}
    if told.basis not in rules.BASES:
        errors["basis"] = _("เลือกว่าส่งต่อเพราะอะไร")
    if not told.story.strip():
        errors["story"] = _("เล่าสั้น ๆ ว่าเป็นห่วงเรื่องอะไร")
    if not rules.known(told.signs, rules.DANGER):
        errors["signs"] = _("เลือกจากรายการ")
    if not set(told.offices) <= set(OFFICES):
        errors["offices"] = _("เลือกจากรายการ")
    if not set(told.keep_out) <= {pk for pk, _name in colleagues(centre)}:
        errors["keep_out"] = _("เลือกจากรายการ")
    if errors:
        raise Invalid(errors)


def read_passing(answers: Mapping[str, Any], *, always: Collection[UUID] = ()) -> rules.Passing:
    """What a form or a program said, as the rules take it; `always` are kept out whatever is said. Raises Invalid."""
    try:
        users = [UUID(str(one)) for one in answers.get("keep_out") or ()]
    except ValueError as error:
        raise Invalid({"keep_out": _("เลือกจากรายการ")}) from error
    by_name = answers.get("by_name")
    return rules.Passing(
        basis=str(answers.get("basis") or ""), story=str(answers.get("story") or ""), signs=tuple(answers.get("signs") or ()),
        danger_now=cast("Answer", answers.get("danger_now") or "unknown"), hurt_now=cast("Answer", answers.get("hurt_now") or "unknown"),
        name=str(answers.get("name") or ""), safe=str(answers.get("safe") or ""), never=str(answers.get("never") or ""),
        offices=tuple(answers.get("offices") or ()), keep_out=tuple(dict.fromkeys((*users, *always))), unrest=bool(answers.get("unrest")),
        by_name=True if by_name is None else bool(by_name),
    )
