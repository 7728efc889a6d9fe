"""Yearly reports: one with the figures of its draft or as sent, and the province's list of a fiscal year."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.flow import YEAR_REPORT
from prasan.community.centres.models import Centre, YearReport
from prasan.community.centres.queries.drafting import drafted
from prasan.community.centres.rules import words
from prasan.ground import audit, clock, money
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import can, get, scope
from prasan.registry.areas.queries import name_line
from prasan.registry.work.queries import language

SIZE = 30


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """The figures of a report, worded: label and value, each with its own unit."""

    pairs: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    audiences: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    quarters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report. `frozen`: the figures are those of the day on which it was sent."""

    id: UUID
    version: int
    centre: UUID
    name: str
    place: str
    fiscal_year: int
    span: str
    state: str
    state_word: str
    tag: str
    frozen: bool
    figures: ReportFigures
    results: str
    problems: str
    requests: str
    plan: str
    answer: str
    sent: str
    answered: str
    writes: bool
    offers: tuple[Offer, ...]


def report_page(actor: Actor, pk: UUID) -> ReportPage:
    """One report; that it was opened is written down. Raises Hidden."""
    row = get(actor, "year_report.see", YearReport, pk)
    centre, lang = Centre.objects.select_related("organisation").get(pk=row.organisation_id), language()
    state, texts = YEAR_REPORT.states[row.state], row.texts or {}
    settled = row.state in {"sent", "answered"}
    first, last = clock.fiscal_span(row.fiscal_year)
    page = ReportPage(
        id=pk, version=row.version, centre=row.organisation_id, name=centre.organisation.name(lang), place=name_line(row.area_code, lang),
        fiscal_year=row.fiscal_year, span=f"{clock.date_th(first, lang)} – {clock.date_th(last, lang)}", state=row.state, state_word=_(state.th),
        tag=state.tag, frozen=settled, figures=figures_of(row.figures if settled else drafted(row.organisation_id, row.fiscal_year)),
        results=texts.get("results", ""), problems=texts.get("problems", ""), requests=texts.get("requests", ""), plan=texts.get("plan", ""),
        answer=row.answer or "", sent=clock.moment_th(row.sent_at, lang) if row.sent_at else "",
        answered=clock.moment_th(row.answered_at, lang) if row.answered_at else "",
        writes=not settled and can(actor, "year_report.keep", row), offers=YEAR_REPORT.offers(actor, row),
    )
    audit.record("open", "year_report", pk, root=row.organisation_id)
    return page


def figures_of(told: dict[str, Any] | None) -> ReportFigures:
    """Figures as they were drafted or kept, worded."""
    found = told or {}
    people, times = _("%(n)s คน"), _("%(n)s ครั้ง")
    pairs = [
        (_("กิจกรรม"), times % {"n": f"{found.get('activities', 0):,}"}),
        (_("ผู้เข้าร่วมรวม คนเดิมนับซ้ำได้"), people % {"n": f"{found.get('reach', 0):,}"}),
        (_("กิจกรรมที่ประมาณจำนวนคน"), times % {"n": found.get("estimated", 0)}),
        (_("กิจกรรมที่ไม่ได้นับคน"), times % {"n": found.get("uncounted", 0)}),
        (_("เงินที่ใช้"), _("%(n)s บาท") % {"n": money.baht(found.get("cost", 0))}),
        (_("กรรมการ"), _("%(n)s คน ลงชื่อคำมั่นแล้ว %(pledged)s คน") % {"n": found.get("members", 0), "pledged": found.get("pledged", 0)}),
        (_("การอบรมของกรรมการ"), _("%(n)s คนครั้ง") % {"n": found.get("trainings", 0)}),
        (_("ระดับมาตรฐาน"), found.get("level_th") or _("ยังไม่เคยประเมิน")),
    ]
    return ReportFigures(
        tuple(pairs), _worded(found, "by_kind", words.ACTIVITIES, times), _worded(found, "by_audience", words.AUDIENCES, times),
        tuple((words.said(words.SOURCES, code), _("%(n)s บาท") % {"n": money.baht(amount)}) for code, amount in found.get("by_source", ())),
        tuple(found.get("by_quarter", (0, 0, 0, 0))),
    )


def _worded(found: dict[str, Any], name: str, codes: dict[str, Any], unit: str) -> tuple[tuple[str, str], ...]:
    return tuple((words.said(codes, code), unit % {"n": f"{count:,}"}) for code, count in found.get(name, ()))


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in the province's list."""

    id: UUID
    name: str
    place: str
    fiscal_year: int
    state: str
    state_word: str
    tag: str
    when: str


def reports(actor: Actor, *, fiscal_year: int = 0, state: str = "", cursor: str = "", size: int = SIZE) -> tuple[tuple[ReportLine, ...], str]:
    """Reports of a BE fiscal year (0: the last one that ended) that the actor sees, by area, and the cursor of the next page."""
    year = fiscal_year or clock.fiscal_year(clock.today()) - 1
    rows = scope(actor, "year_report.see", YearReport).filter(fiscal_year=year).defer("texts", "answer", "figures")
    if state in YEAR_REPORT.states:
        rows = rows.filter(state=state)
    found, after = keyset(rows.select_related("organisation"), ("area_code", "id"), cursor, size)
    lang = language()
    return tuple(
        ReportLine(
            row.pk, row.organisation.name(lang), name_line(row.area_code, lang), row.fiscal_year, row.state, _(YEAR_REPORT.states[row.state].th),
            YEAR_REPORT.states[row.state].tag, clock.date_th(row.sent_at, lang) if row.sent_at else "",
        )
        for row in found
    ), after
