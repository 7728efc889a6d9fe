"""A manager who is kept out of what their own case shares with another: a head finds a successor, and who is kept out learns nothing."""

from datetime import timedelta
from uuid import UUID

import pytest

from prasan.casework.cases import jobs
from prasan.casework.cases.actions import (
    accept_transfer,
    change_case,
    exclude_from_case,
    lift_exclusion,
    offer_transfer,
)
from prasan.casework.cases.models import Case, CaseEvent, CaseParty
from prasan.ground import clock
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading, writing
from prasan.registry.access.actions import give_position, suspend_user
from prasan.registry.work.models import WorkItem
from tests.casework.cases.conftest import SYSTEM, make_report, open_from
from tests.cast import Cast, Person

pytestmark = pytest.mark.django_db
WORDS = "เห็นข้อมูลในเคสนี้ไม่ครบ"


@pytest.fixture
def other(cast: Cast, case: Case) -> Case:
    """A case of the colleague about the same child."""
    with reading(SYSTEM):
        child = CaseParty.objects.get(case=case, role="affected").person_id
    return open_from(cast, make_report(cast, people={"affected": child}, alleged="ดำเกิง ศรีสุข"), manager=cast.colleague.user)


def rows(person: Person) -> set[UUID]:
    """The cases of which this person is told."""
    actor = person.fresh()
    with reading(actor):
        found = scope(actor, "work.see", WorkItem) | scope(actor, "work.do", WorkItem)
        return set(found.filter(verb="manager_apart", done_at=None).values_list("object_id", flat=True))


def keep_out(cast: Cast, case: Case, subject: UUID) -> None:
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=subject, reason="เครือญาติ")
    jobs.managers_apart.run()


def test_a_head_is_told_and_nobody_else(cast: Cast, case: Case, other: Case) -> None:
    alone = open_from(cast, make_report(cast, affected="เดือน ทองดี"), manager=cast.colleague.user)
    with reading(SYSTEM):
        before = list(CaseEvent.objects.filter(case=other).values_list("verb", flat=True))
    # The one who is kept out has two more posts, whose lists would show the row.
    for role in ("unit_head", "intake_officer"):
        give_position(SYSTEM, user=cast.colleague.user, role=role, organisation=cast.colleague.organisation, starts_at=clock.now() - timedelta(days=1))
    keep_out(cast, case, cast.outsider.user)
    assert not rows(cast.head), "who manages neither"
    keep_out(cast, case, cast.colleague.user)

    assert rows(cast.head) == {other.pk} and alone.pk not in rows(cast.head)
    assert WORDS in cast.client(cast.head).get("/desk/").content.decode()
    for person in (cast.colleague, cast.manager, cast.outsider, cast.outsider_head, cast.intake):
        assert not rows(person), person.key
        page = cast.client(person).get("/desk/").content.decode()
        assert WORDS not in page, person.key
    with reading(SYSTEM):
        assert WorkItem.objects.get(verb="manager_apart").waiter_id is None, "who manages this case is not to know that there is another"
        assert list(CaseEvent.objects.filter(case=other).values_list("verb", flat=True)) == before
    assert jobs.managers_apart.run() == 0


def test_it_ends_when_it_is_so_no_more(cast: Cast, case: Case, other: Case) -> None:
    keep_out(cast, case, cast.colleague.user)
    lift_exclusion(cast.manager.actor, case_id=case.pk, subject=cast.colleague.user, reason="เข้าใจผิดคน")
    assert jobs.managers_apart.run() == 1 and not rows(cast.head)

    keep_out(cast, case, cast.colleague.user)
    offered = offer_transfer(
        cast.head.actor, case_id=other.pk, to_organisation=cast.manager.organisation, to_user=cast.manager.user, reason="จัดงานใหม่",
    )
    accept_transfer(cast.manager.actor, id=offered)
    assert not rows(cast.head)
    assert jobs.managers_apart.run() == 0


