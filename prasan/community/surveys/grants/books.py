"""Results: whoever works with surveys sees what may be told of a period; the counts themselves nobody reads."""

from prasan.community.surveys.grants.forms import MAKERS
from prasan.community.surveys.models import Book, Tally
from prasan.ground.policy import Everywhere, Grant, Nowhere, protect, register
from prasan.registry.access import roles

protect(Book, kind="book")
protect(Tally, kind="tally", roots=("book_id",))

register(
    [
        *(Grant("book.see", role, Everywhere(), why="small counts are hidden") for role in dict.fromkeys((roles.CentreMember, *MAKERS))),
        Grant("tally.see", roles.CentralMonitor, Nowhere(), why="results are told from these with small counts hidden, never the rows"),
    ]
)
