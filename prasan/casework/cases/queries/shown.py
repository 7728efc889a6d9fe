"""What a case page shows, part by part: finished values for the template and for the API."""

from dataclasses import dataclass
from uuid import UUID

from prasan.casework.cases.queries.files import FileLine
from prasan.ground.policy import Section
from prasan.ground.screens.parts import Clock, Event, Link, Look, NextStep, SafeContact, Step


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One person of the case. `sealed`: who may see it instead; `barred`: guardian and alleged at once."""

    id: UUID
    person_id: UUID
    role: str
    word: str
    text: str
    facts: tuple[str, ...]
    sealed: str
    href: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report of the case; `reporter` is the address where the manager opens who reported, "" for everybody else."""

    id: UUID
    number: str
    received: str
    channel: str
    reporter: str
    undo: str
    href: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note. `text` is empty where only the author reads it: then `summary` speaks to the team."""

    id: UUID
    kind: str
    word: str
    when: str
    iso: str
    author: str
    office: str
    text: str
    summary: str
    sealed: bool
    replace: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One action of the plan."""

    id: UUID
    text: str
    five_p: str
    office: str
    assignee: str
    state: str
    state_word: str
    tag: str
    clock: Clock
    result: str
    href: str


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move of the case that the reader may make: where it is asked, or why not yet."""

    name: str
    label: str
    stop: bool
    why: list[Link | str]
    href: str


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One running limit, as the list of limits shows it."""

    title: str
    clock: Clock
    section: str
    note: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody of the team, what this person sees and until when, never left out; `end` leads to taking the person out again, where the reader may."""

    name: str
    office: str
    initial: str
    role: str
    sight: str
    me: bool
    end: str


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A transfer that waits for its answer."""

    id: UUID
    office: str
    who: str
    when: str
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page. `sections` and `rights` are what this reader has; texts that are not for the reader are empty."""

    id: UUID
    number: str
    version: int
    state: str
    state_word: str
    state_tag: str
    title: str
    urgency: int
    sections: Section
    rights: frozenset[str]
    facts: tuple[str, ...]
    restricted: str
    first_clock: Clock | None
    organisation: str
    manager: str
    is_manager: bool
    steps: tuple[Step, ...]
    step: str
    safe: SafeContact | None
    wishes: tuple[str, ...]
    safety: str
    unrest: bool
    guardian_barred: bool
    child: bool
    summary: str
    parties: tuple[PartyLine, ...]
    reports: tuple[ReportLine, ...]
    notes: tuple[NoteLine, ...]
    plan: tuple[PlanLine, ...]
    limits: tuple[LimitLine, ...]
    team: tuple[MemberLine, ...]
    events: tuple[Event, ...]
    looks: tuple[Look, ...]
    transfer: TransferLine | None
    merged_into: tuple[str, str] | None
    moves: tuple[MoveLine, ...]
    next_steps: tuple[NextStep, ...]
    seen_by: int
    files: tuple[FileLine, ...] = ()
    transfer_to: str = ""
    break_href: str = ""
    contact_href: str = ""  # where the way to reach them safely is told anew
    last_look: str = ""  # when this reader opened the case before; "" the first time

    @property
    def fresh(self) -> int:
        """How many of the events shown others have made since then."""
        return sum(event.fresh for event in self.events)

    def sees(self, name: str) -> bool:
        """Whether a section, by its lower-case name, is in sight."""
        return Section[name.upper()] in self.sections

    def may(self, right: str) -> bool:
        """Whether the reader holds a right on this case, such as "manage"."""
        return f"case.{right}" in self.rights
