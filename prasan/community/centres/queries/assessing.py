"""Standards in force, one assessment with its questions and score, and a certificate for paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from prasan.community.centres.flow import ASSESSMENT
from prasan.community.centres.models import Assessment, Centre, Certificate, Standard
from prasan.community.centres.queries.showing import Shown, shown
from prasan.community.centres.rules import standard as standards
from prasan.community.centres.rules import words
from prasan.ground import audit, clock
from prasan.ground.flow import Offer
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.scope import can, get
from prasan.registry.areas.queries import name_line
from prasan.registry.work.queries import language


@dataclass(frozen=True, slots=True)
class StandardLine:
    """An edition of a standard."""

    id: UUID
    code: str
    edition: str
    title: str
    source: str
    sample: bool
    span: str
    in_force: bool
    domains: int
    items: int


@dataclass(frozen=True, slots=True)
class StandardView:
    """An edition with all it asks."""

    line: StandardLine
    document: standards.Standard


def editions(*, on_day: bool = False) -> tuple[StandardLine, ...]:
    """All editions, or those in force today; the newest first. Public facts."""
    rows = Standard.objects.order_by("-in_force_from", "code")
    if on_day:
        today = clock.today()
        rows = rows.filter(Q(in_force_until=None) | Q(in_force_until__gte=today), in_force_from__lte=today)
    return tuple(_edition(row) for row in rows)


def edition(pk: UUID) -> StandardView:
    """One edition. Raises Hidden."""
    row = Standard.objects.filter(pk=pk).first()
    if row is None:
        raise Hidden("standard", pk)
    return StandardView(_edition(row), standards.read(row.content))


def _edition(row: Standard) -> StandardLine:
    lang, today = language(), clock.today()
    document = standards.read(row.content)
    span = clock.date_th(row.in_force_from, lang)
    if row.in_force_until:
        span = f"{span} – {clock.date_th(row.in_force_until, lang)}"
    return StandardLine(
        row.pk, row.code, row.edition, row.title_th if lang == "th" else row.title_en, row.source_th if lang == "th" else row.source_en, row.sample, span,
        row.in_force_from <= today and (row.in_force_until is None or today <= row.in_force_until), len(document.domains), len(document.items),
    )


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """One item as asked and as answered. `points` None: open; `bare`: points were given and nothing shows them; `files`: None for whoever sees none."""

    code: str
    asks: str
    shown_by: str
    points: int | None
    answer: str
    evidence: str
    files: tuple[Shown, ...] | None
    bare: bool


@dataclass(frozen=True, slots=True)
class DomainAnswer:
    """One domain, its items and how it came out (percent, None while open)."""

    code: str
    title: str
    items: tuple[ItemAnswer, ...]
    points: int
    most: int
    open: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment. `percent` in words, "" while anything is open; `levels`: what it takes for each level of this edition."""

    id: UUID
    version: int
    centre: UUID
    name: str
    place: str
    standard: StandardLine
    assessor: str
    on: str
    state: str
    state_word: str
    tag: str
    percent: str
    level: str
    levels: tuple[tuple[str, str], ...]
    scale: tuple[str, ...]
    domains: tuple[DomainAnswer, ...]
    open: int
    bare: int
    answer: str
    certificate: UUID | None
    fills: bool
    certifies: bool
    offers: tuple[Offer, ...]


def assessment_page(actor: Actor, pk: UUID) -> AssessmentPage:
    """One assessment; that it was opened is written down. Raises Hidden."""
    row = get(actor, "assessment.see", Assessment, pk)
    centre = Centre.objects.select_related("organisation").get(pk=row.organisation_id)
    document, lang = standards.read(row.standard.content), language()
    found = standards.score(document, row.points)
    reached = next((one.title.said(lang) for one in document.levels if one.code == found.level), "")
    certificate = Certificate.objects.filter(assessment=row).values_list("id", flat=True).first()
    state = ASSESSMENT.states[row.state]
    domains = _domains(row, document, found, shown(actor, row))
    page = AssessmentPage(
        id=pk, version=row.version, centre=row.organisation_id, name=centre.organisation.name(lang), place=name_line(row.area_code, lang),
        standard=_edition(row.standard), assessor=words.said(words.ASSESSORS, row.assessor), on=clock.date_th(row.on, lang), state=row.state,
        state_word=_(state.th), tag=state.tag, percent=percent(found.hundredths), level=reached,
        levels=tuple((one.title.said(lang), _takes(one)) for one in document.levels), scale=tuple(one.said(lang) for one in document.scale),
        domains=domains, open=found.open, bare=sum(item.bare for domain in domains for item in domain.items), answer=row.answer or "", certificate=certificate,
        fills=row.state in {"draft", "returned"} and can(actor, "assessment.keep", row),
        certifies=row.state == "confirmed" and certificate is None and can(actor, "assessment.decide", row), offers=ASSESSMENT.offers(actor, row),
    )
    audit.record("open", "assessment", pk, root=row.organisation_id)
    return page


def percent(hundredths: int | None) -> str:
    """In words, such as "78.57 %"; "" while it is not known."""
    return "" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02} %"


def _takes(level: standards.Level) -> str:
    if level.each:
        return _("ตั้งแต่ร้อยละ %(n)s และทุกด้านไม่ต่ำกว่าร้อยละ %(each)s") % {"n": level.at_least, "each": level.each}
    return _("ตั้งแต่ร้อยละ %(n)s") % {"n": level.at_least}


def _domains(
    row: Assessment, document: standards.Standard, found: standards.Score, files: Mapping[str, tuple[Shown, ...]] | None,
) -> tuple[DomainAnswer, ...]:
    return tuple(
        DomainAnswer(
            domain.code, domain.title.said(language()), tuple(_item(row, document, item, files) for item in domain.items),
            scored.points, scored.most, scored.open, None if scored.percent is None else int(scored.percent),
        )
        for domain, scored in zip(document.domains, found.domains, strict=True)
    )


def _item(row: Assessment, document: standards.Standard, item: standards.Item, files: Mapping[str, tuple[Shown, ...]] | None) -> ItemAnswer:
    lang, points, told = language(), row.points.get(item.code), (row.evidence or {}).get(item.code, "")
    here = None if files is None else files.get(item.code, ())
    return ItemAnswer(
        item.code, item.asks.said(lang), item.evidence.said(lang), points, "" if points is None else document.scale[points].said(lang), told, here,
        bool(points) and not told and here == (),
    )


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate as it stands on paper."""

    id: UUID
    centre: UUID
    name: str
    place: str
    number: str
    level: str
    given_by: str
    given_on: str
    until: str
    ended: str
    standard: str
    sample: bool
    assessed: str
    gives: bool


def certificate_view(actor: Actor, pk: UUID) -> CertificateView:
    """One certificate. Raises Hidden."""
    row = get(actor, "certificate.see", Certificate, pk)
    lang = language()
    centre = Centre.objects.select_related("organisation").get(pk=row.organisation_id)
    made = Assessment.objects.select_related("standard").defer("evidence", "answer").get(pk=row.assessment_id)
    return CertificateView(
        pk, row.organisation_id, centre.organisation.name(lang), name_line(row.area_code, lang), row.number, row.level_th if lang == "th" else row.level_en,
        row.given_by, clock.date_th(row.given_on, lang), clock.date_th(row.until, lang) if row.until else "", row.end_cause,
        made.standard.title_th if lang == "th" else made.standard.title_en, made.standard.sample, clock.date_th(made.on, lang),
        can(actor, "certificate.give", row),
    )
