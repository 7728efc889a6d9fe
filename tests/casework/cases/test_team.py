"""The team: sections chosen, until when, on what basis; gone at the next request; the excluded are refused without a reason."""

from datetime import timedelta

import pytest
from django.db.models import Q

from prasan.casework.cases.actions import (
    add_member,
    end_member,
    end_party,
    exclude_from_case,
    lift_exclusion,
    name_supervisor,
)
from prasan.casework.cases.models import Case, CaseEvent, CaseParty
from prasan.casework.cases.queries.candidates import people_for_team
from prasan.casework.cases.queries.lists import area_cases, my_cases, unit_cases
from prasan.ground import clock
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused, Section
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.scope import scope, sections_of
from prasan.ground.transactions import reading, writing
from prasan.registry.access.actions import take_leave
from prasan.registry.people.models import Person
from prasan.registry.work.models import WorkItem
from tests.casework.cases.conftest import SYSTEM, make_report, open_from
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SOME = Section.IDENTITY | Section.HEALTH | Section.PLAN


def sight(actor: Actor, case: Case) -> Section:
    with reading(actor):
        return sections_of(actor, "case.see", Case, case.pk)


def test_a_member_has_the_chosen_sections_and_loses_them_at_once(cast: Cast, case: Case) -> None:
    member = add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=SOME | Section.REPORTER | Section.MANAGE,
                        basis="mdt_membership")
    assert sight(cast.doctor.actor, case) == SOME | Section.EXISTENCE | Section.CONTRIBUTE
    client = cast.client(cast.doctor)
    assert client.get(f"/cases/{case.pk}").status_code == 200
    end_member(cast.manager.actor, case_id=case.pk, member_id=member)
    assert client.get(f"/cases/{case.pk}").status_code == 404
    with writing(SYSTEM):
        persons = list(CaseParty.objects.filter(case=case).values_list("person_id", flat=True))
    with reading(cast.doctor.actor):
        assert not scope(cast.doctor.actor, "person.see", Person).filter(pk__in=persons).exists()


def test_sight_ends_by_date(cast: Cast, case: Case) -> None:
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=SOME, basis="mdt_membership", until=clock.today())
    assert sight(cast.doctor.actor, case)
    with clock.frozen(clock.now() + timedelta(days=1, hours=1)):
        assert not sight(cast.doctor.fresh(), case)


def test_the_sight_line_is_shown(cast: Cast, case: Case) -> None:
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=SOME, basis="mdt_membership", until=clock.today())
    page = cast.client(cast.manager).get(f"/cases/{case.pk}").content.decode()
    assert f"เห็น 3 ส่วน ถึง {clock.date_th(clock.today())}" in page


def test_a_member_leaves_by_oneself_and_nobody_elses(cast: Cast, case: Case) -> None:
    mine = add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=SOME, basis="mdt_membership")
    other = add_member(cast.manager.actor, case_id=case.pk, user=cast.police.user, sections=Section.IDENTITY, basis="mdt_membership")
    with pytest.raises(Refused):
        end_member(cast.doctor.actor, case_id=case.pk, member_id=other)
    end_member(cast.doctor.actor, case_id=case.pk, member_id=mine)
    assert not sight(cast.doctor.actor, case)
    with pytest.raises(Hidden):
        end_member(cast.outsider.actor, case_id=case.pk, member_id=other)


@pytest.mark.parametrize("who", ["admin", "auditor", "monitor", "manager", "excluded"])
def test_who_cannot_be_in_a_team_is_refused_in_one_and_the_same_way(cast: Cast, case: Case, who: str) -> None:
    if who == "excluded":
        exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="น้องเขย")
    with pytest.raises(Invalid) as refused:
        add_member(cast.manager.actor, case_id=case.pk, user=getattr(cast, who).user, sections=SOME, basis="mdt_membership")
    assert refused.value.errors == {"user": "เพิ่มคนนี้เข้าทีมไม่ได้ เลือกคนอื่น"}


def test_the_excluded_are_not_offered(cast: Cast, case: Case) -> None:
    def offered() -> set[str]:
        with reading(cast.manager.actor):
            return {pk for pk, _label in people_for_team(cast.manager.actor, case.pk, area="40")}

    assert str(cast.police.user) in offered()
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.police.organisation, reason="ผู้ถูกกล่าวหาเป็นตำรวจที่นี่")
    assert str(cast.police.user) not in offered()


def test_outsiders_add_nobody(cast: Cast, case: Case) -> None:
    for actor, error in ((cast.outsider.actor, Hidden), (cast.colleague.actor, Hidden), (cast.province.actor, Refused), (cast.head.actor, Refused)):
        with pytest.raises(error):
            add_member(actor, case_id=case.pk, user=cast.doctor.user, sections=SOME, basis="mdt_membership")


