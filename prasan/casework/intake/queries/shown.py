"""What is shown of a report, to whom it may be shown: finished values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from prasan.casework.intake.queries.files import ReportFileLine
from prasan.ground.flow import Move
from prasan.ground.policy import Section
from prasan.ground.screens.parts import Clock
from prasan.registry.limits.queries import LimitFact
from prasan.registry.people.queries import PersonView


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party: who it is (None when the person is sealed), and what was told in this report."""

    id: UUID
    person_id: UUID
    role: str
    person: PersonView | None
    relation: str = ""
    kin: str = ""
    age_words: str = ""
    said: str = ""

    @property
    def age(self) -> str:
        """The age as known now, else as told."""
        return (self.person.age_text if self.person else "") or self.age_words


@dataclass(frozen=True, slots=True)
class FlagView:
    """A vulnerability with its source and date in words."""

    code: str
    text: str
    source: str
    noted_on: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message between desk and reporter. `mine`: written by the side that reads now."""

    id: UUID
    text: str
    mine: bool
    when: str
    iso: str
    unread: bool


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit as a page shows it: with its section, and whether a lawyer has checked the rule."""

    title: str
    clock: Clock
    section: str
    note: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report. `sections` says what the reader has; what is not in them is empty, and a page says that it is sealed.

    `urgency` is the decided level, else the suggested one; `reasons`, `why`, `problems`, `signs`, `wishes` are finished words.
    """

    id: UUID
    version: int
    number: str
    state: str
    state_text: str
    state_tag: str
    outcome: str
    channel: str
    channel_text: str
    received_at: datetime
    received_text: str
    made_text: str
    desk_id: UUID
    desk_text: str
    area_code: str
    area_text: str
    language: str
    urgency: int
    urgency_suggested: int
    decided: bool
    reasons: tuple[str, ...]
    why: tuple[str, ...]
    why_codes: tuple[str, ...]
    problem_codes: tuple[str, ...]
    problems: tuple[str, ...]
    children: str
    danger_now: bool
    hurt_now: bool
    tip: bool
    silent: bool
    anonymous: bool
    sections: Section
    rights: frozenset[str]
    moves: tuple[Move, ...]
    limits: tuple[LimitFact, ...] = ()
    limit_rows: tuple[LimitRow, ...] = ()
    unrest: bool = False
    sealed_from_office: bool = False
    story: str = ""
    where_words: str = ""
    when_words: str = ""
    starts_text: str = ""
    position: Mapping[str, Any] | None = None
    signs: tuple[tuple[str, str], ...] = ()
    wishes: tuple[str, ...] = ()
    wish_words: str = ""
    involved_words: str = ""
    sent_on: str = ""
    attachments: tuple[str, ...] = ()
    files: tuple[ReportFileLine, ...] = ()
    flags: tuple[FlagView, ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    parties: tuple[PartyView, ...] = ()
    messages: tuple[MessageView, ...] = ()
    has_reporter: bool = False

    def has(self, section: str) -> bool:
        """Whether the reader has this section, by its lower-case name."""
        return Section.of((section,)) in self.sections

    def of(self, role: str) -> tuple[PartyView, ...]:
        """The parties in one role."""
        return tuple(party for party in self.parties if party.role == role)


@dataclass(frozen=True, slots=True)
class ReporterView:
    """Who reported."""

    name: str
    role: str
    contact: str
    relation: str
    note: str


@dataclass(frozen=True, slots=True)
class ReportSpot:
    """A report as the place where a person is met."""

    id: UUID
    number: str
    received_text: str
    area_text: str
    state_text: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list: safe facts only, no name, no story."""

    id: UUID
    number: str
    state: str
    state_text: str
    state_tag: str
    urgency: int
    received_text: str
    received_at: datetime
    problem: str
    area_text: str
    channel_text: str
    tip: bool
