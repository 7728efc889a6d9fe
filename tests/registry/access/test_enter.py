"""Enter as: only in a marked database, from this machine, asking it by its own name, with nothing in between."""

import pytest
from django.conf import settings
from django.test import Client

from prasan.ground import clock
from prasan.ground.installation import mark as installation
from prasan.ground.installation.models import Mark
from prasan.ground.screens import places
from prasan.registry.access import gates
from prasan.registry.access.models import User
from tests.cast import Cast

HERE = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def marked(cast: Cast) -> Cast:
    Mark.objects.create(seed=1, made_at=clock.now())
    User.objects.exclude(pk=cast.auditor.user).update(demonstration=True)
    installation.forget()
    return cast


def press(cast: Cast, client: Client | None = None, **more):
    client = client or Client()
    return client.post("/enter", {"user": str(cast.manager.user)}, **{**HERE, **more})


def test_press_and_be_in_with_the_strip_on_top(marked: Cast) -> None:
    client = Client()
    page = client.get("/enter", **HERE).content.decode()
    assert marked.manager.name in page
    assert "ดูแลเคสของตนตั้งแต่ต้นจนจบ" in page
    assert marked.auditor.name not in page, "real users are no part of the cast"
    assert press(marked, client).headers["Location"] == places.DESK
    inside = client.get(places.ACCOUNT, **HERE)
    assert inside.status_code == 200
    assert "ระบบสาธิต" in inside.content.decode()
    assert client.session[gates.STRONG]


def test_sign_in_page_has_the_cards_too(marked: Cast) -> None:
    assert "ทดลองในบทบาทของ" in Client().get(places.SIGN_IN, **HERE).content.decode()


@pytest.mark.parametrize("how", [
    {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": ""}, {"HTTP_HOST": "prasan.example"}, {"HTTP_HOST": "testserver"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_X_FORWARDED_PROTO": "https"}, {"HTTP_X_FORWARDED_HOST": "127.0.0.1"},
    {"HTTP_FORWARDED": "for=127.0.0.1"}, {"HTTP_X_REAL_IP": "127.0.0.1"}, {"HTTP_VIA": "1.1 proxy"},
])
def test_from_anywhere_else_it_does_not_exist(marked: Cast, how: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["*"])
    client = Client()
    assert client.get("/enter", **{**HERE, **how}).status_code == 404
    assert press(marked, client, **how).status_code == 404
    assert "_auth_user_id" not in client.session


def test_without_the_mark_it_does_not_exist(cast: Cast) -> None:
    User.objects.update(demonstration=True)
    assert Client().get("/enter", **HERE).status_code == 404
    assert press(cast).status_code == 404


def test_with_a_public_name_it_does_not_exist(marked: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LOOPBACK_ONLY", False)
    assert press(marked).status_code == 404


def test_an_entered_session_is_checked_at_each_request(marked: Cast) -> None:
    client = Client()
    press(marked, client)
    assert client.get(places.ACCOUNT, **HERE).status_code == 200
    carried = client.get(places.ACCOUNT, **HERE, HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert carried.headers["Location"].startswith(places.SIGN_IN)
    assert client.get(places.ACCOUNT, **HERE).status_code == 302, "and is over then"


def test_the_form_is_protected_against_forged_posts(marked: Cast) -> None:
    assert press(marked, Client(enforce_csrf_checks=True)).status_code == 403


def test_nobody_real_and_nothing_unreadable_is_entered_as(marked: Cast) -> None:
    for user in (str(marked.auditor.user), "01890000-0000-7000-8000-000000000000", "x", ""):
        assert Client().post("/enter", {"user": user}, **HERE).status_code == 404
