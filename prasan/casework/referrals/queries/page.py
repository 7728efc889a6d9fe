"""The page of one referral, finished for whoever reads it: the desk that was asked, or the side that asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from prasan.casework.referrals import rules
from prasan.casework.referrals.flow import REFERRAL, RUNNING, WAITING
from prasan.casework.referrals.models import Referral, ReferralWord
from prasan.casework.referrals.queries import words
from prasan.casework.referrals.queries.desk import Colleague, colleagues_at
from prasan.casework.referrals.queries.safe import NOTHING, part_line, safe_facts
from prasan.ground import audit, clock
from prasan.ground.flow import Move
from prasan.ground.policy import Actor, Hidden, Section
from prasan.ground.policy.prepared import fetch_models
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.screens.parts import Clock, Event
from prasan.ground.screens.times import time_left
from prasan.registry.access.models import User
from prasan.registry.areas.queries import area
from prasan.registry.limits.queries import rule
from prasan.registry.organisations.queries import OrganisationFact, organisations, types

RIGHTS = ("referral.answer", "referral.manage")
ANSWERS = ("accept", "accept_part", "ask_more", "refuse")


@dataclass(frozen=True, slots=True)
class Said:
    """A question of the desk or an answer of the sender."""

    who: str
    text: str
    when: str
    iso: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """Another referral of the same chain."""

    number: str
    href: str
    desk: str
    state_word: str


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """One referral. What is not for this reader is empty; `side` says for whom the page is drawn.

    `seen` and `sealed` are lines about the eleven parts; `opened`: the case itself is open to the reader; `ladder` says who is told when
    nobody answers; `moves` may be made now.
    """

    id: UUID
    case_id: UUID
    number: str
    version: int
    side: Literal["desk", "sender"]
    both: bool
    state: str
    state_word: str
    tag: str
    urgency: int
    title: str
    ask: str
    service: str
    area: str
    sender: str
    sender_name: str
    phones: tuple[str, ...]
    receiver: str
    sent: str
    clock: Clock
    due: str
    count: int
    seen: tuple[str, ...]
    sealed: str
    why_least: str
    basis: str
    talk: str
    until: str
    ladder: tuple[Event, ...]
    said: tuple[Said, ...]
    answered: str
    reason: str
    answer: str
    part: str
    ready: str
    assignee: str
    assignee_id: UUID | None
    outcome: str
    ended: str
    withdrawn: str
    withhold: tuple[str, ...]
    before: Linked | None
    after: Linked | None
    case_number: str
    case_href: str
    moves: tuple[Move, ...]
    colleagues: tuple[Colleague, ...]
    waiting: bool
    running: bool
    people: str
    needs: tuple[str, ...]
    opened: bool
    sections: Section

    def may(self, move: str) -> bool:
        """Whether this reader may make a move now."""
        return any(one.name == move for one in self.moves)


def referral_page(actor: Actor, referral_id: UUID, *, side: str = "") -> ReferralPage:
    """The page for this reader; that it was opened is written down. `side` "desk" or "sender" chooses for whoever is on both.

    Raises Hidden for a referral out of scope.
    """
    row = get(actor, "referral.see", Referral, referral_id)
    rights = frozenset(right for right in RIGHTS if can(actor, right, row))
    page = _Reader(actor, row, rights, side).page()
    audit.record("open", "referral", referral_id, root=row.case_id, basis=row.basis, detail=f"{page.side} {page.count}")
    return page


class _Reader:
    """Reads one referral for one reader."""

    def __init__(self, actor: Actor, row: Referral, rights: frozenset[str], side: str) -> None:
        self.actor, self.row, self.rights = actor, row, rights
        self.lang = get_language() or "th"
        self.now = clock.now()
        self.both = rights >= set(RIGHTS)
        at_desk = "referral.answer" in rights
        self.side: Literal["desk", "sender"] = "desk" if at_desk and (side == "desk" or not self.both) else "sender"
        self.offices = organisations([row.sender_id, row.receiver_id])
        self.asker = _office_name(self.offices[row.sender_id], self.lang)
        self.talked = fetch_models("referral.words", _words_of, actor, referral=row.pk)
        self.users = _names([word.by for word in self.talked], row.answered_by, row.sent_by_id, row.assignee_id)
        # The desk sees the case now; when it is over, it keeps what was asked and what it answered, and nothing about anybody.
        self.open = row.state in RUNNING and (row.share_until is None or row.share_until > self.now)
        over = self.side == "desk" and row.state not in WAITING and not self.open
        self.facts = NOTHING if over else safe_facts(row.case_id)

    def page(self) -> ReferralPage:
        row, mine = self.row, self.side
        shared = Section(row.sections)
        state = REFERRAL.states[row.state]
        sender, receiver = self.offices[row.sender_id], self.offices[row.receiver_id]
        service = words.service_name(row.service)
        sees_case = mine == "sender" or self.open
        before, after = self._chain() if mine == "sender" else (None, None)
        least = rules.least_for(row.service)
        return ReferralPage(
            id=row.pk, case_id=row.case_id, number=row.number, version=row.version, side=mine, both=self.both, state=row.state,
            state_word=_(state.th), tag=state.tag, urgency=row.urgency,
            title=_("%(sender)s ขอ%(service)s") % {"sender": self.asker, "service": service}, ask=row.ask or "", service=service,
            area=self.facts.area, sender=self.asker, sender_name=self._user(row.sent_by_id), phones=self._phones(sender),
            receiver=receiver.name(self.lang), sent=clock.moment_th(row.sent_at, self.lang), clock=self._clock(),
            due=clock.moment_th(row.answer_due, self.lang), count=rules.count(shared),
            seen=tuple(part_line(part, self.facts, open_=sees_case) for part in rules.PARTS if part in shared), sealed=_sealed(shared),
            why_least=least.why(self.lang) if shared == least.sections else "", basis=str(words.BASES.get(row.basis, row.basis)),
            talk=str(words.TALK_LINES.get(row.talk, "")),
            until=clock.date_th(row.share_until - timedelta(seconds=1), self.lang) if row.share_until else "", ladder=self._ladder(),
            said=tuple(self._said(word, sender, receiver) for word in self.talked), answered=self._answered(),
            reason=words.refusal(row.refused_code), answer=row.answer or "", part=row.part or "",
            ready=clock.moment_th(row.ready_at, self.lang) if row.ready_at else "", assignee=self._user(row.assignee_id),
            assignee_id=row.assignee_id, outcome=row.outcome or "", ended=clock.moment_th(row.ended_at, self.lang) if row.ended_at else "",
            withdrawn=(row.withdrawn_reason or "") if mine == "sender" else "",
            withhold=rules.withheld(row.withhold) if "referral.manage" in self.rights else (), before=before, after=after,
            case_number=row.number.rpartition("/")[0], case_href=f"/cases/{row.case_id}" if sees_case else "", moves=self._moves(),
            colleagues=colleagues_at(row.receiver_id, row.case_id) if mine == "desk" and row.state in WAITING | RUNNING else (),
            waiting=row.state in WAITING, running=row.state in RUNNING, people=self.facts.people, needs=self.facts.needs, opened=sees_case,
            sections=shared,
        )

    def _moves(self) -> tuple[Move, ...]:
        wanted = "referral.answer" if self.side == "desk" else "referral.manage"
        return tuple(
            move for move in REFERRAL.moves.values()
            if self.row.state in move.from_ and move.needs == wanted and wanted in self.rights and not move.by_system
        )

    def _clock(self) -> Clock:
        row = self.row
        if row.state in RUNNING:
            return time_left(row.ready_at, self.now) if row.ready_at else Clock("met", _("ตอบแล้ว"))
        if row.state not in WAITING:
            return time_left(row.answer_due, self.now, met=row.answered_at) if row.answered_at else Clock("none", "")
        left = time_left(row.answer_due, self.now, started=row.sent_at)
        if left.state == "late":
            return left
        told = {"time": clock.duration_th(row.answer_due - self.now, lang=self.lang), "when": self._short(row.answer_due)}
        return Clock(left.state, _("ตอบภายใน %(time)s (%(when)s)") % told, due=row.answer_due)

    def _phones(self, sender: OrganisationFact) -> tuple[str, ...]:
        """Whom to call: who sent it, else the office."""
        own = User.objects.filter(pk=self.row.sent_by_id).exclude(phone="").values_list("phone", flat=True).first()
        return (own,) if own else sender.phones

    def _short(self, at: datetime) -> str:
        local = clock.local(at)
        return clock.time_th(local, self.lang) if local.date() == self.now.date() else clock.moment_th(local, self.lang)

    def _ladder(self) -> tuple[Event, ...]:
        """Who learns it when, if nobody answers: as the rule of the limit says."""
        if self.row.state not in WAITING:
            return ()
        over = next((level for level in rule(rules.LIMIT[self.row.urgency], clock.today()).alarms if level.startswith("over:")), "")
        later = self.row.answer_due + timedelta(minutes=int(over[5:-1])) if over else self.row.answer_due
        steps: Sequence[tuple[datetime, str]] = (
            (self.row.answer_due, _("ผู้จัดการรายกรณี และหัวหน้าของหน่วยงานที่รับ")),
            (later, _("หัวหน้ากลุ่มของผู้ส่ง")),
            (later, _("ผู้ส่งเลือกหน่วยงานอื่น")),
        )
        return tuple(self._rung(at, who, first=not n) for n, (at, who) in enumerate(steps))

    def _rung(self, at: datetime, who: str, *, first: bool) -> Event:
        local = clock.local(at)
        return Event(self._short(at), local.isoformat(timespec="minutes"), "", who, "ours" if first else "other")

    def _said(self, word: ReferralWord, sender: OrganisationFact, receiver: OrganisationFact) -> Said:
        office = (receiver if word.from_receiver else sender).name(self.lang)
        who = f"{self.users.get(word.by, '')} {office}".strip()
        at = clock.local(word.at)
        return Said(who, word.text or "", clock.moment_th(at, self.lang), at.isoformat(timespec="minutes"), word.from_receiver == (self.side == "desk"))

    def _answered(self) -> str:
        if self.row.answered_at is None:
            return ""
        return _("%(who)s ตอบเมื่อ %(when)s") % {
            "who": self.users.get(self.row.answered_by) or _("โต๊ะ"), "when": clock.moment_th(self.row.answered_at, self.lang),
        }

    def _user(self, pk: UUID | None) -> str:
        return self.users.get(f"user:{pk}", "") if pk else ""

    def _chain(self) -> tuple[Linked | None, Linked | None]:
        found = {
            link.pk: link for link in scope(self.actor, "referral.see", Referral).filter(Q(pk=self.row.again_id) | Q(again_id=self.row.pk))
            .only("id", "number", "state", "again_id", "receiver__name_th", "receiver__name_en").select_related("receiver")
        } if self.row.again_id or self.row.state == "rerouted" else {}
        before = found.get(self.row.again_id) if self.row.again_id else None
        after = next((link for link in found.values() if link.again_id == self.row.pk), None)
        return _linked(before), _linked(after)


def _words_of(_actor: Actor, referral: UUID) -> QuerySet[ReferralWord, ReferralWord]:
    return ReferralWord.objects.filter(referral_id=referral).order_by("at", "id")


def _office_name(unit: OrganisationFact, lang: str) -> str:
    """What others call the office of a unit: "พมจ.ขอนแก่น"; its full name does not fit a telephone's screen."""
    if not unit.unit or lang != "th":
        return unit.name(lang)
    short = next((one.short_th for one in types() if one.code == unit.type_code), "")
    province = area(unit.province) if unit.province else None
    return f"{short}{province.name_th}" if short and province else unit.name(lang)


