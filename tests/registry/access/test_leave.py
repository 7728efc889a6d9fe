"""Leave: the stand-in acts for the period and it ends by itself; exclusions hold; duty rosters."""

from datetime import timedelta
from uuid import uuid4

import pytest

from prasan.ground import clock
from prasan.ground.policy import Hidden, Invalid, Refused, Section, access
from prasan.ground.policy.models import AccessRow
from prasan.ground.vault import mint
from prasan.registry.access.actions import add_duty, cover_leaves, end_duty, end_leave, suspend_user, take_leave
from prasan.registry.access.queries import duties, on_duty
from tests.cast import SYSTEM, Cast


@pytest.fixture
def days():
    at = clock.now()
    with clock.frozen(at) as held:
        yield held, lambda n: at + timedelta(days=n)


def test_the_stand_in_ends_by_itself(cast: Cast, days) -> None:
    held, day = days
    take_leave(cast.head.actor, user=cast.head.user, stand_in=cast.colleague.user, starts_at=day(1), ends_at=day(3))
    assert cast.colleague.fresh().roles == {"case_manager"}
    held.move_to(day(2))
    assert cast.colleague.fresh().roles == {"case_manager", "unit_head"}
    assert set(cast.colleague.fresh().organisations) >= set(cast.head.fresh().organisations)
    held.move_to(day(3) + timedelta(seconds=1))
    assert cast.colleague.fresh().roles == {"case_manager"}


def test_the_stand_in_sees_what_the_one_away_holds_personally_for_the_period_only(cast: Cast, days) -> None:
    held, day = days
    case, later = uuid4(), uuid4()
    give = {"object_kind": "case", "sections": Section.everything(), "basis": "public_task"}
    access.give(SYSTEM, subject=cast.manager.user, object_id=case, cause=("case", case), **give)
    take_leave(cast.manager.actor, user=cast.manager.user, stand_in=cast.colleague.user, starts_at=day(1), ends_at=day(3))
    row = AccessRow.objects.get(subject_id=cast.colleague.user, object_id=case)
    assert (row.starts_at, row.ends_at, row.cause_kind) == (day(1), day(3), "leave")
    held.move_to(day(2))
    access.give(SYSTEM, subject=cast.manager.user, object_id=later, cause=("case", later), **give)
    assert cover_leaves(SYSTEM) == 1
    assert cover_leaves(SYSTEM) == 0
    assert AccessRow.objects.get(subject_id=cast.colleague.user, object_id=later).ends_at == day(3)
    assert not AccessRow.objects.filter(subject_id=cast.outsider.user).exists()


def test_back_earlier_ends_the_stand_in_now(cast: Cast, days) -> None:
    held, day = days
    leave = take_leave(cast.head.actor, user=cast.head.user, stand_in=cast.colleague.user, starts_at=day(0), ends_at=day(5))
    held.advance(days=1)
    assert "unit_head" in cast.colleague.fresh().roles
    with pytest.raises(Hidden):
        end_leave(cast.outsider.actor, leave=leave)
    end_leave(cast.head.actor, leave=leave)
    assert cast.colleague.fresh().roles == {"case_manager"}


def test_an_excluded_stand_in_stays_excluded(cast: Cast, days) -> None:
    held, day = days
    report = uuid4()
    mint(report)
    access.exclude(SYSTEM, subject=cast.colleague.user, root=report, objects=[("report", report)], reason="ญาติ")
    take_leave(cast.manager.actor, user=cast.manager.user, stand_in=cast.colleague.user, starts_at=day(0), ends_at=day(3))
    held.advance(hours=1)
    assert cast.colleague.user in cast.colleague.fresh().barred_ids


def test_leave_is_said_by_oneself_the_head_or_the_administrator(cast: Cast, days) -> None:
    _, day = days
    for stranger in (cast.outsider, cast.outsider_head, cast.colleague, cast.privacy):
        with pytest.raises((Hidden, Refused)):
            take_leave(stranger.actor, user=cast.manager.user, stand_in=cast.colleague.user, starts_at=day(1), ends_at=day(2))
    take_leave(cast.head.actor, user=cast.manager.user, stand_in=cast.colleague.user, starts_at=day(1), ends_at=day(2))
    with pytest.raises(Invalid):
        take_leave(cast.head.actor, user=cast.manager.user, stand_in=cast.colleague.user, starts_at=day(1), ends_at=day(2))
    with pytest.raises(Invalid):
        take_leave(cast.head.actor, user=cast.manager.user, stand_in=cast.manager.user, starts_at=day(5), ends_at=day(6))


def test_leave_page_offers_colleagues_only(cast: Cast) -> None:
    page = cast.client(cast.manager).get("/account/leave").content.decode()
    assert cast.colleague.name in page
    assert cast.outsider.name not in page


def test_on_duty_tells_who_is_on_watch_now(cast: Cast, days) -> None:
    held, _ = days
    at = clock.now()
    watch = add_duty(cast.head.actor, organisation=cast.intake.organisation, user=cast.intake.user, starts_at=at, ends_at=at + timedelta(hours=8))
    assert [one.user for one in on_duty(cast.intake.organisation)] == [cast.intake.user]
    assert on_duty(cast.outsider_intake.organisation) == ()
    assert on_duty(cast.intake.organisation, at + timedelta(hours=9)) == ()
    suspend_user(cast.admin.actor, user=cast.intake.user)
    assert on_duty(cast.intake.organisation) == (), "the suspended are on no watch"
    held.advance(hours=1)
    with pytest.raises(Hidden):
        end_duty(cast.outsider_head.actor, duty=watch, organisation=cast.intake.organisation)


def test_a_roster_belongs_to_its_desk(cast: Cast, days) -> None:
    at = clock.now()
    add_duty(cast.head.actor, organisation=cast.intake.organisation, user=cast.intake.user, starts_at=at, ends_at=at + timedelta(hours=8))
    assert len(duties(cast.intake.actor, cast.intake.organisation)) == 1
    assert duties(cast.outsider_intake.actor, cast.intake.organisation) == ()
    assert duties(cast.manager.actor, cast.intake.organisation) == ()
    with pytest.raises(Hidden):
        add_duty(cast.outsider_head.actor, organisation=cast.intake.organisation, user=cast.outsider_head.user, starts_at=at,
                 ends_at=at + timedelta(hours=1))
    with pytest.raises(Invalid) as wrong:
        add_duty(cast.head.actor, organisation=cast.intake.organisation, user=cast.outsider.user, starts_at=at, ends_at=at + timedelta(hours=1))
    assert "user" in wrong.value.errors
    with pytest.raises(Invalid):
        add_duty(cast.head.actor, organisation=cast.intake.organisation, user=cast.intake.user, starts_at=at, ends_at=at + timedelta(hours=30))


def test_duty_page_takes_a_night_watch(cast: Cast) -> None:
    client = cast.client(cast.head)
    day = clock.today() + timedelta(days=1)
    path = f"/access/duty/{cast.intake.organisation}"
    typed = {"user": str(cast.intake.user), "day_0": day.day, "day_1": day.month, "day_2": day.year + 543, "starts": "16.30", "ends": "08.30",
             "phone": "043 000 000"}
    assert client.post(path, typed).status_code == 302
    assert "043 000 000" in client.get(path).content.decode()
    assert client.post(path, {**typed, "starts": "99"}).status_code == 422
    assert cast.client(cast.outsider_head).get(path).status_code == 404
