"""Many reports to a case, a report to many cases; each keeps its reporter, and a wrong join is taken back with all that it gave."""

from collections.abc import Callable
from uuid import UUID

import pytest

from prasan.casework.cases.actions import add_member, join_report, merge_case, undo_join, unmerge_case
from prasan.casework.cases.models import Case, CaseParty, CaseReport
from prasan.casework.intake.models import Report, Reporter, ReportParty
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused, Section, access
from prasan.ground.policy.models import Exclusion
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading, writing
from prasan.registry.people.models import Person
from prasan.registry.work.models import WorkItem
from tests.casework.cases.conftest import SYSTEM, make_report, open_from
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def sees_report(actor: Actor, report: UUID) -> bool:
    with reading(actor):
        rows = scope(actor, "report_part.see", ReportParty).filter(report_id=report)
        return rows.exists()


def sees_reporter(actor: Actor, report: UUID) -> bool:
    with reading(actor):
        return scope(actor, "reporter.see", Reporter).filter(report_id=report).exists()


def persons_of(report: UUID) -> dict[str, UUID]:
    with writing(SYSTEM):
        return dict(ReportParty.objects.filter(report_id=report).values_list("role", "person_id"))


def sees_person(actor: Actor, person: UUID) -> bool:
    with reading(actor):
        return scope(actor, "person.see", Person).filter(pk=person).exists()


@pytest.fixture
def doctor(cast: Cast, case: Case) -> Actor:
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=Section.IDENTITY | Section.STORY, basis="mdt_membership")
    return cast.doctor.actor


def test_what_joins_is_seen_by_the_team_and_its_reporter_by_the_manager_alone(cast: Cast, case: Case, doctor: Actor, another: Callable[..., UUID]) -> None:
    second = another(affected="น้ำฝน แสงคำ")
    assert not sees_report(doctor, second)
    join_report(cast.intake.actor, case_id=case.pk, report_id=second)
    assert sees_report(doctor, second)
    assert sees_report(cast.manager.actor, second)
    assert sees_reporter(cast.manager.actor, second)
    assert not sees_reporter(doctor, second)
    assert not sees_reporter(cast.head.actor, second)
    assert sees_person(doctor, persons_of(second)["affected"])
    with writing(SYSTEM):
        told = WorkItem.objects.get(object_id=second, verb="check_joined", done_at=None)
    assert told.assignee_id == cast.manager.user
    assert not sees_report(cast.outsider.actor, second)


def test_one_report_in_two_cases_gives_each_manager_its_reporter(cast: Cast, case: Case, report: UUID) -> None:
    from tests.cast import hire

    other_manager = hire("third", "สุดา อีกคน", "case_manager", cast.manager.organisation)
    other = open_from(cast, make_report(cast), manager=other_manager.user)
    assert not sees_reporter(other_manager.actor, report)
    join_report(cast.intake.actor, case_id=other.pk, report_id=report)
    assert sees_reporter(other_manager.actor, report)
    assert sees_reporter(cast.manager.actor, report)
    undo_join(other_manager.actor, case_id=other.pk, report_id=report, reason="คนละเรื่องกัน")
    assert not sees_reporter(other_manager.actor, report)
    assert sees_reporter(cast.manager.actor, report)  # the other case's own right stays


def test_undo_takes_back_exactly_what_the_join_gave(cast: Cast, case: Case, doctor: Actor, report: UUID, another: Callable[..., UUID]) -> None:
    shared = persons_of(report)["alleged"]
    second = another(affected="น้ำฝน แสงคำ", people={"alleged": shared})
    alone = persons_of(second)["affected"]
    join_report(cast.intake.actor, case_id=case.pk, report_id=second)
    undo_join(cast.manager.actor, case_id=case.pk, report_id=second, reason="เป็นอีกครอบครัวหนึ่ง")
    assert not sees_report(doctor, second)
    assert not sees_reporter(cast.manager.actor, second)
    assert not sees_person(doctor, alone)
    assert not sees_person(cast.manager.actor, alone)
    assert sees_person(cast.manager.actor, shared)  # also in the report that stays
    with writing(SYSTEM):
        parties = set(CaseParty.objects.filter(case=case, ends_at=None).values_list("person_id", flat=True))
        link = CaseReport.objects.get(case=case, report_id=second)
        assert link.undone_reason == "เป็นอีกครอบครัวหนึ่ง"
    assert alone not in parties
    assert shared in parties
    join_report(cast.intake.actor, case_id=case.pk, report_id=second)  # and it can be joined again
    assert sees_person(doctor, alone)


def test_exclusions_travel_with_a_join_and_go_with_its_undoing(cast: Cast, case: Case, report: UUID, another: Callable[..., UUID]) -> None:
    second = another()
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.excluded.user, root=second, objects=[("report", second)], reason="พี่เขย")
    assert sees_report(cast.excluded.actor, report)  # a head of the unit
    join_report(cast.intake.actor, case_id=case.pk, report_id=second)
    assert not sees_report(cast.excluded.actor, report)
    assert not sees_person(cast.excluded.actor, persons_of(report)["affected"])
    undo_join(cast.manager.actor, case_id=case.pk, report_id=second, reason="ผิดเรื่อง")
    assert sees_report(cast.excluded.actor, report)
    assert not sees_report(cast.excluded.actor, second)
    with writing(SYSTEM):
        assert Exclusion.objects.filter(object_id=second, lifted_at=None).count() == 1


