"""The page on which a desk decides: everything that it may see of one report, what is suggested, what may be done and what may not yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from prasan.casework.intake import rules as intake
from prasan.casework.intake.flow import DECIDED, READING, RECEIVED
from prasan.casework.intake.models import Report
from prasan.casework.intake.queries import ReportView
from prasan.casework.intake.queries import report as read_report
from prasan.casework.intake.queries.desks import kept
from prasan.casework.intake.queries.parts import parts_of
from prasan.casework.intake.queries.reports import language, report_here, word
from prasan.casework.triage import rules
from prasan.casework.triage.flow import OUTCOMES
from prasan.casework.triage.models import Decision, Declaration, Routing
from prasan.casework.triage.queries.likenesses import LikenessView, likenesses_of
from prasan.casework.triage.queries.names import names_of
from prasan.ground import clock
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.prepared import ANYBODY, fetch
from prasan.ground.policy.scope import scope
from prasan.ground.screens.parts import Clock, Event, SafeContact
from prasan.ground.screens.times import time_left
from prasan.registry.contact.panels import safe_contact
from prasan.registry.limits.queries import LimitFact
from prasan.registry.organisations.queries import OrganisationFact, organisations
from prasan.registry.work.actions import NEVER
from prasan.registry.work.models import WorkItem

M = TypeVar("M", bound=Model)
JOB = system("triage")


@dataclass(frozen=True, slots=True)
class CallView:
    """A call for help that was made."""

    number: str
    who: str
    when: str
    by: str
    reached: bool


@dataclass(frozen=True, slots=True)
class LimitView:
    """A running limit, as `case_parts.limits` shows it."""

    clock: Clock
    title: str
    section: str
    note: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What stands decided (or was, and was undone). `reason` only for those who see the story."""

    outcome: str
    outcome_text: str
    urgency: int
    by: str
    when: str
    reason: str
    undone: str


@dataclass(frozen=True, slots=True)
class TriagePage:
    """All of it, finished. `reader`: who reads it now; `mine`: the reader is this officer; `declared`: this officer said to know nobody in it.

    `may`: moves that can be made now ("take", "give_back", "decide", "send_back", "undo", "ask_head"); `lower`: may lower an emergency.
    """

    report: ReportView
    banner: SafeContact | None
    clock: Clock
    numbers: tuple[tuple[str, str], ...]
    calls: tuple[CallView, ...]
    children_text: str
    limits: tuple[LimitView, ...]
    likenesses: tuple[LikenessView, ...]
    steps: tuple[Event, ...]
    decisions: tuple[DecisionView, ...]
    reader: str
    mine: bool
    declared: bool
    may: frozenset[str]
    lower: bool
    from_desk: str
    refused_by: str
    note: str
    unanswered: int
    escalated: bool

    @property
    def whole(self) -> bool:
        """Whether the reader sees more than that the report exists."""
        return self.report.has("story")


CHILD_WORDS: dict[str, tuple[str, str]] = {
    "yes": ("ใช้กฎสำหรับเด็ก", "Rules for children apply"),
    "partly": ("มีเด็กด้วย ใช้กฎสำหรับเด็กกับเด็ก", "Some are children: rules for children apply to them"),
    "unknown": ("ยังไม่รู้อายุ ถือว่าเป็นเด็กไว้ก่อน", "Age not known: treat as a child until known"),
    "no": ("ไม่มีเด็ก", "No child"),
}


