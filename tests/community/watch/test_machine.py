"""Any order of looking, renewing, asking in, standing aside, waiting and sending: an entry ends, stays at its centre, and shows no name."""

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from prasan.casework.intake.models import Report
from prasan.community.watch import actions, queries
from prasan.community.watch.actions import ending, keeping
from prasan.community.watch.flow import WATCH
from prasan.community.watch.jobs import end_what_is_over
from prasan.community.watch.models import Watch
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Stale
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from tests.assurance import machines
from tests.community.conftest import SYSTEM
from tests.community.watch.conftest import NAME, begin

pytestmark = pytest.mark.django_db
NO = (Hidden, Refused, Conflict, Stale, Invalid)
MEMBERS = ("keeper", "sister", "kin")
OTHERS = ("far", "head", "province", "intake", "admin", "monitor")
reached: Counter[str] = Counter()


class Watching(RuleBasedStateMachine):
    """One entry, those who may come near it, and time."""

    centre = clock = None

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.clock.move_to("2026-11-20T09:00")
        self.entry = begin(self.centre)
        self.keepers, self.out, self.sent = {"keeper"}, {"kin"}, None
        self.ends = self.now().ends_on

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def now(self):
        with reading(SYSTEM):
            return Watch.objects.get(pk=self.entry)

    def actor(self, name):
        return (getattr(self.centre, name) if name in {*MEMBERS, "far"} else getattr(self.centre.cast, name)).actor

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

    def never(self, who, *, keeper=False):
        """Why somebody must not; "" when it may be."""
        if who in OTHERS or who in self.out:
            return "it is not theirs to see"
        if keeper and who not in self.keepers:
            return "it is its keepers'"
        return "it has ended" if self.now().state != "watching" else ""

    # -- what people and time do ------------------------------------------------------------------------------------------

    @rule(who=st.sampled_from((*MEMBERS, *MEMBERS, *OTHERS)), level=st.sampled_from(("1", "2", "3", None)))
    def look(self, who, level):
        self.do("look", lambda: WATCH.make(self.actor(who), "look", id=self.entry, found="same", level=level), must_not=self.never(who))

    @rule(who=st.sampled_from((*MEMBERS, *MEMBERS, *OTHERS)), days=st.sampled_from((None, 10, 60, 90, 120)))
    def renew(self, who, days):
        until = clock.today() + timedelta(days=days) if days else None
        why = self.never(who, keeper=True) or ("longer than the rule" if days == 120 else "")
        if self.do("renew", lambda: WATCH.make(self.actor(who), "renew", id=self.entry, why="ยังน่าห่วง", until=until), must_not=why):
            self.ends = self.now().ends_on

    @rule(days=st.sampled_from((0, 5, 40, 85)))
    def go_on(self, days):
        """What a keeper does who means well."""
        self.wait(days)
        self.look("keeper", None)
        self.renew("keeper", None)

    @rule(who=st.sampled_from((*MEMBERS, *OTHERS)), sure=st.integers(0, 2))
    def end(self, who, sure):
        if sure:
            return
        self.do("end", lambda: WATCH.make(self.actor(who), "end", id=self.entry, because="well"), must_not=self.never(who, keeper=True))

    @rule(who=st.sampled_from((*MEMBERS, *OTHERS)))
    def send(self, who):
        if self.do("pass_on", lambda: WATCH.make(self.actor(who), "pass_on", id=self.entry, basis="danger", story="มีแผล"), must_not=self.never(who)):
            self.sent = who

    @rule(who=st.sampled_from(MEMBERS), whom=st.sampled_from((*MEMBERS, "far", "head")))
    def ask_in(self, who, whom):
        user = (getattr(self.centre, whom) if whom != "head" else self.centre.cast.head).user
        why = self.never(who, keeper=True) or ("they may not" if whom in self.out or whom in {"far", "head"} else "")
        if whom != who and self.do("ask_in", lambda: actions.ask_in(self.actor(who), id=self.entry, user=user), must_not=why):
            self.keepers.add(whom)

    @rule(who=st.sampled_from(("sister", "kin", "far")))
    def step_aside(self, who):
        seen = who not in OTHERS and who not in self.out and (self.now().state == "watching" or who in self.keepers or who == self.sent)
        if self.do("aside", lambda: actions.stand_aside(self.actor(who), id=self.entry), must_not="" if seen else "it is not theirs to see"):
            self.out.add(who)
            self.keepers.discard(who)

    @rule(days=st.sampled_from((1, 7, 30, 80)))
    def wait(self, days):
        self.clock.advance(days=days)
        end_what_is_over.run()

    # -- what must hold ---------------------------------------------------------------------------------------------------

    @invariant()
    def it_never_outlives_its_end_and_the_end_moves_only_by_a_renewal(self):
        row = self.now()
        assert row.ends_on == self.ends
        assert row.next_look_on <= row.ends_on
        assert row.state != "watching" or clock.today() <= row.ends_on  # the tick has run after each wait

    @invariant()
    def its_work_is_open_only_while_it_runs_and_has_no_area(self):
        with reading(SYSTEM):
            items = list(WorkItem.objects.filter(object_id=self.entry, done_at=None))
        if self.now().state != "watching":
            assert not items
        else:
            assert "watch_look" in {item.verb for item in items}
        assert not any(item.area_code or item.facts for item in items)

    @invariant()
    def it_is_seen_by_whom_it_may_be_and_named_to_its_keepers_only(self):
        running = self.now().state == "watching"
        for name in (*MEMBERS, *OTHERS):
            actor = self.actor(name)
            may = name not in OTHERS and name not in self.out and (running or name in self.keepers or name == self.sent)
            with reading(actor):
                assert scope(actor, "watch.see", Watch).filter(pk=self.entry).exists() == may, name
                if may:
                    assert (queries.watch_page(actor, self.entry).who == NAME) == (name in self.keepers), name

    @invariant()
    def what_was_sent_is_one_report_from_which_who_is_close_is_kept_out(self):
        with reading(SYSTEM):
            reports = list(Report.objects.all())
        assert len(reports) == (1 if self.now().state == "passed_on" else 0)
        if reports:
            with reading(self.actor("kin")):
                assert not scope(self.actor("kin"), "report.see", Report).exists()


@contextmanager
def work_outlives_it():
    """What is open for an entry stays open when it ends."""
    with patch.object(ending, "close_items", lambda actor, object_id, verb="": 0):
        yield


@contextmanager
def who_is_close_is_not_kept_out():
    """Naming somebody who is close to the family excludes nobody."""
    with patch.object(keeping, "exclude", lambda *args, **facts: None):
        yield


def test_what_must_hold_of_a_watch_holds_after_anything(centre, frozen):
    reached.clear()
    Watching.centre, Watching.clock = centre, frozen
    faults = {"who is close is not kept out": who_is_close_is_not_kept_out, "work outlives it": work_outlives_it}
    machines.run(Watching, "S3-watch", runs=10, steps=15, faults=faults).settle()
    assert reached.keys() >= {"look", "renew"}, f"the machine went nowhere: {reached}"
