"""What the components show: plain frozen values. Queries may hand over these, or anything with the same attributes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. `key` names the keyboard shortcut that has the same effect."""

    label: str
    href: str
    icon: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Flash:
    """What was just done, and where to go on from there."""

    text: str
    link: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the side navigation; `count` only of what this person can act on."""

    label: str
    href: str
    icon: str
    count: int | str | None = None


@dataclass(frozen=True, slots=True)
class Shell:
    """The staff frame: who is here, where they can go. `username` only helps password managers at the lock."""

    name: str = ""
    office: str = ""
    nav: Sequence[NavItem] = ()
    account: Sequence[Link] = ()
    username: str = ""

    @property
    def initial(self) -> str:
        """First consonant or letter of the name, for the disc beside it."""
        return next((c for c in self.name if c.isalpha() and c not in "เแโใไ"), "")


@dataclass(frozen=True, slots=True)
class Clock:
    """Time left, already worded. `state`: run, soon (last quarter or under an hour), late, met, none."""

    state: Literal["run", "soon", "late", "met", "none"]
    text: str
    legal: bool = False
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A fact: name and value; `href` leads to changing it, `sealed` says who may see it instead of the value."""

    label: str
    value: object = ""
    href: str = ""
    sealed: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class SafeContact:
    """The gate's answer. `facts` are pairs of short words, `never` is shown at every width, `call` exists only for go."""

    state: Literal["go", "wait", "stop"]
    headline: str
    facts: Sequence[tuple[str, str]] = ()
    never: str = ""
    note: str = ""
    call: str = ""
    code_word: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked: when, who and office, which verb, what. `noisy`: break-glass."""

    when: str
    who: str
    verb: str
    what: str = ""
    noisy: bool = False
    link: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """An act on offer (`href`), or one that is not, with the list of what is still open (`why`)."""

    title: str
    act: str = ""
    href: str = ""
    when: str = ""
    clock: Clock | None = None
    icon: str = ""
    why: Sequence[Link | str] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of a case or a form."""

    label: str
    state: Literal["done", "now", "later"] = "later"


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline: **who** verb object. `kind`: ours, other (another agency), alarm (the system). `fresh`: since the last look."""

    when: str
    iso: str
    who: str
    what: str
    kind: Literal["ours", "other", "alarm"] = "ours"
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team, and what this person sees and until when."""

    name: str
    sight: str
    role: str = ""
    me: bool = False
    initial: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, unit, source and period. Figures of different units are never added."""

    value: str
    name: str
    unit: str
    source: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the worklist: urgency, time, verb + object, safe facts, one act. No names, no story."""

    urgency: int
    clock: Clock
    title: str
    href: str
    facts: Sequence[str] = ()
    act: str = ""
    act_href: str = ""
    post: bool = False
    key: str = ""
    main: bool = False
    noted_href: str = ""  # where it is said, by POST, that this is noted: for a row that only tells


@dataclass(frozen=True, slots=True)
class Found:
    """A search result: what it is, its safe facts, why it was found."""

    title: str
    href: str
    kind: str
    icon: str = "notes"
    facts: Sequence[str] = ()
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What two people wrote in the same field."""

    label: str
    theirs: str
    yours: str
