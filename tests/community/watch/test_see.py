"""Who sees an entry: keepers whole, members blind, who is close to the family not at all, and nobody outside the subdistrict."""

import pytest
from django.db import connection

from prasan.community.watch import actions, queries
from prasan.community.watch.flow import WATCH
from prasan.community.watch.models import Watch, WatchLook, WatchRenewal
from prasan.ground.policy import Hidden, Invalid, Refused, acting
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.models import WorkItem
from tests.community.conftest import SYSTEM
from tests.community.watch.conftest import NAME, SKETCH, WHY, begin

pytestmark = pytest.mark.django_db
SECRETS = (NAME, WHY, "สุวรรณา")


def test_a_keeper_reads_the_name_and_a_member_only_where_and_what_to_look_for(centre, entry):
    actions.look(centre.keeper.actor, id=entry, found="same", words="สุวรรณายังเงียบ")
    with reading(centre.keeper.actor):
        whole = queries.watch_page(centre.keeper.actor, entry)
    with reading(centre.sister.actor):
        blind = queries.watch_page(centre.sister.actor, entry)
        line = queries.watches(centre.sister.actor)[0][0]

    assert (whole.who, whole.why, len(whole.looks)) == (NAME, WHY, 1)
    assert (blind.who, blind.why, blind.reason, blind.note, blind.looks, blind.renewed, blind.keepers) == ("", "", "", "", (), (), ())
    assert blind.line.sketch == line.sketch == SKETCH
    assert {offer.move.name for offer in blind.offers} == {"look", "pass_on"}
    assert {offer.move.name for offer in whole.offers} == {"look", "renew", "end", "pass_on"}
    for address in (f"/watches/{entry}", "/watches/", f"/watches/{entry}/look", f"/watches/{entry}/pass_on", f"/api/v1/watches/{entry}", "/api/v1/watches"):
        text = centre.cast.client(centre.sister).get(address).content.decode()
        assert not any(secret in text for secret in SECRETS), address
    assert NAME in centre.cast.client(centre.keeper).get(f"/watches/{entry}").content.decode()


def test_who_is_close_to_the_family_sees_nothing_and_is_not_told(centre, entry):
    kin = centre.kin.actor
    with reading(kin):
        assert queries.watches(kin) == ((), "")
        assert not scope(kin, "watch.see", Watch).exists()
        assert not scope(kin, "work.do", WorkItem).filter(root_id=entry).exists()
    client = centre.cast.client(centre.kin)
    unknown = client.get("/watches/00000000-0000-4000-8000-000000000000")
    assert client.get(f"/watches/{entry}").status_code == unknown.status_code == 404
    assert SKETCH not in client.get("/watches/").content.decode()
    for move in ("look", "pass_on"):
        with pytest.raises(Hidden):
            WATCH.make(kin, move, id=entry, found="calm", basis="danger", story="x")
    with pytest.raises(Invalid):  # nor can the keeper let them in later
        actions.ask_in(centre.keeper.actor, id=entry, user=centre.kin.user)


def test_nothing_of_it_leaves_the_area(centre, entry):
    actions.look(centre.sister.actor, id=entry, found="worse", words="เสียงดัง")
    for other in centre.everyone_else:
        actor = other.actor
        with reading(actor):
            for action, model in (("watch.see", Watch), ("watch.look", Watch), ("watch.keep", Watch), ("watch_part.see", WatchLook),
                                  ("watch_part.see", WatchRenewal)):
                assert not scope(actor, action, model).exists(), (other.key, action)
            for action in ("work.do", "work.see", "work.oversee", "work.await"):
                assert not scope(actor, action, WorkItem).filter(root_id=entry).exists(), (other.key, action)
            assert not scope(actor, "limit.see", RunningLimit).filter(root_id=entry).exists()
        client = centre.cast.client(other)
        assert client.get(f"/watches/{entry}").status_code == 404
        for address in ("/desk/", "/desk/area", "/desk/unit", "/desk/centre", "/desk/country", "/watches/", "/watches/figures", "/api/v1/watches",
                        "/api/v1/watches/figures"):
            text = client.get(address, follow=True).content.decode()
            assert not any(secret in text for secret in (*SECRETS, SKETCH, str(entry))), (other.key, address)



