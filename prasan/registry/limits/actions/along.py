"""Limits go along with what they are about: from a report to its case, from a case to the one that it is merged into; and back when that is undone.

What runs stops where it ran, and runs on at the other record from its own start under its own version of the rule. Where the same runs there
already, the earlier start counts: nobody gets more time because two matters became one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from prasan.ground import clock, ids
from prasan.ground.audit import record
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.ground.transactions.put import put
from prasan.registry.limits.actions.running import mark_ended, past_the_gate, running_of, tell_ended, untold_again
from prasan.registry.limits.models import RunningLimit

CARRIED, MERGED, EARLIER = "carried", "merged", "earlier"
BY_ITSELF = frozenset({CARRIED, MERGED, EARLIER, "unmerged", "join_undone", "case_closed"})  # stopped by what befell the record, not by the matter


_SAME = ("rule_id", "code", "root_kind", "root_id", "subject_kind", "subject_id", "starts_at", "date_only", "due_at", "soon_at")


@action
def carry_limits(actor: Actor, *, from_root: UUID, to_kind: str, to_root: UUID) -> int:
    """When one record leads to another (a report to a case), what runs for it runs on there. Returns how many do."""
    return _go(CARRIED, from_root=from_root, to_kind=to_kind, to_root=to_root)


@action
def give_back_limits(actor: Actor, *, from_root: UUID, to_root: UUID, since: datetime) -> None:
    """Undo `carry_limits` of that moment: what came to `from_root` with a record goes back to that record."""
    _return(CARRIED, "join_undone", from_root=from_root, to_root=to_root, since=since)


@action
def merge_limits(actor: Actor, *, from_root: UUID, to_kind: str, to_root: UUID, own: Collection[str]) -> None:
    """When a record becomes part of another of its kind. Of the rules in `own` ("action" means every code of that row) each record has clocks of
    its own: they only stop.
    """
    _go(MERGED, from_root=from_root, to_kind=to_kind, to_root=to_root, own=own)


@action
def unmerge_limits(actor: Actor, *, from_root: UUID, to_root: UUID, since: datetime, own: Collection[str]) -> None:
    """Undo a merge of that moment: `to_root` is by itself again; clocks in `own` know nothing of each other."""
    _return(MERGED, "unmerged", from_root=from_root, to_root=to_root, since=since, own=own)


def _go(why: str, *, from_root: UUID, to_kind: str, to_root: UUID, own: Collection[str] = ()) -> int:
    with past_the_gate():
        found = running_of(from_root)
        there = {_key(limit): limit for limit in running_of(to_root)}
        fresh, later = [], []
        for limit in found:
            kind, subject = (to_kind, to_root) if limit.subject_id == from_root else (limit.subject_kind, limit.subject_id)
            twin = there.get((limit.code, subject))
            if _row(limit) in own or (twin is not None and not _before(limit, twin)):
                continue
            fresh.append(_copy(limit, root_kind=to_kind, root_id=to_root, subject_kind=kind, subject_id=subject))
            later += [twin] if twin is not None else []
        _stop(found, why)
        _stop(later, EARLIER)
        _start(fresh)
    return len(fresh)


def _return(why: str, undone: str, *, from_root: UUID, to_root: UUID, since: datetime, own: Collection[str] = ()) -> None:
    """What was met meanwhile, or ended by a person for a reason of its own, is ended for both."""
    with past_the_gate():
        stopped = RunningLimit.objects.filter(state="stopped", ended_at__gte=since).order_by(F("starts_at").asc(nulls_last=True))
        during = RunningLimit.objects.filter(Q(ended_at=None) | Q(ended_at__gte=since), root_id=from_root).order_by("made_at")
        twins = {_key(limit): limit for limit in during if _row(limit) not in own}
        brought: dict[tuple[str, UUID], RunningLimit] = {}
        again: dict[tuple[str, UUID], RunningLimit] = {}
        for limit in stopped.filter(root_id=to_root, stopped_reason=why):
            twin = twins.get((limit.code, from_root if limit.subject_id == to_root else limit.subject_id))
            if twin is None or twin.state == "running" or twin.stopped_reason in BY_ITSELF:
                again.setdefault(_key(limit), limit)
            if twin is not None and twin.state == "running" and twin.made_at >= since and twin.starts_at == limit.starts_at:
                brought[_key(twin)] = twin
        gave_way = {_key(limit): limit for limit in stopped.filter(root_id=from_root, stopped_reason=EARLIER)}  # the latest: its own
        _stop([*brought.values()], undone)
        known = {_key(limit) for limit in running_of(to_root)}
        _start([_copy(limit) for key, limit in again.items() if key not in known])
        _start([_copy(limit) for key, limit in gave_way.items() if key in brought])


def _key(limit: RunningLimit) -> tuple[str, UUID]:
    """Of which only one runs for a record."""
    return limit.code, limit.subject_id


def _row(limit: RunningLimit) -> str:
    return limit.code.partition(".")[0]


def _copy(limit: RunningLimit, **elsewhere: Any) -> RunningLimit:
    """The same limit from the same start, of which nobody was told yet."""
    made = RunningLimit(id=ids.new(), made_at=clock.now(), **{**{name: getattr(limit, name) for name in _SAME}, **elsewhere})
    untold_again(made)
    return made


def _before(one: RunningLimit, other: RunningLimit) -> bool:
    """Whether a limit began before another; one whose start is still to be established before none."""
    return one.starts_at is not None and (other.starts_at is None or one.starts_at < other.starts_at)


def _stop(limits: Sequence[RunningLimit], why: str) -> None:
    mark_ended(limits, "stopped", stopped_reason=why)
    tell_ended(limits, "stopped", why)


def _start(limits: Sequence[RunningLimit]) -> None:
    if limits:
        put(limits)
        record("carry_limits", limits[0].root_kind, limits[0].root_id, detail=" ".join(limit.code for limit in limits))
