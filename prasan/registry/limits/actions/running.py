"""Running limits: start, establish the start, meet, stop, lapse."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prasan.ground import clock, ids
from prasan.ground.audit import record
from prasan.ground.clock import PartialDate
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, acting, current, system
from prasan.ground.policy.prepared import ANYBODY, change, fetch_models
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import action
from prasan.ground.transactions.put import put
from prasan.registry.limits import queries, rules
from prasan.registry.limits.models import RunningLimit
from prasan.registry.limits.queries import RuleFact
from prasan.registry.work.actions import close_items
from prasan.registry.work.models import WorkItem

Start = datetime | date | PartialDate | None
"""A moment; a day whose hour is not known; a partly known day (its earliest reading counts); None: still to be established."""


@contextmanager
def past_the_gate() -> Iterator[None]:
    """Whoever changes a record has passed its gate; what runs on it is changed with it, also what this person may not read."""
    who = current()
    if who is not None and who.system:
        yield
        return
    with acting(system("limits")):
        yield


@action
def start_limits(
    actor: Actor,
    *,
    rule_codes: Iterable[str],
    root_kind: str,
    root_id: UUID,
    starts_at: Start,
    subject_kind: str = "",
    subject_id: UUID | None = None,
    date_only: bool = False,
) -> dict[str, UUID]:
    """Start limits of one record from one moment; one that runs already for the same subject is left as it is. Code -> id.

    `date_only` says of a moment that its hour is not known (a `date` says so by itself).

    The version in force on the day of the start is kept (without a start: today's). Raises KeyError for an unknown code.
    """
    if date_only and isinstance(starts_at, datetime):
        starts_at = clock.local(starts_at).date()
    codes = list(dict.fromkeys(rule_codes))
    subject = subject_id or root_id
    running = RunningLimit.objects.filter(root_id=root_id, subject_id=subject, code__in=codes, state="running")
    with past_the_gate():
        known = dict(running.values_list("code", "id"))
    fresh = [
        _limit(
            code,
            starts_at,
            root_kind=root_kind,
            root_id=root_id,
            subject_kind=subject_kind or root_kind,
            subject_id=subject,
        )
        for code in codes
        if code not in known
    ]
    if fresh:
        put(fresh)
        record("start_limits", root_kind, root_id, detail=" ".join(limit.code for limit in fresh))
    return known | {limit.code: limit.id for limit in fresh}


@action
def start_first_limits(
    actor: Actor, *, root_kind: str, root_id: UUID, starts: Iterable[tuple[Iterable[str], Start]]
) -> None:
    """Start the limits of a record that is being made, so that none can run yet: (rule codes, start) pairs, in one statement.

    Raises KeyError for an unknown code.
    """
    fresh = [
        _limit(code, start, root_kind=root_kind, root_id=root_id, subject_kind=root_kind, subject_id=root_id)
        for codes, start in starts
        for code in codes
    ]
    put(fresh)
    if fresh:
        record("start_limits", root_kind, root_id, detail=" ".join(limit.code for limit in fresh))


@action
def start_limit(
    actor: Actor,
    *,
    rule_code: str,
    root_kind: str,
    root_id: UUID,
    starts_at: Start,
    subject_kind: str = "",
    subject_id: UUID | None = None,
    date_only: bool = False,
) -> UUID:
    """Start one limit; see `start_limits`. Returns its id."""
    return start_limits(
        actor, rule_codes=[rule_code], root_kind=root_kind, root_id=root_id, starts_at=starts_at, subject_kind=subject_kind,
        subject_id=subject_id, date_only=date_only,
    )[rule_code]  # fmt: skip


@action
def establish_start(actor: Actor, *, limit_id: UUID, starts_at: Start) -> None:
    """Set or correct when a running limit began. Levels already noticed are not noticed again. Raises Hidden, Conflict."""
    limit = _running(actor, limit_id)
    _set_times(limit, queries.rule_by_id(limit.rule_id), starts_at)
    limit.save(update_fields=["starts_at", "date_only", "due_at", "soon_at", "next_notice_at"])
    record("establish_limit", "limit", limit.id, root=limit.root_id, detail=limit.code)


@action
def meet_limit(actor: Actor, *, limit_id: UUID, met_at: datetime | None = None) -> None:
    """What the limit asks was done, at `met_at` (default now; late is kept as late). Raises Hidden, Conflict, Invalid (in the future)."""
    limit = _running(actor, limit_id)
    at = clock.local(met_at) if met_at else clock.now()
    if at > clock.now():
        raise Invalid({"met_at": _("เวลานี้ยังมาไม่ถึง")})
    _end(limit, "met", met_at=at)


@action
def stop_limit(actor: Actor, *, limit_id: UUID, reason: str) -> None:
    """The limit no longer applies; `reason` is a code (complaint_made, order_ended, extended, wrong_start, ...). Raises Hidden, Conflict."""
    _end(_running(actor, limit_id), "stopped", stopped_reason=reason)


@action
def lapse_limit(actor: Actor, *, limit_id: UUID) -> None:
    """A person states that the right has lapsed; only after the due time. Raises Hidden, Conflict."""
    limit = _running(actor, limit_id)
    if limit.due_at is None or clock.now() <= limit.due_at:
        raise Conflict([Obstacle("not_late", _("ยังไม่เลยกำหนด"))])
    _end(limit, "lapsed")


@action
def meet_limits(
    actor: Actor,
    *,
    root_id: UUID,
    rule_codes: Iterable[str],
    subject_id: UUID | None = None,
    met_at: datetime | None = None,
) -> int:
    """Meet what runs of these rules for a record, if anything does. `first_contact` means every code of that row. Returns how many."""
    with past_the_gate():
        found = running_of(root_id, rule_codes, subject_id)
        mark_ended(found, "met", met_at=clock.local(met_at) if met_at else clock.now())
    return tell_ended(found, "met")


@action
def stop_limits(
    actor: Actor, *, root_id: UUID, reason: str, rule_codes: Iterable[str] = (), subject_id: UUID | None = None
) -> int:
    """Stop what runs of these rules (all, when none are given) for a record. Returns how many."""
    with past_the_gate():
        found = running_of(root_id, rule_codes, subject_id)
        mark_ended(found, "stopped", stopped_reason=reason)
    return tell_ended(found, "stopped", reason)


def mend_lists() -> tuple[int, int]:
    """What versions before this one left: alarms of limits that have ended are taken off the lists; limits of cases of which only somebody before
    was told give their notices anew. Returns how many of each.
    """
    with acting(system("limits")):
        ended = RunningLimit.objects.exclude(state="running").values("id")
        rows = WorkItem.objects.filter(object_kind="limit", done_at=None)
        cleared = rows.filter(object_id__in=ended).update(done_at=clock.now())
        listed = rows.values("object_id")
        untold = list(RunningLimit.objects.filter(state="running", root_kind="case").exclude(noticed=[]).exclude(id__in=listed))
        for limit in untold:
            untold_again(limit)
        RunningLimit.objects.bulk_update(untold, ["noticed", "next_notice_at"], batch_size=500)
        return cleared, len(untold)


def untold_again(limit: RunningLimit) -> None:
    """Nobody counts as told of it: its notices are given anew."""
    limit.noticed = []
    limit.next_notice_at = rules.next_notice(points(limit, queries.rule_by_id(limit.rule_id)), limit.noticed)


def _limit(code: str, starts_at: Start, **facts: Any) -> RunningLimit:
    begin = rules.earliest(starts_at) if starts_at is not None else None
    day = clock.today() if begin is None else clock.local(begin).date() if isinstance(begin, datetime) else begin
    rule = queries.rule(code, day)
    limit = RunningLimit(id=ids.new(), rule_id=rule.id, code=code, made_at=clock.now(), **facts)
    _set_times(limit, rule, begin)
    return limit


def _set_times(limit: RunningLimit, rule: RuleFact, starts_at: Start) -> None:
    begin = rules.earliest(starts_at) if starts_at is not None else None
    limit.date_only = begin is not None and not isinstance(begin, datetime)
    limit.starts_at = None if begin is None else _moment(begin)
    limit.due_at = None if begin is None else rule.due(begin)
    limit.soon_at = None if limit.due_at is None else rules.soon_from(limit.starts_at, limit.due_at)
    limit.next_notice_at = rules.next_notice(points(limit, rule), limit.noticed)


def points(limit: RunningLimit, rule: RuleFact) -> tuple[tuple[datetime, str], ...]:
    """The levels of a limit and when each is reached, in time order."""
    # Without the hour, alarms after so many hours would pretend to know it.
    return rules.schedule(
        None if limit.date_only and limit.due_at is None else limit.starts_at, limit.due_at, rule.alarms
    )


def _moment(begin: datetime | date) -> datetime:
    return clock.local(begin if isinstance(begin, datetime) else datetime.combine(begin, time.min))


def _running(actor: Actor, limit_id: UUID) -> RunningLimit:
    limit = scope(actor, "limit.see", RunningLimit).select_for_update(no_key=True).filter(id=limit_id).first()
    if limit is None:
        raise Hidden("limit", limit_id)
    if limit.state != "running":
        raise Conflict([Obstacle("limit_ended", _("กำหนดเวลานี้สิ้นสุดแล้ว"))])
    return limit


def running_of(root_id: UUID, rule_codes: Iterable[str] = (), subject_id: UUID | None = None) -> list[RunningLimit]:
    """What runs for a record, locked; of these rules (a row's name means every code of it), about this subject."""
    wanted = set(rule_codes)
    return [
        limit for limit in fetch_models("running of a record", _of_record, ANYBODY, root=root_id)
        if (subject_id is None or limit.subject_id == subject_id)
        and (not wanted or limit.code in wanted or limit.code.partition(".")[0] in wanted)
    ]


def _of_record(_actor: Actor, root: UUID) -> QuerySet[RunningLimit, RunningLimit]:
    return RunningLimit.objects.select_for_update(no_key=True).filter(root_id=root, state="running")


def _with_ids(_actor: Actor, limits: tuple[UUID, ...]) -> QuerySet[RunningLimit, RunningLimit]:
    return RunningLimit.objects.filter(id__in=limits)


def _end(limit: RunningLimit, state: str, *, met_at: datetime | None = None, stopped_reason: str = "") -> None:
    mark_ended([limit], state, met_at=met_at, stopped_reason=stopped_reason)
    tell_ended([limit], state, stopped_reason)


def mark_ended(
    limits: Sequence[RunningLimit], state: str, *, met_at: datetime | None = None, stopped_reason: str = ""
) -> None:
    """Let limits end; nobody has them on a list any more."""
    if limits:
        ended = {"state": state, "met_at": met_at, "stopped_reason": stopped_reason, "ended_at": clock.now(), "next_notice_at": None}
        change("limits end", _with_ids, ANYBODY, ended, limits=tuple(limit.id for limit in limits))
    for limit in limits:
        if limit.noticed:  # nobody needs to be told of it any more
            close_items(current() or system("limits"), object_id=limit.id)


def tell_ended(limits: Sequence[RunningLimit], state: str, stopped_reason: str = "") -> int:
    """Write down that they ended. Returns how many."""
    for limit in limits:
        detail = " ".join(filter(None, (limit.code, stopped_reason)))
        record(f"limit_{state}", "limit", limit.id, root=limit.root_id, detail=detail)
    return len(limits)
