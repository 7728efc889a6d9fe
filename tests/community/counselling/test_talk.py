"""A talk is its author's alone; it may become a report, with the ground for it stated, and one word comes back."""

from datetime import date

import pytest

from prasan.casework.intake.models import Report, ReportParty
from prasan.casework.intake.rules import SENT_ON, SIGNS
from prasan.casework.intake.rules.codes import PROBLEMS
from prasan.casework.triage import actions as triage
from prasan.community.counselling import actions, queries, rules
from prasan.community.counselling.flow import TALK
from prasan.community.counselling.models import Talk, TalkNote
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from tests.community.conftest import SYSTEM

pytestmark = pytest.mark.django_db
SECRET = "สามีติดหนี้พนันจนไม่กล้ากลับบ้าน"


def talk(centre, **more):
    return actions.record_talk(centre.keeper.actor, **{"topic": "money", "for_whom": "woman", "story": SECRET, "name": "แม่น้องฟ้า", **more})


def row(pk):
    with reading(SYSTEM):
        return Talk.objects.get(pk=pk)


def test_two_choices_are_enough(centre):
    pk = actions.record_talk(centre.keeper.actor, topic="raising", for_whom="family")

    with reading(centre.keeper.actor):
        page = queries.talk_page(centre.keeper.actor, pk)
    assert (page.name, page.story, page.line.state) == ("", "", "done")


def test_nobody_but_the_author_sees_a_talk(centre):
    pk = talk(centre, again_on=date(2569 - 543, 12, 1))
    actions.meet_again(centre.keeper.actor, id=pk, words=f"คุยแล้ว {SECRET}", again_on="2026-12-20")

    for other in (centre.sister, centre.kin, *centre.everyone_else):
        with reading(other.actor):
            assert not scope(other.actor, "talk.see", Talk).exists(), other.key
            assert not scope(other.actor, "talk_part.see", TalkNote).exists(), other.key
        with pytest.raises(Hidden), reading(other.actor):
            queries.talk_page(other.actor, pk)
        client = centre.cast.client(other)
        assert client.get(f"/talks/{pk}").status_code == 404
        assert SECRET not in client.get("/talks/").content.decode()
        assert client.get(f"/api/v1/talks/{pk}").status_code == 404
        assert client.get("/api/v1/talks").json()["rows"] == []
    assert SECRET in centre.cast.client(centre.keeper).get(f"/talks/{pk}").content.decode()


def test_the_story_lies_sealed(centre):
    pk = talk(centre)

    with reading(SYSTEM):
        stored = Talk.objects.filter(pk=pk).values_list("story", "name").get()
    assert not any(SECRET.encode() in bytes(value) or "น้องฟ้า".encode() in bytes(value) for value in stored)


def test_who_leaves_the_centre_leaves_the_talks(centre):
    from prasan.registry.access.actions import end_position
    from prasan.registry.access.models import Position

    pk = talk(centre)
    with reading(SYSTEM):
        post = Position.objects.get(user_id=centre.keeper.user)
    end_position(SYSTEM, position=post.pk)

    with reading(centre.keeper.fresh()):
        assert not scope(centre.keeper.fresh(), "talk.see", Talk).filter(pk=pk).exists()


@pytest.mark.parametrize(("wrong", "field"), [
    ({"topic": "gossip"}, "topic"), ({"for_whom": "neighbour"}, "for_whom"), ({"advised": ["settle"]}, "advised"),
    ({"again_on": "2020-01-01"}, "again_on"), ({"again_on": "พรุ่งนี้"}, "again_on"), ({"talked_on": "2999-01-01"}, "talked_on"),
])
def test_what_cannot_be_kept_is_said_beside_its_field(centre, wrong, field):
    with pytest.raises(Invalid) as refused:
        talk(centre, **wrong)
    assert field in refused.value.errors


