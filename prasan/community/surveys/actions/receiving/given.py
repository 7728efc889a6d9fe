"""What stands at the door, and what it gets back."""

from dataclasses import dataclass
from uuid import UUID

from prasan.community.surveys.actions.receiving.files import Looked
from prasan.community.surveys.queries.receiving import Target
from prasan.community.surveys.rules.answers import Told
from prasan.ground.policy import Actor


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands in, for which centre. `door` acts: under the sender's own key, so that the log names it."""

    door: Actor
    organisation: UUID
    area_code: str
    device: UUID | None
    interviewer: UUID | None
    way: str


@dataclass(frozen=True, slots=True)
class Given:
    """One instance, read and judged. `former`: the instance that it replaces, "" for none."""

    sender: Sender
    target: Target
    instance_id: str
    former: str
    told: Told
    files: tuple[Looked, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it. `status`: created, same, merged (files joined it), edited. `awaited`, `refused`: names of files not here, and not taken."""

    status: str
    submission: UUID
    version: UUID
    instance_id: str
    faults: int = 0
    awaited: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
