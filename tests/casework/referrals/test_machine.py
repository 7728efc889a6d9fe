"""Any order of moves by anybody, over hours: the sender stays responsible, nobody learns a name too early or sees too long, nothing closes over it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from prasan.casework.cases.flow import CASE
from prasan.casework.cases.models import Case, Tenure
from prasan.casework.closure.models import Closure
from prasan.casework.referrals import actions, queries
from prasan.casework.referrals.flow import OPEN, REFERRAL, RUNNING, WAITING
from prasan.casework.referrals.models import Referral
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section
from prasan.ground.policy.scope import sections_of
from prasan.ground.transactions import reading, writing
from prasan.registry.limits.actions import load_limits, stop_limits
from prasan.registry.limits.jobs import give_notices
from prasan.registry.work.models import WorkItem
from tests.assurance import machines
from tests.assurance.policy.faults import what_ends_lasts_on
from tests.casework.cases.conftest import make_report, open_from
from tests.casework.closure.conftest import GIVEN
from tests.casework.referrals.conftest import CANARIES, SYSTEM, dress

pytestmark = pytest.mark.django_db
DESKS, PEOPLE = ("hospital", "police"), ("hospital", "police", "manager", "head", "outsider", "colleague")
ANSWERS = {
    "receive": {}, "accept": {"knows": "no"}, "accept_part": {"knows": "no", "part": "ตรวจได้อย่างเดียว"},
    "ask_more": {"knows": "no", "question": "เด็กแพ้ยาอะไร"}, "refuse": {"knows": "no", "refused_code": "full", "answer": "เต็ม"},
    "answer_more": {"text": "ไม่แพ้ยา"}, "finish": {"outcome": "ตรวจแล้ว"}, "withdraw": {"reason": "ไม่ต้องแล้ว"},
}
SIDES = {"referral.answer": "desk", "referral.manage": "sender"}

reached: Counter[str] = Counter()


class Referring(RuleBasedStateMachine):
    """One case, two desks, outsiders, and time."""

    cast = clock = None

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.clock.move_to("2026-11-20T09:00")
        self.case = open_from(self.cast, make_report(self.cast))
        dress(self.case)
        with writing(SYSTEM):
            stop_limits(SYSTEM, root_id=self.case.pk, reason="complaint_made")
        self.made = []

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def actor(self, name):
        return getattr(self.cast, name).actor

    def row(self, pk):
        with reading(SYSTEM):
            return Referral.objects.get(pk=pk)

    def now(self):
        with reading(SYSTEM):
            return Case.objects.get(pk=self.case.pk)

    @rule(desk=st.sampled_from(DESKS), urgency=st.integers(1, 4), who=st.sampled_from(("manager", "manager", "head", "outsider")))
    def send(self, desk, urgency, who):
        before = self.now().state
        asked = any(row.receiver_id == getattr(self.cast, desk).organisation and row.state in OPEN for row in map(self.row, self.made))
        try:
            self.made.append(actions.send(
                self.actor(who), case_id=self.case.pk, receiver=getattr(self.cast, desk).organisation, service="medical",
                ask="ขอตรวจร่างกายเด็กหญิง 12 ปี วันนี้", sections=["identity", "health"], basis="duty_child_29", urgency=urgency, talk="told",
            ))
        except (Conflict, Refused, Hidden):
            assert who != "manager" or before != "open" or asked
        else:
            assert who == "manager"
            assert before == "open"
            assert not asked

    @precondition(lambda self: self.made)
    @rule(move=st.sampled_from(sorted(ANSWERS)), who=st.sampled_from(PEOPLE), which=st.integers(0, 20))
    def move(self, move, who, which):
        self.make(move, who, self.made[which % len(self.made)])

    @precondition(lambda self: self.made)
    @rule(move=st.integers(0, 20), which=st.integers(0, 2))
    def go_on(self, move, which):
        """What fits, by who may: chance alone seldom comes to the end of a referral."""
        pk = self.made[-1 - which % len(self.made)]
        row = self.row(pk)
        fitting = [name for name in sorted(ANSWERS) if row.state in REFERRAL.moves[name].from_]
        if fitting:
            name = fitting[move % len(fitting)]
            desk = next(desk for desk in DESKS if getattr(self.cast, desk).organisation == row.receiver_id)
            self.make(name, desk if SIDES[REFERRAL.moves[name].needs] == "desk" else "manager", pk)

    def make(self, move, who, pk):
        before = self.row(pk)
        wanted = REFERRAL.moves[move]
        at_desk = getattr(self.cast, who).organisation == before.receiver_id
        right = at_desk if SIDES[wanted.needs] == "desk" else who in {"manager", "head"}
        sees = at_desk or who in {"manager", "head"}
        try:
            REFERRAL.make(self.actor(who), move, id=pk, version=before.version, **ANSWERS[move])
        except Conflict:
            assert right
            assert before.state not in wanted.from_
        except Refused:
            assert sees
            assert not right
        except Hidden:
            assert not sees
        else:
            assert right
            assert before.state in wanted.from_
            assert self.row(pk).state == wanted.to
            reached[move] += 1

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 20), desk=st.sampled_from(DESKS))
    def reroute(self, which, desk):
        pk = self.made[which % len(self.made)]
        before = self.row(pk)
        try:
            self.made.append(actions.reroute(self.actor("manager"), id=pk, receiver=getattr(self.cast, desk).organisation))
        except Conflict:
            assert before.state != "refused" or self.now().state != "open" or any(
                row.receiver_id == getattr(self.cast, desk).organisation and row.state in OPEN for row in map(self.row, self.made))
        else:
            assert before.state == "refused"
            assert (self.row(pk).state, self.row(self.made[-1]).again_id) == ("rerouted", pk)

    @rule(hours=st.integers(1, 30))
    def wait(self, hours):
        self.clock.at += timedelta(hours=hours)
        give_notices.run()

    @rule(
        move=st.sampled_from(("ask_close", "approve_close", "return_close", "withdraw_close", "reopen")),
        who=st.sampled_from(("manager", "head", "outsider")),
    )
    def close(self, move, who):
        answers = {"ask_close": GIVEN, "return_close": {"reason": "ถามอีก"}, "reopen": {"reason": "แม่โทรมา"}}.get(move, {})
        before = self.now()
        waiting = [row for row in map(self.row, self.made) if row.state in OPEN]
        try:
            CASE.make(self.actor(who), move, id=before.pk, **answers)
        except (Conflict, Refused, Hidden, Invalid):
            if who == "manager" and move == "ask_close" and before.state == "open":
                assert waiting
            if who == "head" and move == "approve_close" and before.state == "closing":
                assert waiting
        else:
            assert before.state in CASE.moves[move].from_
            assert not waiting or CASE.moves[move].to == "open"
            if move == "reopen":
                with writing(SYSTEM):
                    stop_limits(SYSTEM, root_id=self.case.pk, reason="complaint_made")

    @invariant()
    def exactly_one_manager_and_it_is_the_sender(self):
        with reading(SYSTEM):
            open_ = list(Tenure.objects.filter(case_id=self.case.pk, ends_at=None).values_list("user_id", flat=True))
        now = self.now()
        assert open_ == [now.manager_id] == [self.cast.manager.user]
        assert now.number == self.case.number

    @invariant()
    def a_desk_sees_the_case_while_it_works_on_it_and_never_else(self):
        rows = [self.row(pk) for pk in self.made]
        for desk in DESKS:
            person = getattr(self.cast, desk)
            working = any(row.receiver_id == person.organisation and row.state in RUNNING for row in rows)
            with reading(person.actor):
                seen = sections_of(person.actor, "case.see", Case, self.case.pk)
            assert seen == (Section.EXISTENCE | Section.IDENTITY | Section.HEALTH if working else Section(0))

    @invariant()
    def no_page_of_a_desk_names_anybody(self):
        for pk in self.made[-2:]:
            row = self.row(pk)
            person = next(getattr(self.cast, desk) for desk in DESKS if getattr(self.cast, desk).organisation == row.receiver_id)
            with reading(person.actor):
                shown = str(queries.referral_page(person.actor, pk))
            assert not [word for word in CANARIES if word in shown]

    @invariant()
    def nothing_closes_over_an_open_referral(self):
        if self.now().state == "closed":
            assert not [pk for pk in self.made if self.row(pk).state in OPEN]
        with reading(SYSTEM):
            assert Closure.objects.filter(case_id=self.case.pk, state="asked").count() == (self.now().state == "closing")

    @invariant()
    def what_must_be_done_is_on_a_list_and_nothing_else(self):
        for pk in self.made:
            state = self.row(pk).state
            with reading(SYSTEM):
                verbs = set(WorkItem.objects.filter(object_id=pk, done_at=None).values_list("verb", flat=True))
            if state in WAITING:
                assert "answer_referral" in verbs
                assert ("answer_more" in verbs) == (state == "asked")
                assert verbs <= {"answer_referral", "answer_more", "chase_referral", "late_referral"}
            else:
                assert verbs == {"accepted": {"finish_referral"}, "accepted_part": {"finish_referral"}, "refused": {"reroute_referral"}}.get(state, set())


def test_any_order_of_moves(cast, frozen):
    load_limits()
    reached.clear()
    Referring.cast, Referring.clock = cast, frozen
    machines.run(Referring, "S3-referrals", runs=12, steps=18, faults={"what ends lasts on": what_ends_lasts_on}).settle()
    assert reached.keys() >= {"accept", "finish", "refuse"}, f"the machine went nowhere: {reached}"
