"""What a person's work waits for: things that lie at other desks."""

from dataclasses import dataclass

from prasan.ground import clock
from prasan.ground.http.paging import cursor_of
from prasan.ground.policy import Actor
from prasan.ground.screens.parts import Row
from prasan.registry.work.queries.rows import bounded, line, no_oversight, offices, open_rows

FEW = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """Lines with the office that must act first in their facts; `count` bounded."""

    rows: tuple[Row, ...]
    count: str
    next: str = ""


def waiting(actor: Actor, *, shown: int = 2, cursor: str = "") -> Waiting:
    """What others must do before this actor's work goes on, the most urgent in time first. Two queries at most."""
    limit = max(FEW, shown) + 1
    found = open_rows(actor, "work.await", limit=limit, cursor=cursor, such=no_oversight, key="theirs")
    items = [item for item in found if item.assignee != actor.user]
    page = items[:shown]
    names = offices(page, whose=True)
    now = clock.now()
    rows = tuple(line(item, now, {}, before=(names.get(item.organisation, ""),)) for item in page)  # from us, and to whom is said already
    more = len(items) > shown
    last = page[-1] if page else None
    return Waiting(rows, bounded(len(items), FEW), cursor_of([last.due_at, last.id]) if more and last else "")
