"""The registries that later chapters fill: verbs of work, words of facts, what else a person holds, what a typed number leads to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from prasan.ground.panels import Registry
from prasan.ground.policy import Actor
from prasan.ground.screens.parts import Found

TABS: tuple[tuple[str, str], ...] = (
    ("report", gettext_noop("แจ้งใหม่")), ("referral", gettext_noop("รอตอบส่งต่อ")), ("case", gettext_noop("งานในเคส")), ("limit", gettext_noop("กำหนดตามกฎหมาย")),
)
"""Code and Thai word of each tab of the worklist; `WorkVerb.group` names one of them."""


@dataclass(frozen=True)
class WorkVerb:
    """`th` and `en`: verb and object ("อ่านเรื่องแจ้งใหม่"); `act_*`: the words on the button; `href(object_id, facts)` leads to it.

    `facts` is that of the row, with the id of its case or report in "root". `post` with `act_href`: the act is made at once.
    """

    th: str
    en: str
    act_th: str
    act_en: str
    href: Callable[[UUID, dict[str, Any]], str]
    group: str = "case"  # report, referral, case, limit: the tab in which it shows
    act_href: Callable[[UUID, dict[str, Any]], str] | None = None
    post: bool = False
    titled_by: str = ""  # the fact that says more than `th`: its words (FACT_WORDS) stand as the title of the row
    told: bool = False  # it only tells: whom it tells says that it is noted, and it is gone from the list
    outlives: bool = False  # it is to be looked at whether its record is open or not
    oversight: bool = False  # an alarm for a head: nobody's own work waits for it


VERBS: Registry[WorkVerb] = Registry("work verbs")

FACT_WORDS: Registry[Callable[[Any, str], str]] = Registry("words of safe facts")
"""How a fact of a row reads: (value, language) -> words, "" to leave it out. A fact without an entry is never shown."""


@dataclass(frozen=True, slots=True)
class Held:
    """A thing beside worklist rows that a person is accountable for: what it is called, safe facts, where it is seen."""

    id: UUID
    title: str
    href: str
    urgency: int = 1
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hand:
    """How such things pass from one person to another, each on acceptance. `th`: what they are called ("เคส").

    `held(actor, user)`: those of a user that the actor may hand over. `count(actor, users)`: how many each has open, as far as the actor
    may know. `whole`: rows of the worklist about such a thing go along with it and are not offered one by one.

    `offer(actor, id=, to_user=, to_organisation=, reason=)` returns the id of the offer; `accept(actor, id=)` and
    `refuse(actor, id=, reason=)` answer it; `withdraw(actor, id=)` takes it back. `named(id)`: title, safe facts, urgency and address of one
    that was offered, asked as the system.
    """

    th: str
    held: Callable[[Actor, UUID], Sequence[Held]]
    count: Callable[[Actor, Sequence[UUID]], Mapping[UUID, int]]
    offer: Callable[..., UUID]
    accept: Callable[..., Any]
    refuse: Callable[..., Any]
    withdraw: Callable[..., Any]
    named: Callable[[UUID], tuple[str, tuple[str, ...], int, str]]
    whole: bool = False


HANDS: Registry[Hand] = Registry("what is handed over beside worklist rows")


@dataclass(frozen=True)
class Passing:
    """What passes on with a row of the worklist: keyed by the row's `object_kind`.

    `may(object_id=, verb=, user=)`: whether that user could do it, asked as the system before it is offered and again on acceptance.
    `take(actor, object_id=, verb=, user=)`: whoever accepts is named from now on, where the thing itself names who does it.
    """

    may: Callable[..., bool]
    take: Callable[..., None] | None = None


PASSES: Registry[Passing] = Registry("what passes on with a row of the worklist")


def never_alone() -> list[str]:
    """Kinds of objects whose worklist rows go along with the thing itself."""
    return ["hand_over", *(kind for kind, hand in HANDS.items() if hand.whole)]

RESTRICTED: Registry[Callable[[UUID], bool]] = Registry("whether a record is kept from the sight of its area")
"""Asked with the root of each new row, as the system: of a restricted record no head of an area sees that there is work."""

Finder = Callable[[Actor, str], Sequence[Found]]

SEARCH: Registry[Finder] = Registry("what a typed number leads to")
"""Finders: (actor, what was typed) -> records in scope with exactly this number. The same queries whether something is found or not."""


def words(verb: str, lang: str) -> tuple[str, str]:
    """The title of a row and the words on its button."""
    known = VERBS.get(verb)
    if known is None:
        return verb, ""
    return (known.en, known.act_en) if lang == "en" else (known.th, known.act_th)
