"""Lists of requests, erasures, holds and breaches: paged by key, numbers and codes only, never who."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.flow import Flow
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope
from prasan.ground.screens.parts import Clock
from prasan.ground.screens.times import time_left
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.flow import BREACH, DISPOSAL, HOLD, RIGHTS
from prasan.oversight.privacy.models import Breach, Disposal, LegalHold, RightsRequest

SIZE = 30
OPEN_DISPOSALS = ("asked", "erasing", "proposed")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list. `clock` is None where nothing runs."""

    id: UUID
    number: str
    title: str
    href: str
    state: str
    state_word: str
    tag: str
    when: str
    facts: tuple[str, ...]
    clock: Clock | None = None


def requests(actor: Actor, *, done: bool = False, cursor: str = "", size: int = SIZE) -> tuple[list[Line], str]:
    """Requests that wait (the nearest due first), or those answered (the latest first). Returns them and the next cursor."""
    rows = scope(actor, "rights.see", RightsRequest)
    order = ("-received_at", "id") if done else ("due_at", "id")
    found, after = _paged(rows.exclude(decided_at=None) if done else rows.filter(decided_at=None), order, cursor, size)
    return [
        _line(row, RIGHTS, "requests", row.number, rules.said(rules.KINDS, row.kind), row.received_at, (row.root_number,),
              None if done else time_left(row.due_at, clock.now(), started=row.received_at, legal=True))
        for row in found
    ], after


def disposals(actor: Actor, *, done: bool = False, cursor: str = "", size: int = SIZE) -> tuple[list[Line], str]:
    """What is proposed for erasure, or what became of it; the latest first."""
    rows = scope(actor, "disposal.see", Disposal).select_related("retention")
    wanted = rows.exclude(state__in=OPEN_DISPOSALS) if done else rows.filter(state__in=OPEN_DISPOSALS)
    found, after = _paged(wanted, ("-proposed_at", "id"), cursor, size)
    lang = get_language() or "th"
    return [
        _line(row, DISPOSAL, "disposals", row.number, f"{rules.said(rules.ROOTS, row.root_kind)} {row.root_number}", row.proposed_at,
              (row.retention.title_en if lang == "en" else row.retention.title_th, _("ผู้ขอ") if row.request_id else _("พ้นเวลาเก็บ")))
        for row in found
    ], after


def holds(actor: Actor, *, done: bool = False, cursor: str = "", size: int = SIZE) -> tuple[list[Line], str]:
    """Holds that stand, or those lifted; the latest first."""
    rows = scope(actor, "hold.see", LegalHold).filter(state="lifted" if done else "standing")
    found, after = _paged(rows, ("-placed_at", "id"), cursor, size)
    return [
        _line(row, HOLD, "holds", row.root_number, f"{rules.said(rules.ROOTS, row.root_kind)} {row.root_number}", row.placed_at,
              (rules.said(rules.HOLD_REASONS, row.reason),))
        for row in found
    ], after


def breaches(actor: Actor, *, done: bool = False, cursor: str = "", size: int = SIZE) -> tuple[list[Line], str]:
    """Breaches that are open (the nearest end of the 72 hours first), or those closed. Staff see those that they told."""
    rows = scope(actor, "breach.see", Breach)
    found, after = _paged(
        rows.exclude(closed_at=None) if done else rows.filter(closed_at=None), ("-aware_at", "id") if done else ("due_at", "id"), cursor, size,
    )
    return [
        _line(row, BREACH, "breaches", row.number, rules.said(rules.BREACH_KINDS, row.kind), row.aware_at,
              (rules.said(rules.RISKS, row.risk),) if row.risk else (), breach_clock(row))
        for row in found
    ], after


def breach_clock(row: Breach) -> Clock | None:
    """The 72 hours: running, met when the regulator was told, none when nothing has to be told."""
    if row.state in {"no_notice", "closed"} and row.told_at is None:
        return None
    return time_left(row.due_at, clock.now(), started=row.aware_at, met=row.told_at, legal=True)


def _paged(rows: QuerySet[Any], order: tuple[str, ...], cursor: str, size: int) -> tuple[list[Any], str]:
    return keyset(rows, order, cursor, size)


def _line(
    row: Model, flow: Flow[Any], folder: str, number: str, title: str, when: datetime, facts: tuple[str, ...], left: Clock | None = None,
) -> Line:
    state = flow.states[getattr(row, flow.column)]
    return Line(
        row.pk, number, title, f"/personal-data/{folder}/{row.pk}", state.code, _(state.th), state.tag,
        clock.date_th(when, get_language() or "th"), tuple(fact for fact in facts if fact), left,
    )

