"""Transfer: the manager changes on acceptance and at no other moment; never none, never two, whoever races."""

from uuid import UUID

import pytest

from prasan.casework.cases.actions import (
    accept_transfer,
    add_member,
    add_plan_action,
    exclude_from_case,
    offer_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from prasan.casework.cases.actions.team import in_team
from prasan.casework.cases.models import Case, Tenure, Transfer
from prasan.casework.intake.models import Reporter
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused, Section, Stale
from prasan.ground.policy.scope import scope, sections_of
from prasan.ground.transactions import reading, writing
from prasan.registry.work.models import WorkItem
from tests.casework.cases.conftest import SYSTEM, make_report, open_from
from tests.casework.cases.test_at_once import race
from tests.cast import Cast, Person, hire, lay_network


def managers(case: Case) -> list[UUID]:
    with writing(SYSTEM):
        return list(Tenure.objects.filter(case=case, ends_at=None).values_list("user_id", flat=True))


def sight(actor: Actor, case: Case) -> Section:
    with reading(actor):
        return sections_of(actor, "case.see", Case, case.pk)


@pytest.fixture
def offered(cast: Cast, case: Case) -> UUID:
    return offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.outsider.organisation, to_user=cast.outsider.user,
                          reason="ครอบครัวย้ายไปร้อยเอ็ด")


@pytest.mark.django_db
def test_until_it_is_accepted_the_sender_is_responsible_and_the_receiver_sees_no_name(cast: Cast, case: Case, offered: UUID) -> None:
    assert managers(case) == [cast.manager.user]
    assert sight(cast.manager.actor, case) == Section.everything()
    assert sight(cast.outsider.actor, case) == Section.EXISTENCE
    page = cast.client(cast.outsider).get(f"/cases/transfers/{offered}").content.decode()
    assert case.number in page
    assert "ครอบครัวย้ายไปร้อยเอ็ด" in page
    for secret in ("ฟ้าใส", "สมพงษ์", "น้องฟ้า"):
        assert secret not in page
    for stranger in (cast.outsider_intake, cast.colleague, cast.police):
        assert cast.client(stranger).get(f"/cases/transfers/{offered}").status_code == 404


@pytest.mark.django_db
def test_acceptance_moves_all_of_it_and_the_old_manager_is_out(cast: Cast, case: Case, offered: UUID, report: UUID) -> None:
    action = add_plan_action(cast.manager.actor, case_id=case.pk, text="เยี่ยมบ้าน", five_p="protection", organisation=cast.manager.organisation)
    accept_transfer(cast.outsider.actor, id=offered)
    assert managers(case) == [cast.outsider.user]
    with writing(SYSTEM):
        now = Case.objects.get(pk=case.pk)
        assert (now.manager_id, now.organisation_id, now.number) == (cast.outsider.user, cast.outsider.organisation, case.number)
        items = dict(WorkItem.objects.filter(root_id=case.pk, done_at=None).values_list("verb", "assignee_id"))
    assert items == {"first_contact": cast.outsider.user, "do_action": cast.outsider.user}
    assert sight(cast.outsider.actor, case) == Section.everything()
    assert not sight(cast.manager.actor, case)
    assert not sight(cast.head.actor, case)
    assert sight(cast.outsider_head.actor, case)
    for actor, expected in ((cast.outsider.actor, True), (cast.manager.actor, False), (cast.outsider_head.actor, False)):
        with reading(actor):
            assert scope(actor, "reporter.see", Reporter).filter(report_id=report).exists() is expected
    assert cast.client(cast.manager).get(f"/cases/{case.pk}").status_code == 404
    assert action


@pytest.mark.django_db
def test_refusal_leaves_it_and_alarms_the_manager(cast: Cast, case: Case, offered: UUID) -> None:
    refuse_transfer(cast.outsider.actor, id=offered, answer="ครอบครัวยังไม่ได้ย้ายจริง")
    assert managers(case) == [cast.manager.user]
    assert not sight(cast.outsider.actor, case)
    with writing(SYSTEM):
        alarm = WorkItem.objects.get(object_id=case.pk, verb="transfer_refused")
        assert (alarm.assignee_id, alarm.alarm) == (cast.manager.user, True)
        assert Transfer.objects.get(pk=offered).answer == "ครอบครัวยังไม่ได้ย้ายจริง"
    with pytest.raises(Hidden):  # its answer has ended what the receiver saw
        accept_transfer(cast.outsider_intake.actor, id=offered)


@pytest.mark.django_db
def test_withdrawal(cast: Cast, case: Case, offered: UUID) -> None:
    with pytest.raises(Refused):
        withdraw_transfer(cast.outsider.actor, id=offered)
    withdraw_transfer(cast.manager.actor, id=offered)
    assert not sight(cast.outsider.actor, case)
    with pytest.raises(Conflict):
        accept_transfer(cast.outsider.actor, id=offered)
    assert managers(case) == [cast.manager.user]


