"""Rounds: planned with consent, given to centres, started when there is something to ask; interviewers stay with their centre."""

from datetime import timedelta
from itertools import pairwise

import pytest

from prasan.community.surveys import actions, queries
from prasan.community.surveys.models import Interviewer, Quota, Round
from prasan.community.surveys.rules.sampling import drawn
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, acting, system
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading

pytestmark = pytest.mark.django_db
SYSTEM = system("test")
CONSENT = {"th": "ขออนุญาตถามเรื่องครอบครัว ไม่ตอบก็ได้", "en": "May we ask?"}


def planned(cast, form, who=None, **more):
    today = clock.today()
    facts = {"title": "รอบปี 2569", "starts_on": today, "ends_on": today + timedelta(days=30), "consent": CONSENT, "area_code": "40", **more}
    return actions.plan_round((who or cast.monitor).actor, form=form.pk, **facts)


def test_a_round_starts_with_an_open_form_and_a_centre_that_has_something_to_ask(cast, published):
    form, _version = published("strength", rounds_only=True)
    made = planned(cast, form)
    with pytest.raises(Conflict) as stopped:
        actions.start_round(cast.monitor.actor, id=made)
    assert [one.code for one in stopped.value.obstacles] == ["quota"]
    actions.set_quota(cast.monitor.actor, round=made, organisation=cast.centre.organisation, wanted=25, households=240)
    actions.start_round(cast.monitor.actor, id=made)
    with reading(cast.centre.actor):
        found = queries.offered(cast.centre.actor, organisation=cast.centre.organisation, area_code="400101")
        now = queries.round_under_way(cast.centre.actor, form=form.pk, organisation=cast.centre.organisation)
    assert [one.code for one in found] == ["strength"] and (now.wanted, now.consent["th"]) == (25, CONSENT["th"])
    actions.end_round(cast.monitor.actor, id=made)
    with reading(cast.centre.actor):
        assert queries.offered(cast.centre.actor, organisation=cast.centre.organisation, area_code="400101") == ()


def test_the_same_number_for_every_centre_of_an_area(cast, published):
    form, _version = published("strength")
    made = planned(cast, form)
    actions.set_quota(cast.monitor.actor, round=made, organisation=cast.centre.organisation, wanted=99)
    count = actions.spread_quota(cast.monitor.actor, round=made, wanted=20)
    with acting(SYSTEM):
        rows = dict(Quota.objects.filter(round_id=made).values_list("organisation_id", "wanted"))
        assert all(code.startswith("40") for code in Quota.objects.filter(round_id=made).values_list("area_code", flat=True))
    assert count == len(rows) - 1 > 3 and rows.pop(cast.centre.organisation) == 99 and set(rows.values()) == {20}
    assert actions.spread_quota(cast.monitor.actor, round=made, wanted=20) == 0
    for wrong in ({"area_code": "45"}, {"wanted": 0}, {"area_code": "4"}):
        with pytest.raises(Invalid):
            actions.spread_quota(cast.monitor.actor, round=made, **{"wanted": 5, **wrong})


@pytest.mark.parametrize("wrong", [
    {"title": " "}, {"ends_on": clock.today() - timedelta(days=40)}, {"method": "guess"}, {"consent": {"en": "only English"}}, {"area_code": "4x"},
])
def test_what_is_wrong_with_a_round_is_said_by_field(cast, published, wrong):
    form, _version = published("strength")
    with pytest.raises(Invalid) as found:
        planned(cast, form, **wrong)
    assert next(iter(found.value.errors)).startswith(next(iter(wrong)))


def test_quotas_are_for_centres_of_the_round_and_not_more_than_there_are(cast, published):
    form, _version = published("strength")
    made = planned(cast, form)
    for wrong in ({"organisation": cast.hospital.organisation}, {"wanted": -1}, {"households": 10}):
        with pytest.raises(Invalid):
            actions.set_quota(cast.monitor.actor, round=made, **{"organisation": cast.centre.organisation, "wanted": 20, **wrong})


def test_once_it_runs_only_its_last_day_changes(cast, published):
    form, _version = published("strength")
    made = planned(cast, form)
    actions.spread_quota(cast.monitor.actor, round=made, wanted=5)
    actions.start_round(cast.monitor.actor, id=made)
    later = clock.today() + timedelta(days=60)
    actions.change_round(cast.monitor.actor, id=made, title="อื่น", starts_on=later, ends_on=later, consent={"th": "อื่น"}, area_code="")
    with acting(SYSTEM):
        row = Round.objects.get(pk=made)
    assert (row.title, row.ends_on, row.consent, row.area_code) == ("รอบปี 2569", later, CONSENT, "40")


def test_only_the_office_that_asks_plans_and_others_see_their_part(cast, published):
    form, _version = published("strength")
    for who in (cast.centre, cast.outsider, cast.auditor, cast.manager):
        with pytest.raises(Refused):
            planned(cast, form, who)
    made = planned(cast, form)
    with pytest.raises(Hidden):
        actions.set_quota(cast.outsider.actor, round=made, organisation=cast.centre.organisation, wanted=5)
    actions.spread_quota(cast.monitor.actor, round=made, wanted=5)
    actions.start_round(cast.monitor.actor, id=made)
    with pytest.raises(Refused):
        actions.end_round(cast.centre.actor, id=made)
    seen = {}
    for who in (cast.centre, cast.province, cast.outsider, cast.border, cast.monitor):
        with acting(who.actor):
            seen[who.key] = scope(who.actor, "quota.see", Quota).filter(round_id=made).count()
    assert seen["centre"] == 1 and seen["province"] == seen["monitor"] > 3 and seen["outsider"] == seen["border"] == 0


def test_an_interviewer_has_pledged_secrecy_and_is_known_to_the_centre_only(cast):
    made = actions.add_interviewer(cast.centre.actor, name="สมศรี ใจอาสา", pledged_on=clock.today())
    for wrong in ({"name": ""}, {"pledged_on": clock.today() + timedelta(days=1)}):
        with pytest.raises(Invalid):
            actions.add_interviewer(cast.centre.actor, **{"name": "ก", "pledged_on": clock.today(), **wrong})
    for who in (cast.province, cast.monitor, cast.outsider):
        with pytest.raises(Refused):
            actions.add_interviewer(who.actor, name="x", pledged_on=clock.today())
        with acting(who.actor):
            assert not scope(who.actor, "interviewer.see", Interviewer).exists()
        with pytest.raises(Hidden):
            actions.end_interviewer(who.actor, id=made)
    actions.end_interviewer(cast.centre.actor, id=made)
    with acting(SYSTEM):
        row = Interviewer.objects.get(pk=made)
        assert (row.name, row.code) == ("สมศรี ใจอาสา", "01") and row.ended_at is not None


def test_households_are_drawn_evenly_and_the_same_each_time():
    for households, wanted in ((240, 25), (10, 10), (7, 3), (1000, 1), (50, 0)):
        found = drawn(seed=7, households=households, wanted=wanted)
        assert found == drawn(seed=7, households=households, wanted=wanted) and len(set(found)) == wanted
        assert all(1 <= one <= households for one in found) and list(found) == sorted(found)
        gaps = [b - a for a, b in pairwise(found)]
        assert not gaps or max(gaps) - min(gaps) <= 1
    assert len({drawn(seed=n, households=240, wanted=25) for n in range(20)}) > 5
