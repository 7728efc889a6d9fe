"""Any order of looking, waiting, opening again and closing: looks are due only while a case is closed, each once; danger is never lost."""

from collections import Counter
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from prasan.casework.cases.actions import exclude_from_case
from prasan.casework.cases.flow import CASE
from prasan.casework.cases.models import Case
from prasan.casework.closure.models import Closure
from prasan.casework.followup.actions import looking, reopening
from prasan.casework.followup.flow import FOLLOWUP, REOPENING
from prasan.casework.followup.models import FollowUp
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Stale
from prasan.ground.policy.models import Exclusion
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading, writing
from prasan.registry.limits.actions import stop_limits
from prasan.registry.limits.jobs import give_notices
from prasan.registry.work.models import WorkItem
from tests.assurance import machines
from tests.casework.closure.conftest import GIVEN, SYSTEM, ready_case

pytestmark = pytest.mark.django_db
NO = (Hidden, Refused, Conflict, Stale, Invalid)
PEOPLE = ("manager", "head", "colleague", "outsider", "outsider_head", "intake", "province", "doctor", "monitor")
FINDINGS = ("safe", "needs_help", "danger", "not_reached")
reached: Counter[str] = Counter()


class Looking(RuleBasedStateMachine):
    """One case that was closed, and those who may come near it."""

    cast = clock = None

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.clock.move_to("2026-11-20T09:00")
        self.case = ready_case(self.cast)
        self.found = {}
        self.close()

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def rows(self, queryset):
        with reading(SYSTEM):
            return list(queryset)

    def now(self):
        return self.rows(Case.objects.filter(pk=self.case.pk))[0]

    def actor(self, name):
        return getattr(self.cast, name).actor

    def accountable(self):
        return next(name for name in ("manager", "colleague") if getattr(self.cast, name).user == self.now().manager_id)

    def looks(self, **facts):
        return self.rows(FollowUp.objects.filter(case_id=self.case.pk, **facts).order_by("due_at", "id"))

    def do(self, what, act, *, must_not=""):
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

    @rule()
    def close(self):
        with writing(SYSTEM):
            stop_limits(SYSTEM, root_id=self.case.pk, reason="complaint_made")
        if self.now().state != "closed":
            self.do("ask", lambda: CASE.make(self.actor(self.accountable()), "ask_close", id=self.case.pk, **GIVEN))
        if self.rows(Closure.objects.filter(case_id=self.case.pk, state="asked")):
            self.do("close", lambda: CASE.make(self.actor("head"), "approve_close", id=self.case.pk))

    @rule(which=st.integers(0, 8), finding=st.sampled_from(FINDINGS), who=st.sampled_from(("", "", "", *PEOPLE)))
    def look(self, which, finding, who):
        all_ = self.looks()
        one = all_[which % len(all_)]
        may = {self.accountable(), "head"}
        never = "it was not due" if one.state != "due" else "it is not theirs" if (who or self.accountable()) not in may else ""
        if self.do(finding, lambda: FOLLOWUP.make(self.actor(who or self.accountable()), "do", id=one.pk, finding_code=finding, finding="คุยแล้ว"),
                   must_not=never):
            self.found[one.pk] = finding

    @rule(finding=st.sampled_from(FINDINGS))
    def look_when_due(self, finding):
        due = self.looks(state="due")
        if due:
            self.look([look.pk for look in self.looks()].index(due[0].pk), finding, "")

    @rule(who=st.sampled_from(("", "", *PEOPLE)), manager=st.sampled_from((None, None, "colleague", "manager", "outsider", "doctor")))
    def open_again(self, who, manager):
        wanted = getattr(self.cast, manager).user if manager else None
        may = {self.accountable(), "head"}
        never = "it was open" if self.now().state != "closed" else "it is not theirs" if (who or self.accountable()) not in may else (
            "the new manager may not have it" if manager in {"outsider", "doctor"} or (manager and self.barred(manager)) else "")
        self.do("reopen", lambda: CASE.make(self.actor(who or self.accountable()), "reopen", id=self.case.pk, reason="แม่โทรมา", manager=wanted), must_not=never)

    @rule(user=st.sampled_from(("colleague", "outsider", "province")))
    def set_aside(self, user):
        if user != self.accountable():
            self.do("excluded", lambda: exclude_from_case(self.actor(self.accountable()), case_id=self.case.pk, subject=getattr(self.cast, user).user,
                                                          reason="เป็นญาติ"))

    @rule(days=st.sampled_from((1, 20, 40, 100)))
    def wait(self, days):
        self.clock.advance(days=days)
        give_notices.run()

    # -- what must hold ---------------------------------------------------------------------------------------------------

    def barred(self, name):
        return bool(self.rows(Exclusion.objects.filter(object_id=self.case.pk, subject_id=getattr(self.cast, name).user, lifted_at=None)))

    def open_items(self, verb):
        return self.rows(WorkItem.objects.filter(root_id=self.case.pk, verb=verb, done_at=None))

    @invariant()
    def looks_are_due_only_while_the_case_is_closed_and_each_once(self):
        due = self.looks(state="due")
        assert len({look.months for look in due}) == len(due)
        if self.now().state == "closed":
            assert {row.object_id for row in self.open_items("do_followup")} == {look.pk for look in due}
            assert all(row.assignee_id == self.now().manager_id for row in self.open_items("do_followup"))
        else:
            assert not due
            assert not [row for verb in ("do_followup", "late_followup", "reopen_case", "danger_found") for row in self.open_items(verb)]
        assert self.now().number == self.case.number

    @invariant()
    def what_was_found_stays_and_danger_is_on_both_lists_until_it_is_open(self):
        kept = {look.pk: look.finding_code for look in self.looks(state="done")}
        assert kept == self.found
        if self.now().state == "closed":
            last = [look for look in self.looks(state="done") if look.done_at >= self.now().closed_at and look.finding_code in REOPENING]
            assert {row.object_id for row in self.open_items("reopen_case")} == {look.pk for look in last}
            assert {row.object_id for row in self.open_items("danger_found")} == {look.pk for look in last if look.finding_code == "danger"}

    @invariant()
    def others_see_no_look(self):
        for name in PEOPLE:
            actor = self.actor(name)
            with reading(actor):
                sees = scope(actor, "followup.see", FollowUp).filter(case_id=self.case.pk).exists()
            assert sees == (name in {self.accountable(), "head"} and not self.barred(name)), name


@contextmanager
def looks_stay_due():
    """Opening a case again leaves the looks of the closure as they are."""
    with patch.object(reopening, "no_longer_needed", lambda actor, case_id: None):
        yield


@contextmanager
def danger_is_told_to_nobody():
    """A look that finds danger leads to no work."""
    with patch.object(looking, "_ask_to_reopen", lambda actor, case, look, alarm: None):
        yield


def test_what_must_hold_of_looks_holds_after_anything(cast, frozen):
    reached.clear()
    Looking.cast, Looking.clock = cast, frozen
    faults = {"looks stay due": looks_stay_due, "danger is told to nobody": danger_is_told_to_nobody}
    machines.run(Looking, "S3-looks", runs=5, steps=20, faults=faults).settle()
    assert reached.keys() >= {"close", "reopen", "safe"}, f"the machine went nowhere: {reached}"
