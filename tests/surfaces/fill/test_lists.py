"""The centre's own list on the page that fills forms: among the lists of a form, by its own hash, of the own centre only."""

import pytest

from tests.cast import hire
from tests.community.surveys.rounds import registered, shipped, visited

pytestmark = pytest.mark.django_db


def own(client):
    """What the page is told of the list of the next round."""
    [form] = [one for one in client.get("/fill/offers").json()["forms"] if one["code"] == "household_round"]
    assert form["way"] == "ours"
    return next(one for one in form["lists"] if one["name"] == "households.csv")


def test_the_page_gets_the_rows_of_the_own_centre_and_another_hash_when_they_change(cast, queries) -> None:
    shipped()
    other = hire("other_centre", "ศพค. อื่น", "centre_member", cast.organisation("cfdc", "400102"))
    client, theirs = cast.client(cast.centre), cast.client(other)
    mark = registered(cast.centre.actor, head="คานารี")
    before = own(client)
    text = client.get(before["address"]).content.decode()
    assert "คานารี" in text and client.get(before["address"]).headers["Cache-Control"] == "no-store"
    assert own(theirs)["md5"] != before["md5"] and "คานารี" not in theirs.get(before["address"]).content.decode()
    visited(cast.centre.actor, mark, members="6")
    assert own(client)["md5"] != before["md5"]
    for person in (cast.province, cast.monitor):  # whoever is no member of a centre gets heads without a row
        answer = cast.client(person).get(before["address"])
        assert answer.status_code == 404 or len(answer.content.decode().splitlines()) == 1
    registered(cast.centre.actor)
    with queries("fill_offers_own"):
        own(client)
