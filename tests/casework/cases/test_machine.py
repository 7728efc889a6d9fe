"""Any order of what happens to two cases and three reports, by anybody: one manager each, nobody sees too long, nothing closes over what is open."""

from collections import Counter

import pytest
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from prasan.casework.cases import actions
from prasan.casework.cases.flow import CASE, TRANSFER
from prasan.casework.cases.models import Case, CaseParty, CaseReport, PlanAction, TeamMember, Tenure, Transfer
from prasan.casework.closure.models import Closure
from prasan.casework.followup.models import FollowUp
from prasan.casework.intake.models import Reporter
from prasan.casework.referrals import actions as referrals
from prasan.casework.referrals.flow import OPEN as OPEN_REFERRALS
from prasan.casework.referrals.flow import REFERRAL
from prasan.casework.referrals.models import Referral
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section, Stale
from prasan.ground.policy.models import AccessRow, Exclusion
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading, writing
from prasan.registry.access.actions import end_position, give_position
from prasan.registry.access.models import Position
from prasan.registry.limits.actions import load_limits, stop_limits
from prasan.registry.limits.models import RunningLimit
from prasan.registry.people.models import Person
from prasan.registry.work.checks import compared
from prasan.registry.work.models import WorkItem
from prasan.registry.work.rules import EXPECTED
from tests.assurance import machines
from tests.assurance.policy.faults import PLAIN, what_ends_lasts_on
from tests.casework.cases.conftest import SYSTEM, make_report, open_from
from tests.casework.closure.conftest import GIVEN
from tests.cast import BEGINNING

pytestmark = pytest.mark.django_db
NO = (Hidden, Refused, Conflict, Stale, Invalid)
MANAGERS, PEOPLE = ("manager", "colleague", "outsider"), ("manager", "colleague", "head", "outsider", "outsider_head", "intake", "doctor", "province")
FEW = st.integers(0, 5)
reached: Counter[str] = Counter()


