"""What any door can give: the public form, the desk form, the API, a centre. Plain values; unknown is a value of its own."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from prasan.ground.thai import normalise, to_arabic_digits

Answer = Literal["yes", "no", "unknown"]
PartyRole = Literal["affected", "alleged", "trusted", "witness"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where. `area_code`: 0, 2, 4 or 6 digits; `words`: as told; the map point is optional and never leaves the report."""

    area_code: str = ""
    words: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: int | None = None

    @property
    def has_point(self) -> bool:
        """Whether a map point was given."""
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class Told:
    """When it happened. `starts`: common-era ISO year, month, day, or local date-time to the minute; "" when not known."""

    starts: str = ""
    words: str = ""
    going_on: Answer = "unknown"


@dataclass(frozen=True, slots=True)
class Number:
    """An identity number as told; a wrong check digit never refuses it. `kind` as in ground.thai.KINDS, "" to guess."""

    number: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone that belongs to a person. It is never rung without a safe-contact rule."""

    number: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in the matter. Nothing is required: "the new boyfriend of mother" is a party too.

    `age_words`: as told ("5-6", "ประมาณ 14", "ป.4"); `birth`: common-era partial ISO.
    """

    role: PartyRole
    name: str = ""
    other_names: tuple[str, ...] = ()
    sex: Literal["", "f", "m", "x"] = ""
    age_words: str = ""
    birth: str = ""
    relation: str = ""
    kin: str = ""  # of an alleged perpetrator: code of RELATIONS
    said: str = ""
    numbers: tuple[Number, ...] = ()
    phones: tuple[Phone, ...] = ()
    languages: tuple[str, ...] = ()
    disability: str = ""
    address: str = ""

    @property
    def known(self) -> bool:
        """Whether there is enough to make a person of it."""
        return bool(self.name or self.other_names or self.numbers or self.phones)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was told."""
        return not (self.known or self.sex or self.age_words or self.birth or self.relation or self.said or self.disability or self.address)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who reports: sealed apart, and never findable by name."""

    role: str = ""  # self, self_child, neighbour, teacher, ...
    name: str = ""
    contact: str = ""
    relation: str = ""
    note: str = ""

    @property
    def anonymous(self) -> bool:
        """Whether neither name nor contact was given."""
        return not (self.name or self.contact)

    @property
    def is_affected(self) -> bool:
        """Whether the reporter is the affected person."""
        return self.role.startswith("self") and "alleged" not in self.role


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How the reporter may be answered. No channel means: not at all. Fields as in contact.SafeContact.rule."""

    channels: tuple[str, ...] = ()
    address: str = ""
    hours: tuple[tuple[str, str], ...] | None = None  # None: not told, so nobody calls; empty: any hour was said to be safe
    days: tuple[int, ...] = ()
    say: str = ""
    code_word: str = ""
    who_may_answer: str = ""
    never: str = ""
    never_channels: tuple[str, ...] = ()
    voicemail: bool = False
    place: str = ""
    note: str = ""

    def rule(self) -> dict[str, Any]:
        """The record that the chapter contact keeps."""
        return {
            "channels": list(self.channels), "hours": None if self.hours is None else [list(span) for span in self.hours], "days": list(self.days),
            "address": self.address, "say": self.say, "code_word": self.code_word, "who_may_answer": self.who_may_answer,
            "never": self.never, "never_channels": list(self.never_channels), "voicemail": self.voicemail, "place": self.place,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class FlagTold:
    """A vulnerability with its source (reporter, officer, document, derived) and date."""

    code: str
    source: str = "reporter"
    noted_on: date | None = None


@dataclass(frozen=True, slots=True)
class OutsideNumber:
    """A number that another body gave."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Content:
    """One report as told. `received_at`: when it reached us in the world (None: now). `problems`: "group.kind" codes.

    `signs`: codes of SIGNS with yes, no or unknown; what is missing is unknown. `involves_office`: does anyone involved work for, or
    stand close to, an office that may receive this; `involved_words` as told; kinds, offices and users as picked.
    """

    channel: str = "web"
    received_at: datetime | None = None
    story: str = ""
    problems: tuple[str, ...] = ()
    where: Place = field(default_factory=Place)
    when: Told = field(default_factory=Told)
    parties: tuple[Party, ...] = ()
    reporter: Teller | None = None
    safe_contact: SafeContact | None = None
    flags: tuple[FlagTold, ...] = ()
    wishes: tuple[str, ...] = ()
    wish_words: str = ""
    outside_numbers: tuple[OutsideNumber, ...] = ()
    attachments: tuple[str, ...] = ()  # names only
    danger_now: Answer = "unknown"
    hurt_now: Answer = "unknown"
    signs: tuple[tuple[str, Answer], ...] = ()
    silent: bool = False
    unrest: bool = False
    involves_office: Answer = "unknown"
    involved_words: str = ""
    excluded_kinds: tuple[str, ...] = ()  # types of organisation named as involved: the nearest of each is excluded
    excluded_offices: tuple[UUID, ...] = ()
    excluded_users: tuple[UUID, ...] = ()
    complaint_made: Answer = "unknown"  # a criminal complaint; it stops DL-01
    in_custody_since: str = ""  # local ISO date-time from which the police hold the alleged perpetrator
    language: str = "th"
    sent_by: UUID | None = None
    sent_on: str = ""  # on what a family centre passes it on: code of SENT_ON
    tip: bool = False

    def of(self, role: PartyRole) -> tuple[Party, ...]:
        """The parties in one role."""
        return tuple(party for party in self.parties if party.role == role)

    def sign(self, code: str) -> Answer:
        """What was said of a sign; unknown when nothing was."""
        return dict(self.signs).get(code, "unknown")

    def has(self, *codes: str) -> bool:
        """Whether one of these signs is a yes."""
        return any(self.sign(code) == "yes" for code in codes)

    def flagged(self, *codes: str) -> bool:
        """Whether one of these flags was noted."""
        return any(flag.code in codes for flag in self.flags)

    def about(self, *problems: str) -> bool:
        """Whether one of these problems, or of these groups, is told."""
        return any(problem in problems or problem.partition(".")[0] in problems for problem in self.problems)


def plain_number(number: str) -> str:
    """An outside number as it is compared: no spaces or marks, Thai digits as Arabic ones, capitals."""
    return "".join(c for c in to_arabic_digits(normalise(number)).upper() if c.isalnum())
