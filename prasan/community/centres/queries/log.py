"""The log of a centre by fiscal year, one activity, and the map of its network."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from prasan.community.centres.models import Activity, Centre, Partner
from prasan.community.centres.queries.drafting import year_figures
from prasan.community.centres.rules import drawing, words
from prasan.community.centres.rules.year import Figures
from prasan.ground import audit, clock, money
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.vault.store import prefetch
from prasan.registry.work.queries import language

SIZE = 30


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """A line of the log, worded. `cost` in baht as shown, `satang` exact."""

    id: UUID
    on: date
    when: str
    title: str
    kind: str
    kind_word: str
    audiences: tuple[str, ...]
    reach: int | None
    estimated: bool
    satang: int
    cost: str
    source: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """A year of the log, the latest first. `years`: those that have any activity, and this one."""

    id: UUID
    name: str
    fiscal_year: int
    years: tuple[int, ...]
    figures: Figures
    rows: tuple[ActivityLine, ...]
    next: str
    keeps: bool


def log_page(actor: Actor, pk: UUID, *, fiscal_year: int = 0, cursor: str = "", size: int = SIZE) -> LogPage:
    """The log of a BE fiscal year (0: this one). Raises Hidden, Invalid for a cursor not ours."""
    centre = get(actor, "centre.see", Centre, pk)
    this = clock.fiscal_year(clock.today())
    year = fiscal_year or this
    rows = scope(actor, "activity.see", Activity).filter(organisation_id=pk)
    years = {this, year, *rows.values_list("fiscal_year", flat=True).distinct()}
    found, after = keyset(rows.filter(fiscal_year=year).defer("result"), ("-on", "id"), cursor, size)
    return LogPage(
        pk, centre.organisation.name(language()), year, tuple(sorted(years, reverse=True))[:6], year_figures(pk, year),
        tuple(_line(row) for row in found), after, can(actor, "centre.keep", centre),
    )


def _line(row: Activity) -> ActivityLine:
    return ActivityLine(
        row.pk, row.on, span(row.on, row.until), row.title, row.kind, words.said(words.ACTIVITIES, row.kind),
        tuple(words.said(words.AUDIENCES, one) for one in row.audiences), row.reach, row.counted == "estimated", row.cost, money.baht(row.cost),
        words.said(words.SOURCES, row.source), row.withdrawn_why,
    )


def span(first: date, last: date | None) -> str:
    """One day, or the first and the last: "31 ม.ค. 2563 ถึง 1 ก.พ. 2563"."""
    lang = language()
    if last is None:
        return clock.date_th(first, lang)
    return f"{clock.date_th(first, lang)} – {clock.date_th(last, lang)}"


@dataclass(frozen=True, slots=True)
class ActivityView:
    """One activity with everything that was written down. `open`: it can still be corrected."""

    line: ActivityLine
    centre: UUID
    version: int
    until: date | None
    place: str
    counted: str
    source: str
    audiences: tuple[str, ...]
    with_whom: tuple[str, ...]
    with_words: tuple[str, ...]
    result: str
    keeps: bool


def activity_view(actor: Actor, pk: UUID) -> ActivityView:
    """One activity; that it was opened is written down. Raises Hidden."""
    row = get(actor, "activity.see", Activity, pk)
    audit.record("open", "activity", pk, root=row.organisation_id)
    return ActivityView(
        _line(row), row.organisation_id, row.version, row.until, row.place, row.counted, row.source, tuple(row.audiences), tuple(row.with_whom),
        tuple(words.said(words.NODES, one) for one in row.with_whom), row.result or "", can(actor, "activity.keep", row) and row.withdrawn_at is None,
    )


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner of the network: its number on the map, and who answers there."""

    id: UUID
    number: int
    kind: str
    kind_word: str
    name: str
    bond: str
    bond_word: str
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The map and its list."""

    id: UUID
    name: str
    partners: tuple[PartnerLine, ...]
    spots: tuple[drawing.Spot, ...]
    missing: tuple[str, ...]
    keeps: bool


def network_page(actor: Actor, pk: UUID) -> NetworkPage:
    """Whom the centre works with; the closest first. Raises Hidden."""
    centre = get(actor, "centre.see", Centre, pk)
    rows = list(scope(actor, "partner.see", Partner).filter(organisation_id=pk, ended_at=None).order_by("made_at", "id"))
    order = list(words.BONDS)
    rows.sort(key=lambda row: order.index(row.bond))
    prefetch(row.pk for row in rows)
    audit.record("open", "partner", root=pk, detail=f"partners={len(rows)}")
    kinds = {row.kind for row in rows}
    return NetworkPage(
        pk, centre.organisation.name(language()),
        tuple(
            PartnerLine(
                row.pk, n, row.kind, words.said(words.NODES, row.kind), row.name, row.bond, words.said(words.BONDS, row.bond),
                (row.contact or {}).get("name", ""), (row.contact or {}).get("phone", ""),
            )
            for n, row in enumerate(rows, 1)
        ),
        drawing.spots([row.bond for row in rows]), tuple(words.said(words.NODES, kind) for kind in words.EXPECTED_NODES if kind not in kinds),
        can(actor, "centre.keep", centre),
    )


def partner_view(actor: Actor, pk: UUID) -> tuple[UUID, dict[str, str]]:
    """The centre of a partner, and its facts as the form takes them. Raises Hidden, Refused."""
    row = get(actor, "partner.keep", Partner, pk, see="partner.see")
    contact = row.contact or {}
    return row.organisation_id, {
        "kind": row.kind, "name": row.name, "bond": row.bond, "contact_name": contact.get("name", ""), "contact_phone": contact.get("phone", ""),
    }
