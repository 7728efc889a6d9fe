"""What family centres keep of a person is found on that person's request: by name, blind, answered by whoever keeps it, never for whoever is accused."""

from typing import Any
from uuid import UUID

import pytest

from prasan.community.counselling import actions as talking
from prasan.community.counselling.models import Talk
from prasan.community.counselling.queries import talk_page
from prasan.community.localhelp import actions as helping
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import Answers, Submission
from prasan.community.watch import actions as watching
from prasan.community.watch.flow import WATCH
from prasan.community.watch.models import Watch
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.oversight.privacy import actions, queries
from prasan.oversight.privacy.actions.erasing import erase_again
from prasan.oversight.privacy.flow import DISPOSAL, RIGHTS
from prasan.oversight.privacy.models import Disposal, Export, RightsRequest
from prasan.oversight.privacy.queries.giving import given_on
from prasan.registry.work.models import WorkItem
from tests.cast import Cast, Person, hire
from tests.community.surveys.household import instance, member
from tests.oversight.privacy.conftest import SYSTEM
from tests.surfaces.openrosa.conftest import publish

pytestmark = pytest.mark.django_db
NAME, PLACE, STORY = "สุวรรณา แสงคำ", "หมู่ 3 ซอยหลังวัด", "สามีดื่มทุกเย็น"


@pytest.fixture
def sister(cast: Cast) -> Person:
    return hire("sister", "น้าแดง ศพค.", "centre_member", cast.centre.organisation)


@pytest.fixture
def entry(frozen: Any, cast: Cast) -> UUID:
    return watching.open_watch(cast.centre.actor, reason="drink", level=2, sketch=PLACE, who="บ้านของสุวรรณา", why=STORY)


def asked(cast: Cast, kind: str = "access", *, verified: bool = True, name: str = NAME) -> UUID:
    made = actions.receive_request(cast.privacy.actor, kind=kind, channel="in_person", name=name, words="ขอดูทุกอย่างที่มี")
    if verified:
        actions.verify_identity(cast.privacy.actor, id=made, identity="card_in_person")
    return made


def matched(cast: Cast, kind: str, record: UUID, *, ask: str = "access", role: str = "affected", by: Person | None = None) -> UUID:
    request = asked(cast, ask)
    actions.match_centre_record(cast.privacy.actor, id=request, kind=kind, record=record)
    actions.locate_subject((by or cast.centre).actor, id=request, subject=f"{role}:{record}")
    return request


def found(cast: Cast, request: UUID, area: str = "400101") -> list[tuple[str, UUID]]:
    with reading(cast.privacy.actor):
        return [(one.kind, one.id) for one in queries.centre_records(cast.privacy.actor, request, area=area).found]


def given(request: UUID) -> Any:
    with reading(SYSTEM):
        return given_on(RightsRequest.objects.get(pk=request), identities=True)


def test_all_that_holds_the_name_is_found_and_nothing_of_it_is_shown(cast: Cast, entry: UUID) -> None:
    talk = talking.record_talk(cast.centre.actor, topic="raising", name="สุวรรณา", story="คุยเรื่องลูก")
    aid = helping.record_help(cast.centre.actor, need="food", story="ให้ข้าวสารบ้านสุวรรณาไป")
    talking.record_talk(cast.centre.actor, topic="raising", name="มาลี", story="เรื่องอื่น")
    publish(cast.monitor.organisation)
    survey = receive(cast.centre.actor, body=instance(members=[member("สุวรรณา", 33)])).submission
    request = asked(cast)
    assert set(found(cast, request)) == {("watch", entry), ("talk", talk), ("help", aid), ("survey", survey)}
    assert found(cast, request, "400102") == found(cast, request, "") == []
    page = cast.client(cast.privacy).get(f"/personal-data/requests/{request}/centres?area=4001").content.decode()
    assert page.count("เป็นเรื่องนี้") >= 4
    for hidden in (PLACE, STORY, "คุยเรื่องลูก", "ข้าวสาร", "บ้านของ"):
        assert hidden not in page, hidden