def test_exclusion_beats_every_role_ends_places_and_changes_lists_and_counts(cast: Cast, case: Case) -> None:
    other = open_from(cast, make_report(cast))
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=SOME, basis="mdt_membership")
    for person, listed in ((cast.excluded, unit_cases), (cast.province, area_cases)):
        with reading(person.actor):
            assert {line.id for line in listed(person.actor).lines} == {case.pk, other.pk}
    for subject in (cast.excluded.user, cast.province.user, cast.doctor.user):
        exclude_from_case(cast.manager.actor, case_id=case.pk, subject=subject, reason="เครือญาติ")
    for person, listed in ((cast.excluded, unit_cases), (cast.province, area_cases)):
        with reading(person.actor):
            assert {line.id for line in listed(person.actor).lines} == {other.pk}
        assert not sight(person.actor, case)
    assert not sight(cast.doctor.actor, case)
    page = cast.client(cast.excluded).get("/cases/?which=unit").content.decode()
    assert case.number not in page
    assert other.number in page
    load = cast.client(cast.excluded).get("/cases/load").content.decode()
    assert ">1<" in load
    with reading(cast.manager.actor):
        assert {line.id for line in my_cases(cast.manager.actor).lines} == {case.pk, other.pk}


def test_the_excluded_learn_nothing_and_the_head_is_told(cast: Cast, case: Case) -> None:
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="เครือญาติ")
    with reading(cast.head.actor):
        assert scope(cast.head.actor, "work.see", WorkItem).filter(object_id=case.pk, verb="check_exclusion").exists()
    with reading(cast.excluded.actor):
        assert not scope(cast.excluded.actor, "work.see", WorkItem).filter(root_id=case.pk).exists()
        assert not scope(cast.excluded.actor, "case_part.see", CaseEvent).filter(case=case).exists()
    page = cast.client(cast.manager).get(f"/cases/{case.pk}/exclusions").content.decode()
    assert "เครือญาติ" in page
    assert cast.client(cast.excluded).get(f"/cases/{case.pk}/exclusions").status_code == 404


def test_an_exclusion_is_lifted_with_a_reason(cast: Cast, case: Case) -> None:
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="เครือญาติ")
    with pytest.raises(Invalid):
        lift_exclusion(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason=" ")
    lift_exclusion(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="เข้าใจผิดคน")
    assert sight(cast.excluded.actor, case)
    with pytest.raises(Hidden):
        lift_exclusion(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="อีกครั้ง")


def test_the_manager_is_not_excluded_before_the_case_has_another(cast: Cast, case: Case) -> None:
    for subject in (cast.manager.user, cast.manager.organisation):
        with pytest.raises(Conflict):
            exclude_from_case(cast.head.actor, case_id=case.pk, subject=subject, reason="ใกล้ชิด")
    assert sight(cast.manager.actor, case) == Section.everything()


def test_a_named_supervisor_knows_that_a_restricted_case_exists_and_no_more(cast: Cast) -> None:
    report = make_report(cast)
    with writing(SYSTEM):
        from prasan.casework.intake.models import Report

        Report.objects.filter(pk=report).update(problems=["trafficking.labour"])
    case = open_from(cast, report)
    assert not sight(cast.province.actor, case)
    name_supervisor(cast.manager.actor, case_id=case.pk, user=cast.province.user)
    assert sight(cast.province.actor, case) == Section.EXISTENCE
    page = cast.client(cast.province).get(f"/cases/{case.pk}").content.decode()
    assert case.number in page
    assert "ฟ้าใส" not in page


@pytest.mark.parametrize("told", [
    {"names": [{"kind": "called", "text": "น้องฟ้า"}]}, {"names": [{"kind": "given", "colour": "ฟ้า"}]}, {"facts": {"birth": ["2556"]}}, {"facts": {"x": 1}},
])
def test_a_program_that_adds_somebody_is_told_what_is_wrong(cast: Cast, case: Case, told: dict[str, object]) -> None:
    client = cast.client(cast.manager)
    answer = client.post(f"/api/v1/cases/{case.pk}/parties", {"role": "other", **told}, content_type="application/json")
    assert answer.status_code == 422
    assert client.get(f"/cases/{case.pk}").status_code == 200


@pytest.mark.parametrize("change", [{"urgency": [4]}, {"urgency": {}}, {"name": ["ก"]}, {"wishes": []}, {"restricted": "x"},
                                    {"wishes": {"codes": [["a"]]}}, {"wishes": {"codes": 5}}, {"wishes": {"words": {}}}])
def test_a_program_that_changes_facts_is_told_what_is_wrong(cast: Cast, case: Case, change: dict[str, object]) -> None:
    told = {"version": case.version, "changes": change}
    answer = cast.client(cast.manager).post(f"/api/v1/cases/{case.pk}/facts", told, content_type="application/json")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == list(change)


def test_somebody_leaves_a_case_while_a_leave_is_planned(frozen, cast: Cast, case: Case) -> None:
    """The stand-in's sight, which has yet to begin, never does: neither a fault nor a sight that comes later."""
    begins, ends = clock.now() + timedelta(days=3), clock.now() + timedelta(days=9)
    take_leave(cast.manager.actor, user=cast.manager.user, stand_in=cast.colleague.user, starts_at=begins, ends_at=ends)
    with reading(SYSTEM):
        alleged = CaseParty.objects.get(case_id=case.pk, role="alleged")
    end_party(cast.manager.actor, case_id=case.pk, party_id=alleged.pk)
    frozen.advance(days=4)
    with reading(SYSTEM):
        rows = AccessRow.objects.filter(object_id=alleged.person_id, subject_id=cast.colleague.user)
        assert rows.exists()
        assert not rows.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now())).exists()
