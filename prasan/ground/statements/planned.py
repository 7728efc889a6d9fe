"""A cursor for the statements of busy paths: PostgreSQL plans each of them once for each connection, and never again.

Planning a look at one row under row security takes far longer than looking: each policy is a tree of its own. A plan that is kept is made
without knowing the values that change from call to call, which suits look-ups by key, as these are; values that never change should stand
in the statement itself (see `policy.prepared`). SQLite keeps its statements by itself. Both are spared the search for the places of values, which
in a long statement takes longer than the statement: each text is turned into the database's own once.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import count
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

KEPT = 1000  # plans of one connection; the one longest unused is dropped


@contextmanager
def planned() -> Iterator[Any]:
    """A cursor as `connection.cursor()` gives it, whose statements are planned once."""
    here: Any = connections[DEFAULT_DB_ALIAS]  # the proxy would be asked at each word
    here.ensure_connection()
    line = here.connection
    if here.vendor == "postgresql":
        if line.prepared_max != KEPT:
            line.prepared_max = KEPT
            line.adapters.register_loader("jsonb", _json_text())
        made = _of_postgres()(line)
    else:
        made = line.cursor(_OfSqlite)
    with here.make_debug_cursor(made) if here.queries_logged else here.make_cursor(made) as cursor:
        yield cursor


@contextmanager
def sent_on() -> Iterator[None]:
    """Within this block PostgreSQL is sent statement after statement without a wait for each one's answer: for writes of which nothing is read.

    What one of them is refused for is raised at the next reading or at the end of the block, as Django's own error, and how many rows one
    has changed is not known (-1). SQLite knows no way to wait for.
    """
    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.vendor != "postgresql":
        yield
        return
    with here.wrap_database_errors, here.connection.pipeline():
        yield


class _OfSqlite(sqlite3.Cursor):
    """Statements with Django's marks for values, which are turned into SQLite's once for each statement."""

    def execute(self, query: str, params: Sequence[Any] = (), /) -> "_OfSqlite":  # type: ignore[override]  # Django gives a sequence
        super().execute(_with_own_marks(query), params)
        return self


@lru_cache(maxsize=KEPT)
def _with_own_marks(query: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


@lru_cache(maxsize=KEPT)
def _with_numbers(query: str) -> bytes:
    places = count(1)
    return FORMAT_QMARK_REGEX.sub(lambda _: f"${next(places)}", query).replace("%%", "%").encode()


@cache
def _of_postgres() -> type[Any]:
    from psycopg import RawCursor  # not needed where the database is SQLite
    from psycopg.pq import Format

    class OfPostgres(RawCursor[Any]):
        """Values travel apart from the statement, which the server keeps under a name; what comes back is in the server's own form, not spelt out."""

        format = Format.BINARY

        def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
            own = _with_numbers(query)
            super().execute(own, params, prepare=True)
            if connection.queries_logged:
                self._query = self._convert_query(own, params)  # for Django's log: psycopg keeps none of what it has prepared before
            return self

    return OfPostgres


@cache
def _json_text() -> type[Any]:
    from psycopg.adapt import Loader
    from psycopg.pq import Format

    class JsonText(Loader):
        """As Django wants it, which makes values of it by itself."""

        format = Format.BINARY

        def load(self, data: Any) -> str:
            return bytes(data)[1:].decode()  # the first byte is the form's version

    return JsonText
