"""What later chapters hand to access: records that can be opened in an emergency, and who wants to know when a position ends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from prasan.ground.panels import Registry
from prasan.ground.policy import Actor


@dataclass(frozen=True, slots=True)
class Opened:
    """An opening in an emergency, as the chapters are told: ids and codes, never the typed reason."""

    break_glass: UUID
    kind: str
    object_id: UUID
    user: UUID
    category: str
    reporter: bool


class Breakable(Protocol):
    """A kind of record that can be opened in an emergency. `BREAKABLE.add("case", CaseInEmergency())`.

    Who may is said by the chapter's grants of `<kind>.break` (such as InArea for province heads): `find` and `may` are that scope and
    nothing else, so that unknown, out of area and excluded are one and the same empty answer, by the same query.
    """

    th: str
    en: str

    def find(self, actor: Actor, number: str) -> UUID | None:
        """The record with this number within the scope of `<kind>.break`, else None. Any text may come."""

    def may(self, actor: Actor, object_id: UUID) -> bool:
        """Whether the record lies in the scope of `<kind>.break`."""

    def objects(self, object_id: UUID) -> list[tuple[str, UUID]]:
        """Kind and id of everything that opens: the record, its persons, reports and files. Called as the system."""

    def label(self, object_id: UUID) -> str:
        """The record's number, for the review: no name, no story. Called as the system."""

    def href(self, object_id: UUID) -> str:
        """Where the opened record is read."""

    def opened(self, actor: Actor, event: Opened) -> None:
        """Tell those concerned, in the same transaction: a work item for the case manager (for the supervisor when the manager is
        excluded or a party) and one `review_break_glass` for the privacy officer; a noisy row in the timeline.
        """

    def reviewed(self, actor: Actor, event: Opened, justified: bool) -> None:  # noqa: FBT001 - a fact of the review
        """Close the review's work item."""

    def overdue(self, actor: Actor, event: Opened) -> None:
        """The review is late: alarm, once."""


BREAKABLE: Registry[Breakable] = Registry("what can be opened in an emergency")

# Called likewise in the transaction that gives one: what was kept for that user there is theirs again.
POSITION_GIVEN: Registry[Callable[[Actor, UUID, UUID], None]] = Registry("who wants to know that a position was given")
# Called with (actor, user, organisation) in the transaction that ends a position: cases and tasks of that user there need somebody else.
POSITION_ENDED: Registry[Callable[[Actor, UUID, UUID], None]] = Registry("who wants to know that a position ended")