@pytest.mark.django_db
def test_one_offer_at_a_time_and_only_to_who_can_have_it(cast: Cast, case: Case, offered: UUID) -> None:
    with pytest.raises(Conflict):
        offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.colleague.organisation, to_user=cast.colleague.user, reason="ลา")
    withdraw_transfer(cast.manager.actor, id=offered)
    for user, field in ((cast.doctor.user, "to_user"), (cast.manager.user, "to_user")):
        with pytest.raises(Invalid) as wrong:
            offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.colleague.organisation, to_user=user, reason="ลา")
        assert field in wrong.value.errors
    with pytest.raises(Stale):
        offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.colleague.organisation, to_user=cast.colleague.user, reason="ลา",
                       version=99)


@pytest.mark.django_db
def test_the_excluded_cannot_have_it_and_are_not_told(cast: Cast, case: Case) -> None:
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.outsider.organisation, reason="ผู้ถูกกล่าวหาทำงานที่นี่")
    with pytest.raises(Invalid) as refused:
        offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.outsider.organisation, reason="ย้าย")
    assert "กัน" not in str(refused.value.errors)


@pytest.mark.django_db
def test_excluding_the_receiver_takes_the_offer_back(cast: Cast, case: Case, offered: UUID) -> None:
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.outsider.organisation, reason="ผู้ถูกกล่าวหาทำงานที่นี่")
    with pytest.raises(Hidden):
        accept_transfer(cast.outsider.actor, id=offered)
    assert cast.client(cast.outsider).get(f"/cases/transfers/{offered}").status_code == 404
    assert managers(case) == [cast.manager.user]


@pytest.mark.django_db
def test_a_head_gives_the_case_of_somebody_who_left_to_another_who_accepts(cast: Cast, case: Case) -> None:
    from prasan.registry.access.actions import end_position
    from prasan.registry.access.models import Position

    end_position(SYSTEM, position=Position.objects.get(user_id=cast.manager.user).pk)
    assert managers(case) == [cast.manager.user]  # never none
    with reading(cast.head.actor):
        assert scope(cast.head.actor, "work.see", WorkItem).filter(object_id=case.pk, verb="manager_left").exists()
    pk = offer_transfer(cast.head.actor, case_id=case.pk, to_organisation=cast.colleague.organisation, to_user=cast.colleague.user, reason="คนเดิมย้าย")
    accept_transfer(cast.colleague.actor, id=pk)
    assert managers(case) == [cast.colleague.user]


@pytest.mark.django_db
def test_who_comes_back_to_the_post_sees_what_they_answer_for_and_who_comes_back_elsewhere_does_not(cast: Cast, case: Case, report: UUID) -> None:
    from prasan.registry.access.actions import end_position, give_position
    from prasan.registry.access.models import Position

    def leave() -> None:
        for post in Position.objects.filter(user_id=cast.manager.user, ends_at=None):
            end_position(SYSTEM, position=post.pk)

    leave()
    assert not sight(cast.manager.fresh(), case)
    give_position(SYSTEM, user=cast.manager.user, organisation=cast.outsider.organisation, role="case_manager")
    assert not sight(cast.manager.fresh(), case)
    leave()
    give_position(SYSTEM, user=cast.manager.user, organisation=cast.manager.organisation, role="team_member")
    assert not sight(cast.manager.fresh(), case)
    give_position(SYSTEM, user=cast.manager.user, organisation=cast.manager.organisation, role="case_manager")
    again = cast.manager.fresh()
    assert sight(again, case) == Section.everything()
    with reading(again):
        assert scope(again, "reporter.see", Reporter).filter(report_id=report).exists()
    assert managers(case) == [cast.manager.user]


@pytest.mark.django_db
def test_a_place_in_the_team_ends_with_the_post(cast: Cast, case: Case) -> None:
    from prasan.registry.access.actions import end_position, give_position
    from prasan.registry.access.models import Position

    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=Section.IDENTITY, basis="mdt_membership")
    end_position(SYSTEM, position=Position.objects.get(user_id=cast.doctor.user).pk)
    assert not in_team(case.pk).exists()
    give_position(SYSTEM, user=cast.doctor.user, organisation=cast.doctor.organisation, role="team_member")
    assert not sight(cast.doctor.fresh(), case)


def test_of_acceptances_at_once_one_holds(real_transactions: None) -> None:
    lay_network()
    cast = Cast()
    case = open_from(cast, make_report(cast))
    rivals: list[Person] = [hire(f"rival{n}", f"คู่แข่งคนที่ {n}", "case_manager", cast.outsider.organisation) for n in range(3)]
    pk = offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.outsider.organisation, reason="ย้ายไปร้อยเอ็ด")
    head = cast.outsider_head.actor
    errors = race(
        *(lambda rival=rival: accept_transfer(head, id=pk, manager=rival.user) for rival in rivals),
        lambda: withdraw_transfer(cast.manager.actor, id=pk),
        lambda: refuse_transfer(head, id=pk, answer="ไม่รับ"),
    )
    assert sum(error is None for error in errors) == 1, errors
    assert all(isinstance(error, Conflict | Hidden | Refused) for error in errors if error), errors
    held = managers(case)
    assert len(held) == 1
    with writing(SYSTEM):
        assert Case.objects.get(pk=case.pk).manager_id == held[0]
        assert Transfer.objects.get(pk=pk).state in {"accepted", "withdrawn", "refused"}