def test_nothing_is_looked_through_before_the_asker_is_known_nor_by_anybody_else(cast: Cast, entry: UUID) -> None:
    request = asked(cast, verified=False)
    with pytest.raises(Conflict), reading(cast.privacy.actor):
        queries.centre_records(cast.privacy.actor, request, area="400101")
    with pytest.raises(Conflict):
        actions.match_centre_record(cast.privacy.actor, id=request, kind="watch", record=entry)
    other = asked(cast)
    for stranger in (cast.province, cast.head, cast.centre, cast.outsider, cast.admin):
        with pytest.raises((Hidden, Refused)), reading(stranger.actor):
            queries.centre_records(stranger.actor, other, area="400101")
    nobody = asked(cast, name="สมศักดิ์ ไม่มีในบันทึก")
    with pytest.raises(Invalid):  # no record is tried out that does not hold the name
        actions.match_centre_record(cast.privacy.actor, id=nobody, kind="watch", record=entry)


def test_its_keeper_answers_and_no_head_and_no_other_member_learns_of_it(cast: Cast, sister: Person, entry: UUID) -> None:
    request = asked(cast)
    actions.match_centre_record(cast.privacy.actor, id=request, kind="watch", record=entry)
    with reading(SYSTEM):
        item = WorkItem.objects.get(verb="locate_subject", object_id=request)
    assert (item.assignee_id, item.area_code) == (cast.centre.user, "")
    for other in (sister, cast.province, cast.head, cast.manager, cast.intake, cast.outsider):
        with reading(other.actor):
            assert not scope(other.actor, "rights.see", RightsRequest).exists(), other.key
        with pytest.raises((Hidden, Refused)):
            actions.locate_subject(other.actor, id=request, subject=f"affected:{entry}")
    page = cast.client(cast.centre).get(f"/personal-data/requests/{request}/locate").content.decode()
    assert "เจ้าของเรื่อง" in page and "ไม่ใช่คนนี้" in page
    actions.locate_subject(cast.centre.actor, id=request, subject=f"affected:{entry}")
    told = {(item.label, item.column): item.value for item in given(request).items}
    assert told == {("watch.Watch", "who"): "บ้านของสุวรรณา", ("watch.Watch", "sketch"): PLACE}
    assert {(kept.label, kept.why) for kept in given(request).kept} >= {("watch.Watch", "author"), ("watch.WatchLook", "author")}


@pytest.mark.parametrize("role", ["alleged", "nobody"])
def test_whoever_is_accused_and_whoever_it_is_not_about_gets_nothing(cast: Cast, entry: UUID, role: str) -> None:
    request = matched(cast, "watch", entry, role=role)
    with pytest.raises(Conflict):
        actions.prepare_export(cast.privacy.actor, request=request, identities=True)
    erasure = matched(cast, "watch", entry, ask="erasure", role=role)
    with pytest.raises(Conflict):
        actions.propose(cast.privacy.actor, request=erasure)
    with reading(SYSTEM):
        assert not Export.objects.exists() and not Disposal.objects.exists()


def test_a_talk_is_answered_for_by_its_author_alone(cast: Cast, sister: Person, frozen: Any) -> None:
    talk = talking.record_talk(cast.centre.actor, topic="raising", name="สุวรรณา", story=STORY)
    with pytest.raises((Hidden, Refused)):
        matched(cast, "talk", talk, by=sister)
    request = matched(cast, "talk", talk)
    assert given(request).items == ()  # what was said is asked of whoever listened
    assert {kept.why for kept in given(request).kept} == {"author"}


