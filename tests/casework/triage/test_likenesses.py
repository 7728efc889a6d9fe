"""Reports that may be one matter: what is found, who is told, who answers, and that nobody learns what is not for them."""

from datetime import timedelta

import pytest

from prasan.casework.intake.rules import Number, OutsideNumber, Party, Phone, Place, Told
from prasan.casework.triage.actions import answer_likeness, decide, find_likenesses, say_likeness, take
from prasan.casework.triage.flow import KEEPERS, Keeper
from prasan.casework.triage.models import Likeness
from prasan.casework.triage.queries import likenesses_of, question, told_matter
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, access
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading, writing
from prasan.registry.work.models import WorkItem
from tests.casework.triage.conftest import CANARIES, SYSTEM, calm, told

pytestmark = pytest.mark.django_db
ROI_ET = "450101"


def search(report):
    find_likenesses(SYSTEM, report_id=report)
    with reading(SYSTEM):
        return list(Likeness.objects.filter(report_id=report).order_by("-score"))


def person(**more):
    return Party("affected", **{"name": "สมหญิง ใจดีงาม", "age_words": "30", **more})


def one(area="400114", days=0, **more):
    """A calm matter of one person, so many days ago."""
    return calm(where=Place(area), parties=(person(**more),), problems=("welfare.poverty",), when=Told(),
                received_at=clock.now() - timedelta(days=days), outside_numbers=())


def test_the_same_number_is_found_anywhere_in_the_country(new):
    earlier = new(one(ROI_ET, 90, name="ไม่เหมือนกันเลย", numbers=(Number("1-2345-67890-12-3"),)))
    later = new(one(name="สมหญิง", numbers=(Number("1234567890123"),)))
    [found] = search(later)
    assert found.other_id == earlier
    assert "number" in found.reasons
    assert found.state == "offered"


def test_the_same_phone_is_found(new):
    earlier = new(one(days=30, name="ป้าแดง", phones=(Phone("081-000-4321"),)))
    [found] = search(new(one(name="แดง", phones=(Phone("0810004321"),))))
    assert (found.other_id, "phone" in found.reasons) == (earlier, True)


def test_the_same_number_of_another_body_is_found(new):
    content = told(outside_numbers=(OutsideNumber("damrong", "ดธ 12/2569"),), parties=())
    earlier = new(content)
    [found] = search(new(calm(outside_numbers=(OutsideNumber("damrong", "ดธ ๑๒/๒๕๖๙"),), parties=(), where=Place(ROI_ET))))
    assert (found.other_id, found.reasons[0]) == (earlier, "outside")


def test_a_name_written_by_ear_is_found_with_its_surname(new):
    earlier = new(one(ROI_ET, 60, name="นูรีซัน มะแซ"))
    [found] = search(new(one(name="นูรีซันต์ มะเเซ")))
    assert (found.other_id, found.reasons[0]) == (earlier, "full_name")


def test_a_nickname_counts_only_with_the_place(new):
    near = new(one("400114", 40, name="น้องภู"))
    new(one(ROI_ET, 40, name="น้องภู"))
    found = search(new(one("400114", 0, name="น้องภู")))
    assert [row.other_id for row in found] == [near]
    assert set(found[0].reasons) >= {"name", "area"}


def test_place_and_day_are_enough_to_offer(new):
    earlier = new(one("400114", 0, name="คนหนึ่ง"))
    [found] = search(new(one("400114", 0, name="อีกคน")))
    assert (found.other_id, set(found.reasons)) == (earlier, {"area", "day", "problem"})


def test_another_place_and_time_and_name_is_no_likeness(new):
    new(one(ROI_ET, 30, name="ใครไม่รู้"))
    assert search(new(one(name="สมหญิง ใจดีงาม"))) == []


def test_the_reporter_is_never_a_reason(new):
    new(told(parties=(), outside_numbers=(), where=Place(ROI_ET)))
    assert search(new(told(parties=(), outside_numbers=(), where=Place("400701"), received_at=clock.now() - timedelta(days=9)))) == []


def test_looking_twice_offers_once_and_what_was_said_stays(cast, new):
    new(one(days=2))
    later = new(one())
    [found] = search(later)
    take(cast.intake.actor, id=later, conflict="no")
    say_likeness(cast.intake.actor, id=found.pk, same=False)
    [again] = search(later)
    assert (again.pk, again.state, again.said_by) == (found.pk, "different", cast.intake.actor.key)
    with reading(cast.intake.actor):
        assert likenesses_of(cast.intake.actor, later) == ()


def test_nothing_is_ever_joined_by_the_system(new):
    earlier, later = new(one(days=1, numbers=(Number("1234567890123"),))), new(one(numbers=(Number("1234567890123"),)))
    search(later)
    from prasan.casework.intake.models import Report, ReportParty

    with reading(SYSTEM):
        assert set(Report.objects.filter(pk__in=[earlier, later]).values_list("state", flat=True)) == {"received"}
        assert ReportParty.objects.values("person_id").distinct().count() == ReportParty.objects.count()


def test_an_officer_sees_matches_of_the_own_desk_and_may_say(cast, new):
    earlier = new(one(days=1))
    later = new(one())
    search(later)
    with reading(cast.intake.actor):
        [seen] = likenesses_of(cast.intake.actor, later)
    assert seen.href == f"/reports/{earlier}/triage"
    assert seen.may_say
    say_likeness(cast.intake.actor, id=seen.id, same=True)
    with pytest.raises(Conflict):
        say_likeness(cast.intake.actor, id=seen.id, same=True)


