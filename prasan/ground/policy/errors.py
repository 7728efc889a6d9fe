"""What can be wrong with a request, as exceptions that ground.http turns into answers.

None of them carries a story: the texts are safe to log and to show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Obstacle:
    """Why a move is not possible yet. `code` is stable; `text` is shown; `link` leads to what is still open."""

    code: str
    text: str
    link: str = ""


class Hidden(Exception):  # noqa: N818 - the words of the house are shorter
    """Unknown or out of scope: the same 404 for both. `asked` is what was asked for; it is stored as a keyed hash only."""

    def __init__(self, kind: str, asked: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.asked = str(asked)


class Refused(Exception):  # noqa: N818
    """The record is visible but this actor may not do this with it (403)."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


class Conflict(Exception):  # noqa: N818
    """The move is not possible in this state (409); says why and what is possible."""

    def __init__(self, obstacles: Sequence[Obstacle], allowed: Sequence[str] = ()) -> None:
        super().__init__(", ".join(o.code for o in obstacles))
        self.obstacles = tuple(obstacles)
        self.allowed = tuple(allowed)


class Stale(Exception):  # noqa: N818
    """Somebody changed the record first (409); both versions are shown."""

    def __init__(self, seen: int, now: int, theirs: Mapping[str, object] | None = None) -> None:
        super().__init__(f"{seen} {now}")
        self.seen = seen
        self.now = now
        self.theirs = dict(theirs or {})


class Invalid(Exception):  # noqa: N818
    """The answers cannot be used (422): a message for each field, in the reader's language; "" is the whole form."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)
