"""Two at once on one case, with real transactions: each of them happens whole or not at all, and never twice."""

from functools import partial

from prasan.casework.cases.actions import add_member, join_report, undo_join
from prasan.casework.cases.models import Case, CaseParty, CaseReport
from prasan.casework.closure import actions as closure
from prasan.casework.closure.models import Closure
from prasan.casework.followup import actions as followup
from prasan.casework.followup.models import FollowUp
from prasan.casework.triage import actions as triage
from prasan.ground.policy import Conflict, Hidden, Refused, Section
from prasan.ground.transactions import reading
from prasan.registry.access.models import User
from prasan.registry.areas import queries as areas
from prasan.registry.work.actions import answer_hand_over, hand_over, withdraw_hand_over
from prasan.registry.work.models import HandedItem, WorkItem
from tests.casework.cases.conftest import make_report
from tests.casework.closure.conftest import GIVEN, SYSTEM, ready_case
from tests.casework.referrals.test_at_once import at_once
from tests.cast import Cast, hire, lay_network


def rows(queryset):
    with reading(SYSTEM):
        return list(queryset)


def won(*acts):
    """What those gave, run at the same moment, that were not refused: what they were about may be gone by then."""
    def tried(act):
        try:
            return act()
        except (Hidden, Refused) as refusal:
            return refusal

    return [result for result in at_once(*(partial(tried, act) for act in acts)) if not isinstance(result, Conflict | Hidden | Refused)]


def test_two_at_once(real_transactions):
    lay_network()
    cast = Cast()
    _joins(cast)
    _decisions(cast)
    _closings(cast)
    _hand_overs(cast)
    areas.forget()


def _joins(cast):
    """The same report twice into one case, and out of it while it comes in: one membership, each party once, the sight of one."""
    manager = cast.manager.actor
    case, report = ready_case(cast), make_report(cast)
    for _turn in range(3):
        assert len(won(*(lambda: join_report(cast.intake.actor, case_id=case.pk, report_id=report),) * 3)) == 1
        assert len(rows(CaseReport.objects.filter(case_id=case.pk, report_id=report, undone_at=None))) == 1
        parties = [(one.person_id, one.role) for one in rows(CaseParty.objects.filter(case_id=case.pk, ends_at=None))]
        assert len(parties) == len(set(parties))
        assert len(won(*(lambda: undo_join(manager, case_id=case.pk, report_id=report, reason="ผิดเรื่อง"),) * 2)) == 1
        assert not rows(CaseReport.objects.filter(case_id=case.pk, report_id=report, undone_at=None))


def _decisions(cast):
    """Two officers open a case from one report: one case."""
    second = hire("intake2", "เพื่อนรับแจ้ง", "intake_officer", cast.intake.organisation)
    report = make_report(cast)
    triage.take(cast.intake.actor, id=report, conflict="no")
    answers = {"name": "x", "manager": str(cast.manager.user), "basis": "public_task"}
    before = len(rows(Case.objects.all()))
    results = won(*(
        lambda who=who: triage.decide(who, id=report, outcome="open", urgency=4, reason="x", answers=answers)
        for who in (cast.intake.actor, cast.intake.actor, second.actor)
    ))
    assert len(results) == 1
    assert len(rows(Case.objects.all())) == before + 1
    assert len(rows(CaseReport.objects.filter(report_id=report, undone_at=None))) == 1


def _closings(cast):
    """Asked twice, decided in two ways, looked at twice, opened again twice: one request, one answer, looks planned once."""
    manager, head = cast.manager.actor, cast.head.actor
    case = ready_case(cast)
    asked = won(*(lambda: closure.ask(manager, case_id=case.pk, **GIVEN),) * 3)
    assert len(asked) == len(rows(Closure.objects.filter(case_id=case.pk, state="asked"))) == 1
    answers = won(
        lambda: closure.approve(head, id=asked[0]), lambda: closure.approve(head, id=asked[0]),
        lambda: closure.return_(head, id=asked[0], reason="ถามอีก"), lambda: closure.withdraw(manager, id=asked[0]),
    )
    assert len(answers) == 1
    if rows(Case.objects.filter(pk=case.pk))[0].state == "open":
        closure.approve(head, id=closure.ask(manager, case_id=case.pk, **GIVEN))
    looks = rows(FollowUp.objects.filter(case_id=case.pk, state="due").order_by("months"))
    assert [look.months for look in looks] == [1, 3, 6]
    results = won(*(
        lambda code=code: followup.do(manager, id=looks[0].pk, finding_code=code, finding="พบแล้ว") for code in ("safe", "danger", "needs_help")
    ))
    assert len(results) == 1
    opened = won(*(lambda: followup.reopen(manager, id=case.pk, reason="แม่โทรมา"),) * 3)
    assert len(opened) == 1
    assert rows(Case.objects.filter(pk=case.pk).values_list("state", "reopened")) == [("open", 1)]
    assert not rows(FollowUp.objects.filter(case_id=case.pk, state="due"))


def _hand_overs(cast):
    """Accepted, refused and taken back at once: one answer, one owner."""
    case = ready_case(cast)
    add_member(cast.manager.actor, case_id=case.pk, user=cast.colleague.user, sections=Section.IDENTITY | Section.PLAN, basis="mdt_membership")
    items = [row.pk for row in rows(WorkItem.objects.filter(root_id=case.pk, assignee_id=cast.manager.user, done_at=None))]
    assert items
    made = hand_over(cast.manager.actor, from_user=cast.manager.user, to_user=cast.colleague.user, items=items[:1], reason="leave")
    one = rows(HandedItem.objects.filter(hand_over_id=made).values_list("pk", flat=True))
    results = won(
        lambda: answer_hand_over(cast.colleague.actor, id=made, accept=one), lambda: answer_hand_over(cast.colleague.actor, id=made, accept=one),
        lambda: answer_hand_over(cast.colleague.actor, id=made, refuse=one, reason="load"), lambda: withdraw_hand_over(cast.manager.actor, id=made),
    )
    state = rows(HandedItem.objects.filter(hand_over_id=made).values_list("state", flat=True))[0]
    owner = rows(WorkItem.objects.filter(pk=items[0]).values_list("assignee_id", flat=True))[0]
    assert len(results) in {1, 2}, results  # taking back what was answered does nothing
    assert owner == (cast.colleague.user if state == "accepted" else cast.manager.user)
    assert rows(User.objects.filter(pk=owner))