@pytest.mark.parametrize("who", ["head", "province", "manager", "intake", "monitor", "admin"])
def test_only_members_of_a_centre_write_talks(centre, who):
    with pytest.raises(Refused):
        actions.record_talk(getattr(centre.cast, who).actor, topic="money", for_whom="woman")
    assert centre.cast.client(getattr(centre.cast, who)).get("/talks/new").status_code == 403


def test_the_day_agreed_stands_on_the_authors_list_only_and_goes_when_it_is_done(centre, frozen):
    pk = talk(centre, again_on=clock.today())

    with reading(SYSTEM):
        item = WorkItem.objects.get(object_id=pk, done_at=None)
        assert (item.assignee_id, item.area_code, item.facts) == (centre.keeper.user, "", {})
    for other in (centre.sister, centre.far, centre.cast.head, centre.cast.province):
        with reading(other.actor):
            assert not scope(other.actor, "work.do", WorkItem).filter(object_id=pk).exists()
            assert not scope(other.actor, "work.oversee", WorkItem).filter(object_id=pk).exists()
    TALK.make(centre.keeper.actor, "finish", id=pk, outcome="better")
    with reading(SYSTEM):
        assert not WorkItem.objects.filter(object_id=pk, done_at=None).exists()


def test_a_talk_becomes_a_report_with_its_ground_and_one_word_comes_back(centre):
    cast = centre.cast
    pk = talk(centre, topic="violence", for_whom="teen")
    made = actions.pass_talk_on(centre.keeper.actor, id=pk, basis="consent", story="อายุ 17 ท้อง 3 เดือน อยากเรียนต่อ", never="ห้ามบอกแม่", signs=["threat_to_kill"],
                                keep_out=[str(centre.kin.user)])

    with reading(SYSTEM):
        report = Report.objects.get(pk=made.report_id)
        assert (report.channel, report.sent_by_id, report.details["sent_on"]) == ("cfdc_form", centre.keeper.organisation, "consent")
        assert report.basis == "public_task"  # the desk's reading does not rest on consent
        assert report.problems == ["violence.psychological"]
        assert SECRET not in report.story  # only what the author says goes along
        assert report.reporter.who["name"] == centre.keeper.actor.label
        assert ReportParty.objects.filter(report=report, role="affected").count() == 1
    page = cast.client(centre.keeper).get(f"/talks/{pk}").content.decode()
    assert "รับเรื่องแล้ว" in page
    triage.take(cast.intake.actor, id=made.report_id, conflict="no")
    triage.decide(cast.intake.actor, id=made.report_id, outcome="open", urgency=4, reason="ต้องช่วย",
                  answers={"name": "เด็กหญิงลับสุดยอด", "manager": str(cast.manager.user), "basis": "duty_child_29"})
    page = cast.client(centre.keeper).get(f"/talks/{pk}").content.decode()
    assert "มีเจ้าหน้าที่รับผิดชอบแล้ว" in page
    for address in (f"/talks/{pk}", "/desk/sent", f"/reports/{made.report_id}", "/talks/", f"/api/v1/talks/{pk}"):
        text = cast.client(centre.keeper).get(address).content.decode()
        assert "เด็กหญิงลับสุดยอด" not in text and "/cases/" not in text and "เปิดเคส" not in text, address


def test_who_is_close_to_the_family_does_not_learn_that_the_centre_sent_it(centre):
    made = actions.pass_talk_on(centre.keeper.actor, id=talk(centre), basis="danger", story="กลัวถูกทำร้าย", keep_out=[str(centre.kin.user)])

    for who, sees in ((centre.sister, True), (centre.kin, False), (centre.far, False)):
        with reading(who.actor):
            assert scope(who.actor, "report.see", Report).filter(pk=made.report_id).exists() == sees, who.key


@pytest.mark.parametrize("told", [{"basis": "", "story": "x"}, {"basis": "mou", "story": "x"}, {"basis": "consent", "story": " "},
                                  {"basis": "consent", "story": "x", "signs": ["gossip"]}, {"basis": "consent", "story": "x", "keep_out": ["1"]},
                                  {"basis": "consent", "story": "x", "offices": ["gossip"]}])
