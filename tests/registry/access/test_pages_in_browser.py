"""Every page of access in Chromium, on a phone and on a desk: axe finds nothing, nothing sticks out at the side."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from prasan.ground import clock
from prasan.ground.installation import mark as installation
from prasan.ground.installation.models import Mark
from prasan.ground.screens import places
from prasan.registry.access.actions import ask_reset, give_position, take_leave
from prasan.registry.access.models import User
from tests.cast import SYSTEM, Cast, lay_network
from tests.harness import browsing, serving

PAGES = {
    "admin": (places.ACCOUNT, "/users/", "/users/new", "/users/{manager}", "/users/{manager}/position", "/users/{manager}/move",
              "/users/{manager}/edit", "/users/{manager}/suspend", "/account/tokens", "/account/password", "/account/leave",
              "/account/confirm", "/users/{manager}/reset"),
    "province": ("/access/open",),
    "intake": ("/access/duty",),
    "privacy": ("/access/reviews",),
    "outsider": ("/users/{manager}", "/access/open"),
}


@pytest.fixture
def people(real_transactions: None) -> Iterator[Cast]:
    """The cast on a marked database, with something on every page."""
    Mark.objects.create(seed=1, made_at=clock.now())
    installation.forget()
    lay_network()
    cast = Cast()
    User.objects.update(demonstration=True)
    give_position(SYSTEM, user=cast.manager.user, organisation=cast.hospital.organisation, role="receiving_desk")
    at = clock.now()
    take_leave(SYSTEM, user=cast.manager.user, stand_in=cast.colleague.user, starts_at=at, ends_at=at.replace(year=at.year + 1))
    ask_reset(cast.head.actor, user=cast.manager.user, how_known="in_person")
    yield cast
    installation.forget()


@pytest.mark.parametrize("size", [browsing.PHONE, browsing.DESK], ids=["360", "1280"])
def test_every_page_is_accessible_and_fits(people: Cast, chromium: Browser, axe: Callable[[Page], None], size: dict[str, int]) -> None:
    from tests import settings as test_settings

    ids: dict[str, UUID] = {person.key: person.user for person in people.everyone}
    with serving.serving(test_settings.WORK) as site, browsing.window(chromium, site.url, size) as page:
        problems: list[str] = []
        for path in (places.SIGN_IN, "/account/login/lost", "/enter", "/enrol/unknown"):
            look(page, path, axe, problems)
        for who, paths in PAGES.items():
            page.goto("/enter")
            page.locator(f'button[value="{ids[who]}"]').click()
            for path in paths:
                look(page, path.format(**ids), axe, problems)
    assert not problems, "\n".join(problems)


def look(page: Page, path: str, axe: Callable[[Page], None], problems: list[str]) -> None:
    """Collect what is wrong with one page."""
    page.goto(path)
    try:
        axe(page)
    except AssertionError as found:
        problems.append(str(found))
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        problems.append(f"{path} sticks out by {wide} px")
