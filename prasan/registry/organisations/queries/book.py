"""Finding an organisation at once: the names of all of them, kept by each process for a while.

The same answers as `search_organisations`, for the search box of staff pages: reading sixteen thousand names in the database for each
search costs more than the rest of the page. A change shows after two minutes at most.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Case, Value, When

from prasan.ground import clock
from prasan.ground.thai.among import Names
from prasan.registry.organisations import rules
from prasan.registry.organisations.models import Reach
from prasan.registry.organisations.queries.facts import OrganisationFact, active
from prasan.registry.organisations.queries.tree import organisations

FRESH = 120.0
_SIZES = {level: n for n, level in enumerate(Reach.values)}


@dataclass(frozen=True)
class _Book:
    """Every name, in the order of the entries (wide reach first, then by name), and the 16 bytes of each entry's key, one after another."""

    read_at: float
    names: Names
    keys: bytearray


_books: dict[str, _Book] = {}


def recall(text: str, limit: int = 10) -> tuple[OrganisationFact, ...]:
    """The best matches for a name, part of one, or an abbreviation, as `search_organisations` gives them; one query."""
    parts = rules.words(text)
    if not parts:
        return ()
    book = _book()
    whole = "".join(parts)
    found = []
    for place in book.names.holding(max(parts, key=len)):
        names = book.names[place]
        if all(part in names for part in parts):
            found.append((_rank(names, whole), place))
    best = [UUID(bytes=bytes(book.keys[16 * place : 16 * place + 16])) for _, place in sorted(found)[:limit]]
    known = organisations(best)
    return tuple(known[pk] for pk in best if pk in known)


def forget() -> None:
    """Drop what this process keeps."""
    _books.clear()


def _rank(names: str, whole: str) -> int:
    if f"|{whole}|" in names:
        return 0
    if f"|{whole}" in names:
        return 1
    return 2 if whole in names else 3


def _book() -> _Book:
    name = str(connection.settings_dict["NAME"])
    known = _books.get(name)
    if known is None or clock.stale(known.read_at, FRESH):
        wide_first = Case(*(When(level=level, then=Value(n)) for level, n in _SIZES.items()), default=Value(9))
        rows = active().order_by(wide_first, "sort_key", "id").values_list("search_text", "id")  # ordered there: here it would cost each process megabytes
        keys = bytearray()

        def texts() -> Iterator[str]:
            for text, pk in rows.iterator(chunk_size=500):
                keys.extend(pk.bytes)
                yield text

        known = _books[name] = _Book(clock.counted(), Names(texts()), keys)
    return known