def test_a_match_at_another_desk_shows_nothing_and_asks_that_desk(cast, new):
    new(one(ROI_ET, 5))
    later = new(one())
    [found] = search(later)
    with reading(cast.intake.actor):
        assert likenesses_of(cast.intake.actor, later) == ()
        assert not scope(cast.intake.actor, "report_likeness.see", Likeness).exists()
    with reading(SYSTEM):
        item = WorkItem.objects.get(verb="check_duplicate", done_at=None)
    assert (item.organisation_id, item.role, item.object_id) == (cast.outsider_intake.organisation, "intake_officer", found.pk)
    with reading(cast.outsider_intake.actor):
        asked = question(cast.outsider_intake.actor, found.pk)
    assert not any(canary in repr(asked) for canary in (*CANARIES, "สมหญิง"))
    for who in (cast.intake, cast.manager, cast.hospital, cast.police):
        with reading(who.actor), pytest.raises(Hidden):
            question(who.actor, found.pk)


@pytest.fixture
def kept(cast, new):
    """An earlier report that belongs to a matter of the outsider (case manager in Roi Et), through the registry that cases fills."""
    earlier = new(one(ROI_ET, 30, numbers=(Number("1234567890123"),)))
    take(cast.outsider_intake.actor, id=earlier, conflict="no")
    decide(cast.outsider_intake.actor, id=earlier, outcome="advice", urgency=2, reason="x", advised="x")
    keeper = Keeper("รอ 2570-0007", earlier, cast.outsider.user, cast.outsider.organisation)
    KEEPERS.add("test", lambda report_id: keeper if report_id == earlier else None)
    yield earlier
    KEEPERS._entries.pop("test")


def test_the_manager_of_a_matter_is_asked_and_tells_its_number_by_saying_same(cast, new, kept):
    later = new(one(numbers=(Number("1234567890123"),)))
    [found] = search(later)
    with reading(SYSTEM):
        item = WorkItem.objects.get(verb="check_duplicate", done_at=None)
    assert (item.assignee_id, item.organisation_id) == (cast.outsider.user, cast.outsider.organisation)
    with reading(cast.intake.actor):
        assert likenesses_of(cast.intake.actor, later) == ()
        assert told_matter(cast.intake.actor, later) == ""
    answer_likeness(cast.outsider.actor, id=found.pk, same=True)
    with reading(cast.intake.actor):
        [seen] = likenesses_of(cast.intake.actor, later)
        assert told_matter(cast.intake.actor, later) == "รอ 2570-0007"
    assert (seen.matter, seen.number, seen.facts, seen.href, seen.may_say) == ("รอ 2570-0007", "", (), "", False)
    with reading(SYSTEM):
        assert not WorkItem.objects.filter(verb="check_duplicate", done_at=None).exists()


def test_different_tells_the_desk_nothing(cast, new, kept):
    later = new(one(numbers=(Number("1234567890123"),)))
    [found] = search(later)
    answer_likeness(cast.outsider.actor, id=found.pk, same=False)
    with reading(cast.intake.actor):
        assert likenesses_of(cast.intake.actor, later) == ()


def test_an_excluded_manager_is_not_asked_but_the_head_above(cast, new, kept):
    later = new(one(numbers=(Number("1234567890123"),)))
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.outsider.user, root=later, objects=[("report", later)], reason="ญาติ")
    [found] = search(later)
    with reading(SYSTEM):
        item = WorkItem.objects.get(verb="check_duplicate", done_at=None)
    assert (item.role, item.assignee_id) == ("unit_head", None)
    with reading(cast.outsider.actor), pytest.raises(Hidden):
        question(cast.outsider.actor, found.pk)
    with reading(cast.outsider.actor):
        assert not scope(cast.outsider.actor, "work.see", WorkItem).filter(object_id=found.pk).exists()
    with reading(cast.outsider_head.actor):
        assert question(cast.outsider_head.actor, found.pk).matter == "รอ 2570-0007"


def test_a_manager_with_a_partys_name_is_not_asked_but_the_head_above(cast, new, kept):
    parties = (person(numbers=(Number("1234567890123"),)), Party("alleged", name=cast.outsider.name, kin="spouse"))
    later = new(calm(parties=parties))
    [found] = [row for row in search(later) if row.other_id == kept]
    with reading(SYSTEM):
        assert WorkItem.objects.get(object_id=found.pk, done_at=None).role == "unit_head"


def test_an_excluded_office_is_never_asked(cast, new, kept):
    later = new(one(numbers=(Number("1234567890123"),)))
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.organisation("psdhso", "45"), root=later, objects=[("report", later)], reason="x")
    search(later)
    with reading(SYSTEM):
        asked = WorkItem.objects.filter(verb="check_duplicate", organisation_id__in=[cast.outsider.organisation, cast.organisation("psdhso", "45")])
        assert not asked.exists()


def test_nobody_else_may_answer(cast, new, kept):
    [found] = search(new(one(numbers=(Number("1234567890123"),))))
    for who in (cast.intake, cast.manager, cast.outsider_intake, cast.province, cast.police, cast.admin):
        with pytest.raises(Hidden):
            answer_likeness(who.actor, id=found.pk, same=True)
