"""Lists of referrals: what a desk was asked, what a case has asked. Codes and safe facts only; no ask, no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case
from prasan.casework.cases.queries.parts import Part, columns, parts_here
from prasan.casework.referrals.flow import REFERRAL, RUNNING, WAITING
from prasan.casework.referrals.models import Referral
from prasan.ground import audit, clock
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.scope import place, scope, sight
from prasan.ground.screens.parts import Clock
from prasan.ground.screens.times import time_left
from prasan.ground.transactions import unit
from prasan.registry.organisations.models import Service
from prasan.registry.organisations.queries import name_in, services

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
        return _said_once(case_id, found)
    rows = scope(actor, "referral.see", Referral).filter(case_id=case_id).select_related("receiver").defer(*SEALED)
    return _lines(list(rows.order_by("-sent_at", "id")[:100]), sender=False)


def case_part(actor: Actor, case_id: UUID, lang: str) -> QuerySet[Any, Any]:
    """The referrals of a case for the one statement of its page."""
    name = "name_th" if lang == "th" else "name_en"
    service = Subquery(Service.objects.filter(code=OuterRef("service")).values(name)[:1])
    rows = scope(actor, "referral.see", Referral).filter(case_id=case_id).annotate(service_name=service)
    return columns(rows, "referral", id="id", ref="case_id", at="sent_at", until="answer_due", when="answered_at", then="ready_at", code="state",
                   number="urgency", name="number", office=name_in(lang, "receiver"), detail="service_name")


def _said_once(case_id: UUID, found: Sequence[Part]) -> tuple[ReferralLine, ...]:
    """The lines for the page that has read them: its section and its next steps ask one after the other."""
    seen = open_unit.seen if (open_unit := unit()) is not None else {}
    if (case_id, "referrals") not in seen:
        lang, now = get_language() or "th", clock.now()
        seen[case_id, "referrals"] = tuple(_line(_of_part(part, now), part.detail or "", part.office, lang, now) for part in sorted(found, key=_newest))
    return cast("tuple[ReferralLine, ...]", seen[case_id, "referrals"])


class _Asked(NamedTuple):
    """What a line needs of a referral."""

    pk: UUID
    number: str
    state: str
    urgency: int
    sent_at: datetime
    answer_due: datetime
    answered_at: datetime | None
    ready_at: datetime | None


def _of_part(part: Part, now: datetime) -> _Asked:
    return _Asked(part.id, part.name, part.code, part.number, part.at or now, part.until or now, part.when, part.then)


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
    """The list page of a case; written down. Raises Hidden for a case out of scope."""
    seen = sight(actor, "case.see", Case, case_id, values=("number", "state"), rights=("case.manage",))
    if not seen.sections:
        raise Hidden("case", case_id)
    audit.record("open", "referrals", case_id, root=case_id)
    may_send = seen.values["state"] == "open" and "case.manage" in seen.rights
    return CaseList(case_id, seen.values["number"], of_case(actor, case_id), may_send)


SEALED = ("ask", "withhold", "part", "answer", "outcome", "withdrawn_reason")


def _lines(rows: Sequence[Referral], *, sender: bool) -> tuple[ReferralLine, ...]:
    if not rows:
        return ()
    lang, now = get_language() or "th", clock.now()
    named = {one.code: one.name_th if lang == "th" else one.name_en for one in services()}
    lines = []
    for row in rows:
        office = row.sender if sender else row.receiver
        desk = office.name_th if lang == "th" or not office.name_en else office.name_en
        lines.append(_line(row, named.get(row.service, row.service), desk, lang, now))
    return tuple(lines)


def _line(row: Referral | _Asked, service: str, desk: str, lang: str, now: datetime) -> ReferralLine:
    state = REFERRAL.states[row.state]
    return ReferralLine(
        id=row.pk, number=row.number, service=service, desk=desk, state=row.state, state_word=_(state.th), tag=state.tag, urgency=row.urgency,
        clock=_clock(row, now), sent=clock.moment_th(row.sent_at, lang), href=f"/referrals/{row.pk}",
    )


def _clock(row: Referral | _Asked, now: datetime) -> Clock:
    if row.state in WAITING:
        return time_left(row.answer_due, now, started=row.sent_at)
    if row.state in RUNNING and row.ready_at:
        return time_left(row.ready_at, now, started=row.answered_at)
    return Clock("none", "")
