"""Reads of limits: rules in force, due times, and the limits of a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from prasan.ground import clock
from prasan.ground.clock import PartialDate
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import fetch
from prasan.ground.policy.scope import scope
from prasan.registry.limits import rules
from prasan.registry.limits.models import Holiday, LimitRule, RunningLimit

FRESH = 30.0  # seconds for which a process trusts its copy of the rules
FIRST_YEAR, LAST_YEAR = 1941, 2200  # the Thai year begins in January from 2484 on


@dataclass(frozen=True, slots=True)
class RuleFact:
    """One version of a rule. `row` is the line of the deadline table ("DL-14" of "DL-14.hiv_72h"); `checked` = a lawyer has."""

    id: UUID
    code: str
    legal: bool
    title_th: str
    title_en: str
    law_th: str
    law_en: str
    section: str
    source: str
    mark: str
    checked_by: str | None
    checked_on: date | None
    kind: rules.Kind
    amount: int
    starts_th: str
    starts_en: str
    who_th: str
    who_en: str
    at_expiry_th: str
    at_expiry_en: str
    note_th: str
    note_en: str
    alarms: tuple[str, ...]
    by_step: bool
    effective_from: date
    effective_until: date | None

    @property
    def row(self) -> str:
        return self.code.partition(".")[0]

    @property
    def checked(self) -> bool:
        return self.checked_by is not None

    def title(self, lang: str = "th") -> str:
        """Title in th; English otherwise."""
        return self.title_th if lang == "th" else self.title_en

    def law(self, lang: str = "th") -> str:
        """Law and section: "พ.ร.บ.… ม. 7"; "" for an operational rule."""
        return " ".join(part for part in (self.law_th if lang == "th" else self.law_en, self.section) if part)

    def span(self, lang: str = "th") -> str:
        """The limit in words: "3 เดือนตามปฏิทิน", "48 ชั่วโมง นับวันหยุดด้วย"."""
        return rules.span(self.kind, self.amount, lang)

    def due(self, start: datetime | date | PartialDate) -> datetime | None:
        """When a limit that starts then ends."""
        return rules.due(self.kind, self.amount, rules.earliest(start))


@dataclass(frozen=True, slots=True)
class LimitFact:
    """One limit of one record, ready to show. `due_on` is the day to print; `due_text` has the hour where the hour counts.

    `stage` is none, ok, soon or late while it runs, and the state (met, lapsed, stopped) afterwards. `legal` limits show the scales.
    """

    id: UUID
    code: str
    rule: RuleFact
    root_kind: str
    root_id: UUID
    subject_kind: str
    subject_id: UUID
    starts_at: datetime | None
    date_only: bool
    due_at: datetime | None
    state: str
    stage: str
    met_at: datetime | None
    stopped_reason: str

    @property
    def legal(self) -> bool:
        return self.rule.legal

    @property
    def running(self) -> bool:
        return self.state == "running"

    @property
    def due_on(self) -> date | None:
        return None if self.due_at is None else clock.local(self.due_at).date()

    def due_text(self, lang: str = "th") -> str:
        """The due time as "21 พ.ย. 2569 14.42 น." for limits to the minute, "21 พ.ย. 2569" for whole days, "" without a due time."""
        if self.due_at is None:
            return ""
        if self.rule.kind in rules.TO_THE_MINUTE or (self.rule.kind == "working_days" and not self.date_only):
            return clock.moment_th(self.due_at, lang)
        return clock.date_th(self.due_at, lang)


# -- rules ------------------------------------------------------------------------------------------------------------------

_FIELDS = tuple(name for name in RuleFact.__dataclass_fields__)
_book: tuple[float, dict[str, tuple[RuleFact, ...]], dict[UUID, RuleFact]] | None = None


def forget() -> None:
    """Drop the process's copy of the rules; they are read again, and the holidays with them, when next asked for."""
    global _book  # noqa: PLW0603 - the one copy
    _book = None


def rule(code: str, on: date | None = None) -> RuleFact:
    """The version of a rule in force on a day (default: today); before the first version, the first. Raises KeyError."""
    versions = _read()[1][code]
    day = on or clock.today()
    return next((one for one in reversed(versions) if one.effective_from <= day and (one.effective_until is None or day < one.effective_until)),
                versions[0])  # fmt: skip


def title_of(code: str, lang: str = "") -> str:
    """What a limit is called, in the reader's language unless told another; "" for an unknown code."""
    lang = lang or get_language() or "th"
    return rule(code).title(lang) if code in _read()[1] else ""


def rules_in_force(on: date | None = None, *, legal: bool | None = None) -> tuple[RuleFact, ...]:
    """Every rule as it is in force on a day, by code."""
    found = (rule(code, on) for code in sorted(_read()[1]))
    return tuple(one for one in found if legal is None or one.legal == legal)


def versions(code: str) -> tuple[RuleFact, ...]:
    """All versions of a rule, oldest first; () for an unknown code."""
    return _read()[1].get(code, ())


