"""Keys for programs: hashed, scoped, at most 90 days, revocable; service keys reach no case."""

from datetime import timedelta

import pytest
from django.test import Client

from prasan.ground import clock
from prasan.ground.policy import Hidden, Invalid, Refused
from prasan.registry.access import gates
from prasan.registry.access.actions import make_service_token, make_token, revoke_token, suspend_user
from prasan.registry.access.models import ApiToken
from prasan.registry.access.queries import actor_for_token
from tests.cast import SYSTEM, Cast


def test_a_key_acts_within_its_scopes_and_is_kept_hashed(cast: Cast) -> None:
    raw = make_token(cast.manager.actor, name="สคริปต์", scopes=["case", "report"], days=90)
    assert raw.encode() not in bytes(ApiToken.objects.get().token_hash)
    actor = actor_for_token(raw)
    assert actor is not None
    assert (actor.user, actor.scopes, actor.strong) == (cast.manager.user, {"case", "report"}, True)
    assert ApiToken.objects.get().last_used_on == clock.today()


def test_it_ends_by_age_revocation_and_suspension(cast: Cast) -> None:
    raw = make_token(cast.manager.actor, name="ก", scopes=["case"], days=7)
    with clock.frozen(clock.now() + timedelta(days=7, seconds=1)):
        assert actor_for_token(raw) is None
    with pytest.raises(Hidden):
        revoke_token(cast.outsider.actor, token=ApiToken.objects.get().pk)
    suspend_user(cast.admin.actor, user=cast.manager.user)
    assert actor_for_token(raw) is None
    other = make_token(cast.colleague.actor, name="ข", scopes=["case"], days=7)
    revoke_token(cast.colleague.actor, token=ApiToken.objects.get(user_id=cast.colleague.user).pk)
    assert actor_for_token(other) is None
    assert actor_for_token("unknown") is None


def test_no_key_without_a_second_factor_nor_by_a_key(cast: Cast) -> None:
    with pytest.raises(Refused):
        make_token(cast.manager.fresh(strong=False), name="ก", scopes=["case"], days=7)
    by_key = actor_for_token(make_token(cast.manager.actor, name="ก", scopes=["case"], days=7))
    with pytest.raises(Refused):
        make_token(by_key, name="ข", scopes=["case"], days=7)
    for wrong in ({"days": 91}, {"days": 0}, {"scopes": []}, {"scopes": ["*"]}, {"scopes": ["user"]}, {"name": ""}):
        with pytest.raises(Invalid):
            make_token(cast.manager.actor, **{"name": "ก", "scopes": ["case"], "days": 7, **wrong})


def test_a_service_key_has_no_posts_and_no_case_scope(cast: Cast) -> None:
    with pytest.raises(Invalid):
        make_service_token(SYSTEM, name="นำเข้า", scopes=["case"], days=30)
    with pytest.raises(Refused):
        make_service_token(cast.admin.actor, name="นำเข้า", scopes=["intake"], days=30)
    actor = actor_for_token(make_service_token(SYSTEM, name="นำเข้า", scopes=["intake"], days=30))
    assert actor is not None
    assert (actor.user, actor.posts, actor.strong) == (None, (), False)


def test_the_page_shows_a_key_once(cast: Cast) -> None:
    client = cast.client(cast.manager)
    session = client.session
    session[gates.FRESH] = clock.now().isoformat()
    session.save()
    made = client.post("/account/tokens", {"name": "รายงานเดือน", "scopes": ["case"], "days": "30"}).content.decode()
    raw = made.split("<code>")[1].split("</code>")[0]
    assert actor_for_token(raw) is not None
    assert raw not in client.get("/account/tokens").content.decode()
    assert client.post("/account/tokens", {"name": "", "days": "30"}).status_code == 422
    assert Client().get("/account/tokens").status_code == 302
