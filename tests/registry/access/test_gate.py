"""The gate: suspended and moved people lose access at the next request; the lock; twelve hours; sessions ended from elsewhere."""

from datetime import timedelta

import pytest
from django.test import Client

from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.screens import places
from prasan.registry.access import gates
from prasan.registry.access.actions import end_position, move_user, suspend_user
from prasan.registry.access.models import Position, Session, User
from tests.cast import PASSWORD, Cast


def out(client: Client, path: str = "/users/") -> bool:
    return client.get(path).headers.get("Location", "").startswith(places.SIGN_IN)


def test_suspended_at_the_next_request(cast: Cast) -> None:
    client = cast.client(cast.head)
    assert client.get("/users/").status_code == 200
    suspend_user(cast.admin.actor, user=cast.head.user)
    assert out(client)
    assert not Session.objects.filter(user_id=cast.head.user).exists()


def test_a_session_that_survived_somehow_is_no_use_to_the_suspended(cast: Cast) -> None:
    client = cast.client(cast.head)
    User.objects.filter(pk=cast.head.user).update(suspended_at=clock.now())
    assert out(client)


def test_moved_loses_what_the_old_office_saw_at_the_next_request(cast: Cast) -> None:
    client = cast.client(cast.head)
    assert cast.client(cast.admin).get(f"/users/{cast.colleague.user}").status_code == 200
    assert client.get(f"/users/{cast.colleague.user}").status_code == 200
    elsewhere = cast.organisation("psdhso", "45")
    move_user(cast.admin.actor, user=cast.head.user, organisation=elsewhere, role="unit_head")
    assert out(client), "sessions begun before the move are over"
    again = cast.client(cast.head)
    assert again.get(f"/users/{cast.colleague.user}").status_code == 404
    assert again.get(f"/users/{cast.outsider.user}").status_code == 200


def test_without_a_position_nothing_is_held_at_all(cast: Cast) -> None:
    client = cast.client(cast.manager)
    end_position(cast.admin.actor, position=Position.objects.get(user_id=cast.manager.user).pk)
    actor = cast.manager.fresh()
    assert (actor.user, actor.posts) == (None, ())
    assert client.get("/users/").status_code == 403
    assert client.get(places.ACCOUNT).status_code == 200, "the own account tells why"


def test_locked_after_ten_minutes_and_typed_text_kept(cast: Cast) -> None:
    client = cast.client(cast.head)
    with clock.frozen(clock.now() + timedelta(minutes=12)):
        page = client.get("/users/").content.decode()
        assert "ล็อกหน้าจอไว้" in page
        assert cast.colleague.name not in page
        held = client.post("/users/", {"text": "ขอนแก่น ที่พิมพ์ค้าง"})
        assert held.status_code == 403
        assert 'value="ขอนแก่น ที่พิมพ์ค้าง"' in held.content.decode()
        wrong = client.post("/users/", {"text": "มานี", gates.PASSWORD: "ไม่ใช่"})
        assert wrong.status_code == 422
        right = client.post("/users/", {"text": "มานี", gates.PASSWORD: PASSWORD})
        assert right.status_code == 200
        assert cast.manager.name in right.content.decode()
        assert "ล็อกหน้าจอไว้" not in client.get("/users/").content.decode().split("<dialog")[0]


def test_unlock_answers_the_script_of_the_page(cast: Cast) -> None:
    client = cast.client(cast.head)
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        assert client.post(places.UNLOCK, {"password": "ไม่ใช่"}, headers={"X-Unlock": "1"}).status_code == 403
        assert client.post(places.UNLOCK, {"password": PASSWORD}, headers={"X-Unlock": "1"}).status_code == 204
        assert client.get("/users/").status_code == 200
    assert Client().post(places.UNLOCK, {"password": PASSWORD}, headers={"X-Unlock": "1"}).status_code == 401


def test_working_on_keeps_the_lock_open(cast: Cast) -> None:
    client, at = cast.client(cast.head), clock.now()
    for minutes in range(0, 40, 8):
        with clock.frozen(at + timedelta(minutes=minutes)):
            assert client.get("/users/").status_code == 200


def test_out_after_twelve_hours_however_busy(cast: Cast) -> None:
    client = cast.client(cast.head)
    session = client.session
    with clock.frozen(clock.now() + timedelta(hours=12, minutes=1)):
        session[gates.SEEN] = clock.now().isoformat()
        session.save()
        assert out(client)