def due_for(code: str, start: datetime | date | PartialDate) -> datetime | None:
    """The due time of a limit of this rule, without starting one. Raises KeyError for an unknown code."""
    begin = rules.earliest(start)
    return rule(code, _day(begin)).due(begin)


def _day(start: datetime | date) -> date:
    return clock.local(start).date() if isinstance(start, datetime) else start


def _read() -> tuple[float, dict[str, tuple[RuleFact, ...]], dict[UUID, RuleFact]]:
    global _book  # noqa: PLW0603 - the one copy
    if _book is None or clock.stale(_book[0], FRESH):
        by_code: dict[str, list[RuleFact]] = {}
        by_id = {}
        for values in LimitRule.objects.order_by("code", "effective_from").values(*_FIELDS):
            fact = RuleFact(**{**values, "alarms": tuple(values["alarms"])})
            by_code.setdefault(fact.code, []).append(fact)
            by_id[fact.id] = fact
        clock.tell_holidays({day: None if is_open else name for day, name, is_open in Holiday.objects.values_list("day", "name_th", "open")})
        _book = (clock.counted(), {code: tuple(facts) for code, facts in by_code.items()}, by_id)
    return _book


def rule_by_id(rule_id: UUID) -> RuleFact:
    """A version by its id. Raises KeyError."""
    known = _read()[2]
    if rule_id not in known:  # made by another process since
        forget()
        known = _read()[2]
    return known[rule_id]


@dataclass(frozen=True, slots=True)
class HolidayFact:
    """A day off of state offices (or `open` after all), and who says so."""

    day: date
    name: str
    open: bool
    source: str


def holidays(be_year: int) -> tuple[HolidayFact, ...]:
    """The holidays by which working days of a BE year are counted, in order: those declared, and those that the package knows besides."""
    year = clock.ce(be_year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    told = {row.day: HolidayFact(row.day, row.name_th, row.open, row.source) for row in Holiday.objects.filter(day__year=year)}
    known = {day: HolidayFact(day, name, False, clock.PACKAGE) for day, name in clock.holidays_of(year).items()}
    return tuple(fact for _day, fact in sorted((known | told).items()))


# -- running limits ---------------------------------------------------------------------------------------------------------

_COLUMNS = (
    "id", "code", "rule_id", "root_kind", "root_id", "subject_kind", "subject_id", "starts_at", "date_only", "due_at", "state", "met_at",
    "stopped_reason",
)  # fmt: skip


def limits_of(actor: Actor, root_kind: str, root_id: UUID, *, running: bool = False) -> tuple[LimitFact, ...]:
    """The limits of a record whose gate the actor has passed: running ones first by due time, then the ended. One query."""

    def build(who: Actor, root: UUID) -> QuerySet[Any, Any]:
        rows = scope(who, "limit.see", RunningLimit).filter(root_id=root, root_kind=root_kind)
        found: QuerySet[Any, Any] = (rows.filter(state="running") if running else rows).values_list(*_COLUMNS)
        return found

    at = clock.now()
    rows = fetch(("limits.of", root_kind, running), build, actor, root=root_id)
    return tuple(sorted((_fact(dict(zip(_COLUMNS, row, strict=True)), at) for row in rows), key=_place))


def near_and_late(
    actor: Actor, now: datetime | None = None, batch: int = 200, *, after: tuple[datetime, UUID] | None = None
) -> tuple[LimitFact, ...]:
    """Running limits that are near or late, by (due time, id); pass the last one's as `after` for the next batch."""
    at = now or clock.now()
    rows = scope(actor, "limit.see", RunningLimit).filter(state="running", soon_at__lte=at, due_at__isnull=False)
    if after is not None:
        rows = rows.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], id__gt=after[1]))
    return _facts(rows.order_by("due_at", "id")[:batch], at)


def facts_of(ids: Iterable[UUID]) -> tuple[LimitFact, ...]:
    """Limits by id, for the chapter's own actions and jobs: no gate."""
    return _facts(RunningLimit.objects.filter(id__in=list(ids)))


def _facts(rows: QuerySet[RunningLimit], now: datetime | None = None) -> tuple[LimitFact, ...]:
    at = now or clock.now()
    return tuple(_fact(row, at) for row in rows.values(*_COLUMNS))


def _fact(row: Mapping[str, Any], at: datetime) -> LimitFact:
    return LimitFact(
        id=row["id"], code=row["code"], rule=rule_by_id(row["rule_id"]), root_kind=row["root_kind"], root_id=row["root_id"],
        subject_kind=row["subject_kind"], subject_id=row["subject_id"], starts_at=row["starts_at"], date_only=row["date_only"],
        due_at=row["due_at"], state=row["state"], met_at=row["met_at"], stopped_reason=row["stopped_reason"],
        stage=rules.stage(at, row["starts_at"], row["due_at"]) if row["state"] == "running" else row["state"],
    )  # fmt: skip


def _place(fact: LimitFact) -> tuple[bool, bool, float, str]:
    return not fact.running, fact.due_at is None, fact.due_at.timestamp() if fact.due_at else 0.0, fact.code
