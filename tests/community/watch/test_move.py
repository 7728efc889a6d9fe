"""Looking, renewing, ending, passing on, expiring: each as it must be, and what it must not do."""

from datetime import date, timedelta

import pytest

from prasan.casework.intake.models import Report, Reporter, ReportParty
from prasan.community.watch import actions, queries
from prasan.community.watch.flow import WATCH
from prasan.community.watch.jobs import end_what_is_over
from prasan.community.watch.models import Watch
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Stale
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.people.models import PersonName
from prasan.registry.work.models import WorkItem
from tests.community.conftest import SYSTEM
from tests.community.watch.conftest import NAME, SKETCH, WHY, begin, now

pytestmark = pytest.mark.django_db
DANGER = {"basis": "danger", "story": "เห็นแผลที่คิ้ว บอกว่าโดนตู้", "signs": ["adult_hurt"]}


def items(pk, **facts):
    with reading(SYSTEM):
        return list(WorkItem.objects.filter(object_id=pk, done_at=None, **facts))


def test_the_days_follow_the_rules_of_the_level(centre, frozen):
    for level, days in ((1, 30), (2, 14), (3, 7)):
        row = now(begin(centre, level=level))
        assert row.next_look_on == clock.today() + timedelta(days=days)
        assert row.ends_on == clock.today() + timedelta(days=90)


def test_a_look_sets_the_next_day_and_stands_on_the_list_of_the_centre(centre, entry, frozen):
    frozen.advance(days=14)
    [item] = items(entry)
    assert (item.verb, item.role, item.assignee_id, item.area_code, item.facts) == ("watch_look", "centre_member", None, "", {})
    with reading(centre.sister.actor):
        assert scope(centre.sister.actor, "work.do", WorkItem).filter(object_id=entry).exists()
    WATCH.make(centre.sister.actor, "look", id=entry, found="worse", words="เสียงดังสองคืน", level="3")

    row = now(entry)
    assert (row.level, row.next_look_on) == (3, clock.today() + timedelta(days=7))
    [item] = items(entry, verb="watch_look")
    assert clock.local(item.due_at).date() == row.next_look_on


def test_what_a_colleague_finds_more_worrying_is_told_to_whoever_began_it(centre, entry):
    WATCH.make(centre.sister.actor, "look", id=entry, found="worse", words="ไม่มีไฟสองคืน")
    [told] = items(entry, verb="watch_worse")
    assert (told.assignee_id, told.area_code, told.facts) == (centre.keeper.user, "", {})
    WATCH.make(centre.keeper.actor, "look", id=entry, found="same")
    assert not items(entry, verb="watch_worse")


def test_the_next_look_never_falls_behind_the_end(centre, frozen):
    pk = begin(centre, ends_on=clock.today() + timedelta(days=3))

    assert now(pk).next_look_on == now(pk).ends_on


def test_only_a_keeper_renews_with_a_reason_and_for_no_longer_than_the_rule(centre, entry, frozen):
    frozen.advance(days=80)
    with pytest.raises(Refused):
        WATCH.make(centre.sister.actor, "renew", id=entry, why="อยากดูต่อ")
    with pytest.raises(Hidden):
        WATCH.make(centre.far.actor, "renew", id=entry, why="อยากดูต่อ")
    for wrong in ({"why": ""}, {"why": "  "}, {"why": "ดูต่อ", "until": clock.today() + timedelta(days=91)}, {"why": "ดูต่อ", "until": now(entry).ends_on}):
        with pytest.raises(Invalid):
            WATCH.make(centre.keeper.actor, "renew", id=entry, **wrong)
    before = now(entry).ends_on
    WATCH.make(centre.keeper.actor, "renew", id=entry, why="ยังเมาทุกเย็น")

    assert now(entry).ends_on == clock.today() + timedelta(days=90) > before
    assert now(entry).renewals == 1


