"""Notices: what came near or late is given out exactly once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.registry.limits import queries, rules
from prasan.registry.limits.actions.running import points
from prasan.registry.limits.models import RunningLimit


@dataclass(frozen=True, slots=True)
class Notice:
    """A limit that reached new levels: `levels` in time order ("after:24h", "before:60d", "soon", "late"), the last one counts."""

    limit_id: UUID
    code: str
    legal: bool
    root_kind: str
    root_id: UUID
    subject_kind: str
    subject_id: UUID
    due_at: datetime | None
    levels: tuple[str, ...]

    @property
    def level(self) -> str:
        return self.levels[-1]


@action
def notices_due(actor: Actor, *, now: datetime | None = None, batch: int = 200) -> tuple[Notice, ...]:
    """Take the notices that are due: each (limit, level) is given out exactly once, whoever asks and how often.

    They are marked in one UPDATE of the transaction in which the caller acts on them: if that fails, they are due again.
    """
    at = now or clock.now()
    rows = RunningLimit.objects.filter(state="running", next_notice_at__lte=at).order_by("next_notice_at")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, no_key=True)
    given: list[Notice] = []
    marked: list[RunningLimit] = []
    for limit in rows[:batch]:
        rule = queries.rule_by_id(limit.rule_id)
        reached = points(limit, rule)
        levels = rules.newly_reached(reached, limit.noticed, at)
        limit.noticed = [*limit.noticed, *levels]
        limit.next_notice_at = rules.next_notice(reached, limit.noticed)
        marked.append(limit)
        if levels:
            given.append(
                Notice(limit.id, limit.code, rule.legal, limit.root_kind, limit.root_id, limit.subject_kind, limit.subject_id,
                       limit.due_at, levels)
            )  # fmt: skip
    RunningLimit.objects.bulk_update(marked, ["noticed", "next_notice_at"])
    return tuple(given)
