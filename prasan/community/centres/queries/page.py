"""The page of one centre: what it is, its committee in numbers, level, log of the year, network, reports, history. No member's name."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.community.centres.flow import ASSESSMENT, CENTRE, YEAR_REPORT
from prasan.community.centres.models import (
    Assessment,
    Centre,
    CentreEvent,
    Certificate,
    Committee,
    Member,
    Partner,
    Seat,
    YearReport,
)
from prasan.community.centres.queries.drafting import year_figures
from prasan.community.centres.rules import words
from prasan.community.centres.rules.year import Figures
from prasan.ground import audit, clock, money
from prasan.ground.flow import Offer
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.scope import scope, sight
from prasan.registry.areas.queries import name_line
from prasan.registry.work.queries import language

RIGHTS = ("centre.keep", "centre.decide", "committee.change", "assessment.decide", "year_report.answer")
HISTORY = 12
EVENTS = {
    "added": gettext_noop("ขึ้นทะเบียนศูนย์"),
    "confirmed": gettext_noop("ยืนยันว่าศูนย์ดำเนินงานอยู่"),
    "founded": gettext_noop("บันทึกปีที่ตั้ง"),
    "rests": gettext_noop("พักงาน"),
    "works": gettext_noop("กลับมาดำเนินงาน"),
    "closed": gettext_noop("ยุบเลิก"),
    "committee_began": gettext_noop("คณะกรรมการชุดใหม่เริ่มงาน"),
    "committee_ended": gettext_noop("คณะกรรมการสิ้นสุด"),
    "assessed": gettext_noop("ยืนยันผลประเมิน"),
    "certificate": gettext_noop("ได้รับเกียรติบัตร"),
}


@dataclass(frozen=True, slots=True)
class CommitteePart:
    """The committee that sits, in numbers. `late`: its term is over."""

    id: UUID
    number: int
    since: str
    until: str
    late: bool
    members: int
    pledged: int


@dataclass(frozen=True, slots=True)
class Thing:
    """An assessment, certificate or report in a list: where it is, what it is called, its state, its day."""

    id: UUID
    title: str
    state: str
    state_word: str
    tag: str
    when: str


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the history."""

    iso: str
    when: str
    what: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The log of this fiscal year, worded."""

    fiscal_year: int
    activities: int
    reach: str
    cost: str


@dataclass(frozen=True, slots=True)
class CentrePage:
    """One centre. `missing`: those whom every centre should know and whom its map lacks. `rights`: which of RIGHTS the reader has."""

    id: UUID
    version: int
    name: str
    area_code: str
    place: str
    state: str
    state_word: str
    tag: str
    note: str
    founded: str
    phones: tuple[str, ...]
    address: str
    level: str
    assessed: str
    committee: CommitteePart | None
    assessments: tuple[Thing, ...]
    certificates: tuple[Thing, ...]
    reports: tuple[Thing, ...]
    year: Sum
    partners: int
    missing: tuple[str, ...]
    history: tuple[Happened, ...]
    rights: frozenset[str]
    offers: tuple[Offer, ...]


def centre_page(actor: Actor, pk: UUID) -> CentrePage:
    """One centre; that it was opened is written down. Raises Hidden."""
    found = sight(actor, "centre.see", Centre, pk, rights=RIGHTS)
    if not found.sections:
        raise Hidden("centre", pk)
    row, lang = Centre.objects.select_related("organisation").get(pk=pk), language()
    state, today = CENTRE.states[row.state], clock.today()
    kinds = list(Partner.objects.filter(organisation_id=pk, ended_at=None).values_list("kind", flat=True)) if "centre.keep" in found.rights else None
    page = CentrePage(
        id=pk, version=row.version, name=row.organisation.name(lang), area_code=row.area_code, place=name_line(row.area_code, lang), state=row.state,
        state_word=_(state.th), tag=state.tag, note=row.note, founded=clock.PartialDate.from_iso(row.founded).text(lang) if row.founded else "",
        phones=tuple(row.organisation.phones), address=row.organisation.address, level=row.level_th if lang == "th" else row.level_en,
        assessed=clock.date_th(row.assessed_on, lang) if row.assessed_on else "", committee=_committee(pk, lang),
        assessments=_assessments(pk, lang), certificates=_certificates(pk, lang), reports=_reports(pk, lang),
        year=year_sum(year_figures(pk, clock.fiscal_year(today)), clock.fiscal_year(today)), partners=len(kinds or ()),
        missing=() if kinds is None else tuple(words.said(words.NODES, kind) for kind in words.EXPECTED_NODES if kind not in kinds),
        history=_history(actor, pk, lang), rights=found.rights, offers=CENTRE.offers(actor, row),
    )
    audit.record("open", "centre", pk)
    return page


def year_sum(figures: Figures, fiscal_year: int) -> Sum:
    """A year's log in three figures."""
    reach = _("%(n)s คน") % {"n": f"{figures.reach:,}"}
    return Sum(fiscal_year, figures.activities, reach, _("%(n)s บาท") % {"n": money.baht(figures.cost)})