def test_what_nobody_renews_ends_by_itself_and_the_keeper_was_asked(centre, entry, frozen):
    frozen.advance(days=84)
    assert end_what_is_over.run() == 0
    [asked] = items(entry, verb="watch_renew")
    assert (asked.assignee_id, asked.area_code) == (centre.keeper.user, "")
    frozen.advance(days=6)
    assert end_what_is_over.run() == 0  # its last day is a day of watching
    frozen.advance(days=1)
    assert end_what_is_over.run() == 1

    assert now(entry).state == "expired"
    assert not items(entry)
    with pytest.raises(Conflict):
        WATCH.make(centre.keeper.actor, "renew", id=entry, why="ลืม")
    with reading(centre.sister.actor):
        assert not scope(centre.sister.actor, "watch.see", Watch).exists()  # what has ended shows to its keepers only
    with reading(centre.keeper.actor):
        assert queries.watches(centre.keeper.actor, done=True)[0][0].state == "expired"


def test_ending_asks_why_and_takes_the_work_away(centre, entry):
    with pytest.raises(Invalid):
        WATCH.make(centre.keeper.actor, "end", id=entry)
    WATCH.make(centre.keeper.actor, "end", id=entry, because="well")

    assert (now(entry).state, now(entry).ended_because) == ("ended", "well")
    assert not items(entry)


def test_a_sign_of_danger_is_not_watched(centre):
    with pytest.raises(Invalid) as refused:
        begin(centre, signs=["adult_hurt"])
    assert set(refused.value.errors) == {"signs"}
    client = centre.cast.client(centre.keeper)
    page = client.post("/watches/new", {"reason": "quarrels", "level": "3", "sketch": SKETCH, "why": WHY, "who": NAME, "signs": ["weapon"]})
    text = page.content.decode()
    assert text.index("tel:191") < text.index('name="story"')
    assert WHY in text and NAME in text  # what was typed is not lost
    with reading(SYSTEM):
        assert not Watch.objects.exists()
    sent = client.post("/watches/danger", {"story": WHY, "basis": "danger", "signs": ["weapon"], "name": NAME, "by_name": "on"})
    assert sent.status_code == 201
    with reading(SYSTEM):
        report = Report.objects.get()
        assert (report.sent_by_id, dict(report.details)["signs"]) == (centre.keeper.organisation, {"weapon": "yes"})


def test_a_blind_member_who_sees_danger_sends_the_name_without_reading_it(centre, entry):
    client = centre.cast.client(centre.sister)
    asked = client.get(f"/watches/{entry}/pass_on").content.decode()
    assert asked.index("tel:191") < asked.index('name="story"')
    assert NAME not in asked and WHY not in asked
    answer = client.post(f"/watches/{entry}/pass_on", {**DANGER, "by_name": "on"})
    assert answer.status_code == 201
    assert NAME not in answer.content.decode()

    row = now(entry)
    with reading(SYSTEM):
        report = Report.objects.get(pk=row.report_id)
        party = ReportParty.objects.get(report=report, role="affected")
        assert NAME in str([name.parts for name in PersonName.objects.filter(person_id=party.person_id)])
        assert DANGER["story"] in report.story and WHY in report.story
        assert report.details["where_words"] == SKETCH
        assert Reporter.objects.get(report=report).who["name"] == centre.sister.actor.label
    assert (row.state, row.basis) == ("passed_on", "danger")
    page = client.get(f"/watches/{entry}").content.decode()  # the sender goes on seeing the answer word, blind
    assert "รับเรื่องแล้ว" in page and NAME not in page
    for who in (centre.kin, centre.far):
        assert centre.cast.client(who).get(f"/watches/{entry}").status_code == 404
    with reading(centre.kin.actor):  # and who is close to the family does not learn that anything was sent
        assert not scope(centre.kin.actor, "report.see", Report).exists()


