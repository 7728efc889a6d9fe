"""Deciding what a report becomes: reasons, urgency, answers; what the desk sees afterwards."""

import pytest

from prasan.casework.intake.models import ReceiptMessage
from prasan.casework.intake.queries import open_reporter
from prasan.casework.intake.queries import report as read
from prasan.casework.triage.actions import ask_head, decide, take
from prasan.casework.triage.models import Decision
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section, Stale
from prasan.ground.transactions import reading
from prasan.registry.people.queries import persons
from prasan.registry.work.models import WorkItem
from tests.casework.triage.conftest import CANARIES, SYSTEM, calm, row

pytestmark = pytest.mark.django_db
ADVICE = {"outcome": "advice", "urgency": 4, "reason": "พูดคุยแล้ว", "advised": "โทร 191 ทันทีถ้าเกิดอีก"}


def test_advice_is_decided_and_said_on_the_receipt(cast, taken):
    done = decide(cast.intake.actor, id=taken, **ADVICE)
    assert done.href == ""
    now = row(taken)
    assert (now.state, now.outcome, now.urgency) == ("decided", "advice", 4)
    with reading(SYSTEM):
        kept = Decision.objects.get(pk=done.id)
        assert (kept.reason, kept.answers["advised"], kept.by) == ("พูดคุยแล้ว", "โทร 191 ทันทีถ้าเกิดอีก", cast.intake.actor.key)
        told = ReceiptMessage.objects.get(report_id=taken)
    assert (told.text, told.from_reporter) == ("โทร 191 ทันทีถ้าเกิดอีก", False)


def test_nothing_is_left_to_do(cast, taken):
    decide(cast.intake.actor, id=taken, **ADVICE)
    with reading(SYSTEM):
        assert not WorkItem.objects.filter(object_id=taken, done_at=None).exists()


def test_then_the_desk_sees_the_status_word_only(cast, taken):
    with reading(cast.intake.actor):
        people = [party.person_id for party in read(cast.intake.actor, taken).parties]
    decide(cast.intake.actor, id=taken, **ADVICE)
    with reading(cast.intake.actor):
        seen = read(cast.intake.actor, taken)
        assert seen.sections == Section.EXISTENCE
        assert not any(canary in repr(seen) for canary in CANARIES)
        assert persons(cast.intake.actor, people) == {}
        with pytest.raises(Refused):
            open_reporter(cast.intake.actor, taken)
    with reading(cast.head.actor):
        assert read(cast.head.actor, taken).sections == Section.EXISTENCE


def test_the_audit_says_who_and_what_and_never_the_story(cast, taken):
    decide(cast.intake.actor, id=taken, **ADVICE)
    rows = list(AuditRow.objects.filter(root_id=str(taken), verb="report.decide").values_list("actor", "detail"))
    assert rows == [(cast.intake.actor.key, "advice")]
    everything = " ".join(f"{one.verb} {one.detail} {one.basis}" for one in AuditRow.objects.all())
    assert "พูดคุยแล้ว" not in everything
    assert not any(canary in everything for canary in CANARIES)


def test_an_officer_who_said_nothing_about_conflict_may_not_decide(cast, report):
    with pytest.raises(Conflict) as refused:
        decide(cast.intake.actor, id=report, **ADVICE)
    assert refused.value.obstacles[0].code == "conflict_unasked"


def test_nor_one_from_whom_a_colleague_took_it(cast, taken, second):
    take(second.actor, id=taken, conflict="no")
    with pytest.raises(Conflict) as refused:
        decide(cast.intake.actor, id=taken, **ADVICE)
    assert refused.value.obstacles[0].code == "read_by_other"


@pytest.mark.parametrize(("wrong", "field"), [
    ({"outcome": "closed"}, "outcome"),
    ({"reason": "  "}, "reason"),
    ({"reason": "ย" * 2001}, "reason"),
    ({"urgency": None}, "urgency"),
    ({"urgency": 5}, "urgency"),
    ({"urgency": True}, "urgency"),
    ({"advised": ""}, "advised"),
    ({"outcome": "not_for_us"}, "why_not"),
    ({"outcome": "not_for_us", "why_not": "whatever"}, "why_not"),
    ({"outcome": "not_for_us", "why_not": "other_agency"}, "where"),
    ({"outcome": "pass_on"}, "desk"),
    ({"outcome": "pass_on", "desk": "no-uuid"}, "desk"),
])  # fmt: skip
def test_what_is_missing_is_named_by_its_field_and_nothing_is_saved(cast, taken, wrong, field):
    with pytest.raises(Invalid) as refused:
        decide(cast.intake.actor, id=taken, **{**ADVICE, **wrong})
    assert set(refused.value.errors) == {field}
    assert row(taken).state == "reading"
    with reading(SYSTEM):
        assert not Decision.objects.filter(report_id=taken).exists()
        assert not ReceiptMessage.objects.filter(report_id=taken).exists()


