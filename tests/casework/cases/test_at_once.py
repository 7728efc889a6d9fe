"""Several at the same moment, each in a connection of its own: one waits for the other, and no two wait for each other."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from prasan.casework.cases.actions import holding, join_report, merge_case, undo_join, unmerge_case
from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.models import Case, CaseReport
from prasan.casework.intake.models import Report
from prasan.casework.triage.actions import decide, take, undo_decision
from prasan.ground import clock, ids
from prasan.ground.policy import Conflict, Hidden, Refused, Stale
from prasan.ground.policy.scope import get
from prasan.ground.transactions import writing
from tests.casework.cases.conftest import SYSTEM, make_report, open_from, waiting
from tests.cast import Cast, lay_network


def race(*acts: Callable[[], Any]) -> list[Exception | None]:
    """Run these at the same moment, each in a thread and connection of its own; what each raised."""
    gate = threading.Barrier(len(acts))
    found: list[Exception | None] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            act()
        except Exception as error:  # noqa: BLE001 - what it was is what the test asks
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def two_cases_and_a_report() -> tuple[Cast, Case, Case, UUID]:
    """Of one manager, and a report that the desk has in hand."""
    lay_network()
    cast = Cast()
    here, there = (open_from(cast, make_report(cast, affected=name), name="น้อง") for name in ("ฟ้าใส ทองดี", "น้ำฝน แสงคำ"))
    told = waiting(cast)
    take(cast.intake.fresh(), id=told, conflict="no")
    return cast, here, there, told


def test_merges_across_each_other_wait_and_never_lock_each_other_out(real_transactions: None) -> None:
    lay_network()
    cast = Cast()
    one, other = (open_from(cast, make_report(cast, affected=name), name="น้อง") for name in ("ฟ้าใส ทองดี", "น้ำฝน แสงคำ"))
    for _ in range(4):
        errors = race(
            lambda: merge_case(cast.manager.fresh(), id=one.pk, into=other.number, reason="เรื่องเดียวกัน"),
            lambda: merge_case(cast.manager.fresh(), id=other.pk, into=one.number, reason="เรื่องเดียวกัน"),
        )
        assert sum(error is None for error in errors) == 1 and all(isinstance(error, Conflict) for error in errors if error), errors
        with writing(SYSTEM):
            merged = Case.objects.get(pk__in=(one.pk, other.pk), state="closed").pk
        unmerge_case(cast.manager.fresh(), id=merged, reason="ลองใหม่")


def test_who_holds_a_case_does_not_keep_the_job_of_notices_from_it(real_transactions: None) -> None:
    """The job holds the limit and writes a line into the case; a merge holds the case and wants the limit: neither may wait for the other twice."""
    lay_network()
    cast = Cast()
    case, manager = open_from(cast, make_report(cast)), cast.manager.fresh()
    held, told = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(manager):
            get(manager, "case.manage", Case, case.pk, lock=True)
            held.set()
            assert connection.vendor == "sqlite" or told.wait(20), "the line had to wait for whoever holds the case"

    def tell() -> None:
        assert held.wait(20)
        note_event(SYSTEM, case_id=case.pk, verb="limit_late", object_kind="limit", object_id=case.pk, hot=True)
        told.set()

    assert race(hold, tell) == [None, None]


def test_a_report_that_is_joined_and_taken_out_at_once_is_in_a_case_or_at_its_desk(real_transactions: None) -> None:
    """The desk decides with the report in hand and then takes the case; who takes it out of the case goes the same way."""
    cast, here, there, told = two_cases_and_a_report()
    for _ in range(4):
        decide(cast.intake.fresh(), id=told, outcome="join", urgency=4, reason="เรื่องเดียวกัน", number=here.number)
        errors = race(
            lambda: undo_join(cast.manager.fresh(), case_id=here.pk, report_id=told, reason="รวมผิด"),
            lambda: undo_decision(cast.intake.fresh(), id=told, reason="ตัดสินผิด"),
            lambda: join_report(cast.manager.fresh(), case_id=there.pk, report_id=told),
        )
        assert all(isinstance(error, Conflict | Hidden | Refused | Stale) for error in errors if error), errors
        with writing(SYSTEM):
            cases = [*CaseReport.objects.filter(report_id=told, undone_at=None).values_list("case_id", flat=True)]
            state = Report.objects.get(pk=told).state
        assert bool(cases) == (state == "decided"), (errors, cases, state)
        for case in cases:
            undo_join(cast.manager.fresh(), case_id=case, report_id=told, reason="รวมผิด")


def test_a_desk_that_takes_a_report_back_and_a_merge_of_its_two_cases_never_lock_each_other_out(real_transactions: None) -> None:
    cast, here, there, told = two_cases_and_a_report()
    for _ in range(6):
        decide(cast.intake.fresh(), id=told, outcome="join", urgency=4, reason="เรื่องเดียวกัน", number=there.number)
        join_report(cast.manager.fresh(), case_id=here.pk, report_id=told)  # of two cases, the later one first
        errors = race(
            lambda: undo_decision(cast.intake.fresh(), id=told, reason="ตัดสินผิด"),
            lambda: merge_case(cast.manager.fresh(), id=there.pk, into=here.number, reason="เรื่องเดียวกัน"),
        )
        assert all(isinstance(error, Conflict) for error in errors if error), errors
        assert None in errors
        if errors[1] is None:
            unmerge_case(cast.manager.fresh(), id=there.pk, reason="ลองใหม่")
        if errors[0] is not None:
            undo_decision(cast.intake.fresh(), id=told, reason="ตัดสินผิด")


@pytest.mark.postgres  # elsewhere nothing is hidden from who asks plainly
def test_whoever_takes_a_report_out_holds_the_cases_that_they_do_not_see_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told = make_report(cast, affected="น้ำฝน แสงคำ")
    here, theirs = open_from(cast, told), open_from(cast, make_report(cast), manager=cast.outsider.user, organisation=cast.outsider.organisation)
    with writing(SYSTEM):
        CaseReport(id=ids.new(), case_id=theirs.pk, report_id=told, joined_at=clock.now(), joined_by="test").save(force_insert=True)
    held: set[UUID] = set()
    monkeypatch.setattr(holding, "hold_cases", lambda *cases: held.update(cases))
    with writing(cast.manager.actor):
        holding.hold_cases_of(told, here.pk)
    assert held == {here.pk, theirs.pk}