def test_without_ground_or_words_nothing_is_sent(centre, told):
    pk = talk(centre)

    with pytest.raises(Invalid):
        actions.pass_talk_on(centre.keeper.actor, id=pk, **told)
    assert row(pk).state == "done"
    with reading(SYSTEM):
        assert not Report.objects.exists()


def test_nobody_of_another_centre_can_be_named_and_nothing_is_sent_twice(centre):
    pk = talk(centre)

    with pytest.raises(Invalid):
        actions.pass_talk_on(centre.keeper.actor, id=pk, basis="consent", story="x", keep_out=[str(centre.far.user)])
    actions.pass_talk_on(centre.keeper.actor, id=pk, basis="consent", story="ขอความช่วยเหลือ")
    with pytest.raises(Conflict):
        actions.pass_talk_on(centre.keeper.actor, id=pk, basis="consent", story="ขอความช่วยเหลือ")
    with reading(SYSTEM):
        assert Report.objects.count() == 1
    with pytest.raises(Hidden):
        actions.pass_talk_on(centre.sister.actor, id=talk(centre), basis="consent", story="x")


def test_the_centre_counts_and_hides_small_counts(centre):
    for _ in range(6):
        talk(centre)
    talk(centre, topic="violence")
    for _ in range(7):
        actions.record_talk(centre.sister.actor, topic="care", for_whom="older")

    with reading(centre.kin.actor):
        counts = dict(queries.figures(centre.kin.actor, since=date(2020, 1, 1)))
    assert counts[str(rules.TOPICS["violence"])] is None
    assert counts["รวม"] == 14
    shown = [n for word, n in counts.items() if n is not None and word != "รวม"]
    assert 14 - sum(shown) >= 5  # what is hidden cannot be worked out
    with reading(centre.far.actor):
        assert not any(dict(queries.figures(centre.far.actor, since=date(2020, 1, 1))).values())
    with pytest.raises(Refused), reading(centre.cast.province.actor):
        queries.figures(centre.cast.province.actor, since=date(2020, 1, 1))


def test_what_is_past_its_time_is_forgotten_and_still_counts(centre, frozen):
    pk = talk(centre)
    frozen.advance(days=800)

    assert actions.forget_talks(SYSTEM, before=clock.now()) == 1
    with reading(centre.keeper.actor):
        page = queries.talk_page(centre.keeper.actor, pk)
    assert page.forgotten and not page.story and not page.name


def test_words_of_a_centre_are_words_of_intake():
    assert rules.DANGER.keys() <= SIGNS.keys()
    assert rules.BASES.keys() == SENT_ON.keys()
    assert {problem for topic in rules.TOPICS for problem in rules.problems_of(topic)} <= PROBLEMS.keys()


def test_a_talk_by_the_pages(centre, queries):
    client = centre.cast.client(centre.keeper)
    client.get("/talks/")
    made = client.post("/talks/new", {"topic": "raising", "for_whom": "family", "advised": ["listened"], "story": "ลูกติดโทรศัพท์"})
    assert made.status_code == 302
    with queries("talk_page"):
        page = client.get(made.url)
    assert "ลูกติดโทรศัพท์" in page.content.decode()
    assert client.post("/talks/new", {"topic": ""}).status_code == 422
    asked = client.get(f"{made.url}/pass_on").content.decode()
    assert asked.index("tel:191") < asked.index('name="story"')
    assert client.post(f"{made.url}/pass_on", {"story": "เด็กมีแผล"}).status_code == 422
    sent = client.post(f"{made.url}/pass_on", {"story": "เด็กมีแผล", "basis": "duty_child_29", "signs": ["child_hurt"], "by_name": "on"})
    assert sent.status_code == 201
    with queries("talk_list"):
        client.get("/talks/")
