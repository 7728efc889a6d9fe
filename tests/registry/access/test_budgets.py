"""Pages of access ask the database no more than their budgets, however many people there are."""

import pytest

from prasan.ground.screens import places
from tests.cast import Cast, hire


@pytest.mark.parametrize("more", [1, 3, 50])
def test_users(cast: Cast, queries, more: int) -> None:
    for number in range(more):
        hire(f"extra{number}", f"คนที่ {number}", "case_manager", cast.manager.organisation)
    client = cast.client(cast.head)
    client.get("/users/")
    with queries("access_users"):
        assert client.get("/users/").status_code == 200
    with queries("access_user"):
        assert client.get(f"/users/{cast.manager.user}").status_code == 200


def test_account(cast: Cast, queries) -> None:
    client = cast.client(cast.manager)
    client.get(places.ACCOUNT)
    with queries("access_account"):
        assert client.get(places.ACCOUNT).status_code == 200
