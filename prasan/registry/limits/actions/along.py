"""Limits go along with what they are about: from a report to its case, from a case to the one that it is merged into; and back when that is undone.

What runs stops where it ran, and runs on at the other record from its own start under its own version of the rule. It stays about what it is
about: clocks of several reports run beside each other in a case, so that none gets more time and each leaves with its own report.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from prasan.ground import clock, ids
from prasan.ground.audit import record
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.ground.transactions.put import put
from prasan.registry.limits.actions.running import mark_ended, past_the_gate, running_of, tell_ended, untold_again
from prasan.registry.limits.models import RunningLimit

CARRIED, MERGED = "carried", "merged"
BY_ITSELF = frozenset({CARRIED, MERGED, "unmerged", "join_undone", "case_closed"})  # stopped by what befell the record, not because of the matter
_SAME = ("rule_id", "code", "subject_kind", "subject_id", "starts_at", "date_only", "due_at", "soon_at")


@action
def carry_limits(actor: Actor, *, from_root: UUID, to_kind: str, to_root: UUID) -> tuple[str, ...]:
    """When one record leads to another (a report to a case), what runs for it runs on there. Returns their codes."""
    return _go(CARRIED, from_root=from_root, to_kind=to_kind, to_root=to_root)


@action
def give_back_limits(actor: Actor, *, from_root: UUID, to_root: UUID, since: datetime) -> None:
    """Undo `carry_limits` of that moment: the record takes its clocks back. What was met meanwhile was met for somebody else: they run again."""
    with past_the_gate():
        left = _left(to_root, CARRIED, since)
        keys = {_key(limit) for limit in left}
        brought = [limit for limit in running_of(from_root) if _key(limit) in keys and limit.made_at >= since]
        mark_ended(brought, "stopped", stopped_reason="join_undone")
        again = _again(left, to_root)
    tell_ended(brought, "stopped", "join_undone")
    _tell(again)


@action
def merge_limits(actor: Actor, *, from_root: UUID, to_kind: str, to_root: UUID, own: Collection[str]) -> None:
    """When a record becomes part of another of its kind. Of the rules in `own` ("action" means every code of that row) each record has clocks of
    its own: they only stop.
    """
    _go(MERGED, from_root=from_root, to_kind=to_kind, to_root=to_root, own=own)


@action
def unmerge_limits(actor: Actor, *, from_root: UUID, to_root: UUID, since: datetime, own: Collection[str]) -> None:
    """Undo a merge of that moment: `to_root` is by itself again. What was met there meanwhile, or ended by a person for a reason of its own, is
    ended for both; clocks in `own` know nothing of each other.
    """
    with past_the_gate():
        left = _left(to_root, MERGED, since)
        during = RunningLimit.objects.filter(Q(ended_at=None) | Q(ended_at__gte=since), root_id=from_root).order_by("made_at")
        twins = {_key(limit): limit for limit in during if _row(limit) not in own}
        pairs = [(limit, twins.get(_key(limit))) for limit in left]
        brought = {_key(twin): twin for _, twin in pairs if twin is not None and twin.state == "running" and twin.made_at >= since}
        mark_ended([*brought.values()], "stopped", stopped_reason="unmerged")
        again = _again(
            [limit for limit, twin in pairs if twin is None or _key(twin) in brought or twin.state == "running" or twin.stopped_reason in BY_ITSELF],
            to_root,
        )
    tell_ended([*brought.values()], "stopped", "unmerged")
    _tell(again)


def _go(why: str, *, from_root: UUID, to_kind: str, to_root: UUID, own: Collection[str] = ()) -> tuple[str, ...]:
    with past_the_gate():
        found = running_of(from_root)
        there = {_key(limit) for limit in running_of(to_root)}
        fresh = [_copy(limit, to_kind, to_root) for limit in found if _row(limit) not in own and _key(limit) not in there]
        mark_ended(found, "stopped", stopped_reason=why)
        put(fresh)
    tell_ended(found, "stopped", why)
    _tell(fresh)
    return tuple(limit.code for limit in fresh)


def _left(root: UUID, why: str, since: datetime) -> list[RunningLimit]:
    """What stopped for a record when it went along, since that moment."""
    return list(RunningLimit.objects.filter(root_id=root, state="stopped", stopped_reason=why, ended_at__gte=since).order_by("made_at"))


def _again(left: Sequence[RunningLimit], root: UUID) -> list[RunningLimit]:
    """What stopped runs on where it ran, once, whatever an older version left."""
    running = {_key(limit) for limit in running_of(root)}
    fresh = {_key(limit): _copy(limit, limit.root_kind, root) for limit in left if _key(limit) not in running}
    put([*fresh.values()])
    return [*fresh.values()]


def _copy(limit: RunningLimit, root_kind: str, root: UUID) -> RunningLimit:
    """The same limit of a record, from the same start, of which nobody was told yet."""
    made = RunningLimit(id=ids.new(), root_kind=root_kind, root_id=root, made_at=clock.now(), **{name: getattr(limit, name) for name in _SAME})
    untold_again(made)
    return made


def _key(limit: RunningLimit) -> tuple[str, UUID]:
    """Of which only one runs for a record."""
    return limit.code, limit.subject_id


def _row(limit: RunningLimit) -> str:
    return limit.code.partition(".")[0]


def _tell(fresh: Sequence[RunningLimit]) -> None:
    if fresh:
        record("carry_limits", fresh[0].root_kind, fresh[0].root_id, detail=" ".join(limit.code for limit in fresh))