def triage_page(actor: Actor, report_id: UUID) -> TriagePage:
    """The page of one report, written down as opened. Raises Hidden."""
    view = read_report(actor, report_id)
    whole = view.has("story")
    with acting(JOB):
        reader, due_at = next(iter(fetch("reader", _reader, ANYBODY, report=report_id)), (None, None))
    hanging = parts_of(actor, report_id)
    calls, routings = in_time(hanging["call"]), in_time(hanging["routing"])
    decisions = in_time(hanging["decision"]) if whole else []
    declared = bool(hanging["declaration"])
    alarming = view.state == RECEIVED and view.urgency_suggested == rules.EMERGENCY
    escalated = alarming and any(row.desk_id == view.desk_id for row in hanging["escalation"])
    names = names_of([*(c.by for c in calls), *(r.by for r in routings), *(d.by for d in decisions), *([f"user:{reader}"] if reader else [])])
    passed = frozenset(one for row in routings for one in (row.desk_id, row.from_desk_id) if one)
    desks = kept(("desks", passed), lambda: organisations(passed)) if passed else {}
    last = routings[-1] if routings else None
    mine = reader is not None and reader == actor.user
    return TriagePage(
        report=view,
        banner=safe_contact(actor, report_id) if whole else None,
        clock=_clock(view, due_at),
        numbers=_numbers(actor, view) if whole else (),
        calls=tuple(
            CallView(call.number, word(rules.CALLS, call.number), clock.time_th(call.at, language()), names[call.by], call.reached) for call in calls
        ),
        children_text=word(CHILD_WORDS, view.children),
        limits=limit_views(view.limits),
        likenesses=likenesses_of(actor, report_id),
        steps=tuple(_step(row, desks, names, whole=whole) for row in routings),
        decisions=tuple(_decision(row, names) for row in decisions),
        reader=names.get(f"user:{reader}", "") if reader else "",
        mine=mine,
        declared=declared,
        may=_may(view, last, mine=mine, declared=declared, head="unit_head" in actor.roles),
        lower=view.urgency_suggested == rules.EMERGENCY and {"report.decide", "report.lower"} <= view.rights,
        from_desk=_desk(desks, last.from_desk_id) if last and last.why == ["passed_on"] and last.answer == "" else "",
        refused_by=_desk(desks, last.from_desk_id) if last and last.why == ["refused"] and view.state != DECIDED else "",
        note=(last.note or "") if last and whole else "",
        unanswered=sum(answer == "unknown" for _, answer in view.signs) + len(intake.SIGNS) - len(view.signs),
        escalated=escalated,
    )


def in_time(rows: list[Any]) -> list[Any]:
    """What hangs on a report, in the order in which it came."""
    return sorted(rows, key=lambda row: (row.at, row.pk))


def _reader(_actor: Actor, report: UUID) -> QuerySet[Any, Any]:
    return WorkItem.objects.filter(object_id=report, verb="triage_report", done_at=None).values_list("assignee_id", "due_at")[:1]


def limit_views(limits: tuple[LimitFact, ...]) -> tuple[LimitView, ...]:
    """Running limits in words, the legal ones with their section."""
    lang = language()
    now = clock.now()
    return tuple(
        LimitView(
            time_left(limit.due_at, now, started=limit.starts_at, legal=limit.legal), limit.rule.title(lang), limit.rule.law(lang),
            _("%(span)s ถึง %(due)s" ) % {"span": limit.rule.span(lang), "due": limit.due_text(lang)} if limit.due_at else limit.rule.span(lang),
        )
        for limit in limits if limit.running
    )  # fmt: skip


def _may(view: ReportView, last: Routing | None, *, mine: bool, declared: bool, head: bool) -> frozenset[str]:
    found = set()
    if view.state == DECIDED:
        return frozenset({"undo"} if "report.undo" in view.rights else ())
    if "report.take" in view.rights:
        found |= {"call"}
        found |= {"take"} if not (mine and declared) else set()
        found |= {"give_back"} if view.state == READING and (mine or head) else set()
    if "report.decide" in view.rights and mine and declared:
        found |= {"decide"} | ({"ask_head"} if not head else set())
    if "report.hand_on" in view.rights and last is not None and last.why == ["passed_on"] and last.answer != "refused" and last.desk_id == view.desk_id:
        found.add("send_back")
    return frozenset(found)


def _clock(view: ReportView, due: datetime | None) -> Clock:
    if due is None or due == NEVER or view.state == DECIDED:
        return Clock("none", "")
    return time_left(due, clock.now(), started=view.received_at)


