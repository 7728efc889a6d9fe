"""What likenesses show: to the desk, both reports' safe facts; to whoever keeps the other matter, the new report's safe facts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from prasan.casework.intake import rules as intake
from prasan.casework.intake.flow import REPORT
from prasan.casework.intake.models import Report
from prasan.casework.intake.queries.parts import parts_of
from prasan.casework.intake.queries.reports import language, word
from prasan.casework.triage.flow import KEEPERS, Keeper
from prasan.casework.triage.models import Likeness
from prasan.casework.triage.rules import REASONS
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Hidden, acting, system
from prasan.ground.policy.prepared import fetch_together
from prasan.ground.policy.scope import can, scope
from prasan.registry.areas.queries import name_line

JOB = system("triage")


@dataclass(frozen=True, slots=True)
class LikenessView:
    """Two reports that may be one matter. `number`, `facts` and `href` are of the other one; "" and empty when the reader sees only that it was
    said to be the same. `matter`: the number of the matter to which it belongs, once its keeper said so.
    """

    id: UUID
    state: str
    reasons: tuple[str, ...]
    number: str
    facts: tuple[str, ...]
    href: str
    may_say: bool
    by_keeper: bool
    matter: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What whoever keeps a matter is asked: about which own report, and safe facts of the new one."""

    id: UUID
    state: str
    reasons: tuple[str, ...]
    own_number: str
    own_href: str
    matter: str
    new_number: str
    new_facts: tuple[str, ...]
    new_desk: str
    new_phones: tuple[str, ...]


def likenesses_of(actor: Actor, report_id: UUID) -> tuple[LikenessView, ...]:
    """The likenesses of a report that its reader may see, weightiest first; those said to be different are left out. Two queries."""
    rows = _likenesses_here(actor, report_id)
    if not rows:
        return ()
    others = {row.pk: row.other_id if row.report_id == report_id else row.report_id for row in rows}
    reports, said = fetch_together("like reports", _beside, actor, reports=tuple(others.values()), likenesses=tuple(others))
    seen, sayable = {one.pk: one for one in reports}, {one.pk for one in said}
    return tuple(_view(row, others[row.pk], seen.get(others[row.pk]), sayable) for row in rows)


def _likenesses_here(actor: Actor, report_id: UUID) -> list[Likeness]:
    """The likenesses in the reader's sight, weightiest first, with the rest of the page."""
    return sorted(parts_of(actor, report_id)["likeness"], key=lambda row: (-row.score, row.pk))


def seen_likenesses(actor: Actor, report: UUID) -> QuerySet[Likeness, Likeness]:
    """The likenesses of a report that the actor may see, in no order."""
    rows = scope(actor, "report_likeness.see", Likeness).filter(Q(report_id=report) | Q(other_id=report))
    return rows.exclude(state="different")


def _beside(actor: Actor, reports: tuple[UUID, ...], likenesses: tuple[UUID, ...]) -> list[QuerySet[Any, Any]]:
    """The other reports in sight, and the likenesses on which the actor may say a word."""
    return [
        scope(actor, "report.see", Report).filter(pk__in=reports).defer("story", "details"),
        scope(actor, "report_likeness.say", Likeness).filter(pk__in=likenesses),
    ]


def question(actor: Actor, likeness_id: UUID) -> QuestionView:
    """The question about one likeness, for whoever may answer it; written down as opened. Raises Hidden."""
    row = scope(actor, "report_likeness.answer", Likeness).filter(pk=likeness_id).first()
    if row is None:
        raise Hidden("likeness", likeness_id)
    own_seen = scope(actor, "report.see", Report).filter(pk=row.other_id).exists()
    with acting(JOB):
        new = Report.objects.select_related("desk").defer("story", "details").get(pk=row.report_id)
        own = Report.objects.only("number").get(pk=row.other_id)
        keeper = _keeper(row.other_id)
    audit.record("open", "likeness", row.pk, root=row.report_id)
    return QuestionView(
        row.pk, row.state, _words(row), own.number or "", f"/reports/{own.pk}/triage" if own_seen and not keeper else "",
        keeper.number if keeper else "", new.number or "", _facts(new), new.desk.name(language()),
        tuple(new.desk.phones or ()),
    )


def told_matter(actor: Actor, report_id: UUID) -> str:
    """The number of the matter that somebody said this report belongs to, for a first answer in the form; "" when nobody did."""
    same = [row for row in _likenesses_here(actor, report_id) if row.state == "same"]
    if not same:
        return ""
    row = max(same, key=lambda row: row.said_at.timestamp() if row.said_at else 0.0)
    with acting(JOB):
        keeper = _keeper(row.other_id if row.report_id == report_id else row.report_id)
    return keeper.number if keeper else ""


def may_answer(actor: Actor, likeness_id: UUID) -> bool:
    """Whether the actor may still answer."""
    row = Likeness(pk=likeness_id)
    return can(actor, "report_likeness.answer", row)


def _view(row: Likeness, other_id: UUID, other: Report | None, sayable: set[UUID]) -> LikenessView:
    matter = ""
    if row.state == "same":
        with acting(JOB):
            keeper = _keeper(other_id)
        matter = keeper.number if keeper else ""
    return LikenessView(
        row.pk, row.state, _words(row), (other.number or "") if other else "", _facts(other) if other else (),
        f"/reports/{other_id}/triage" if other else "", row.state == "offered" and row.pk in sayable, row.asked, matter,
    )


def _words(row: Likeness) -> tuple[str, ...]:
    return tuple(word(REASONS, code) for code in row.reasons)


def _facts(report: Report) -> tuple[str, ...]:
    lang = language()
    group = (report.problems[0] if report.problems else "none.unclear").partition(".")[0]
    return tuple(filter(None, (
        clock.moment_th(report.received_at, lang), word(intake.CHANNELS, report.channel), word(intake.GROUPS, group),
        name_line(report.area_code[:4], lang), _(REPORT.states[report.state].th),
    )))  # fmt: skip


def _keeper(report_id: UUID) -> Keeper | None:
    return next((keeper for _, find in KEEPERS.items() if (keeper := find(report_id)) is not None), None)
