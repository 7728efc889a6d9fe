"""What a report can become: a registry of outcomes; and who keeps the matter of an older report, told by later chapters.

The states of a report and its moves are intake's own table (intake.flow.REPORT); this chapter makes the moves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from prasan.ground.flow import Ask
from prasan.ground.panels import Registry
from prasan.ground.policy import Actor

Choices = tuple[tuple[str, Any], ...]
"""(value, label) pairs; a label that is itself pairs makes a group of that name."""
Handle = Callable[[Actor, UUID, dict[str, Any]], str]


@dataclass(frozen=True)
class Outcome:
    """One outcome. `asks` is what the officer must say besides the reason.

    `handle(actor, report_id, answers)` does it inside the decision's transaction and returns the address where the officer goes on
    ("" for the desk); `undo(actor, report_id)` takes back what it did. `move`: the move of the report that it makes. `options` and `initial`
    give choices and first answers by the name of an ask, for this officer and report.
    """

    code: str
    th: str
    en: str
    asks: tuple[Ask, ...]
    handle: Handle
    hint_th: str = ""
    undo: Callable[[Actor, UUID], None] | None = None
    move: Literal["decide", "hand_on"] = "decide"
    options: Callable[[Actor, UUID], dict[str, Choices]] | None = None
    initial: Callable[[Actor, UUID], dict[str, str]] | None = None


OUTCOMES: Registry[Outcome] = Registry("outcomes of triage")


@dataclass(frozen=True)
class Keeper:
    """Who answers for the matter to which an older report already belongs: a case by its number, its manager, its office."""

    number: str
    root_id: UUID
    manager: UUID
    organisation: UUID


KEEPERS: Registry[Callable[[UUID], Keeper | None]] = Registry("who keeps the matter of a report: f(report_id), asked as the system")
