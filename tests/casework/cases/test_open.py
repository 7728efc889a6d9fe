"""Opening a case: one manager, a number without gaps, sight for those who need it and nobody else."""

from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from prasan.casework.cases.actions import open_case
from prasan.casework.cases.models import Case, CaseParty, Tenure
from prasan.casework.intake.models import Report, Reporter
from prasan.ground import clock
from prasan.ground.policy import Hidden, Invalid, Section, access
from prasan.ground.policy.scope import can, scope, sections_of
from prasan.ground.transactions import reading, writing
from prasan.registry.people.models import Person
from prasan.registry.work.models import WorkItem
from tests.casework.cases.conftest import SYSTEM, make_report, open_from
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def sees(actor, case: Case) -> Section:
    with reading(actor):
        return sections_of(actor, "case.see", Case, case.pk)


def test_a_case_has_its_number_manager_persons_and_first_thing_to_do(cast: Cast, case: Case, report: UUID) -> None:
    year = clock.fiscal_year(clock.today())
    with writing(SYSTEM):
        assert case.number == f"ขก {year}-0001"
        assert open_from(cast, make_report(cast)).number == f"ขก {year}-0002"
        tenure = Tenure.objects.get(case=case)
        assert (tenure.user_id, tenure.open_for) == (case.manager_id, case.pk) == (cast.manager.user, case.pk)
        assert {party.role for party in CaseParty.objects.filter(case=case, from_report_id=report)} == {"affected", "alleged"}
        item = WorkItem.objects.get(object_id=case.pk, verb="first_contact")
        assert (item.assignee_id, item.urgency) == (cast.manager.user, 4)
        assert item.due_at is not None


def test_who_sees_it(cast: Cast, case: Case, report: UUID) -> None:
    assert sees(cast.manager.actor, case) == Section.everything()
    assert Section.REPORTER not in sees(cast.head.actor, case)
    assert Section.STORY in sees(cast.head.actor, case)
    assert sees(cast.province.actor, case) == Section.EXISTENCE
    for nobody in (cast.outsider, cast.colleague, cast.hospital, cast.doctor, cast.police, cast.monitor, cast.auditor, cast.privacy,
                   cast.admin, cast.centre, cast.border, cast.joint, cast.outsider_head, cast.outsider_intake, cast.intake):
        assert sees(nobody.actor, case) == Section(0), nobody.key


def test_the_reporter_is_for_the_manager_alone(cast: Cast, case: Case, report: UUID) -> None:
    for person, expected in ((cast.manager, True), (cast.head, False), (cast.colleague, False), (cast.outsider, False)):
        with reading(person.actor):
            assert scope(person.actor, "reporter.see", Reporter).filter(report_id=report).exists() is expected, person.key
            assert scope(person.actor, "report.see", Report).filter(pk=report).exists() is (person.key in {"manager", "head"})


def test_persons_come_along(cast: Cast, case: Case) -> None:
    with writing(SYSTEM):
        persons = set(CaseParty.objects.filter(case=case).values_list("person_id", flat=True))
    for person, expected in ((cast.manager, persons), (cast.head, persons), (cast.outsider, set()), (cast.colleague, set())):
        with reading(person.actor):
            seen = scope(person.actor, "person.see", Person).filter(pk__in=persons).values_list("pk", flat=True)
            assert set(seen) == expected, person.key


def test_an_exclusion_from_the_report_holds_in_the_case(cast: Cast, report: UUID) -> None:
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.excluded.user, root=report, objects=[("report", report)], reason="ญาติผู้ถูกกล่าวหา")
        case = open_from(cast, report)
        persons = list(CaseParty.objects.filter(case=case).values_list("person_id", flat=True))
    assert sees(cast.excluded.actor, case) == Section(0)
    assert sees(cast.head.actor, case)
    with reading(cast.excluded.actor):
        assert not scope(cast.excluded.actor, "person.see", Person).filter(pk__in=persons).exists()


def test_a_restricted_case_leaves_the_sight_of_the_area(cast: Cast) -> None:
    report = make_report(cast)
    with writing(SYSTEM):
        Report.objects.filter(pk=report).update(problems=["trafficking.labour"])
    case = open_from(cast, report)
    assert case.restricted
    assert sees(cast.province.actor, case) == Section(0)
    assert sees(cast.manager.actor, case)


@pytest.mark.parametrize("wrong", ["outsider", "excluded_manager", "no_name", "no_basis", "urgency"])
def test_what_cannot_be_opened_says_what_to_do_and_leaves_nothing(cast: Cast, report: UUID, wrong: str) -> None:
    facts: dict[str, object] = {"outsider": {"manager": cast.outsider.user}, "no_name": {"name": " "}, "no_basis": {"basis": ""},
                                "urgency": {"urgency": 9}}.get(wrong, {})
    if wrong == "excluded_manager":
        with writing(SYSTEM):
            access.exclude(SYSTEM, subject=cast.manager.user, root=report, objects=[("report", report)], reason="ญาติ")
    with pytest.raises(Invalid) as refused:
        open_from(cast, report, **facts)
    assert "กันออก" not in str(refused.value.errors)
    with writing(SYSTEM):
        assert not Case.objects.exists()


def test_an_outsider_opens_nothing(cast: Cast, report: UUID) -> None:
    with pytest.raises(Hidden):
        open_case(cast.outsider_intake.actor, report_id=report, manager=cast.outsider.user, organisation=cast.outsider.organisation, urgency=4,
                  name="น้อง", basis="danger")


def test_the_database_holds_manager_and_tenure_together(cast: Cast, case: Case) -> None:
    with writing(SYSTEM):
        with pytest.raises(IntegrityError), transaction.atomic():  # a manager who is not in the open tenure
            Case.objects.filter(pk=case.pk).update(manager=cast.colleague.user)
            connection.check_constraints()
        with pytest.raises(IntegrityError), transaction.atomic():  # no manager at all
            Tenure.objects.filter(case=case).update(ends_at=clock.now(), open_for=None)
            connection.check_constraints()
        with pytest.raises(IntegrityError), transaction.atomic():  # two managers
            Tenure(case=case, user_id=cast.colleague.user, organisation_id=cast.colleague.organisation, starts_at=clock.now(),
                   open_for=case.pk).save(force_insert=True)
        connection.check_constraints()


def test_can_is_membership_in_scope(cast: Cast, case: Case) -> None:
    for person in cast.everyone:
        with reading(person.actor):
            assert can(person.actor, "case.see", case) is bool(sections_of(person.actor, "case.see", Case, case.pk)), person.key