def test_a_case_that_is_closed_needs_no_other_manager(cast: Cast, case: Case, other: Case) -> None:
    keep_out(cast, case, cast.colleague.user)
    with writing(SYSTEM):
        Case.objects.filter(pk=other.pk).update(state="closed", closed_at=clock.now())
    assert jobs.managers_apart.run() == 1 and not rows(cast.head)


def test_whoever_is_kept_out_sees_nothing_when_an_exclusion_ends_either(cast: Cast, case: Case, other: Case) -> None:
    """Between that and the next look of the tick, and where something else bars them still."""
    give_position(SYSTEM, user=cast.colleague.user, role="unit_head", organisation=cast.colleague.organisation, starts_at=clock.now() - timedelta(days=1))
    keep_out(cast, case, cast.colleague.user)
    lift_exclusion(cast.manager.actor, case_id=case.pk, subject=cast.colleague.user, reason="เข้าใจผิดคน")
    assert not rows(cast.colleague) and rows(cast.head) == {other.pk}
    jobs.managers_apart.run()
    for person, seen in ((cast.colleague, False), (cast.head, True)):
        actor = person.fresh()
        with reading(actor):
            assert scope(actor, "work.see", WorkItem).filter(verb="manager_apart").exclude(done_at=None).exists() is seen, "what is done is not shown either"


def test_an_office_that_is_kept_out_is_its_people(cast: Cast, case: Case) -> None:
    with reading(SYSTEM):
        child = CaseParty.objects.get(case=case, role="affected").person_id
    theirs = open_from(cast, make_report(cast, people={"affected": child}), manager=cast.outsider.user, organisation=cast.outsider.organisation)
    keep_out(cast, case, cast.outsider_head.organisation)  # the whole office of the other province
    assert not rows(cast.outsider_head) and not rows(cast.head)
    with reading(SYSTEM):
        assert WorkItem.objects.filter(object_id=theirs.pk, verb="manager_apart", done_at=None).count() == 1


def test_the_nearest_head_who_may_see_it_is_told_as_that_changes(cast: Cast, case: Case, other: Case) -> None:
    keep_out(cast, case, cast.colleague.user)
    assert rows(cast.head) == rows(cast.excluded) == {other.pk} and not rows(cast.province), "two heads of the unit"
    keep_out(cast, case, cast.head.user)
    assert not rows(cast.head) and rows(cast.excluded) == {other.pk}
    suspend_user(SYSTEM, user=cast.excluded.user)
    jobs.managers_apart.run()
    assert rows(cast.province) == {other.pk} and not rows(cast.head)
    assert jobs.managers_apart.run() == 0


def test_of_a_restricted_case_only_heads_of_units_are_told(cast: Cast, case: Case, other: Case) -> None:
    with writing(SYSTEM):
        Case.objects.filter(pk=other.pk).update(restricted=True)
    for person in (cast.colleague, cast.head, cast.excluded):
        keep_out(cast, case, person.user)
    assert not rows(cast.province) and not rows(cast.head)
    with reading(SYSTEM):
        assert WorkItem.objects.get(verb="manager_apart", done_at=None).role == "unit_head"


def test_no_list_of_an_area_counts_it(cast: Cast, case: Case, other: Case) -> None:
    keep_out(cast, case, cast.colleague.user)
    assert rows(cast.head) == {other.pk}
    for person in (cast.province, cast.border):
        with reading(person.actor):
            assert not scope(person.actor, "work.oversee", WorkItem).filter(verb="manager_apart").exists()


def test_a_case_that_becomes_restricted_leaves_the_list_of_its_area_at_once(cast: Cast, case: Case, other: Case) -> None:
    for person in (cast.head, cast.excluded, cast.colleague):
        keep_out(cast, case, person.user)
    assert rows(cast.province) == {other.pk}
    change_case(cast.colleague.actor, case_id=other.pk, version=other.version, changes={"restricted": True})
    assert not rows(cast.province)
