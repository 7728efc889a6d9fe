"""Rosters, absence and users by program: the same grants as the pages, and no key of a program makes an account."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from prasan.ground import clock
from prasan.ground.policy import Hidden
from prasan.registry.access import gates
from prasan.registry.access.actions import end_duty, make_token
from prasan.registry.access.models import Duty, Enrolment, FactorReset, User
from prasan.registry.access.queries import on_duty
from prasan.registry.access.rules import SCOPES

pytestmark = pytest.mark.django_db
API = "/api/v1"


def post(client, path, body=None, **headers):
    return client.post(f"{API}{path}", json.dumps(body or {}), content_type="application/json", headers=headers)


def by_key(who, *scopes):
    token = make_token(who.actor, name="ทดสอบ", scopes=scopes or tuple(SCOPES), days=1)
    return Client(headers={"Authorization": f"Bearer {token}"})


def proved(cast, who):
    client = cast.client(who)
    session = client.session
    session[gates.FRESH] = clock.now().isoformat()
    session.save()
    return client


def moves(client, user):
    return {move["name"] for move in client.get(f"{API}/users/{user}").json()["moves"]}


def test_a_roster_is_read_and_written_with_the_scope_duty(cast):
    desk, at = cast.intake.organisation, clock.now()
    head, path = by_key(cast.head, "duty"), f"/duty/{cast.intake.organisation}"
    watch = {"user": str(cast.intake.user), "starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=8)).isoformat(), "phone": "043-000-000"}
    made = post(head, path, watch, **{"Idempotency-Key": "watch-0001"})
    assert made.status_code == 200
    assert post(head, path, watch, **{"Idempotency-Key": "watch-0001"}).json() == made.json()
    assert [one.user for one in on_duty(desk)] == [cast.intake.user]
    shown = head.get(f"{API}{path}").json()
    assert [(one["id"], one["now"], one["phone"]) for one in shown["watches"]] == [(made.json()["id"], True, "043-000-000")]
    assert str(cast.intake.user) in {one["id"] for one in shown["people"]}
    assert str(desk) in {one["id"] for one in head.get(f"{API}/duty").json()["desks"]}
    # Two at once, over 24 hours, somebody from elsewhere.
    for wrong in (watch, {**watch, "ends_at": (at + timedelta(hours=25)).isoformat()}, {**watch, "user": str(cast.outsider.user)}):
        assert post(head, path, wrong).status_code == 422
    # Somebody else stands in for the watch: one ends, the other begins.
    assert post(head, f"{path}/{made.json()['id']}/end").status_code == 200
    assert post(head, path, {**watch, "user": str(cast.head.user)}).status_code == 200
    assert [one.user for one in on_duty(desk)] == [cast.head.user]


def test_another_desks_roster_is_as_unknown(cast):
    at = clock.now()
    watch = {"user": str(cast.intake.user), "starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=8)).isoformat()}
    mine = post(by_key(cast.head), f"/duty/{cast.intake.organisation}", watch).json()["id"]
    outsider = by_key(cast.outsider_head)
    assert outsider.get(f"{API}/duty/{cast.intake.organisation}").status_code == 404
    assert post(outsider, f"/duty/{cast.intake.organisation}", watch).status_code == 404
    assert post(outsider, f"/duty/{cast.intake.organisation}/{mine}/end").status_code == 404
    assert post(outsider, f"/duty/{cast.outsider_intake.organisation}/{mine}/end").status_code == 404
    assert by_key(cast.head, "work").get(f"{API}/duty").json() == {"desks": []}
    with pytest.raises(Hidden):
        end_duty(cast.head.actor, duty=mine, organisation=cast.outsider_intake.organisation)
    assert Duty.objects.filter(pk=mine).exists()


def test_a_leave_shows_who_could_stand_in(cast):
    key = by_key(cast.colleague, "work")
    told = key.get(f"{API}/leaves").json()
    assert str(cast.manager.user) in {one["id"] for one in told["stand_ins"]}
    assert str(cast.outsider.user) not in {one["id"] for one in told["stand_ins"]}
    body = {"stand_in": str(cast.manager.user), "starts_at": "2099-01-05T09:00:00", "ends_at": "2099-01-07T09:00:00"}
    made = post(key, "/leaves", body).json()["id"]
    assert [one["id"] for one in key.get(f"{API}/leaves").json()["leaves"]] == [made]
    assert by_key(cast.outsider_head).get(f"{API}/leaves?user={cast.colleague.user}").status_code == 404


def test_somebody_is_invited_moved_suspended_and_let_in_again(cast):
    admin = cast.client(cast.admin)
    place = {"organisation": str(cast.manager.organisation), "role": "case_manager"}
    body = {**place, "username": "t.new", "name": "คนใหม่ ขอนแก่น"}
    made = post(admin, "/users", body, **{"Idempotency-Key": "invite-001"}).json()
    assert "/enrol/" in made["link"]
    assert post(admin, "/users", body, **{"Idempotency-Key": "invite-001"}).json() == {"id": made["id"], "link": ""}, "shown once"
    assert post(admin, "/users", body).status_code == 422
    user = made["id"]
    assert {"change", "give", "move", "suspend", "withdraw"} <= moves(admin, user)
    again = post(admin, f"/users/{user}/invitation").json()["link"]
    assert again != made["link"]
    assert Enrolment.objects.filter(user_id=user, withdrawn_at=None).count() == 1
    assert post(admin, f"/users/{user}/move", {**place, "organisation": str(cast.outsider.organisation)}).status_code == 200
    shown = admin.get(f"{API}/users/{user}").json()["user"]
    assert [one["organisation"] for one in shown["positions"] if one["state"] == "now"] == [str(cast.outsider.organisation)]
    assert post(admin, f"/users/{user}/suspend").status_code == 200
    assert User.objects.get(pk=user).suspended_at is not None
    assert "resume" in moves(admin, user)
    assert post(admin, f"/users/{user}/resume").status_code == 200
    position = shown["positions"][0]["id"]
    assert post(admin, f"/users/{cast.manager.user}/positions/{position}/end").status_code == 404, "a position of somebody else"
    assert post(admin, f"/users/{user}/positions/{position}/end").status_code == 200
    assert user in {one["id"] for one in post(admin, "/users/find", {"text": "คนใหม่"}).json()["users"]}


def test_a_lost_second_factor_needs_two_and_a_fresh_proof(cast):
    ask = {"how_known": "in_person"}
    assert post(cast.client(cast.admin), f"/users/{cast.intake.user}/resets", ask).status_code == 403, "not proved just now"
    admin, province = proved(cast, cast.admin), proved(cast, cast.province)
    request = post(admin, f"/users/{cast.intake.user}/resets", ask).json()["id"]
    assert post(admin, f"/users/{cast.intake.user}/resets", ask).status_code == 409
    assert post(admin, f"/users/resets/{request}/decide", {"approve": True}).status_code == 403, "another person decides"
    assert post(cast.client(cast.province), f"/users/resets/{request}/decide", {"approve": True}).status_code == 403
    assert [one["id"] for one in province.get(f"{API}/users/resets").json()["resets"]] == [request]
    decided = post(province, f"/users/resets/{request}/decide", {"approve": True}).json()
    assert "/enrol/" in decided["link"]
    assert FactorReset.objects.get(pk=request).decided_by_id == cast.province.user
    assert post(proved(cast, cast.outsider_head), f"/users/resets/{request}/decide", {"approve": True}).status_code == 404


def test_no_key_of_a_program_and_no_outsider_reaches_a_user(cast):
    place = {"organisation": str(cast.manager.organisation), "role": "system_administrator"}
    asked = (
        (f"/users/{cast.manager.user}/suspend", {}), (f"/users/{cast.manager.user}/move", place), (f"/users/{cast.manager.user}/positions", place),
        ("/users", {**place, "username": "t.thief", "name": "ขโมย"}), (f"/users/{cast.manager.user}/invitation", {}),
        (f"/users/{cast.manager.user}", {"name": "ชื่ออื่น"}),
    )
    for client in (by_key(cast.admin), cast.client(cast.outsider), cast.client(cast.outsider_head)):
        for path, body in asked:
            assert post(client, path, body).status_code in {403, 404}, path
        assert client.get(f"{API}/users/{cast.manager.user}").status_code == 404
        found = post(client, "/users/find", {"text": cast.manager.name}).json()["users"]
        assert str(cast.manager.user) not in {one["id"] for one in found}
    assert by_key(cast.admin).get(f"{API}/users").json() == {"users": [], "next": ""}
    assert post(cast.client(cast.admin), f"/users/{cast.admin.user}/suspend").status_code == 403, "nobody themselves"
    assert not User.objects.filter(username="t.thief").exists()
    assert User.objects.get(pk=cast.manager.user).suspended_at is None
