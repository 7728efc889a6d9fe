"""A cursor for the statements of busy paths: PostgreSQL plans each of them once for each connection, and never again.

Planning a look at one row under row security takes far longer than looking: each policy is a tree of its own. A plan that is kept is made
without knowing the values that change from call to call, which suits look-ups by key, as these are; values that never change should stand
in the statement itself (see `policy.prepared`). SQLite keeps its statements by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection

KEPT = 1000  # plans of one connection; the one longest unused is dropped


@contextmanager
def planned() -> Iterator[Any]:
    """A cursor as `connection.cursor()` gives it, whose statements are planned once."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    line: Any = connection.connection
    line.prepared_max = KEPT
    made = _cursor_class()(line)
    with connection.make_debug_cursor(made) if connection.queries_logged else connection.make_cursor(made) as cursor:
        yield cursor


@cache
def _cursor_class() -> type[Any]:
    from psycopg import Cursor  # not needed where the database is SQLite

    class Planned(Cursor[Any]):
        """Values travel apart from the statement, which the server keeps under a name."""

        def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
            super().execute(query, params, prepare=True)
            if connection.queries_logged:
                self._query = self._convert_query(query, params)  # for Django's log: psycopg keeps none of what it has prepared before
            return self

    return Planned
