"""Fixtures for every test. A test that asks for none of them needs no database, and gets none.

- `db` (or `pytest.mark.django_db`): this process's own database, rolled back after the test.
- `real_transactions`: the same database with real commits; afterwards it is copied anew from its template.
  Threads, on-commit hooks, locks, row security across connections and killed processes need it.
- `site`, `browser_page`, ...: see `tests/harness/serving.py` and `tests/harness/browsing.py`.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import settings as test_settings

DATABASE_FIXTURES = {"db", "real_transactions", "django_db_setup"}
BROWSER_FIXTURES = {"chromium"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests into `pure`, `database` and `browser` by what they ask for, so that nobody has to remember to."""
    for item in items:
        asks = set(getattr(item, "fixturenames", ()))
        mark = item.get_closest_marker("django_db")
        if mark is not None and (mark.kwargs.get("transaction") or "real_transactions" in asks):
            message = f"{item.nodeid}: use the fixture real_transactions alone, not django_db(transaction=True)"
            raise pytest.UsageError(message)
        if mark is not None or asks & DATABASE_FIXTURES:
            item.add_marker("database")
        else:
            item.add_marker("pure")
        if asks & BROWSER_FIXTURES:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make this process's database from the template; drop it at the end."""
    from tests.harness import databases

    database = databases.of_this_process()
    with django_db_blocker.unblock():
        database.create()
    yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture
def real_transactions(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Commits are real; the database is copied anew afterwards, whatever the test or a server did to it."""
    from tests.harness import databases

    with django_db_blocker.unblock():
        yield
        databases.of_this_process().create()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing of this process, nor of others that were killed before they could clean up."""
    for folder in test_settings.WORK.parent.iterdir():
        if folder == test_settings.WORK or not os.path.exists(f"/proc/{folder.name}"):
            shutil.rmtree(folder, ignore_errors=True)