def test_htmx_parts_do_not_become_the_sign_in_page(cast: Cast) -> None:
    answer = Client().get("/users/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_ending_the_other_sessions(cast: Cast) -> None:
    here, there = cast.client(cast.head), cast.client(cast.head)
    stranger = cast.client(cast.outsider)
    assert here.post("/account/sessions").status_code == 403, "who it is must be shown again first"
    assert not out(there)
    here.post("/account/sessions", {gates.CODE: PASSWORD})
    assert here.get("/users/").status_code == 200
    assert out(there)
    assert not out(stranger, places.ACCOUNT)


def test_ending_somebody_elses_session_by_its_handle_does_nothing(cast: Cast) -> None:
    victim, attacker = cast.client(cast.head), cast.client(cast.outsider)
    handle = Session.objects.get(user_id=cast.head.user).session_key[:16]
    attacker.post("/account/sessions", {"session": handle, gates.CODE: PASSWORD})
    assert victim.get("/users/").status_code == 200


@pytest.mark.parametrize("path", ["/account/password", "/account/tokens", "/account/app", "/access/open"])
def test_sensitive_pages_ask_who_one_is_again(cast: Cast, path: str) -> None:
    client = cast.client(cast.province)
    page = client.get(path).content.decode()
    assert "ยืนยันว่าเป็นคุณ" in page
    answer = client.post("/account/confirm", {gates.CODE: PASSWORD, "next": path})
    assert answer.headers["Location"] == path
    assert "ยืนยันว่าเป็นคุณ" not in client.get(path).content.decode()
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=30)):
        assert "ยืนยันว่าเป็นคุณ" in client.get(path).content.decode()


def test_each_proof_renews_the_session_and_is_written_down(cast: Cast) -> None:
    client = cast.client(cast.head)
    before = client.session.session_key
    assert client.post("/account/confirm", {gates.CODE: "ผิดไปหนึ่งตัวอักษรนะ"}).status_code == 422
    assert client.session.session_key == before
    client.post("/account/confirm", {gates.CODE: PASSWORD})
    proved = client.session.session_key
    assert proved != before
    assert client.post(places.UNLOCK, {"password": "ผิดไปหนึ่งตัวอักษรนะ"}, headers={"X-Unlock": "1"}).status_code == 403
    client.post(places.UNLOCK, {"password": PASSWORD}, headers={"X-Unlock": "1"})
    assert client.session.session_key not in {before, proved}
    before_it = AuditRow.objects.filter(verb="sign_in_failed").count()
    assert client.post("/account/confirm", {"credential": "{}"}).status_code == 422
    assert AuditRow.objects.filter(verb="sign_in_failed").count() == before_it + 1, "a passkey that does not hold"
    found = set(AuditRow.objects.filter(actor=cast.head.actor.key).values_list("verb", "detail"))
    assert {("sign_in_failed", "proof"), ("sign_in", "proof"), ("sign_in_failed", "unlock"), ("sign_in", "unlock")} <= found


def test_a_password_is_taken_whole_or_not_at_all(cast: Cast) -> None:
    user = User.objects.get(pk=cast.head.user)
    assert gates.is_password(user, PASSWORD)
    for near in (f"{PASSWORD} ", PASSWORD.upper() if PASSWORD.upper() != PASSWORD else PASSWORD[:-1], PASSWORD + "x" * 300):
        assert not gates.is_password(user, near)


def test_a_new_password_wants_the_one_in_use_and_ends_the_other_sessions(cast: Cast) -> None:
    client, there = cast.client(cast.head), cast.client(cast.head)
    client.post("/account/confirm", {gates.CODE: PASSWORD})
    new = {"password": "ปลาทูสามตัวว่ายทวนน้ำขึ้นเขา", "again": "ปลาทูสามตัวว่ายทวนน้ำขึ้นเขา"}
    assert client.post("/account/password", new).status_code == 422
    assert client.post("/account/password", {**new, "current": "ผิดไปหนึ่งตัวอักษรนะ"}).status_code == 422
    assert User.objects.get(pk=cast.head.user).check_password(PASSWORD)
    assert client.post("/account/password", {**new, "current": PASSWORD}).status_code == 302
    assert User.objects.get(pk=cast.head.user).check_password(new["password"])
    assert not out(client)
    assert out(there)


def test_a_stale_proof_holds_the_post_and_keeps_what_was_typed(cast: Cast) -> None:
    client = cast.client(cast.province)
    typed = {"reason": "เหตุผลที่พิมพ์ไว้ยาวพอสมควรแล้วนะ", "category": "danger", "number": "ขก 2570-0001"}
    held = client.post("/access/open", typed)
    assert held.status_code == 403
    assert typed["reason"] in held.content.decode()
    assert client.post("/access/open", {**typed, gates.CODE: "ผิด"}).status_code == 422
    assert client.post("/access/open", {**typed, gates.CODE: PASSWORD}).status_code == 404, "an unknown number, now asked"


def test_headers_are_strict_everywhere(cast: Cast) -> None:
    for client, path in ((Client(), places.SIGN_IN), (cast.client(cast.head), "/users/"), (Client(), "/nothing/here")):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_pages_have_nothing_inline(cast: Cast) -> None:
    client = cast.client(cast.admin)
    for path in (places.ACCOUNT, "/users/", "/users/new", f"/users/{cast.head.user}"):
        page = client.get(path).content.decode()
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert "no-store" in client.get(path).headers["Cache-Control"]
