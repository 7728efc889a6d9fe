"""Fixtures for every test. A test that asks for none of them needs no database, and gets none.

- `db` (or `pytest.mark.django_db`): this process's own database, rolled back after the test.
- `real_transactions`: the same database with real commits; afterwards it is copied anew from its template.
  Threads, on-commit hooks, locks, row security across connections and killed processes need it.
- `cast`: the named people of the tests on a small network (tests/cast.py). `areas_loaded`, `network_loaded`: the whole country (tests/country.py).
  Both are laid once around many tests; each test's own writing is rolled back.
- `site`: a real `prasan serve` on the same database; `phone` and `desk`: a page of Chromium on it (360 and 1280 px); `axe(page)`.
- `frozen`: the clock stands still. `queries("worklist")`: a budget of `tests/budgets.toml`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from prasan.ground import clock, installation
from tests import country
from tests import settings as test_settings
from tests.cast import cast, lay_cast
from tests.country import areas_loaded, network_loaded
from tests.harness import browsing, budgets, serving, wording
from tests.harness.standing import Ground

__all__ = ["areas_loaded", "cast", "network_loaded"]  # fixtures of their own files
# Timings are never asserted (the machine may be busy), and a fault that was found once is found again by everybody.
hypothesis.settings.register_profile(
    "prasan", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("prasan")

DATABASE_FIXTURES = {"db", "real_transactions", "django_db_setup"}
BROWSER_FIXTURES = {"chromium"}
GROUND = Ground()
GROUNDS = {"cast": lay_cast, "network_loaded": country.lay_network, "areas_loaded": country.lay_areas}  # by the fixture that stands on it


def pytest_configure(config: pytest.Config) -> None:
    """Refuse other settings: tests make databases anew and remove them."""
    chosen = os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings")
    if chosen != "tests.settings":
        raise pytest.UsageError(f"the tests run with tests.settings, not with {chosen}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests into `pure`, `database` and `browser` by what they ask for, so that nobody has to remember to."""
    for item in items:
        asks = set(getattr(item, "fixturenames", ()))
        mark = item.get_closest_marker("django_db")
        if (mark is not None and mark.kwargs.get("transaction")) or ("real_transactions" in asks and (mark is not None or "db" in asks)):
            message = f"{item.nodeid}: use the fixture real_transactions alone, without django_db, db, or what stands on them"
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
        GROUND.lift()
        database.drop()


@pytest.fixture
def ground(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What the test stands on is there before its own transaction begins, and nothing else."""
    wanted = next((lay for fixture, lay in GROUNDS.items() if fixture in request.fixturenames), None)
    with django_db_blocker.unblock():
        if wanted:
            GROUND.lay(wanted)
        else:
            GROUND.lift()


@pytest.fixture
def _django_db_helper(ground: None, _django_db_helper: None) -> None:
    """What `db` and the mark `django_db` stand on begins after the ground is there."""


@pytest.fixture
def real_transactions(ground: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Commits are real; the database is copied anew afterwards, whatever the test or a server did to it."""
    from tests.harness import databases

    with django_db_blocker.unblock():
        yield
        databases.of_this_process().create()
    shutil.rmtree(test_settings.DATA / "heads", ignore_errors=True)  # signed lists of a database that is no more


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing of this process, nor of others that were killed before they could clean up."""
    for folder in test_settings.WORK.parent.iterdir():
        if folder == test_settings.WORK or not Path("/proc", folder.name).exists():
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def worded() -> Iterator[None]:
    """Whatever is recorded has words for those who read the log."""
    with wording.worded():
        yield


@pytest.fixture(autouse=True)
def unmarked() -> Iterator[None]:
    """What a process remembers of its database must not outlive the test."""
    yield
    installation.forget()


@pytest.fixture
def frozen() -> Iterator["clock.Frozen"]:
    """The clock stands at a Friday morning; move it with `frozen.advance(hours=2)`."""
    with clock.frozen("2026-11-20T09:00") as held:
        yield held


@pytest.fixture
def queries() -> Callable[[str], AbstractContextManager[object]]:
    """`with queries("worklist"): ...` fails when the block asks more than the page's budget."""
    return budgets.within


@pytest.fixture
def site(real_transactions: None) -> Iterator[serving.Site]:
    """A real server on this process's database (and the test's own code sees the same rows); `site.url`."""
    with serving.serving(test_settings.WORK) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, once a process."""
    # Playwright keeps an event loop in this thread; the test's own queries beside it are as harmless as ever.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = browsing.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser, site: serving.Site) -> Iterator[Page]:
    """A page on a phone of 360 px."""
    with browsing.window(chromium, site.url, browsing.PHONE) as page:
        yield page


@pytest.fixture
def desk(chromium: Browser, site: serving.Site) -> Iterator[Page]:
    """A page on a screen of 1280 px."""
    with browsing.window(chromium, site.url, browsing.DESK) as page:
        yield page


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with everything that axe finds."""
    return browsing.check_accessibility
