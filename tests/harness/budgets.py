"""Query budgets: `tests/budgets.toml` says how many queries each page may ask, whatever the number of rows."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).resolve().parent.parent / "budgets.toml"


def budget(page: str) -> int:
    """The budget of a page. Raises KeyError for a page without one."""
    budgets: dict[str, int] = tomllib.loads(FILE.read_text())["pages"]
    return budgets[page]


@contextmanager
def within(page: str) -> Iterator[CaptureQueriesContext]:
    """Count the queries of the block (setting the policy's context, BEGIN and COMMIT are not counted); fail when over budget."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    told = [query["sql"] or "a statement without its text" for query in captured.captured_queries]
    asked = [sql for sql in told if counts(sql)]
    allowed = budget(page)
    assert len(asked) <= allowed, f"{page}: {len(asked)} queries, budget {allowed}:\n" + "\n".join(asked)


def counts(sql: str) -> bool:
    """Whether a statement is a query of ours, not a transaction's frame or the policy's context."""
    start = sql.lstrip().upper()
    return not start.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")) and "SET_CONFIG(" not in start
