"""Lists of referrals: what a desk was asked, what a case has asked. Codes and safe facts only; no ask, no name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case
from prasan.casework.cases.queries.parts import Part, columns, parts_here
from prasan.casework.referrals.flow import REFERRAL, RUNNING, WAITING
from prasan.casework.referrals.models import Referral
from prasan.ground import clock
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.scope import place, scope, sight
from prasan.ground.screens.parts import Clock
from prasan.ground.screens.times import time_left
from prasan.registry.organisations.models import Organisation, Service
from prasan.registry.organisations.queries import services

TABS = {"waiting": WAITING, "running": RUNNING, "ended": frozenset({"done", "refused", "rerouted", "withdrawn"})}


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral in a list."""

    id: UUID
    number: str
    service: str
    desk: str
    state: str
    state_word: str
    tag: str
    urgency: int
    clock: Clock
    sent: str
    href: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A page of what a desk was asked; `next` is the cursor of the following page."""

    rows: tuple[ReferralLine, ...]
    next: str


def incoming(actor: Actor, *, tab: str = "waiting", cursor: str = "", size: int = 30) -> Incoming:
    """What the desks of the actor were asked, the newest first. Raises Invalid for a cursor that is not ours."""
    asked = place(actor, "referral.answer", Referral)
    rows = scope(actor, "referral.see", Referral).filter(state__in=TABS.get(tab, WAITING))
    rows = rows.none() if asked is None else rows.filter(asked)
    found, following = keyset(rows.select_related("sender").defer(*SEALED), ("-sent_at", "id"), cursor, size)
    return Incoming(_lines(found, sender=True), following)


def of_case(actor: Actor, case_id: UUID) -> tuple[ReferralLine, ...]:
    """The referrals of a case, the newest first."""
    found = parts_here(case_id, "referral")
    if found is not None:
        return _lines([_of_part(part) for part in sorted(found, key=_newest)], sender=False, named={})
    rows = scope(actor, "referral.see", Referral).filter(case_id=case_id).select_related("receiver").defer(*SEALED)
    return _lines(list(rows.order_by("-sent_at", "id")[:100]), sender=False)


def case_part(actor: Actor, case_id: UUID, lang: str) -> QuerySet[Any, Any]:
    """The referrals of a case for the one statement of its page."""
    name = "name_th" if lang == "th" else "name_en"
    service = Subquery(Service.objects.filter(code=OuterRef("service")).values(name)[:1])
    rows = scope(actor, "referral.see", Referral).filter(case_id=case_id).annotate(service_name=service)
    return columns(rows, "referral", id="id", ref="case_id", at="sent_at", until="answer_due", when="answered_at", then="ready_at", code="state",
                   number="urgency", name="number", office="receiver__name_th", detail="service_name")


def _of_part(part: Part) -> Referral:
    return Referral(
        id=part.id, case_id=part.ref, number=part.name, state=part.code, urgency=part.number, service=part.detail or "", sent_at=part.at or clock.now(),
        answer_due=part.until or clock.now(), answered_at=part.when, ready_at=part.then, receiver=Organisation(name_th=part.office),
    )


def _newest(part: Part) -> tuple[float, str]:
    return (-part.at.timestamp() if part.at else 0.0, str(part.id))


@dataclass(frozen=True, slots=True)
class CaseList:
    """The referrals of one case; `may_send`: the reader may make another."""

    case_id: UUID
    number: str
    rows: tuple[ReferralLine, ...]
    may_send: bool


def case_list(actor: Actor, case_id: UUID) -> CaseList:
    """The list page of a case. Raises Hidden for a case out of scope."""
    seen = sight(actor, "case.see", Case, case_id, values=("number", "state"), rights=("case.manage",))
    if not seen.sections:
        raise Hidden("case", case_id)
    may_send = seen.values["state"] == "open" and "case.manage" in seen.rights
    return CaseList(case_id, seen.values["number"], of_case(actor, case_id), may_send)


SEALED = ("ask", "withhold", "part", "answer", "outcome", "withdrawn_reason")


def _lines(rows: list[Referral], *, sender: bool, named: dict[str, str] | None = None) -> tuple[ReferralLine, ...]:
    if not rows:
        return ()
    lang, now = get_language() or "th", clock.now()
    if named is None:
        named = {one.code: one.name_th if lang == "th" else one.name_en for one in services()}
    lines = []
    for row in rows:
        office = row.sender if sender else row.receiver
        state = REFERRAL.states[row.state]
        lines.append(ReferralLine(
            id=row.pk, number=row.number, service=named.get(row.service, row.service),
            desk=office.name_th if lang == "th" or not office.name_en else office.name_en, state=row.state, state_word=_(state.th), tag=state.tag,
            urgency=row.urgency, clock=_clock(row, now), sent=clock.moment_th(row.sent_at, lang), href=f"/referrals/{row.pk}",
        ))
    return tuple(lines)


def _clock(row: Referral, now: datetime) -> Clock:
    if row.state in WAITING:
        return time_left(row.answer_due, now, started=row.sent_at)
    if row.state in RUNNING and row.ready_at:
        return time_left(row.ready_at, now, started=row.answered_at)
    return Clock("none", "")