def test_a_report_from_which_the_manager_is_excluded_is_not_joined(cast: Cast, case: Case, another: Callable[..., UUID]) -> None:
    second = another()
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.manager.user, root=second, objects=[("report", second)], reason="พี่เขย")
    with pytest.raises(Conflict, match=r"^manager$"):
        join_report(cast.intake.actor, case_id=case.pk, report_id=second)
    with reading(cast.manager.actor):
        assert scope(cast.manager.actor, "case.manage", Case).filter(pk=case.pk).exists(), "the case keeps somebody who may work in it"


def test_the_last_report_stays_and_a_join_is_not_made_twice(cast: Cast, case: Case, report: UUID) -> None:
    with pytest.raises(Conflict):
        undo_join(cast.manager.actor, case_id=case.pk, report_id=report, reason="ผิด")
    with pytest.raises(Conflict):
        join_report(cast.intake.actor, case_id=case.pk, report_id=report)


def test_who_may_not(cast: Cast, case: Case, another: Callable[..., UUID]) -> None:
    second = another()
    with pytest.raises(Hidden):
        join_report(cast.outsider_intake.actor, case_id=case.pk, report_id=second)
    with pytest.raises(Hidden):
        join_report(cast.colleague.actor, case_id=case.pk, report_id=second)
    with pytest.raises(Hidden):  # sees the case, not the report
        join_report(cast.manager.actor, case_id=case.pk, report_id=second)
    join_report(cast.intake.actor, case_id=case.pk, report_id=second)
    with pytest.raises(Refused):
        undo_join(cast.head.actor, case_id=case.pk, report_id=second, reason="ไม่ใช่")
    with pytest.raises(Hidden):
        undo_join(cast.outsider.actor, case_id=case.pk, report_id=second, reason="ไม่ใช่")


def test_merge_closes_the_emptied_case_with_a_pointer_and_can_be_undone(cast: Cast, case: Case, report: UUID) -> None:
    other = open_from(cast, make_report(cast, affected="น้ำฝน แสงคำ"), name="น้องฝน")
    manager = cast.manager.actor
    with pytest.raises(Invalid):
        merge_case(manager, id=case.pk, into="ขก 2570-9999", reason="ครอบครัวเดียวกัน")
    merge_case(manager, id=case.pk, into=other.number, reason="ครอบครัวเดียวกัน")
    with writing(SYSTEM):
        emptied = Case.objects.get(pk=case.pk)
        assert (emptied.state, emptied.merged_into_id) == ("closed", other.pk)
        assert emptied.closed_at is not None
        assert CaseReport.objects.filter(case=other, undone_at=None).count() == 2
        assert not WorkItem.objects.filter(root_id=case.pk, verb="first_contact", done_at=None).exists()
    page = cast.client(cast.manager).get(f"/cases/{case.pk}").content.decode()
    assert other.number in page
    unmerge_case(manager, id=case.pk, reason="เป็นคนละครอบครัว")
    with writing(SYSTEM):
        again = Case.objects.get(pk=case.pk)
        assert (again.state, again.merged_into_id, again.closed_at, again.number) == ("open", None, None, case.number)
        assert CaseReport.objects.filter(case=other, undone_at=None).count() == 1
    assert sees_reporter(manager, report)


def test_merge_needs_both_cases(cast: Cast, case: Case) -> None:
    from tests.cast import hire

    stranger = hire("fourth", "อีกคนหนึ่ง", "case_manager", cast.manager.organisation)
    other = open_from(cast, make_report(cast), manager=stranger.user)
    with pytest.raises(Invalid):
        merge_case(cast.manager.actor, id=case.pk, into=other.number, reason="ดูคล้ายกัน")
    with pytest.raises(Hidden):
        merge_case(stranger.actor, id=case.pk, into=other.number, reason="ดูคล้ายกัน")


def test_the_report_itself_stays_what_it_was(cast: Cast, case: Case, report: UUID) -> None:
    with writing(SYSTEM):
        before = Report.objects.get(pk=report).story
    other = open_from(cast, make_report(cast))
    merge_case(cast.manager.actor, id=other.pk, into=case.number, reason="เรื่องเดียวกัน")
    with writing(SYSTEM):
        assert Report.objects.get(pk=report).story == before


def test_only_what_can_be_taken_out_is_offered_so(cast: Cast, case: Case, report: UUID, another: Callable[..., UUID]) -> None:
    """The page offers what the action does, for each report: the last of its own stays, and what a merge brought leaves with the merge."""
    def offered(of: Case) -> set[UUID]:
        page = cast.client(cast.manager).get(f"/cases/{of.pk}").content.decode()
        with writing(SYSTEM):
            there = set(CaseReport.objects.filter(case=of, undone_at=None).values_list("report_id", flat=True))
        found = {one for one in there if f"/cases/{of.pk}/reports/{one}/undo" in page}
        for one in there - found:
            with pytest.raises(Conflict):
                undo_join(cast.manager.fresh(), case_id=of.pk, report_id=one, reason="รวมผิด")
        return found

    assert offered(case) == set()
    second = another(affected="น้ำฝน แสงคำ")
    join_report(cast.intake.actor, case_id=case.pk, report_id=second)
    assert offered(case) == {report, second}
    other = open_from(cast, make_report(cast, affected="ดาว ทองดี"), name="น้องดาว")
    merge_case(cast.manager.fresh(), id=case.pk, into=other.number, reason="ครอบครัวเดียวกัน")
    assert offered(other) == set() == offered(case)
    third = another(affected="เดือน แสงคำ")
    join_report(cast.intake.actor, case_id=other.pk, report_id=third)
    assert len(offered(other)) == 2 and third in offered(other)
