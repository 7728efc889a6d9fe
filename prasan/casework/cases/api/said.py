"""What the routes of cases take and answer."""

from datetime import date, datetime
from typing import Annotated, Any, TypedDict
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from prasan.casework.cases.queries import heads, lists
from prasan.casework.cases.queries.managers import ManagerChoice
from prasan.casework.cases.queries.shown import CasePage, NoteLine, PlanLine
from prasan.ground.http.answers import MoveNow, Without
from prasan.ground.screens.parts import Event, Look
from prasan.registry.people.api import NameIn

Text = Annotated[str, StringConstraints(max_length=20_000)]
Line = Annotated[str, StringConstraints(max_length=200)]


class Strict(Schema):
    """A body in which nothing unknown is let pass."""

    model_config = ConfigDict(extra="forbid")


class NoteIn(Strict):
    """A note; counselling needs a summary."""

    kind: Line = "note"
    text: Text
    summary: Text = ""
    happened_at: datetime | None = None


class AgainIn(Strict):
    """A note written anew."""

    text: Text
    summary: Text = ""


class ContactIn(Strict):
    """An attempt to make contact."""

    channel: Line
    outcome: Line
    text: Text = ""
    person_id: UUID | None = None
    happened_at: datetime | None = None


class PlanIn(Strict):
    """An action of the plan."""

    text: Text
    five_p: Line
    organisation: UUID
    assignee: UUID | None = None
    due_at: datetime | None = None


class MemberIn(Strict):
    """Somebody for the team."""

    user: UUID
    sections: list[Line] = Field(max_length=20)
    basis: Line
    profession: Line = ""
    until: date | None = None
    contribute: bool = True


class ReasonIn(Strict):
    """Why."""

    reason: Text


class ExcludeIn(Strict):
    """A user or an organisation that stands too close."""

    subject: UUID
    reason: Text


class UserIn(Strict):
    """A user."""

    user: UUID


class ReportRef(Strict):
    """A report."""

    report: UUID


class ChangeIn(Strict):
    """Facts to change, against the version that was read."""

    version: int
    changes: dict[str, Any] = Field(max_length=10)


class StepIn(Strict):
    """Where the case stands."""

    step: Line
    version: int | None = None


class TransferIn(Strict):
    """To whom the case is offered."""

    to_organisation: UUID
    to_user: UUID | None = None
    reason: Text
    version: int | None = None


class PartyIn(Strict):
    """Somebody in the case: a person already recorded, or what is known of a new one."""

    role: Line
    person: UUID | None = None
    names: list[NameIn] = Field(default_factory=list, max_length=10)
    facts: dict[str, Any] = Field(default_factory=dict, max_length=20)
    words: dict[str, Any] = Field(default_factory=dict, max_length=10)


class Cases(TypedDict):
    """One page of cases."""

    cases: tuple[lists.CaseLine, ...]
    next: str


class Loads(TypedDict):
    """How many cases each manager answers for."""

    load: tuple[lists.Load, ...]


class Managers(TypedDict):
    """People who could be given a case."""

    managers: list[ManagerChoice]


class OneCase(TypedDict):
    """A case in the sections that the caller may see, with its moves and the caller's rights."""

    case: CasePage
    moves: list[MoveNow]
    rights: list[str]


class Timeline(TypedDict):
    """One page of what was done."""

    events: tuple[Event, ...]
    next: str


class Looks(TypedDict):
    """One page of who looked."""

    looks: tuple[Look, ...]
    next: str


class Notes(TypedDict):
    """One page of notes."""

    notes: tuple[NoteLine, ...]
    next: str


class OneAction(TypedDict):
    """An action of the plan, with its moves."""

    action: PlanLine
    version: int
    case: UUID
    moves: list[MoveNow]


class Exclusions(TypedDict):
    """Who is excluded by name."""

    exclusions: tuple[heads.ExclusionLine, ...]


class OneTransfer(TypedDict):
    """A transfer, with its moves."""

    transfer: Annotated[heads.TransferView, Without("offers")]
    moves: list[MoveNow]


class CodeWord(TypedDict):
    """The code word and the question that goes with it."""

    code_word: str
    check_question: str