@pytest.mark.postgres
def test_the_database_itself_shows_it_to_the_centre_only(centre, entry):
    actions.look(centre.sister.actor, id=entry, found="calm")
    for who, rows, looks in ((centre.keeper, 1, 1), (centre.sister, 1, 0), (centre.kin, 0, 0), *((other, 0, 0) for other in centre.everyone_else)):
        with reading(who.actor), acting(who.actor), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM watch_watch")
            assert cursor.fetchone()[0] == rows, who.key
            cursor.execute("SELECT count(*) FROM watch_watchlook")
            assert cursor.fetchone()[0] == looks, who.key


def test_it_lies_sealed(centre, entry):
    with reading(SYSTEM):
        stored = Watch.objects.filter(pk=entry).values_list("who", "why", "sketch").get()
    assert not any(text.encode() in bytes(value) for value in stored for text in (NAME, WHY, SKETCH))


def test_somebody_who_knows_the_family_stands_aside_and_it_is_gone(centre, entry):
    client = centre.cast.client(centre.sister)
    assert client.post(f"/watches/{entry}/stand-aside", {}).status_code == 302
    assert client.get(f"/watches/{entry}").status_code == 404
    with reading(centre.sister.actor):
        assert queries.watches(centre.sister.actor)[0] == ()
    with reading(centre.keeper.actor):
        assert len(queries.watches(centre.keeper.actor)[0]) == 1
    actions.stand_aside(centre.keeper.actor, id=entry)
    with pytest.raises(Hidden), reading(centre.keeper.actor):
        queries.watch_page(centre.keeper.actor, entry)


def test_asking_somebody_in_shows_the_name_and_only_a_keeper_may(centre, entry):
    with pytest.raises(Refused):
        actions.ask_in(centre.sister.actor, id=entry, user=centre.sister.user)
    with pytest.raises(Invalid):
        actions.ask_in(centre.keeper.actor, id=entry, user=centre.far.user)
    actions.ask_in(centre.keeper.actor, id=entry, user=centre.sister.user)
    with reading(centre.sister.actor):
        assert queries.watch_page(centre.sister.actor, entry).who == NAME


def test_who_leaves_the_centre_keeps_nothing(centre, entry):
    from prasan.registry.access.actions import end_position
    from prasan.registry.access.models import Position

    with reading(SYSTEM):
        post = Position.objects.get(user_id=centre.keeper.user).pk
    end_position(SYSTEM, position=post)
    with reading(centre.keeper.fresh()):
        assert not scope(centre.keeper.fresh(), "watch.see", Watch).exists()


def test_the_area_has_counts_and_no_small_one(centre, frozen):
    frozen.move_to("2026-10-20T09:00")
    for _ in range(6):
        begin(centre, close=[])
    actions.open_watch(centre.far.actor, reason="hardship", level=1, sketch="หมู่ 1")
    frozen.move_to("2026-11-20T09:00")
    for who in ("province", "monitor", "border"):
        actor = getattr(centre.cast, who).actor
        with reading(actor):
            found = queries.figures(actor)
        assert all(n is None or n == 0 or n >= 5 for _place, n in found.rows), who
        assert not any(SKETCH in place for place, _n in found.rows)
    with reading(centre.cast.province.actor):
        assert found.rows == () or queries.figures(centre.cast.province.actor).rows[-1][1] == 7
    for who in ("head", "manager", "intake", "admin", "centre", "outsider", "hospital"):
        actor = getattr(centre.cast, who).actor
        with pytest.raises(Refused), reading(actor):
            queries.figures(actor)


def test_pages_cost_few_queries(centre, entry, queries):
    client = centre.cast.client(centre.keeper)
    client.get("/watches/")
    with queries("watch_list"):
        assert client.get("/watches/").status_code == 200
    for _ in range(8):
        begin(centre)
    with queries("watch_list"):
        client.get("/watches/")
    with queries("watch_page"):
        client.get(f"/watches/{entry}")