def test_not_for_us_tells_where_to_go(cast, new):
    report = new(calm())
    take(cast.intake.actor, id=report, conflict="no")
    decide(cast.intake.actor, id=report, outcome="not_for_us", urgency=1, reason="เรื่องเบี้ยเป็นของเทศบาล", why_not="other_agency",
           where="เทศบาลตำบลศิลา โทร 043-000-111")
    with reading(SYSTEM):
        assert ReceiptMessage.objects.get(report_id=report).text == "เทศบาลตำบลศิลา โทร 043-000-111"
    assert row(report).outcome == "not_for_us"


def test_raising_the_urgency_needs_no_further_reason(cast, new):
    report = new(calm())
    take(cast.intake.actor, id=report, conflict="no")
    decide(cast.intake.actor, id=report, outcome="advice", urgency=3, reason="ฟังแล้วกังวล", advised="ติดต่อกลับพรุ่งนี้")
    assert row(report).urgency == 3


def test_lowering_below_the_suggestion_needs_a_reason(cast, new):
    report = new(calm(problems=("violence.physical",), signs=(("adult_hurt", "yes"), ("access_today", "yes"))))
    assert row(report).urgency_suggested == 3
    take(cast.intake.actor, id=report, conflict="no")
    with pytest.raises(Invalid) as refused:
        decide(cast.intake.actor, id=report, **{**ADVICE, "urgency": 2})
    assert set(refused.value.errors) == {"lower_reason"}
    done = decide(cast.intake.actor, id=report, **{**ADVICE, "urgency": 2}, lower_reason="คุยกับผู้เสียหายแล้ว อยู่คนละจังหวัด")
    with reading(SYSTEM):
        assert Decision.objects.get(pk=done.id).answers["lower_reason"] == "คุยกับผู้เสียหายแล้ว อยู่คนละจังหวัด"


def test_an_emergency_is_lowered_by_a_head_only(cast, taken):
    assert row(taken).urgency_suggested == 4
    low = {**ADVICE, "urgency": 2, "lower_reason": "จบแล้ว"}
    with pytest.raises(Invalid) as refused:
        decide(cast.intake.actor, id=taken, **low)
    assert set(refused.value.errors) == {"urgency"}
    ask_head(cast.intake.actor, id=taken, reason="คิดว่าไม่ใช่เหตุฉุกเฉิน")
    with reading(SYSTEM):
        item = WorkItem.objects.get(object_id=taken, verb="triage_report", done_at=None)
        assert (item.role, item.assignee_id, item.alarm) == ("unit_head", None, True)
    take(cast.head.actor, id=taken, conflict="no")
    with pytest.raises(Invalid):
        decide(cast.head.actor, id=taken, **{**low, "lower_reason": ""})
    decide(cast.head.actor, id=taken, **low)
    assert row(taken).urgency == 2


def test_a_report_is_decided_once(cast, taken):
    decide(cast.intake.actor, id=taken, **ADVICE)
    with pytest.raises(Refused):
        decide(cast.intake.actor, id=taken, **ADVICE)
    with reading(SYSTEM):
        assert Decision.objects.filter(report_id=taken).count() == 1


def test_a_page_that_is_stale_changes_nothing(cast, taken):
    with pytest.raises(Stale):
        decide(cast.intake.actor, id=taken, version=row(taken).version - 1, **ADVICE)
    assert row(taken).state == "reading"


@pytest.mark.parametrize("who", ["outsider_intake", "outsider_head", "manager", "hospital", "police", "monitor", "auditor", "admin", "centre"])
def test_others_get_the_same_answer_as_for_an_unknown_report(cast, taken, who):
    with pytest.raises(Hidden):
        decide(getattr(cast, who).actor, id=taken, **ADVICE)
