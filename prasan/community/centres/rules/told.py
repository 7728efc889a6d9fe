"""What is told of a centre: an activity, a member of its committee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Told:
    """An activity as it is written down. `reach` None: nobody counted; `counted` says how it was counted. `cost` in satang. Codes: rules.words."""

    on: date
    kind: str
    title: str
    audiences: Sequence[str]
    until: date | None = None
    place: str = ""
    reach: int | None = None
    counted: str = ""
    cost: int = 0
    source: str = "none"
    with_whom: Sequence[str] = ()
    result: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A member of a committee as a row of a list tells. `post`, `represents`: codes of rules.words, or what stood there."""

    row: int
    name: str
    post: str
    represents: str
    phone: str = ""
    pledged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Appointed:
    """One member of a committee: somebody known (`member`), or a new name."""

    post: str
    represents: str
    name: str = ""
    phone: str = ""
    member: UUID | None = None