def _linked(row: Referral | None) -> Linked | None:
    if row is None:
        return None
    return Linked(row.number, f"/referrals/{row.pk}", row.receiver.name(), _(REFERRAL.states[row.state].th))


def _sealed(shared: Section) -> str:
    """One line for what is not shared; the reporter is always in it."""
    closed = [str(word) for part, word in words.PARTS.items() if part not in shared]
    first, more = closed[:2], len(closed) - 2
    named = [*first, _("ผู้แจ้ง")]
    if more <= 0:
        return _("%(parts)s ปิดไว้") % {"parts": " ".join(named)}
    return ngettext(
        "%(parts)s และอีก %(n)s ส่วน ปิดไว้ บริการนี้ไม่ต้องใช้", "%(parts)s และอีก %(n)s ส่วน ปิดไว้ บริการนี้ไม่ต้องใช้", more,
    ) % {"parts": " ".join(named), "n": more}


def _names(keys: Sequence[str], answered_by: str, *ids: UUID | None) -> Mapping[str, str]:
    wanted = {UUID(key.removeprefix("user:")) for key in (*keys, answered_by) if key.startswith("user:")} | {pk for pk in ids if pk}
    return {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=wanted).values_list("id", "name")}


def colleagues_of(actor: Actor, referral_id: UUID) -> tuple[Colleague, ...]:
    """Whom the desk can put in charge, for reading an answer that was posted: as little as that needs. Raises Hidden, Refused."""
    row = get(actor, "referral.answer", Referral, referral_id, see="referral.see")
    return colleagues_at(row.receiver_id, row.case_id)


def print_sheet(actor: Actor, referral_id: UUID) -> ReferralPage:
    """The page for paper; the print is written down with the opening."""
    page = referral_page(actor, referral_id)
    audit.record("print", "referral", referral_id, root=page.case_id, detail=page.side)
    return page


def last_answer(actor: Actor, referral_id: UUID) -> dict[str, Any]:
    """What is so now, for somebody whose page had become old: state, who, when."""
    row = scope(actor, "referral.see", Referral).filter(pk=referral_id).first()
    if row is None:
        raise Hidden("referral", referral_id)
    lang = get_language() or "th"
    who = _names([], row.answered_by)
    return {
        "state": _(REFERRAL.states[row.state].th), "who": who.get(row.answered_by, "") or _("เพื่อนร่วมโต๊ะ"),
        "when": clock.moment_th(row.answered_at or row.ended_at or clock.now(), lang), "answer": row.answer or row.part or "",
        "assignee": _names([], "", row.assignee_id).get(f"user:{row.assignee_id}", ""),
    }