class CaseFlow(RuleBasedStateMachine):
    """`cast` and `clock` are those of the test. Every act is tried by somebody who may and by somebody who may not."""

    cast = clock = None

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.clock.move_to("2026-11-20T09:00")
        self.actors = {}
        self.reports = [make_report(self.cast, affected=name) for name in ("ฟ้าใส แสงคำ", "น้ำฝน ทองดี", "ใบบัว ศรีสุข")]
        self.cases = [open_from(self.cast, self.reports[0]).pk, open_from(self.cast, self.reports[1], manager=self.cast.colleague.user).pk]
        self.numbers = dict(self.rows(Case.objects.values_list("pk", "number")))
        for case in self.cases:
            self.calm(case)

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def calm(self, case):
        """Stop the limits of law, which would keep a case from closing whatever else is done."""
        with writing(SYSTEM):
            of_law = RunningLimit.objects.filter(root_id=case, state="running").exclude(code__contains=".")
            if codes := list(of_law.values_list("code", flat=True)):
                stop_limits(SYSTEM, root_id=case, reason="complaint_made", rule_codes=codes)

    def rows(self, queryset):
        with reading(SYSTEM):
            return list(queryset)

    def row(self, case):
        return self.rows(Case.objects.filter(pk=case))[0]

    def actor(self, name):
        if name not in self.actors:  # read anew when somebody's post changed
            self.actors[name] = getattr(self.cast, name).fresh()
        return self.actors[name]

    def accountable(self, case):
        """Who answers for a case now, by the name in the cast."""
        manager = self.row(case).manager_id
        return next(name for name in MANAGERS if getattr(self.cast, name).user == manager)

    def do(self, what, act, *, must_not=""):
        """Try; the act happens whole or not at all. `must_not` says why it may not happen."""
        self.clock.advance(minutes=1)
        try:
            with transaction.atomic():
                act()
        except NO:
            return False
        assert not must_not, f"{what}: {must_not}"
        reached[what] += 1
        return True

    # -- what people do ---------------------------------------------------------------------------------------------------

    @rule(which=FEW, report=FEW, who=st.sampled_from(("", "", "intake", "doctor", "outsider")))
    def join(self, which, report, who):
        case, pk = self.cases[which % 2], self.reports[report % 3]
        who = who or self.accountable(case)
        self.do("join", lambda: actions.join_report(self.actor(who), case_id=case, report_id=pk),
                must_not="the case is closed" if self.row(case).state == "closed" else "")

    @rule(which=FEW, report=FEW)
    def undo_join(self, which, report):
        case = self.cases[which % 2]
        there = self.rows(CaseReport.objects.filter(case_id=case, undone_at=None))
        self.do("undo join", lambda: actions.undo_join(self.actor(self.accountable(case)), case_id=case, report_id=self.reports[report % 3], reason="ผิดเรื่อง"),
                must_not="it was the last report" if len(there) == 1 else "")

    @rule(which=FEW, who=st.sampled_from(("", "", "head", "outsider")), user=st.sampled_from(("doctor", "police", "colleague", "outsider")))
    def take_into_team(self, which, who, user):
        case = self.cases[which % 2]
        barred = self.excluded(case, user)
        self.do("team", lambda: actions.add_member(
            self.actor(who or self.accountable(case)), case_id=case, user=getattr(self.cast, user).user, sections=Section.IDENTITY | Section.STORY,
            basis="mdt_membership", until=clock.today() if which > 3 else None,
        ), must_not="an excluded person was taken in" if barred else "the case is closed" if self.row(case).state == "closed" else "")

    @rule(which=FEW)
    def leave_team(self, which):
        case = self.cases[which % 2]
        for member in self.rows(TeamMember.objects.filter(case_id=case, ends_at=None))[:1]:
            self.do("left team", lambda: actions.end_member(self.actor(self.accountable(case)), case_id=case, member_id=member.pk))  # noqa: B023

    @rule(which=FEW, done=st.booleans())
    def plan(self, which, done):
        case, who = self.cases[which % 2], self.actor(self.accountable(self.cases[which % 2]))
        if not done:
            self.do("plan", lambda: actions.add_plan_action(who, case_id=case, text="พาไปตรวจ", five_p="protection",
                                                            organisation=self.row(case).organisation_id))
        for one in self.rows(PlanAction.objects.filter(case_id=case, state="open"))[:1] if done else ():
            self.do("plan done", lambda: actions.finish_plan_action(who, id=one.pk, result="ตรวจแล้ว"))  # noqa: B023

    @rule(which=FEW, to=st.sampled_from(MANAGERS), who=st.sampled_from(("", "", "head", "outsider")))
    def offer(self, which, to, who):
        case, receiver = self.cases[which % 2], getattr(self.cast, to)
        self.do("offer", lambda: actions.offer_transfer(self.actor(who or self.accountable(case)), case_id=case, to_organisation=receiver.organisation,
                                                        to_user=receiver.user, reason="ย้ายบ้าน"),
                must_not="an excluded person was asked" if self.excluded(case, to) else "")

    @rule(which=FEW, move=st.sampled_from(("accept", "accept", "accept", "refuse", "withdraw")), who=st.sampled_from(("", "", "", *PEOPLE)))
    def answer(self, which, move, who):
        for transfer in self.rows(Transfer.objects.filter(state="offered"))[:1]:
            asked = next((name for name in MANAGERS if getattr(self.cast, name).user == transfer.to_user_id), "outsider_head")
            who = who or (self.accountable(transfer.case_id) if move == "withdraw" else asked)
            answers = {"accept": {"manager": transfer.to_user_id}, "refuse": {"answer": "เต็มแล้ว"}}.get(move, {})
            before = self.row(transfer.case_id).manager_id
            done = self.do(f"transfer {move}", lambda: TRANSFER.make(self.actor(who), move, id=transfer.pk, **answers))  # noqa: B023
            after = self.row(transfer.case_id).manager_id
            assert after == (transfer.to_user_id if done and move == "accept" else before), "the manager changes on acceptance and at no other moment"

    @rule(which=FEW, end=st.booleans())
    def refer(self, which, end):
        case = self.cases[which % 2]
        who = self.actor(self.accountable(case))
        if not end:
            self.do("refer", lambda: referrals.send(who, case_id=case, receiver=self.cast.hospital.organisation, service="medical", ask="ขอตรวจร่างกายวันนี้",
                                                    sections=["identity"], basis="duty_child_29", urgency=3, talk="told"))
        for one in self.rows(Referral.objects.filter(case_id=case, state__in=OPEN_REFERRALS))[:1] if end else ():
            self.do("refer withdrawn", lambda: REFERRAL.make(who, "withdraw", id=one.pk, reason="ไม่ต้องแล้ว"))  # noqa: B023

    @rule(which=FEW, user=st.sampled_from(("doctor", "colleague", "outsider", "province", "manager")), lift=st.booleans())
    def exclude(self, which, user, lift):
        case, subject = self.cases[which % 2], getattr(self.cast, user).user
        who = self.actor(self.accountable(case))
        if lift:
            self.do("lifted", lambda: actions.lift_exclusion(who, case_id=case, subject=subject, reason="ตรวจแล้วไม่ใช่ญาติ"))
        else:
            self.do("excluded", lambda: actions.exclude_from_case(who, case_id=case, subject=subject, reason="เป็นญาติ"),
                    must_not="the manager was excluded" if self.row(case).manager_id == subject else "")

    @rule(which=FEW, who=st.sampled_from(("", "", "head", "outsider_head", "doctor")),
          move=st.sampled_from(("ask_close", "ask_close", "approve_close", "approve_close", "return_close", "withdraw_close", "reopen", "reopen")))
    def close(self, which, who, move):
        case = self.cases[which % 2]
        heads = {self.cast.outsider.organisation: "outsider_head"}
        who = who or ("head" if move in {"approve_close", "return_close"} and self.row(case).organisation_id not in heads
                      else heads.get(self.row(case).organisation_id, "head") if move in {"approve_close", "return_close"} else self.accountable(case))
        answers = {"ask_close": GIVEN, "return_close": {"reason": "ถามอีก"}, "reopen": {"reason": "แม่โทรมา"}}.get(move, {})
        waiting = bool(self.open_things(case))
        never = "something is open" if waiting and move in {"ask_close", "approve_close"} else ""
        if self.do(move, lambda: CASE.make(self.actor(who), move, id=case, **answers), must_not=never):
            self.calm(case)

    @rule(which=FEW)
    def merge(self, which):
        gone, into = self.cases[which % 2], self.cases[(which + 1) % 2]
        who = self.actor(self.accountable(gone))
        done = self.do("merge", lambda: CASE.make(who, "merge", id=gone, into=self.numbers[into], reason="เรื่องเดียวกัน"),
                       must_not="somebody else manages the other" if self.accountable(gone) != self.accountable(into) else "")
        if done:
            assert set(self.reports_of(gone)) <= set(self.reports_of(into))

    @rule(which=FEW)
    def unmerge(self, which):
        case = self.cases[which % 2]
        into = self.row(case).merged_into_id
        if self.do("unmerge", lambda: CASE.make(self.actor(self.accountable(case)), "unmerge", id=case, reason="คนละเรื่อง")):
            assert into is not None
            assert not self.rows(CaseReport.objects.filter(case_id=into, merge_of_id=case, undone_at=None)), "what came over went back"

    @rule(name=st.sampled_from(MANAGERS), back=st.booleans(), luck=st.integers(0, 2))
    def officer_leaves(self, name, back, luck):
        person = getattr(self.cast, name)
        if luck:  # it does not happen that often
            return
        for post in self.rows(Position.objects.filter(user_id=person.user, ends_at=None)):
            self.do("left office", lambda: end_position(SYSTEM, position=post.pk))  # noqa: B023
            for case in self.cases:
                row = self.row(case)
                if row.manager_id == person.user and row.state != "closed":
                    assert self.rows(WorkItem.objects.filter(object_id=case, verb="manager_left", done_at=None)), "the head must find another"
        if back:
            give_position(SYSTEM, user=person.user, organisation=person.organisation, role=person.role, starts_at=BEGINNING)
        self.actors.clear()

    @rule(hours=st.sampled_from((1, 30)))
    def wait(self, hours):
        self.clock.advance(hours=hours)

    # -- what must hold ---------------------------------------------------------------------------------------------------

    def reports_of(self, case):
        return self.rows(CaseReport.objects.filter(case_id=case, undone_at=None).values_list("report_id", flat=True))

    def excluded(self, case, name):
        return bool(self.rows(Exclusion.objects.filter(object_id=case, subject_id=getattr(self.cast, name).user, lifted_at=None)))

    def open_things(self, case):
        return [
            *self.rows(PlanAction.objects.filter(case_id=case, state="open")), *self.rows(Transfer.objects.filter(case_id=case, state="offered")),
            *self.rows(Referral.objects.filter(case_id=case, state__in=OPEN_REFERRALS)),
        ]

    @invariant()
    def each_case_has_exactly_one_manager_and_its_number(self):
        for case in self.cases:
            row = self.row(case)
            assert self.rows(Tenure.objects.filter(case_id=case, ends_at=None).values_list("user_id", flat=True)) == [row.manager_id]
            assert row.number == self.numbers[case]
            assert self.reports_of(case) or row.merged_into_id, "a case has a report"

    @invariant()
    def only_the_manager_manages(self):
        managers = {case: self.row(case).manager_id for case in self.cases}
        for name in MANAGERS:
            actor = self.actor(name)
            with reading(actor):
                manages = set(scope(actor, "case.manage", Case).filter(pk__in=self.cases).values_list("pk", flat=True))
            assert manages == {case for case, manager in managers.items() if manager is not None and actor.user == manager}, f"{name} manages"

    @invariant()
    def nothing_is_open_in_a_closed_case(self):
        for case in self.cases:
            row = self.row(case)
            asked = self.rows(Closure.objects.filter(case_id=case, state="asked"))
            assert len(asked) == (row.state == "closing")
            if row.state != "closed":
                continue
            assert not self.open_things(case)
            if row.merged_into_id is None:
                assert not self.rows(TeamMember.objects.filter(case_id=case, ends_at=None)), "the team goes when the case closes"
                assert self.rows(FollowUp.objects.filter(case_id=case, state="due").values_list("months", flat=True)), "somebody looks again"
            left = {item.verb for item in self.rows(WorkItem.objects.filter(object_id=case, done_at=None))}
            assert left <= {"check_exclusion"}, left

    @invariant()
    def the_lists_are_what_the_facts_say(self):
        with reading(SYSTEM):
            for verb in ("first_contact", "do_action", "answer_transfer", "approve_closure"):
                assert not compared(verb, EXPECTED.get(verb))

    @invariant()
    def access_ends_with_what_gave_it(self):
        now = clock.now()
        for row in self.rows(AccessRow.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), cause_kind="teammember")):
            member = self.rows(TeamMember.objects.filter(pk=row.cause_id))[0]
            assert member.ends_at is None or member.ends_at > now, "a membership ended, its access did not"
        for row in self.rows(AccessRow.objects.filter(cause_kind="tenure", ends_at=None)):
            assert self.rows(Tenure.objects.filter(pk=row.cause_id, ends_at=None)), "a tenure ended, its access did not"
        for row in self.rows(AccessRow.objects.filter(cause_kind="transfer", ends_at=None)):
            assert self.rows(Transfer.objects.filter(pk=row.cause_id, state="offered")), "an offer was answered, its access did not end"

    @invariant()
    def each_reporter_is_kept_from_all_but_the_managers(self):
        managers = {report: set() for report in self.reports}
        for report, manager in self.rows(
            CaseReport.objects.filter(report_id__in=self.reports, undone_at=None).values_list("report_id", "case__manager_id")
        ):
            managers[report].add(manager)
        for name in PEOPLE:
            actor = self.actor(name)
            if name == "intake" or actor.user is None:  # the desk itself: triage has its own machine
                continue
            with reading(actor):
                opened = set(scope(actor, "reporter.see", Reporter).filter(report_id__in=self.reports).values_list("report_id", flat=True))
            assert opened <= {report for report, may in managers.items() if actor.user in may}, f"{name} reads who reported"

    @invariant()
    def who_is_excluded_sees_nothing_of_it(self):
        for case in self.cases:
            persons = self.rows(CaseParty.objects.filter(case_id=case, ends_at=None).values_list("person_id", flat=True))
            for name in PEOPLE:
                actor = self.actor(name)
                if actor.user is None or not self.excluded(case, name):
                    continue
                with reading(actor):
                    assert not scope(actor, "case.see", Case).filter(pk=case).exists()
                    assert not scope(actor, "person.see", Person).filter(pk__in=persons).exists(), f"{name} sees a person of a case from which it is excluded"
                    assert not scope(actor, "reporter.see", Reporter).filter(report_id__in=self.reports_of(case)).exists()


def test_what_must_hold_of_cases_holds_after_anything(cast, frozen):
    load_limits()
    reached.clear()
    CaseFlow.cast, CaseFlow.clock = cast, frozen
    faults = {"what ends lasts on": what_ends_lasts_on}
    if connection.vendor == "sqlite":  # on PostgreSQL row security stands behind what is asked wrongly
        faults["exclusions are forgotten"] = PLAIN["exclusions are forgotten"]
    result = machines.run(CaseFlow, "S3-cases", runs=4, steps=20, faults=faults)
    result.settle()
    assert reached.total() >= 5, f"the machine went nowhere: {reached}"
