"""Writes of limits: start, establish, meet, stop, lapse; notices; and the rules themselves."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext as _

from prasan.ground import clock, ids
from prasan.ground.audit import record
from prasan.ground.clock import PartialDate
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, Refused
from prasan.ground.policy.scope import place, scope
from prasan.ground.transactions import action
from prasan.ground.transactions.put import put
from prasan.registry.limits import queries, rules
from prasan.registry.limits.models import LimitRule, RunningLimit
from prasan.registry.limits.queries import RuleFact

Start = datetime | date | PartialDate | None
"""A moment; a day whose hour is not known; a partly known day (its earliest reading counts); None: still to be established."""


# -- running limits ---------------------------------------------------------------------------------------------------------


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
    known = dict(
        RunningLimit.objects.filter(root_id=root_id, subject_id=subject, code__in=codes, state="running").values_list(
            "code", "id"
        )
    )
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
    _set_times(limit, queries.facts_of([limit_id])[0].rule, starts_at)
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
    return _end_all(
        _of(actor, root_id, rule_codes, subject_id), "met", met_at=clock.local(met_at) if met_at else clock.now()
    )


@action
def stop_limits(
    actor: Actor, *, root_id: UUID, reason: str, rule_codes: Iterable[str] = (), subject_id: UUID | None = None
) -> int:
    """Stop what runs of these rules (all, when none are given) for a record. Returns how many."""
    return _end_all(_of(actor, root_id, rule_codes, subject_id), "stopped", stopped_reason=reason)


@action
def carry_limits(actor: Actor, *, from_root: UUID, to_kind: str, to_root: UUID) -> int:
    """When one record leads to another (a report to a case), its running limits go with it, with their versions. Returns how many.

    A limit that runs there already for the same subject stays behind as stopped ("carried").
    """
    running = scope(actor, "limit.see", RunningLimit).filter(state="running")
    moving = list(running.filter(root_id=from_root))
    there = set(running.filter(root_id=to_root).values_list("code", "subject_id"))
    moved = 0
    for limit in moving:
        subject = to_root if limit.subject_id == from_root else limit.subject_id
        if (limit.code, subject) in there:
            _end(limit, "stopped", stopped_reason="carried")
            continue
        limit.subject_kind = to_kind if limit.subject_id == from_root else limit.subject_kind
        limit.subject_id, limit.root_kind, limit.root_id = subject, to_kind, to_root
        limit.save(update_fields=["root_kind", "root_id", "subject_kind", "subject_id"])
        moved += 1
    if moved:
        record("carry_limits", to_kind, to_root, detail=f"{moved}")
    return moved


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
    limit.next_notice_at = rules.next_notice(_points(limit, rule), limit.noticed)


def _points(limit: RunningLimit, rule: RuleFact) -> tuple[tuple[datetime, str], ...]:
    # Without the hour, alarms after so many hours would pretend to know it.
    return rules.schedule(
        None if limit.date_only and limit.due_at is None else limit.starts_at, limit.due_at, rule.alarms
    )


def _moment(begin: datetime | date) -> datetime:
    return clock.local(begin if isinstance(begin, datetime) else datetime.combine(begin, time.min))


def _running(actor: Actor, limit_id: UUID) -> RunningLimit:
    limit = scope(actor, "limit.see", RunningLimit).select_for_update().filter(id=limit_id).first()
    if limit is None:
        raise Hidden("limit", limit_id)
    if limit.state != "running":
        raise Conflict([Obstacle("limit_ended", _("กำหนดเวลานี้สิ้นสุดแล้ว"))])
    return limit


def _of(actor: Actor, root_id: UUID, rule_codes: Iterable[str], subject_id: UUID | None) -> list[RunningLimit]:
    rows = scope(actor, "limit.see", RunningLimit).select_for_update().filter(root_id=root_id, state="running")
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    wanted = set(rule_codes)
    return [limit for limit in rows if not wanted or limit.code in wanted or limit.code.partition(".")[0] in wanted]


def _end(limit: RunningLimit, state: str, *, met_at: datetime | None = None, stopped_reason: str = "") -> None:
    _end_all([limit], state, met_at=met_at, stopped_reason=stopped_reason)


def _end_all(
    limits: Sequence[RunningLimit], state: str, *, met_at: datetime | None = None, stopped_reason: str = ""
) -> int:
    if not limits:
        return 0
    RunningLimit.objects.filter(id__in=[limit.id for limit in limits]).update(
        state=state, met_at=met_at, stopped_reason=stopped_reason, ended_at=clock.now(), next_notice_at=None
    )
    for limit in limits:
        record(
            f"limit_{state}",
            "limit",
            limit.id,
            root=limit.root_id,
            detail=" ".join(filter(None, (limit.code, stopped_reason))),
        )
    return len(limits)


# -- notices ----------------------------------------------------------------------------------------------------------------


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
        rows = rows.select_for_update(skip_locked=True)
    given: list[Notice] = []
    marked: list[RunningLimit] = []
    for limit in rows[:batch]:
        rule = queries.rule_by_id(limit.rule_id)
        points = _points(limit, rule)
        levels = rules.newly_reached(points, limit.noticed, at)
        limit.noticed = [*limit.noticed, *levels]
        limit.next_notice_at = rules.next_notice(points, limit.noticed)
        marked.append(limit)
        if levels:
            given.append(
                Notice(limit.id, limit.code, rule.legal, limit.root_kind, limit.root_id, limit.subject_kind, limit.subject_id,
                       limit.due_at, levels)
            )  # fmt: skip
    RunningLimit.objects.bulk_update(marked, ["noticed", "next_notice_at"])
    return tuple(given)


# -- rules ------------------------------------------------------------------------------------------------------------------

_WORDS = (
    "title_th", "title_en", "law_th", "law_en", "section", "source", "mark", "starts_th", "starts_en", "who_th", "who_en",
    "at_expiry_th", "at_expiry_en", "note_th", "note_en", "alarms", "by_step", "legal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LimitsLoaded:
    """What a load found: all shipped versions, and how many of them were new or got new words."""

    total: int
    written: int


def load_limits() -> LimitsLoaded:
    """Bring the shipped rules in, again and again without harm.

    A version (code and first day) that is missing is added, unless people have made versions of that rule themselves. Words of an
    unchecked version follow the file; kind, amount and dates of a version never change, and what a person has checked stays.
    """
    shipped = json.loads((files("prasan.registry.limits") / "data" / "limits.json").read_text(encoding="utf-8"))
    with transaction.atomic():
        known: dict[str, list[LimitRule]] = {}
        for row in LimitRule.objects.all():
            known.setdefault(row.code, []).append(row)
        fresh = [
            LimitRule(id=uuid5(NAMESPACE_URL, f"prasan:limit:{facts['code']}:{facts['effective_from']}"), **facts)
            for facts in shipped
            if facts["code"] not in known
        ]
        reworded = [row for facts in shipped for row in known.get(facts["code"], []) if _reword(row, facts)]
        LimitRule.objects.bulk_create(fresh)
        LimitRule.objects.bulk_update(reworded, _WORDS)
    queries.forget()
    return LimitsLoaded(len(shipped), len(fresh) + len(reworded))


def _reword(row: LimitRule, facts: dict[str, Any]) -> bool:
    if row.checked_by is not None or row.effective_from.isoformat() != facts["effective_from"]:
        return False
    changed = [name for name in _WORDS if getattr(row, name) != facts[name]]
    for name in changed:
        setattr(row, name, facts[name])
    return bool(changed)


@action
def change_rule(
    actor: Actor,
    *,
    code: str,
    kind: rules.Kind,
    amount: int,
    effective_from: date,
    source: str,
    words: dict[str, Any] | None = None,
) -> UUID:
    """A new version of a rule from a day to come (or today); limits that run keep theirs. Raises Refused, Invalid, KeyError.

    `words` may give any of the texts, `alarms` and `mark` anew; the rest is taken from the version before. The new version is unchecked.
    """
    _may_change(actor)
    last = (
        LimitRule.objects.select_for_update().get(code=code, effective_until=None) if queries.versions(code) else None
    )
    if last is None:
        raise KeyError(code)
    if kind not in rules.KINDS or amount <= 0:
        raise Invalid({"amount": _("กรอกจำนวนที่มากกว่า 0")})
    if effective_from < clock.today() or effective_from <= last.effective_from:
        raise Invalid({"effective_from": _("วันเริ่มใช้ต้องเป็นวันนี้หรือวันหน้า และหลังฉบับก่อน")})
    texts = {name: getattr(last, name) for name in _WORDS} | {"source": source} | {
        name: value for name, value in (words or {}).items() if name in _WORDS
    }  # fmt: skip
    for level in texts["alarms"]:
        rules.Alarm.read(level)
    last.effective_until = effective_from
    last.save(update_fields=["effective_until"])
    made = LimitRule(id=ids.new(), code=code, kind=kind, amount=amount, effective_from=effective_from, **texts)
    made.save(force_insert=True)
    transaction.on_commit(queries.forget)
    queries.forget()
    record("change_limit_rule", "limit_rule", made.id, detail=f"{code} {kind} {amount} {effective_from.isoformat()}")
    return made.id


@action
def check_rule(actor: Actor, *, rule_id: UUID, checked_by: str) -> None:
    """Note that a lawyer has checked a version. Raises Refused, Hidden, Invalid."""
    _may_change(actor)
    if not checked_by.strip():
        raise Invalid({"checked_by": _("กรอกชื่อผู้ตรวจ")})
    if not LimitRule.objects.filter(id=rule_id).update(checked_by=checked_by.strip()[:120], checked_on=clock.today()):
        raise Hidden("limit_rule", rule_id)
    transaction.on_commit(queries.forget)
    record("check_limit_rule", "limit_rule", rule_id)


def _may_change(actor: Actor) -> None:
    if not actor.system and place(actor, "limit.change_rule", LimitRule) is None:
        raise Refused("limit.change_rule")
