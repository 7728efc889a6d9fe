"""Committees follow one another; after an election the old one is history and its sight of the centre has ended."""

from datetime import date

import pytest

from prasan.community.centres import actions, queries
from prasan.community.centres.models import Committee, Member, Seat
from prasan.community.centres.rules.told import Appointed
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.transactions import reading
from tests.community.centres.conftest import SYSTEM, appointed

pytestmark = pytest.mark.django_db


def members(cast):
    with reading(SYSTEM):
        rows = Seat.objects.filter(organisation_id=cast.centre.organisation, ended_on=None).order_by("place").select_related("member")
        return [seat.member for seat in rows]


def test_a_new_committee_ends_the_old_one_which_stays_as_it_was(cast):
    appointed(cast, "นางมาลี ทองดี", "นายสมาน ใจกว้าง", until=date(2026, 1, 9), order_no="12/2566")
    known = members(cast)
    appointed(cast, "นางสาววันดี มาใหม่", cause="local_election", began_on=date(2026, 4, 26), members=[Appointed("secretary", "women", member=known[0].pk)])
    with reading(cast.centre.actor):
        page = queries.committee_page(cast.centre.actor, cast.centre.organisation)
    assert page.now.number == 2 and [seat.name for seat in page.now.seats] == ["นางสาววันดี มาใหม่", "นางมาลี ทองดี"]
    assert [one.number for one in page.before] == [1]
    assert [seat.name for seat in page.before[0].seats] == ["นางมาลี ทองดี", "นายสมาน ใจกว้าง"] and page.before[0].order_no == "12/2566"
    with reading(SYSTEM):
        assert Committee.objects.get(number=1, organisation_id=cast.centre.organisation).end_cause == "local_election"


def test_who_is_not_in_the_new_one_loses_sight_of_the_centre_and_who_is_keeps_it(cast):
    appointed(cast, "ป้าสมร ศพค.", "นายสมาน ใจกว้าง")
    known = members(cast)
    actions.record_pledge(cast.centre.actor, id=known[0].pk, on=date(2026, 1, 5))
    actions.link_user(cast.province.actor, id=known[0].pk, user=cast.centre.user)
    appointed(cast, "ใครอีกคน", cause="other", began_on=date(2026, 2, 1), members=[Appointed("member", "women", member=known[0].pk)])
    assert "centre_member" in cast.centre.fresh().roles
    appointed(cast, "นางสาววันดี มาใหม่", cause="local_election", began_on=date(2026, 4, 26))
    assert not cast.centre.fresh().posts
    assert cast.client(cast.centre).get("/centre/").status_code != 200


def test_a_member_who_leaves_loses_sight_at_once_the_others_keep_it(cast):
    appointed(cast, "ป้าสมร ศพค.", "นายสมาน ใจกว้าง")
    one, two = members(cast)
    actions.record_pledge(cast.centre.actor, id=one.pk, on=date(2026, 1, 5))
    actions.link_user(cast.province.actor, id=one.pk, user=cast.centre.user)
    actions.leave_committee(cast.province.actor, id=two.pk, cause="moved")
    assert cast.centre.fresh().posts
    actions.leave_committee(cast.province.actor, id=one.pk, cause="resigned")
    assert not cast.centre.fresh().posts
    with pytest.raises(Conflict):
        actions.leave_committee(cast.province.actor, id=one.pk, cause="resigned")


def test_a_sign_in_is_said_to_be_somebodys_only_after_the_pledge_and_only_one_of_this_centre(cast, other):
    appointed(cast, "ป้าสมร ศพค.")
    member = members(cast)[0]
    with pytest.raises(Conflict):
        actions.link_user(cast.province.actor, id=member.pk, user=cast.centre.user)
    actions.record_pledge(cast.province.actor, id=member.pk, on=date(2026, 1, 5))
    with pytest.raises(Invalid):
        actions.link_user(cast.province.actor, id=member.pk, user=other.user)


def test_the_centre_does_not_appoint_its_own_committee_and_outsiders_find_none(cast, other, other_head):
    with pytest.raises(Refused):
        actions.change_committee(cast.centre.actor, centre=cast.centre.organisation, cause="first", began_on=date(2026, 1, 1))
    for outsider in (other, other_head, cast.outsider):
        with pytest.raises(Hidden):
            actions.change_committee(outsider.actor, centre=cast.centre.organisation, cause="first", began_on=date(2026, 1, 1))
    appointed(cast, "นางมาลี ทองดี")
    member = members(cast)[0]
    for outsider in (other, other_head, cast.outsider, cast.monitor):
        with pytest.raises((Hidden, Refused)):
            actions.record_pledge(outsider.actor, id=member.pk, on=date(2026, 1, 1))
        with pytest.raises((Hidden, Refused)), reading(outsider.actor):
            queries.committee_page(outsider.actor, cast.centre.organisation)


@pytest.mark.parametrize(("wrong", "facts"), [
    ("cause", {"cause": "whim"}), ("began_on", {"began_on": date(2027, 1, 1)}), ("until", {"until": date(2020, 1, 1)}),
    ("members", {"members": [Appointed("king", "leader", name="ใคร")]}),
    ("members", {"members": [Appointed("chair", "leader", name="หนึ่ง"), Appointed("chair", "leader", name="สอง")]}),
])
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(cast, wrong, facts):
    with pytest.raises(Invalid) as error:
        actions.change_committee(cast.province.actor, **{"centre": cast.centre.organisation, "cause": "first", "began_on": date(2026, 1, 1), **facts})
    assert wrong in error.value.errors
    with reading(SYSTEM):
        assert not Committee.objects.exists() and not Member.objects.exists()


def test_names_are_sealed_and_the_database_holds_none_of_them(cast):
    appointed(cast, "นางมาลี ทองดี")
    with reading(SYSTEM):
        raw = Member.objects.values_list("name", "phone").get()
    assert "มาลี" not in bytes(raw[0]).decode(errors="ignore") and members(cast)[0].name == "นางมาลี ทองดี"


def test_a_training_is_kept_once_and_shown(cast):
    appointed(cast, "นางมาลี ทองดี", "นายสมาน ใจกว้าง")
    who = [member.pk for member in members(cast)]
    facts = {"centre": cast.centre.organisation, "members": who, "title": "รักษาความลับ", "on": date(2026, 5, 4), "hours": 6}
    assert actions.add_training(cast.centre.actor, **facts) == 2 and actions.add_training(cast.centre.actor, **facts) == 0
    with reading(cast.province.actor):
        page = queries.committee_page(cast.province.actor, cast.centre.organisation)
    assert page.now.seats[0].trainings == ("รักษาความลับ 4 พ.ค. 2569",)