def _committee(pk: UUID, lang: str) -> CommitteePart | None:
    row = Committee.objects.filter(organisation_id=pk, ended_on=None).first()
    if row is None:
        return None
    members = Seat.objects.filter(committee=row, ended_on=None)
    pledged = Member.objects.filter(seats__committee=row, seats__ended_on=None, pledged_on__isnull=False)
    return CommitteePart(
        row.pk, row.number, clock.date_th(row.began_on, lang), clock.date_th(row.until, lang) if row.until else "",
        row.until is not None and row.until < clock.today(), members.count(), pledged.count(),
    )


def _assessments(pk: UUID, lang: str) -> tuple[Thing, ...]:
    rows = Assessment.objects.filter(organisation_id=pk).select_related("standard").defer("evidence", "answer").order_by("-on", "id")[:6]
    return tuple(
        Thing(row.pk, row.standard.title_th if lang == "th" else row.standard.title_en, row.state, _(ASSESSMENT.states[row.state].th),
              ASSESSMENT.states[row.state].tag, clock.date_th(row.on, lang))
        for row in rows
    )


def _certificates(pk: UUID, lang: str) -> tuple[Thing, ...]:
    rows = Certificate.objects.filter(organisation_id=pk).order_by("-given_on", "id")[:6]
    return tuple(
        Thing(row.pk, row.level_th if lang == "th" else row.level_en, *_holds(row), clock.date_th(row.given_on, lang))
        for row in rows
    )


def _holds(row: Certificate) -> tuple[str, str, str]:
    if row.ended_on is not None:
        return "ended", _("เพิกถอนแล้ว"), "no"
    if row.until is not None and row.until < clock.today():
        return "over", _("หมดอายุ"), "no"
    return "holds", _("ใช้อยู่"), "done"


def _reports(pk: UUID, lang: str) -> tuple[Thing, ...]:
    rows = YearReport.objects.filter(organisation_id=pk).defer("texts", "answer").order_by("-fiscal_year")[:6]
    return tuple(
        Thing(row.pk, _("ปีงบประมาณ %(year)s") % {"year": row.fiscal_year}, row.state, _(YEAR_REPORT.states[row.state].th),
              YEAR_REPORT.states[row.state].tag, clock.date_th(row.sent_at, lang) if row.sent_at else "")
        for row in rows
    )


def _history(actor: Actor, pk: UUID, lang: str) -> tuple[Happened, ...]:
    rows = scope(actor, "centre_event.see", CentreEvent).filter(organisation_id=pk).order_by("-on", "-made_at", "id")[:HISTORY]
    return tuple(
        Happened(row.on.isoformat(), clock.date_th(row.on, lang), _said(row.kind, row.detail))
        for row in rows
    )


def _said(kind: str, detail: str) -> str:
    what = _(EVENTS[kind]) if kind in EVENTS else kind
    if kind in {"committee_began", "committee_ended"}:
        number, _space, cause = detail.partition(" ")
        return _("%(what)s ชุดที่ %(number)s (%(cause)s)") % {"what": what, "number": number, "cause": words.said(words.CAUSES, cause)}
    if kind == "founded":
        detail = clock.PartialDate.from_iso(detail).text("en" if language() == "en" else "th") if detail else ""
    return f"{what} {detail}".strip()
