"""Reading: what the banner shows, what waits in the outbox, who is accountable for a record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as say

from prasan.ground import audit, clock
from prasan.ground.clock import Language
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Hidden, Section
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.prepared import fetch_models
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.thai import read_phone
from prasan.ground.vault import prefetch
from prasan.registry.access.models import Position
from prasan.registry.contact import rules
from prasan.registry.contact.flow import OUTGOING
from prasan.registry.contact.grants import REPORTER_SEEING
from prasan.registry.contact.models import Outgoing, SafeContact
from prasan.registry.contact.queries.accused import answers
from prasan.registry.people.grants import WORKING
from prasan.registry.people.models import Person
from prasan.registry.people.queries import may_change

CUT_OFF_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SafeBanner:
    """What the gate says now. `call` (a telephone as dialled) is there only when calling is allowed at this very moment.

    `state`: go, wait, stop; `channels` in words, those that are open now first; `until` ends go, `opens` ends wait. Unknown and sealed look alike.
    """

    about_id: UUID
    state: rules.State
    why: str = ""
    why_th: str = ""
    until: datetime | None = None
    opens: datetime | None = None
    channels: tuple[str, ...] = ()
    hours: str = ""
    whose: str = ""
    say: str = ""
    who_may_answer: str = ""
    never: str = ""
    place: str = ""
    note: str = ""
    voicemail: bool = False
    page_only: bool = False  # nobody may be reached; a message may wait until the person looks
    has_code_word: bool = False
    has_check_question: bool = False
    call: str = ""
    call_shown: str = ""

    @property
    def known(self) -> bool:
        """Whether anything was told."""
        return self.why != "unknown"


@dataclass(frozen=True, slots=True)
class RuleView:
    """The record in force, for the form that replaces it. Opening it is written down; the code word is not in it."""

    id: UUID
    about_kind: str
    about_id: UUID
    rule: dict[str, object]
    told_by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OutgoingView:
    """A message in the outbox: its neutral text, where it stands and why, what may be done. Never the address.

    `reason`: why it should leave outside of the rule, for whoever is to decide on that. `sealed`: it goes to a reporter whom the reader may not know.
    """

    id: UUID
    version: int
    about_kind: str
    about_id: UUID
    root_id: UUID
    channel_th: str
    text: str
    state: str
    state_th: str
    tag: str
    why_th: str
    not_before: datetime
    made_at: datetime
    done_at: datetime | None
    overridden: bool
    why: str = ""
    offers: tuple[Offer, ...] = ()
    reason: str = ""
    sealed: bool = False


def banner(actor: Actor, about_id: UUID) -> SafeBanner:
    """The banner of one person or reporter for this reader, at this moment."""
    return banners(actor, [about_id])[about_id]


def banners(actor: Actor, about_ids: Iterable[UUID]) -> dict[UUID, SafeBanner]:
    """Banners of many in one query. Who may not see how to reach somebody gets the same stop as when nobody knows."""
    wanted = list(dict.fromkeys(about_ids))
    rows = fetch_models("banners", _in_force, actor, about=tuple(wanted))
    prefetch(row.key_owner for row in rows)
    at = clock.now()
    known = {row.about_id: _never_to_accused(row.about_kind, _banner(row.about_id, row.rule, at)) for row in rows}
    return {pk: known.get(pk) or _banner(pk, None, at) for pk in wanted}


def _never_to_accused(about_kind: str, found: SafeBanner) -> SafeBanner:
    """A number at which somebody who is accused may answer is not called."""
    if not found.call or not answers(about_kind, found.about_id, found.call):
        return found
    return replace(found, state="stop", why="accused", why_th=_why("accused"), until=None, call="", call_shown="")


def _in_force(actor: Actor, about: tuple[UUID, ...]) -> QuerySet[SafeContact, SafeContact]:
    return scope(actor, "contact.see", SafeContact).filter(about_id__in=about, ends_at=None)


def code_word(actor: Actor, about_id: UUID) -> tuple[str, str]:
    """The code word and the check question, opened on request and written down. Raises Hidden."""
    row = scope(actor, "contact.see", SafeContact).filter(about_id=about_id, ends_at=None).first()
    if row is None:
        raise Hidden("contact", about_id)
    audit.record("open_code_word", "contact", row.pk, root=about_id)
    rule = row.rule or {}
    return str(rule.get("code_word") or ""), str(rule.get("check_question") or "")


def must_know(actor: Actor, about_id: UUID) -> None:
    """Raise Hidden unless the actor sees a safe-contact record of this person or report."""
    if not scope(actor, "contact.see", SafeContact).filter(about_id=about_id, ends_at=None).exists():
        raise Hidden("contact", about_id)


def must_reach(actor: Actor, about_kind: str, about_id: UUID) -> None:
    """Raise Hidden unless the actor may set how this person, or the reporter of this report, is reached; known record or none."""
    if actor.system or scope(actor, "contact.change", SafeContact).filter(about_id=about_id, about_kind=about_kind).exists():
        return
    if about_kind == "person" and scope(actor, "person.contact", Person).filter(pk=about_id).exists() and may_change(actor, about_id):
        return
    at = clock.now()
    rows = AccessRow.in_force(actor, [role.code for role in REPORTER_SEEING], at).filter(object_id=about_id, object_kind="report")
    held = reduce(or_, (Section(sections) for sections in rows.values_list("sections", flat=True)), Section(0))
    if about_kind == "reporter" and actor.strong and Section.REPORTER in held and held & WORKING:
        return
    raise Hidden("contact", about_id)


def rule_of(actor: Actor, about_id: UUID) -> RuleView | None:
    """The record in force for changing it, code word and check question left out; None when nobody knows a safe way, or it is sealed."""
    row = scope(actor, "contact.change", SafeContact).filter(about_id=about_id, ends_at=None).first()
    if row is None:
        return None
    audit.record("open", "contact", row.pk, root=about_id)
    told = {name: value for name, value in (row.rule or {}).items() if name not in {"code_word", "check_question"}}
    return RuleView(row.pk, row.about_kind, row.about_id, told, row.told_by, row.starts_at)


def outbox(actor: Actor, *, root_id: UUID | None = None, cursor: str = "", size: int = 50) -> tuple[list[OutgoingView], str]:
    """Messages that the actor may see, the newest first, and the next cursor."""
    rows = scope(actor, "outgoing.see", Outgoing)
    if root_id is not None:
        rows = rows.filter(root_id=root_id)
    found, following = keyset(rows, ("-made_at", "id"), cursor, size)
    return [_outgoing(row) for row in found], following


def outgoing(actor: Actor, id: UUID) -> OutgoingView:  # noqa: A002
    """One message, with what this actor may do about it; written down. Raises Hidden."""
    row = get(actor, "outgoing.see", Outgoing, id)
    audit.record("open", "message", row.pk, root=row.root_id)
    found = _outgoing(row, OUTGOING.offers(actor, row))
    return replace(found, sealed=True) if row.about_kind == "reporter" and not _knows(actor, row) else found


def _knows(actor: Actor, row: Outgoing) -> bool:
    """Whether the actor may know how the reporter is reached, record or none."""
    return can(actor, "outgoing.decide", row) or scope(actor, "contact.see", SafeContact).filter(about_id=row.about_id).exists()


def due(actor: Actor, *, limit: int = 100) -> list[UUID]:
    """Ids of messages whose time has come, the oldest first."""
    rows = scope(actor, "outgoing.see", Outgoing).filter(state="waiting", not_before__lte=clock.now())
    return list(rows.order_by("not_before", "id").values_list("id", flat=True)[:limit])


def stuck(actor: Actor) -> list[UUID]:
    """Ids of messages that were claimed long ago and of which nobody knows whether they arrived."""
    rows = scope(actor, "outgoing.see", Outgoing).filter(state="sending", claimed_at__lt=clock.now() - CUT_OFF_AFTER)
    return list(rows.values_list("id", flat=True))


def keeper(row: Outgoing) -> tuple[UUID, UUID | None] | None:
    """Who decides on a message: the desk or office, and the user when it is one person; None when nobody may.

    For things to do, never shown: it reads access rows, the newest first. It is who is accountable for the report or case, else for the person;
    of a message to a reporter, who knows the reporter and works on it, and of several the one who is accountable for the record of the message.
    """
    subjects = _holding(row.root_id, Section.MANAGE) or _holding(row.about_id, Section.MANAGE)
    if row.about_kind == "reporter":
        working = _holding(row.about_id, WORKING)
        known = [one for one in _holding(row.about_id, Section.REPORTER) if one in working]
        subjects = [one for one in known if one in subjects] or known
    users = [subject for subject, role in subjects if not role]
    at = clock.now()
    posts = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), user_id__in=users).order_by("starts_at")
    homes = dict(posts.values_list("user_id", "organisation_id"))
    for subject, role in subjects:
        if role:
            return subject, None
        if subject in homes:
            return homes[subject], subject
    return None


def seconder(actor: Actor, row: Outgoing) -> UUID | None:
    """The office whose head may be the second person: the actor's own unit, or the one that was asked before, among those that see what it is about.

    For things to do, never shown. None when no head sees it.
    """
    here = [subject for subject, role in _holding(row.about_id, Section.EXISTENCE) if role == "unit_head"]
    there = {subject for subject, role in _holding(row.root_id, Section.EXISTENCE) if role == "unit_head"}
    offices = [office for office in here if office in there] or here
    near = {*actor.organisations, row.second_id}
    return next((office for office in offices if office in near), offices[0] if offices else None)


def _holding(object_id: UUID, sections: Section) -> list[tuple[UUID, str]]:
    """Who holds any of these sections of an object now, as subject and role, the newest first."""
    at = clock.now()
    rows = AccessRow.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), object_id=object_id, starts_at__lte=at)
    rows = rows.extra(where=["(sections & %s) <> 0"], params=[int(sections)])
    return list(dict.fromkeys(rows.order_by("-starts_at", "id").values_list("subject_id", "role")))


def headline(banner: SafeBanner) -> tuple[rules.State, str]:
    """The one line that a tired reader takes away, and its colour: green only when somebody may be reached now."""
    lang = get_language() or "th"
    if banner.page_only:
        return "wait", say("อย่าโทรหา ฝากข้อความไว้ที่หน้าใบรับเรื่องได้")
    if banner.state == "go":
        return "go", say("ติดต่อได้ตอนนี้ ถึง %(time)s") % {"time": clock.time_th(banner.until, lang)} if banner.until else say("ติดต่อได้ตอนนี้")
    if banner.state == "wait" and banner.opens:
        same = clock.local(banner.opens).date() == clock.today()
        when = clock.time_th(banner.opens, lang) if same else clock.moment_th(banner.opens, lang)
        return "wait", say("ยังติดต่อไม่ได้ จนถึง %(time)s") % {"time": when}
    return "stop", say("ห้ามติดต่อ")


def channel_word(code: str) -> str:
    """A way of reaching somebody, in the reader's language."""
    return rules.CHANNELS[code][{"en": 1, "ms": 2}.get((get_language() or "th")[:2], 0)]


