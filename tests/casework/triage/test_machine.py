"""Any order of steps by anyone of three desks: what must hold of a report holds after each of them."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from prasan.casework.cases.models import CaseReport, Tenure
from prasan.casework.intake.actions import receive
from prasan.casework.intake.flow import REPORT
from prasan.casework.intake.models import Report
from prasan.casework.triage import actions
from prasan.casework.triage.jobs import tell_of_unread
from prasan.casework.triage.models import Decision, Escalation, Routing
from prasan.casework.triage.queries.desk import reader_of
from prasan.ground import clock
from prasan.ground.policy import PUBLIC, Conflict, Hidden, Invalid, Refused, Section, Stale
from prasan.ground.policy.models import AccessRow, Exclusion
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from tests.assurance import machines
from tests.assurance.policy.faults import exclusions_are_not_written
from tests.casework.triage.conftest import SYSTEM, told
from tests.cast import Cast

pytestmark = pytest.mark.django_db
reached: set[str] = set()
NO = (Hidden, Refused, Conflict, Stale, Invalid)
OURS = ("right", "right", "right")  # more often than not whoever has it in hand
PEOPLE = (*OURS, "intake", "head", "outsider_intake", "outsider_head", "hotline", "province", "manager", "police")
DESKS = ("intake", "outsider_intake", "hotline")


class Triage(RuleBasedStateMachine):
    """One report among three desks; `cast` and `frozen` are those of the test."""

    cast: Cast
    frozen: clock.Frozen

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.report = receive(PUBLIC, content=told()).report_id
        self.aside = set()

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def who(self, name):
        """One of the cast; "right" is the reader, or else an officer or head of the desk who did not stand aside."""
        if name != "right":
            return name
        reader = reader_of(self.report)
        with reading(SYSTEM):
            desk = Report.objects.values_list("desk_id", flat=True).get(pk=self.report)
        heads = {"intake": "head", "outsider_intake": "outsider_head"}
        officer = next((one for one in DESKS if getattr(self.cast, one).organisation == desk), "intake")
        named = {getattr(self.cast, one).user: one for one in PEOPLE if one != "right"}
        return named.get(reader) or (heads.get(officer, officer) if officer in self.aside else officer)

    def take_first(self, who):
        """What an officer does who knows the work."""
        if who not in self.aside:
            self.do(lambda: actions.take(getattr(self.cast, who).actor, id=self.report, conflict="no"))

    def do(self, act):
        self.frozen.advance(minutes=1)
        try:
            with transaction.atomic():
                act()
        except NO:
            return False
        return True

    @rule(who=st.sampled_from(PEOPLE))
    def take(self, who):
        who = self.who(who)
        if self.do(lambda: actions.take(getattr(self.cast, who).actor, id=self.report, conflict="no")):
            assert who not in self.aside, "who stood aside took it"

    @rule(who=st.sampled_from(("intake", "outsider_intake")))
    def stand_aside(self, who):
        if self.do(lambda: actions.stand_aside(getattr(self.cast, who).actor, id=self.report)):
            self.aside.add(who)

    @rule(who=st.sampled_from(PEOPLE))
    def give_back(self, who):
        who = self.who(who)
        self.do(lambda: actions.give_back(getattr(self.cast, who).actor, id=self.report))

    @rule(who=st.sampled_from(PEOPLE), outcome=st.sampled_from(("advice", "not_for_us", "open")), urgency=st.sampled_from((4, 4, 3, 1)))
    def decide(self, who, outcome, urgency):
        self.decide_by(self.who(who), outcome, urgency)

    def decide_by(self, who, outcome, urgency):
        self.take_first(who)
        answers = {"advised": "x", "why_not": "prank", "name": "x", "manager": str(self.cast.manager.user), "basis": "public_task"}
        done = self.do(lambda: actions.decide(getattr(self.cast, who).actor, id=self.report, outcome=outcome, urgency=urgency, reason="x",
                                              lower_reason="y", answers=answers))
        if done:
            assert who not in self.aside
            assert urgency == 4 or who.endswith("head"), "an emergency was lowered by an officer"

    @rule(outcome=st.sampled_from(("advice", "not_for_us", "open")))
    def finish(self, outcome):
        self.decide_by(self.who("right"), outcome, 4)

    @rule(who=st.sampled_from((*OURS, "manager")), to=st.sampled_from(DESKS))
    def pass_on(self, who, to):
        who = self.who(who)
        self.take_first(who)
        desk = getattr(self.cast, to).organisation
        self.do(lambda: actions.decide(getattr(self.cast, who).actor, id=self.report, outcome="pass_on", reason="x", answers={"desk": str(desk)}))

    @rule(who=st.sampled_from((*OURS, "intake", "police")))
    def send_back(self, who):
        who = self.who(who)
        self.do(lambda: actions.send_back(getattr(self.cast, who).actor, id=self.report, reason="x"))

    @rule(to=st.sampled_from(DESKS))
    def pass_on_and_back(self, to):
        self.pass_on("right", to)
        self.send_back(to)

    @rule(who=st.sampled_from(PEOPLE))
    def undo(self, who):
        who = self.who(who)
        self.do(lambda: actions.undo_decision(getattr(self.cast, who).actor, id=self.report, reason="x"))

    @rule(who=st.sampled_from(PEOPLE))
    def ask_head(self, who):
        who = self.who(who)
        self.do(lambda: actions.ask_head(getattr(self.cast, who).actor, id=self.report, reason="x"))

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes):
        self.frozen.advance(minutes=minutes)
        tell_of_unread.run()

    @invariant()
    def what_must_hold(self):
        with reading(SYSTEM):
            row = Report.objects.get(pk=self.report)
            standing = list(Decision.objects.filter(report_id=self.report, undone_at=None).exclude(outcome="pass_on"))
            items = list(WorkItem.objects.filter(object_id=self.report, verb="triage_report", done_at=None))
            late = WorkItem.objects.filter(object_id=self.report, verb__startswith="late_report", done_at=None).exists()
            whole = set(
                AccessRow.objects.filter(object_id=self.report, ends_at=None, cause_id=self.report)
                .exclude(sections=int(Section.EXISTENCE)).values_list("subject_id", flat=True)
            )
            cases = CaseReport.objects.filter(report_id=self.report, undone_at=None).count()
            tenures = Tenure.objects.filter(ends_at=None).count()
            steps = list(Escalation.objects.filter(report_id=self.report).values_list("desk_id", "step"))
            refused = Routing.objects.filter(report_id=self.report, answer="refused").count()
            undone = Decision.objects.filter(report_id=self.report, outcome="pass_on").exclude(undone_at=None).count()
            barred = set(Exclusion.objects.filter(object_id=self.report, lifted_at=None).values_list("subject_id", flat=True))
        assert row.state in REPORT.states
        reached.add(row.outcome or row.state)
        reached.update(name for name, there in (("refused", refused), ("aside", self.aside), ("late", steps)) if there)
        assert (row.state == "decided") == bool(row.outcome) == (len(standing) == 1)
        if row.state == "decided":
            assert standing[0].outcome == row.outcome
            assert standing[0].urgency == row.urgency
            assert (items, late, whole) == ([], False, set()), "something is left after a decision"
            assert (cases == 1 and tenures == 1) == (row.outcome == "open"), "a case has exactly one manager, and only when it was opened"
        else:
            assert [item.organisation_id for item in items] == [row.desk_id], "exactly one thing to do, at the desk that has it"
            assert whole == {row.desk_id}, "exactly one desk reads it"
            assert cases == 0
            assert items[0].due_at <= clock.now() + timedelta(hours=1), "an emergency waits for an hour at most"
            assert items[0].assignee_id not in barred, "an excluded person reads it"
        assert len(steps) == len(set(steps))
        assert refused == undone, "what was refused is no longer decided"
        for who in ("intake", "outsider_intake"):
            if who in self.aside:
                assert getattr(self.cast, who).user in barred
                with reading(getattr(self.cast, who).actor):
                    assert not scope(getattr(self.cast, who).actor, "report.see", Report).filter(pk=self.report).exists()
        for who in ("police", "outsider_head", "outsider_intake"):
            person = getattr(self.cast, who)
            if row.desk_id != self.cast.outsider_intake.organisation:
                with reading(person.actor):
                    assert not scope(person.actor, "report_part.see", Report._meta.get_field("parties").related_model).filter(
                        report_id=self.report
                    ).exists()


def test_what_must_hold_of_a_report_holds_after_any_steps(cast, frozen):
    reached.clear()
    Triage.cast, Triage.frozen = cast, frozen
    result = machines.run(Triage, "S3-triage", runs=40, steps=12, faults={"exclusions are not written": exclusions_are_not_written})
    result.settle()
    assert reached >= {"received", "reading", "advice", "not_for_us", "open", "refused", "aside", "late"}, "the machine went nowhere"
