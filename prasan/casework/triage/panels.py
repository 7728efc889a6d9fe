"""What a report can become: a registry. This chapter adds advice, passing on and "not for us"; later chapters add a case and joining one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prasan.ground.flow import Ask
from prasan.ground.panels import Registry
from prasan.ground.policy import Actor

Handle = Callable[[Actor, UUID, dict[str, Any]], str]


@dataclass(frozen=True)
class Outcome:
    """One outcome. `asks` is what the officer must say besides the reason; `handle(actor, report_id, answers)` does it inside the decision's
    transaction and returns the address where the officer goes on ("" for the desk)."""

    code: str
    th: str
    en: str
    asks: tuple[Ask, ...]
    handle: Handle
    hint_th: str = ""
    undo: Callable[[Actor, UUID], None] | None = None  # takes back what `handle` did, when a decision is undone


OUTCOMES: Registry[Outcome] = Registry("outcomes of triage")