def _numbers(actor: Actor, view: ReportView) -> tuple[tuple[str, str], ...]:
    codes = report_here(view.id).urgency_reasons
    numbers = rules.numbers_to_call(danger_now=view.danger_now, hurt_now=view.hurt_now, urgency=view.urgency_suggested, reasons=codes)
    return tuple((number, word(rules.CALLS, number)) for number in numbers) if view.state != DECIDED else ()


WHY_STEP: dict[str, tuple[str, str]] = {
    "passed_on": ("ส่งเรื่องให้ %(desk)s", "passed it on to %(desk)s"),
    "refused": ("ไม่รับ ส่งกลับ %(desk)s", "refused; back to %(desk)s"),
    "ask_head": ("ขอให้หัวหน้าตัดสินใจ", "asked the head to decide"),
    "no_colleague": ("ส่งให้โต๊ะเหนือขึ้นไป %(desk)s", "went to the desk above, %(desk)s"),
}


def _step(row: Routing, desks: dict[UUID, OrganisationFact], names: dict[str, str], *, whole: bool) -> Event:
    what = word(WHY_STEP, row.why[0] if row.why else "passed_on") % {"desk": _desk(desks, row.desk_id)}
    if whole and row.note:
        what = f"{what} “{row.note}”"
    kind = "alarm" if row.why == ["refused"] else "other" if row.from_desk_id else "ours"
    who = _desk(desks, row.from_desk_id) if row.from_desk_id else names[row.by]
    return Event(clock.moment_th(row.at, language()), clock.local(row.at).isoformat(), who, what, kind)  # type: ignore[arg-type]


def _decision(row: Decision, names: dict[str, str]) -> DecisionView:
    return DecisionView(
        row.outcome, outcome_text(row.outcome), row.urgency, names[row.by], clock.moment_th(row.at, language()), row.reason or "",
        clock.moment_th(row.undone_at, language()) if row.undone_at else "",
    )


def outcome_text(code: str) -> str:
    """An outcome in words."""
    known = OUTCOMES.get(code)
    return (known.th if language() == "th" else known.en) if known else code


def _desk(desks: dict[UUID, OrganisationFact], desk: UUID | None) -> str:
    return desks[desk].name(language()) if desk in desks else ""


def offered(actor: Actor, report_id: UUID) -> tuple[dict[str, Any], ...]:
    """The outcomes that triage offers, with what each asks, its choices and first answers: for the form and the API."""
    with acting(actor):
        return tuple(
            {
                "code": code, "th": outcome.th, "en": outcome.en, "hint": outcome.hint_th, "move": outcome.move, "asks": outcome.asks,
                "options": outcome.options(actor, report_id) if outcome.options else {},
                "initial": outcome.initial(actor, report_id) if outcome.initial else {},
            }
            for code, outcome in OUTCOMES.items()
        )  # fmt: skip


def suggested(actor: Actor, report_id: UUID) -> int | None:
    """The urgency that was suggested for a report in scope; None for any other."""
    return scope(actor, "report.see", Report).filter(pk=report_id).values_list("urgency_suggested", flat=True).first()


def last_change(actor: Actor, report_id: UUID) -> tuple[str, str]:
    """Who changed a report in scope last, and when, in words: for a page that had become old. ("", "") when nobody did."""
    if not scope(actor, "report.see", Report).filter(pk=report_id).exists():
        return "", ""
    with acting(JOB):
        changes = [
            *((row.at, row.by) for row in Routing.objects.filter(report_id=report_id)),
            *((row.undone_at or row.at, row.undone_by or row.by) for row in Decision.objects.filter(report_id=report_id)),
            *((row.at, f"user:{row.user_id}") for row in Declaration.objects.filter(report_id=report_id)),
        ]
    if not changes:
        return "", ""
    at, who = max(changes)
    return names_of([who])[who], clock.moment_th(at, language())
