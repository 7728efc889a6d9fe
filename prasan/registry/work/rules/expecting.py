"""What should be on the worklists, said again from the facts themselves, for `prasan check`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from prasan.ground.panels import Registry


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that must be open. `organisation` and `assignee` are compared when given."""

    verb: str
    object_id: UUID
    organisation: UUID | None = None
    assignee: UUID | None = None


@dataclass(frozen=True)
class Expecting:
    """A chapter's word on its own verbs: all rows that must be open now, and no others. `rows` is called as the system."""

    verbs: frozenset[str]
    rows: Callable[[], Iterable[Wanted]]


EXPECTED: Registry[Expecting] = Registry("worklist rows that must be open")
