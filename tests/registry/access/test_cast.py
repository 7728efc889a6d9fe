"""The cast itself: everybody has one post, and clients come in."""

from prasan.ground import clock
from prasan.registry.access import gates
from tests.cast import Cast


def test_everybody_has_one_post(cast: Cast) -> None:
    for person in cast.everyone:
        assert [post.role for post in person.actor.posts] == [person.role]
        assert person.actor.home == person.organisation


def test_outsider_shares_no_organisation_with_khon_kaen(cast: Cast) -> None:
    assert not set(cast.outsider.actor.organisations) & set(cast.manager.actor.organisations)
    assert set(cast.head.actor.organisations) >= {cast.manager.organisation, cast.intake.organisation}
    assert cast.outsider_head.actor.posts[0].areas == ("45",)


def test_client_is_signed_in(cast: Cast) -> None:
    session = cast.client(cast.manager).session
    assert session["_auth_user_id"] == str(cast.manager.user)
    assert session[gates.STRONG] <= clock.now().isoformat()
    assert gates.STRONG not in cast.client(cast.manager, strong=False).session