def test_whoever_sends_it_blind_sees_it_while_time_goes_on(centre, entry, frozen, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: frozen.advance(milliseconds=1))  # row security goes by the moment at which the sender began
    WATCH.make(centre.sister.actor, "pass_on", id=entry, **DANGER)

    with reading(centre.sister.actor):
        assert scope(centre.sister.actor, "watch.see", Watch).filter(pk=entry).exists()


@pytest.mark.parametrize("told", [{}, {"basis": "consent"}, {"story": "x"}, {"basis": "mou", "story": "x"},
                                  {"basis": "danger", "story": "x", "signs": ["gossip"]}])
def test_passing_on_needs_ground_and_words(centre, entry, told):
    with pytest.raises(Invalid):
        WATCH.make(centre.keeper.actor, "pass_on", id=entry, **told)
    assert now(entry).state == "watching"
    with reading(SYSTEM):
        assert not Report.objects.exists()


def test_two_who_see_it_at_once_send_one_report(centre, entry):
    WATCH.make(centre.keeper.actor, "pass_on", id=entry, **DANGER)

    with pytest.raises(Hidden):  # for the other it has gone from sight
        WATCH.make(centre.sister.actor, "pass_on", id=entry, **DANGER)
    with pytest.raises(Stale):
        second = begin(centre)
        WATCH.make(centre.keeper.actor, "look", id=second, version=9, found="calm")
    with reading(SYSTEM):
        assert Report.objects.count() == 1


@pytest.mark.parametrize(("wrong", "field"), [
    ({"reason": "poor"}, "reason"), ({"level": 9}, "level"), ({"level": "สูง"}, "level"), ({"sketch": " "}, "sketch"), ({"look_for": ["sins"]}, "look_for"),
    ({"ends_on": date(2027, 12, 1)}, "ends_on"), ({"ends_on": "2020-01-01"}, "ends_on"), ({"keepers": ["nobody"]}, "keepers"),
])
def test_what_cannot_be_kept_is_said_beside_its_field(centre, frozen, wrong, field):
    with pytest.raises(Invalid) as refused:
        begin(centre, **wrong)
    assert field in refused.value.errors
    with pytest.raises(Invalid):
        begin(centre, keepers=[str(centre.kin.user)])


@pytest.mark.parametrize("who", ["head", "province", "intake", "manager", "border", "admin", "monitor", "privacy"])
def test_only_members_of_a_centre_watch(centre, who):
    with pytest.raises(Refused):
        actions.open_watch(getattr(centre.cast, who).actor, reason="drink", level=1, sketch="x")


def test_what_is_past_its_time_is_forgotten(centre, entry, frozen):
    WATCH.make(centre.keeper.actor, "end", id=entry, because="well", note="ดีแล้ว")
    frozen.advance(days=200)

    assert actions.forget_watches(SYSTEM, before=clock.now()) == 1
    with reading(centre.keeper.actor):
        page = queries.watch_page(centre.keeper.actor, entry)
    assert page.forgotten and not page.who and not page.why and not page.note


def test_an_entry_by_the_pages(centre, frozen):
    client = centre.cast.client(centre.keeper)
    made = client.post("/watches/new", {"reason": "older_alone", "level": "2", "sketch": SKETCH, "look_for": ["medicine"], "close": [str(centre.kin.user)]})
    assert made.status_code == 302
    assert client.get(made.url).status_code == 200
    assert client.post(f"{made.url}/look", {"found": "calm", "words": "ยายแข็งแรงดี"}).status_code == 302
    assert client.post(f"{made.url}/look", {"found": ""}).status_code == 422
    assert client.post(f"{made.url}/ask-in", {"user": str(centre.sister.user)}).status_code == 302
    assert client.post(f"{made.url}/end", {"because": "helped"}).status_code == 302
    assert client.get("/watches/?done=1").content.decode().count(SKETCH) == 1
    assert client.get(f"{made.url}/nosuch").status_code == 404
