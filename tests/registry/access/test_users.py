"""Users: invite, enrol once, several positions, move, suspend; found within the own area only; two persons for a lost factor."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.policy.models import AccessRow
from prasan.ground.screens import places
from prasan.registry.access import gates
from prasan.registry.access.actions import (
    add_user,
    ask_reset,
    decide_reset,
    enrol,
    first_administrator,
    give_position,
    invite,
    invite_again,
    resume_user,
    suspend_user,
)
from prasan.registry.access.models import Enrolment, Session, User
from prasan.registry.access.queries import user_view, users
from prasan.registry.areas.models import RegionSetMember
from prasan.registry.organisations.models import Organisation
from tests.cast import PASSWORD, SYSTEM, Cast, hire

GOOD = "ปลาทูสามตัวว่ายทวนน้ำ"


def proved(client: Client) -> Client:
    session = client.session
    session[gates.FRESH] = clock.now().isoformat()
    session.save()
    return client


def local_admin(cast: Cast, province: str = "40"):
    return hire(f"admin{province}", "ผู้ดูแลจังหวัด", "system_administrator", cast.organisation("psdhso", province), areas=[province])


def test_an_invitation_works_once_and_is_kept_only_hashed(cast: Cast) -> None:
    user, token = invite(
        cast.admin.actor, username="new.officer", name="คนใหม่ ใจดี", organisation=cast.manager.organisation, role="case_manager",
    )
    assert token.encode() not in b"".join(bytes(row.token_hash) for row in Enrolment.objects.all())
    page = Client().get(f"/enrol/{token}")
    assert "new.officer" in page.content.decode()
    assert Client().get(f"/enrol/{token[:-1]}x").status_code == 410
    first = Client()
    done = first.post(f"/enrol/{token}", {"password": GOOD, "again": GOOD})
    assert done.headers["Location"] == "/account/second-factor"
    assert Client().get(f"/enrol/{token}").status_code == 410
    assert Client().post(f"/enrol/{token}", {"password": GOOD, "again": GOOD}).status_code == 410
    with pytest.raises(Invalid):
        enrol(token, password=GOOD)
    assert AuditRow.objects.filter(verb="enrol", object_id=str(user)).count() == 1


def test_an_invitation_ends_after_72_hours_or_by_a_newer_one(cast: Cast) -> None:
    user, token = invite(
        cast.admin.actor, username="late.one", name="มาช้า", organisation=cast.manager.organisation, role="case_manager",
    )
    with clock.frozen(clock.now() + timedelta(hours=72, seconds=1)):
        assert Client().get(f"/enrol/{token}").status_code == 410
    newer = invite_again(cast.admin.actor, user=user)
    assert Client().get(f"/enrol/{token}").status_code == 410
    assert Client().get(f"/enrol/{newer}").status_code == 200
    suspend_user(cast.admin.actor, user=user)
    assert Client().get(f"/enrol/{newer}").status_code == 410


@pytest.mark.parametrize(("password", "says"), [("สั้นไป", "12 ตัวอักษร"), ("สวัสดีสวัสดีสวัสดี", "เดาง่าย"), ("aaaaaaaaaaaaaaaa", "เดาง่าย")])
def test_weak_passwords_are_refused_with_a_reason(cast: Cast, password: str, says: str) -> None:
    _, token = invite(
        cast.admin.actor, username="weak.one", name="คนใหม่", organisation=cast.manager.organisation, role="case_manager",
    )
    answer = Client().post(f"/enrol/{token}", {"password": password, "again": password})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_invite_page_finds_the_office_and_shows_the_link_once(cast: Cast) -> None:
    client = cast.client(cast.admin)
    typed = {"name": "สมหญิง มาใหม่", "username": "somying", "role": "receiving_desk", "office_words": "ศูนย์พึ่งได้ ขอนแก่น", "language": "th"}
    found = client.post("/users/new", {**typed, "office_words": "หน่วยรับแจ้ง พมจ.ขอนแก่น", "find": "1"}).content.decode()
    assert "สมหญิง มาใหม่" in found
    assert str(cast.intake.organisation) in found
    missing = client.post("/users/new", typed)
    assert missing.status_code == 422
    assert "สมหญิง มาใหม่" in missing.content.decode()
    done = client.post("/users/new", {**typed, "office_words": "หน่วยรับแจ้ง พมจ.ขอนแก่น", "organisation": str(cast.intake.organisation)})
    link = done.content.decode().split("<code>")[1].split("</code>")[0]
    assert Client().get(link.removeprefix("http://testserver")).status_code == 200
    again = client.post("/users/new", {**typed, "office_words": "หน่วยรับแจ้ง พมจ.ขอนแก่น", "organisation": str(cast.intake.organisation)})
    assert "ชื่อผู้ใช้นี้มีคนใช้แล้ว" in again.content.decode()


def test_lists_stay_within_the_own_area(cast: Cast) -> None:
    here = {line.name for line in users(local_admin(cast).actor, size=100)[0]}
    assert cast.manager.name in here
    assert cast.police.name in here
    assert cast.outsider.name not in here
    assert cast.outsider.name in {line.name for line in users(cast.admin.actor, size=100)[0]}
    head = {line.name for line in users(cast.head.actor, size=100)[0]}
    assert cast.intake.name in head
    assert cast.police.name not in head
    assert [line.name for line in users(cast.manager.actor)[0]] == [cast.manager.name], "only oneself"
    assert {line.name for line in users(cast.province.actor, size=100)[0]} >= {cast.police.name, cast.hospital.name}


def test_search_by_name_and_office_finds_nothing_outside(cast: Cast) -> None:
    admin = local_admin(cast)
    assert [line.name for line in users(admin.actor, text="กมล")[0]] == []
    assert [line.name for line in users(cast.admin.actor, text="กมล")[0]] == [cast.outsider.name]
    assert cast.manager.name in {line.name for line in users(admin.actor, text="กลุ่มการคุ้มครอง")[0]}


def test_an_unknown_user_and_one_out_of_sight_are_the_same_answer(cast: Cast) -> None:
    client = cast.client(cast.outsider_head)
    unknown = client.get("/users/01890000-0000-7000-8000-000000000000")
    hidden = client.get(f"/users/{cast.manager.user}")
    assert (unknown.status_code, hidden.status_code) == (404, 404)
    rows = AuditRow.objects.filter(verb="refused").order_by("id")
    assert [(row.object_kind, len(row.object_id), row.detail) for row in rows] == [("user", 32, "")] * 2


@pytest.mark.parametrize("who", ["manager", "head", "province", "outsider", "privacy", "auditor"])
def test_only_administrators_manage(cast: Cast, who: str) -> None:
    actor = getattr(cast, who).actor
    with pytest.raises((Hidden, Refused)):
        suspend_user(actor, user=cast.colleague.user)
    with pytest.raises((Hidden, Refused)):
        invite(actor, username="sneaky", name="แอบเพิ่ม", organisation=cast.manager.organisation, role="case_manager")
    with pytest.raises((Hidden, Refused)):
        give_position(actor, user=cast.colleague.user, organisation=cast.manager.organisation, role="unit_head")
    assert not User.objects.filter(username="sneaky").exists()


def test_administrators_give_nothing_to_themselves_nor_beyond_their_area(cast: Cast) -> None:
    admin = local_admin(cast)
    with pytest.raises(Refused):
        give_position(admin.actor, user=admin.user, organisation=cast.manager.organisation, role="case_manager")
    with pytest.raises(Hidden):
        give_position(admin.actor, user=cast.colleague.user, organisation=cast.outsider.organisation, role="case_manager")
    with pytest.raises(Invalid) as wrong:
        give_position(admin.actor, user=cast.colleague.user, organisation=cast.manager.organisation, role="province_head", areas=["45"])
    assert "areas" in wrong.value.errors
    with pytest.raises(Hidden):
        suspend_user(admin.actor, user=cast.outsider.user)


def test_a_head_of_an_area_has_one(cast: Cast) -> None:
    """Without an area of the office or by name the post would be for the whole country."""
    given = {"user": cast.colleague.user, "organisation": cast.organisation("dwf"), "role": "province_head"}
    with pytest.raises(Invalid) as wrong:
        give_position(cast.admin.actor, **given)
    assert "area" in wrong.value.errors
    client = cast.client(cast.admin)
    typed = {"organisation": str(given["organisation"]), "office_words": "กรมกิจการสตรี", "role": "province_head"}
    assert client.post(f"/users/{cast.colleague.user}/position", typed).status_code == 422
    assert client.post(f"/users/{cast.colleague.user}/position", {**typed, "area": "45"}).status_code == 302
    assert [post.areas for post in cast.colleague.fresh().posts_as("province_head")] == [("45",)]
    assert not cast.admin.fresh().posts_as("province_head")


def test_several_positions_act_together(cast: Cast) -> None:
    give_position(cast.admin.actor, user=cast.manager.user, organisation=cast.hospital.organisation, role="receiving_desk")
    actor = cast.manager.fresh()
    assert actor.roles == {"case_manager", "receiving_desk"}
    assert {cast.manager.organisation, cast.hospital.organisation} <= set(actor.organisations)
    assert user_view(cast.admin.actor, cast.manager.user).state == "waiting"


def test_resume_gives_back_what_suspension_took(cast: Cast) -> None:
    suspend_user(cast.admin.actor, user=cast.manager.user)
    assert cast.manager.fresh().posts == ()
    resume_user(cast.admin.actor, user=cast.manager.user)
    assert cast.manager.fresh().roles == {"case_manager"}


def with_factor(cast: Cast) -> None:
    Authenticator.objects.create(user_id=cast.manager.user, type="totp", data={"secret": "x", "last": 0})


def test_a_lost_factor_needs_two_persons_and_neither_is_the_user(cast: Cast) -> None:
    with_factor(cast)
    client = cast.client(cast.manager)
    with pytest.raises(Refused):
        ask_reset(cast.manager.actor, user=cast.manager.user, how_known="in_person")
    reset = ask_reset(cast.head.actor, user=cast.manager.user, how_known="in_person")
    with pytest.raises(Conflict):
        ask_reset(cast.province.actor, user=cast.manager.user, how_known="video")
    for wrong in (cast.head, cast.manager, cast.outsider_head, cast.colleague):
        with pytest.raises((Refused, Hidden)):
            decide_reset(wrong.actor, reset=reset, approve=True)
    assert client.get(places.ACCOUNT).status_code == 200
    token = decide_reset(cast.province.actor, reset=reset, approve=True)
    assert not Authenticator.objects.filter(user_id=cast.manager.user).exists()
    assert client.get(places.ACCOUNT).status_code == 302, "old sessions are over"
    assert not Session.objects.filter(user_id=cast.manager.user).exists()
    again = Client()
    assert again.post(places.SIGN_IN, {"username": cast.manager.username, "password": PASSWORD}).status_code == 422
    assert again.post(f"/enrol/{token}", {"password": GOOD, "again": GOOD}).headers["Location"] == "/account/second-factor"
    with pytest.raises(Conflict):
        decide_reset(cast.admin.actor, reset=reset, approve=True)


def test_who_asked_may_not_approve_even_as_administrator(cast: Cast) -> None:
    with_factor(cast)
    reset = ask_reset(cast.admin.actor, user=cast.manager.user, how_known="video")
    with pytest.raises(Refused):
        decide_reset(cast.admin.actor, reset=reset, approve=True)
    page = proved(cast.client(cast.admin)).get(f"/users/{cast.manager.user}/reset").content.decode()
    assert "ยังตัดสินไม่ได้" in page
    assert 'value="approve"' not in page
    assert 'value="approve"' in proved(cast.client(cast.province)).get(f"/users/{cast.manager.user}/reset").content.decode()


def test_a_refused_reset_changes_nothing(cast: Cast) -> None:
    with_factor(cast)
    reset = ask_reset(cast.head.actor, user=cast.manager.user, how_known="known_phone")
    assert decide_reset(cast.province.actor, reset=reset, approve=False) == ""
    assert Authenticator.objects.filter(user_id=cast.manager.user).exists()


def test_the_first_administrator_comes_once_and_only_first(cast: Cast) -> None:
    with pytest.raises(Conflict):
        first_administrator(SYSTEM, username="root", name="คนแรก", organisation=cast.admin.organisation)


def test_moving_ends_personal_sight_and_tells_the_chapters(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from prasan.ground.policy import Section, access
    from prasan.registry.access.actions import move_user
    from prasan.registry.access.emergency import POSITION_ENDED

    told = []
    POSITION_ENDED.add("test", lambda actor, user, organisation: told.append((user, organisation)))
    monkeypatch.setitem(POSITION_ENDED._entries, "test", POSITION_ENDED._entries["test"])
    move_user(cast.admin.actor, user=cast.manager.user, organisation=cast.organisation("psdhso", "45", "casework"), role="case_manager")
    assert told == [(cast.manager.user, cast.manager.organisation)]
    thing = cast.colleague.user  # any id
    access.give(SYSTEM, subject=cast.colleague.user, object_kind="case", object_id=thing, sections=Section.STORY, basis="danger", cause=("x", thing))
    from prasan.registry.access.actions import end_position
    from prasan.registry.access.models import Position

    end_position(cast.admin.actor, position=Position.objects.get(user_id=cast.colleague.user).pk)
    assert not AccessRow.objects.filter(subject_id=cast.colleague.user, ends_at=None).exists()


def test_names_of_users_are_checked(cast: Cast) -> None:
    for username, name in (("ก้าว", "ชื่อ"), ("ok.name", ""), ("ab", "ชื่อ"), ("x" * 41, "ชื่อ"), ("ok.name", "ย" * 121)):
        with pytest.raises(Invalid):
            add_user(SYSTEM, username=username, name=name)


def test_a_head_whose_office_has_no_area_any_more_does_not_get_the_country(cast: Cast) -> None:
    """What was true when the position was given may end: the office loses its area, the set of a centre its provinces."""
    assert cast.province.fresh().posts[0].areas == ("40",)
    Organisation.objects.filter(pk=cast.province.organisation).update(area_id=None)
    RegionSetMember.objects.all().delete()

    assert cast.province.fresh().posts[0].areas == ()
    assert cast.border.fresh().posts[0].areas == ()
    assert cast.privacy.fresh().posts[0].areas == ("",)