def test_of_a_survey_only_ones_own_row_of_the_household_is_given(cast: Cast, sister: Person, frozen: Any) -> None:
    publish(cast.monitor.organisation)
    made = receive(cast.centre.actor, body=instance(members=[member("สุวรรณา", 33), member("บุญเลิศ", 40)])).submission
    request = matched(cast, "survey", made, by=sister)  # any member of the centre that asked
    text = repr([item.value for item in given(request).items if item.label == "surveys.Answers"])
    assert "สุวรรณา" in text and "บุญเลิศ" not in text
    assert "others" in {kept.why for kept in given(request).kept}


def test_a_correction_reaches_its_keeper_and_changes_nothing(cast: Cast, entry: UUID) -> None:
    request = matched(cast, "watch", entry, ask="correction")
    actions.annotate(cast.privacy.actor, request=request, text_given="สามีเลิกดื่มแล้ว")
    with reading(SYSTEM):
        item = WorkItem.objects.get(verb="read_annotation")
    assert item.assignee_id == cast.centre.user
    assert "สามีเลิกดื่มแล้ว" in cast.client(cast.centre).get(f"/personal-data/requests/{request}").content.decode()


def test_erasing_takes_two_and_destroys_the_key_of_what_has_ended(cast: Cast, entry: UUID) -> None:
    request = matched(cast, "watch", entry, ask="erasure")
    made = actions.propose(cast.privacy.actor, request=request)
    with pytest.raises(Conflict):  # it is still watched
        DISPOSAL.make(cast.privacy.actor, "ask", id=made)
    WATCH.make(cast.centre.actor, "end", id=entry, because="well")
    DISPOSAL.make(cast.privacy.actor, "ask", id=made)
    with pytest.raises((Conflict, Refused)):
        DISPOSAL.make(cast.privacy.actor, "approve", id=made)
    second = hire("privacy2", "พรรณี คุ้มครองข้อมูล", "privacy_officer", cast.privacy.organisation)
    with pytest.raises((Hidden, Refused)):  # no head of the area agrees: none knows of it
        DISPOSAL.make(cast.province.actor, "approve", id=made)
    DISPOSAL.make(second.actor, "approve", id=made)
    erase_again(SYSTEM)
    with reading(SYSTEM):
        row = Watch.objects.get(pk=entry)
        assert (row.who, row.why, row.sketch) == (None, None, None) and row.forgotten_at is not None
        assert Disposal.objects.get(pk=made).state == "erased"
    RIGHTS.make(cast.privacy.actor, "finish", id=request, answer="ลบแล้ว")


def test_an_erased_survey_leaves_no_row_of_answers(cast: Cast, frozen: Any) -> None:
    publish(cast.monitor.organisation)
    made = receive(cast.centre.actor, body=instance(members=[member("สุวรรณา", 33)])).submission
    frozen.advance(days=3 * 366)
    request = matched(cast, "survey", made, ask="erasure")
    disposal = actions.propose(cast.privacy.actor, request=request)
    DISPOSAL.make(cast.privacy.actor, "ask", id=disposal)
    DISPOSAL.make(hire("privacy2", "พรรณี", "privacy_officer", cast.privacy.organisation).actor, "approve", id=disposal)
    erase_again(SYSTEM)
    with reading(SYSTEM):
        assert Submission.objects.filter(pk=made).exists() and not Answers.objects.filter(submission_id=made).exists()


def test_an_erased_talk_says_so_to_its_author(cast: Cast, frozen: Any) -> None:
    talk = talking.record_talk(cast.centre.actor, topic="raising", name="สุวรรณา", story=STORY)
    request = matched(cast, "talk", talk, ask="erasure")
    disposal = actions.propose(cast.privacy.actor, request=request)
    DISPOSAL.make(cast.privacy.actor, "ask", id=disposal)
    DISPOSAL.make(hire("privacy2", "พรรณี", "privacy_officer", cast.privacy.organisation).actor, "approve", id=disposal)
    erase_again(SYSTEM)
    with reading(cast.centre.actor):
        page = talk_page(cast.centre.actor, talk)
    assert page.forgotten and page.story == ""
    with reading(SYSTEM):
        assert Talk.objects.get(pk=talk).state == "done"
