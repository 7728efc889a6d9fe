"""The vignettes through intake and triage: what is expected can be decided, and what belongs together is offered together.

In the order in which they reached us, so that a later report meets the earlier ones; decided by an officer of whichever desk got it.
"""

import pytest

from prasan.casework.cases.models import CaseReport
from prasan.casework.intake import queries as intake
from prasan.casework.intake.actions import receive, register_report
from prasan.casework.intake.models import Report
from prasan.casework.triage.actions import answer_likeness, decide, find_likenesses, take
from prasan.casework.triage.models import Likeness
from prasan.casework.triage.queries import offered
from prasan.ground import clock
from prasan.ground.policy import PUBLIC
from prasan.ground.transactions import reading
from prasan.registry.limits.actions import load_limits
from prasan.surfaces.ops.demonstration import vignettes
from tests.casework.triage.conftest import SYSTEM
from tests.cast import Cast, hire

pytestmark = pytest.mark.django_db

OUTCOME = {"case": "open"}  # the word of the vignettes, and ours
LEVEL = {"emergency": 4, "urgent": 3, "priority": 2, "routine": 1}
# Links by which two records are one matter, for which a duplicate must be offered.
SAME = {"same_event", "same_person", "repeat"}


@pytest.fixture
def country(network_loaded):
    """The whole country's desks, and the cast at theirs."""
    load_limits()
    intake.desks.forget()
    yield Cast()
    intake.desks.forget()


@pytest.fixture
def told(country):
    """Every vignette received in the order of time: id to report."""
    made = {}
    for one in sorted(vignettes.vignettes(), key=lambda one: one.received_at):
        with clock.frozen(one.received_at.isoformat()):
            made[one.id] = receive(PUBLIC, content=vignettes.content(one)).report_id
            register_report(SYSTEM, report_id=made[one.id])
            find_likenesses(SYSTEM, report_id=made[one.id])
    return made


def officer(cast, known, desk):
    """An intake officer of a desk, hired when first needed."""
    if desk == cast.intake.organisation:
        return cast.intake
    if desk not in known:
        known[desk] = hire(f"v{len(known)}", f"ผู้รับแจ้ง {len(known)}", "intake_officer", desk)
    return known[desk]


def answers(outcome, cast, other):
    return {
        "open": {"name": "เคสทดลอง", "manager": str(cast.manager.user), "basis": "public_task"},
        "join": {"number": other},
        "advice": {"advised": "ได้คุยและให้คำแนะนำแล้ว"},
        "pass_on": {"desk": str(cast.organisation("psdhso", "95", "intake"))},
        "not_for_us": {"why_not": "no_matter", "where": ""},
    }[outcome]


def test_every_expected_disposition_is_offered_and_can_be_decided(country, told, monkeypatch):
    from prasan.casework.cases.queries import managers

    cast = country
    # One team takes all of the country's cases here: who may manage where is the chapter cases' own test.
    choice = managers.ManagerChoice(cast.manager.user, cast.manager.organisation, cast.manager.name, "", 0, "")
    monkeypatch.setattr("prasan.casework.cases.panels.managers_near", lambda actor, **such: [choice])
    monkeypatch.setattr(managers, "managers_near", lambda actor, **such: [choice])
    known, done, restricted = {}, {}, []
    for one in sorted(vignettes.vignettes(), key=lambda one: one.received_at):
        report = told[one.id]
        wanted = OUTCOME.get(one.expected["disposition"], one.expected["disposition"])
        with reading(SYSTEM):
            row = Report.objects.get(pk=report)
            case = CaseReport.objects.filter(report_id=told.get(one.expected.get("join_to") or "", report)).select_related("case").first()
        who = officer(cast, known, row.desk_id)
        with reading(who.actor):
            assert wanted in {choice["code"] for choice in offered(who.actor, report)}, one.id
        if wanted == "join" and case is None:
            continue  # joined to a record outside this set
        if wanted == "join" and case.case.restricted:
            # Such a case is joined only after its manager said that it is the same matter.
            with reading(SYSTEM):
                like = Likeness.objects.get(report_id=report, other_id=case.report_id)
            with clock.frozen("2026-11-24T09:00"):
                answer_likeness(cast.manager.actor, id=like.pk, same=True)
            restricted.append(one.id)
        level = max(LEVEL[one.expected["urgency"]], row.urgency_suggested)
        with clock.frozen("2026-11-24T09:00"):
            take(who.actor, id=report, conflict="no")
            decide(who.actor, id=report, outcome=wanted, urgency=level, reason=one.expected["urgency_reason"],
                   answers=answers(wanted, cast, case.case.number if case else ""))
        done[wanted] = done.get(wanted, 0) + 1
    assert {"open", "join", "advice", "pass_on", "not_for_us"} <= set(done), done
    assert restricted == ["A-R-008", "A-C-008"]


def test_what_belongs_together_is_offered_and_nothing_is_joined(told):
    with reading(SYSTEM):
        pairs = {frozenset(pair) for pair in Likeness.objects.values_list("report_id", "other_id")}
        assert set(Likeness.objects.values_list("state", flat=True)) <= {"offered"}
        assert not CaseReport.objects.exists()
    wanted, found = [], []
    for one in vignettes.vignettes():
        for link in one.expected.get("links") or ():
            other = link.get("to") or link.get("id")
            if other in told and link.get("type") in SAME and one.id < other:
                wanted.append((one.id, other, link["type"]))
                found.append(frozenset({told[one.id], told[other]}) in pairs)
    missed = [pair for pair, seen in zip(wanted, found, strict=True) if not seen]
    assert wanted
    assert not missed
