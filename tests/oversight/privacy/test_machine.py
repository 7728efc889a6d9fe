"""Any order of asking, locating, giving, holding and erasing by anybody: two persons for what cannot be taken back, nothing to whoever is accused."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from prasan.casework.intake.models import Report
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Stale
from prasan.ground.transactions import reading
from prasan.oversight.privacy import actions, flow
from prasan.oversight.privacy.models import Disposal, Export, LegalHold, RightsRequest
from tests.assurance import machines
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import hire
from tests.oversight.privacy.conftest import SYSTEM, close, number_of, old_report, party

pytestmark = pytest.mark.django_db
NO = (Hidden, Refused, Conflict, Stale, Invalid)
PEOPLE = ("privacy", "privacy2", "manager", "head", "province", "colleague", "outsider", "admin")
OFFICERS = frozenset({"privacy", "privacy2"})
ROLES = ("affected", "affected", "alleged", "reporter")
reached: Counter[str] = Counter()


class Asking(RuleBasedStateMachine):
    """A case, an old report, and those who ask about them, keep them, hold them and erase them."""

    cast = clock = second = None

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.clock.move_to("2026-11-20T09:00")
        self.case = open_from(self.cast, make_report(self.cast))
        self.report = old_report(self.cast, years=3)
        self.told = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def rows(self, model, **facts):
        with reading(SYSTEM):
            return list(model.objects.filter(**facts).order_by("pk"))

    def actor(self, name):
        return (self.second if name == "privacy2" else getattr(self.cast, name)).actor

    def user(self, name):
        return (self.second if name == "privacy2" else getattr(self.cast, name)).user

    def some(self, model, which, **facts):
        found = self.rows(model, **facts)
        return found[which % len(found)] if found else None

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

    @rule(kind=st.sampled_from(("access", "access", "erasure", "correction")), who=st.sampled_from(("privacy", "privacy", "privacy2", *PEOPLE)))
    def ask(self, kind, who):
        never = "" if who in OFFICERS else "only the privacy officer registers requests"
        self.do("ask", lambda: actions.receive_request(
            self.actor(who), kind=kind, channel="letter", name="ฟ้าใส", words="ขอทราบ", record=number_of(self.case.pk)), must_not=never)

    @rule(which=st.integers(0, 8), who=st.sampled_from(("privacy", "privacy", *PEOPLE)))
    def verify(self, which, who):
        if (row := self.some(RightsRequest, which, state="received")) is not None:
            never = "" if who in OFFICERS else "it is not theirs"
            self.do("verify", lambda: actions.verify_identity(self.actor(who), id=row.pk, identity="card_in_person"), must_not=never)

    @rule(which=st.integers(0, 8), role=st.sampled_from(ROLES), who=st.sampled_from(("manager", "manager", "manager", *PEOPLE)))
    def locate(self, which, role, who):
        if (row := self.some(RightsRequest, which)) is None:
            return
        subject = self.case_report() if role == "reporter" else party(self.case.pk, role)
        never = "identity was not checked" if row.state != "verified" else "" if who == "manager" else "they do not keep the record"
        self.do(f"locate {role}", lambda: actions.locate_subject(self.actor(who), id=row.pk, subject=f"{role}:{subject}"), must_not=never)

    def case_report(self):
        with reading(SYSTEM):
            return self.case.case_reports.values_list("report_id", flat=True)[0]

    @rule(which=st.integers(0, 8), identities=st.booleans(), who=st.sampled_from(("privacy", "privacy", "privacy2", *PEOPLE)))
    def prepare(self, which, identities, who):
        if (row := self.some(RightsRequest, which, kind="access")) is None:
            return
        never = "it is not theirs" if who not in OFFICERS else "nobody knows who asks" if row.state != "located" else (
            "whoever is accused is given nothing" if row.subject_role == "alleged" else "")
        self.do("prepare", lambda: actions.prepare_export(self.actor(who), request=row.pk, identities=identities), must_not=never)

    @rule(which=st.integers(0, 8), who=st.sampled_from(("head", "head", *PEOPLE)))
    def agree(self, which, who):
        if (row := self.some(Export, which, state="asked")) is not None:
            never = "the same person" if row.asked_by_id == self.user(who) else "it is not theirs" if who not in {*OFFICERS, "head", "province"} else ""
            self.do("agree", lambda: actions.approve_export(self.actor(who), id=row.pk), must_not=never)

    @rule(which=st.integers(0, 8), who=st.sampled_from(("privacy", *PEOPLE)))
    def fetch(self, which, who):
        if (row := self.some(Export, which)) is not None:
            never = "nobody agreed" if row.state != "approved" else "it is not theirs" if who not in OFFICERS else ""
            self.do("fetch", lambda: actions.fetch_export(self.actor(who), id=row.pk, form="json"), must_not=never)

    @rule(who=st.sampled_from(PEOPLE))
    def forbid(self, who):
        never = "" if who in OFFICERS else "it is not theirs"
        self.do("forbid", lambda: actions.place_hold(self.actor(who), record=self.report_number(), reason="court", note="คดี"), must_not=never)

    def report_number(self):
        with reading(SYSTEM):
            return Report.objects.values_list("number", flat=True).get(pk=self.report)

    @rule(which=st.integers(0, 8), who=st.sampled_from(("privacy", *PEOPLE)))
    def allow(self, which, who):
        if (row := self.some(LegalHold, which, state="standing")) is not None:
            self.do("allow", lambda: actions.lift_hold(self.actor(who), id=row.pk, note="จบแล้ว"), must_not="" if who in OFFICERS else "it is not theirs")

    @rule()
    def look_for_what_is_due(self):
        actions.propose_due(SYSTEM)

    @rule(identities=st.booleans(), second=st.sampled_from(("head", "privacy", "privacy2", "province")))
    def give_a_copy(self, identities, second):
        """The whole way of a request, so that copies are met in a short run too."""
        self.ask("access", "privacy")
        for step in (lambda n: self.verify(n, "privacy"), lambda n: self.locate(n, "affected", "manager"), lambda n: self.prepare(n, identities, "privacy"),
                     lambda n: self.agree(n, second), lambda n: self.fetch(n, "privacy")):
            for number in range(3):
                step(number)

    @rule(second=st.sampled_from(("head", "privacy", "privacy2")))
    def let_go(self, second):
        """The whole way of an erasure."""
        actions.propose_due(SYSTEM)
        self.want_gone(0, "privacy")
        self.agree_to_erase(0, second)
        self.erase()

    @rule(which=st.integers(0, 8), who=st.sampled_from(("privacy", "privacy", *PEOPLE)))
    def want_gone(self, which, who):
        if (row := self.some(Disposal, which, state="proposed")) is not None:
            never = "it is not theirs" if who not in OFFICERS else "a hold stands" if self.held(row) else ""
            self.do("want gone", lambda: actions.ask_disposal(self.actor(who), id=row.pk), must_not=never)

    @rule(which=st.integers(0, 8), who=st.sampled_from(("privacy2", "head", *PEOPLE)))
    def agree_to_erase(self, which, who):
        if (row := self.some(Disposal, which, state="asked")) is not None:
            never = "the same person" if row.asked_by_id == self.user(who) else "a hold stands" if self.held(row) else (
                "" if who in {*OFFICERS, "head", "province"} else "it is not theirs")
            self.do("agree to erase", lambda: actions.approve_disposal(self.actor(who), id=row.pk), must_not=never)

    @rule()
    def erase(self):
        for row in self.rows(Disposal, state="erasing"):
            self.do("erase", lambda row=row: actions.erase_record(SYSTEM, disposal=row.pk))

    @rule()
    def end_the_case(self):
        with reading(SYSTEM):
            state = type(self.case).objects.values_list("state", flat=True).get(pk=self.case.pk)
        if state == "open":
            self.do("close", lambda: close(self.cast, self.case.pk))

    def held(self, row):
        return bool(self.rows(LegalHold, root_id=row.root_id, state="standing"))

    # -- what must hold ---------------------------------------------------------------------------------------------------

    @invariant()
    def what_leaves_with_names_was_agreed_to_by_another(self):
        for row in self.rows(Export, state="approved", identities=True):
            assert row.decided_by_id is not None
            assert row.decided_by_id != row.asked_by_id

    @invariant()
    def whoever_is_accused_is_given_nothing(self):
        for row in self.rows(RightsRequest, subject_role="alleged"):
            assert not self.rows(Export, request_id=row.pk, asked_at__gte=row.located_at)

    @invariant()
    def what_is_erased_two_persons_wanted_and_no_hold_forbade(self):
        for row in self.rows(Disposal, state__in=["erasing", "erased"]):
            assert row.asked_by_id
            assert row.approved_by_id
            assert row.asked_by_id != row.approved_by_id
            assert not self.rows(LegalHold, root_id=row.root_id, placed_at__lt=row.approved_at, state="standing")


@contextmanager
def one_person_is_enough():
    """The second may be the first."""
    moves = {one: one.moves["approve"] for one in (flow.EXPORT, flow.DISPOSAL)}
    for one, move in moves.items():
        one.moves["approve"] = replace(move, guard=lambda *_: ())
    try:
        yield
    finally:
        for one, move in moves.items():
            one.moves["approve"] = move


def test_no_order_of_steps_gives_or_erases_what_it_must_not(cast, frozen):
    reached.clear()
    actions.load_retention()
    Asking.cast, Asking.clock = cast, frozen
    Asking.second = hire("privacy2", "สุภาพ", "privacy_officer", cast.privacy.organisation)
    machines.run(Asking, "S3-privacy", runs=3, steps=15, faults={"one person is enough": one_person_is_enough}, tries=10).settle()
    assert reached.keys() >= {"ask", "want gone"}, f"the machine went nowhere: {reached}"