def _why(code: str) -> str:
    return say(rules.WHY[code]) if code in rules.WHY else ""


def _banner(about_id: UUID, rule: object, at: datetime) -> SafeBanner:
    if not isinstance(rule, dict) or not rule:
        return SafeBanner(about_id, "stop", "unknown", say(rules.WHY["unknown"]))
    told = [code for code in rule.get("channels") or [] if code in rules.CHANNELS]
    verdicts = {code: rules.verdict(rule, code, at) for code in told}
    order: dict[str, int] = {"go": 0, "wait": 1, "stop": 2}
    ranked = sorted(told, key=lambda code: (code in rules.PULLED, order[verdicts[code].state]))
    best = verdicts[ranked[0]] if ranked else rules.Verdict("stop", "channel")
    calling = verdicts.get("phone")
    number = rules.address_for(rule, "phone") if calling is not None and calling.state == "go" else ""
    phone = read_phone(number)
    return SafeBanner(
        about_id=about_id, state=best.state, why=best.why, why_th=_why(best.why), until=best.until, opens=best.opens,
        channels=tuple(channel_word(code) for code in ranked), hours=rules.hours_text(rule), whose=_text(rule, "whose"),
        say=_text(rule, "say"), who_may_answer=_text(rule, "who_may_answer"), never=_never(rule), place=_text(rule, "place"),
        page_only=best.state == "go" and ranked[0] in rules.PULLED, note=_text(rule, "note"), voicemail=bool(rule.get("voicemail")),
        has_code_word=bool(rule.get("code_word")),
        has_check_question=bool(rule.get("check_question")), call=phone.value if number else "", call_shown=phone.shown if number else "",
    )


def _never(rule: dict[str, object]) -> str:
    listed = rule.get("never_channels")
    codes = [channel_word(code) for code in listed if code in rules.CHANNELS] if isinstance(listed, list) else []
    return " ".join(filter(None, (" ".join(codes), _text(rule, "never"))))


def _text(rule: dict[str, object], name: str) -> str:
    value = rule.get(name)
    return value.strip() if isinstance(value, str) else ""


def _outgoing(row: Outgoing, offers: tuple[Offer, ...] = (), lang: Literal["th", "en", "ms"] | Language = "th") -> OutgoingView:
    state = OUTGOING.states[row.state]
    return OutgoingView(
        row.pk, row.version, row.about_kind, row.about_id, row.root_id, channel_word(row.channel), rules.text_in(row.text_code, lang),
        row.state, say(state.th), state.tag, _why(row.why), row.not_before, row.made_at, row.done_at, bool(row.override_second), row.why, offers,
        (row.override_reason or "") if offers and row.state == "asked" else "",
    )
