"""`prasan check`: the worklists are rebuilt from the facts and compared."""

import uuid

import pytest

from prasan.ground.transactions import reading
from prasan.registry.work.checks import worklists_agree
from prasan.registry.work.models import WorkItem
from prasan.registry.work.panels import VERBS
from prasan.registry.work.rules import EXPECTED, Expecting, Wanted
from tests.cast import Cast
from tests.registry.work.work import JOB, item

pytestmark = pytest.mark.django_db
VERB = "feed_the_cat"


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> list[Wanted]:
    rows: list[Wanted] = []
    monkeypatch.setattr(EXPECTED, "_entries", {"cat": (1, Expecting(frozenset({VERB}), lambda: rows))})
    return rows


# Verbs that no check says again from the facts: they end with a message or a clock that only the chapter's own job follows. Whoever adds a verb places it
# here with the reason, or lets its chapter say which rows must be open.
TOLD_ONCE = {  # somebody was told something: the row is the only trace, and what they do about it, or that they noted it, ends it
    "assign_referral", "check_duplicate", "check_exclusion", "check_joined", "closure_returned", "danger_found", "hand_over_refused", "manager_left",
    "read_annotation", "read_message", "reopen_case", "reroute_referral", "see_break_glass", "transfer_refused", "watch_worse",
}
BY_THE_CLOCK = {  # opened and closed as time passes by the job of the chapter, which has tests of its own
    "chase_referral", "do_followup", "late_followup", "late_referral", "late_report", "late_report_above", "look_at_watch", "manager_apart",
    "watch_look", "watch_renew",
}


def test_every_verb_is_expected_or_says_why_not() -> None:
    expected = {verb for _chapter, one in EXPECTED.items() for verb in one.verbs}
    apart = TOLD_ONCE | BY_THE_CLOCK
    assert not expected & apart
    assert {name for name, _verb in VERBS.items()} == expected | apart


def found() -> list[str]:
    return [str(message.id) for message in worklists_agree(None)]


def test_a_list_that_agrees_is_silent_and_other_verbs_are_left_alone(cast: Cast, wanted: list[Wanted]) -> None:
    thing = item(cast.manager.organisation, verb=VERB)
    item(cast.manager.organisation, verb="something_else")
    wanted.append(Wanted(VERB, thing, cast.manager.organisation))
    assert found() == []


def test_what_is_missing_left_over_or_at_the_wrong_desk_is_named(cast: Cast, wanted: list[Wanted]) -> None:
    missing, moved = uuid.uuid4(), item(cast.manager.organisation, verb=VERB)
    item(cast.manager.organisation, verb=VERB)
    wanted += [Wanted(VERB, missing), Wanted(VERB, moved, cast.hospital.organisation, cast.hospital.user)]
    messages = worklists_agree(None)
    assert [str(message.id) for message in messages] == ["work.E001", "work.E002", "work.E003"]
    assert str(missing) in str(messages[0].msg) and str(moved) in str(messages[2].msg)
    with reading(JOB):
        assert WorkItem.objects.count() == 2, "checking changes nothing"


def test_the_chapters_agree_with_a_day_of_work(cast: Cast) -> None:
    from prasan.casework.cases.actions import accept_transfer, add_plan_action, offer_transfer
    from tests.casework.cases.conftest import make_report, open_from

    told = make_report(cast)
    case = open_from(cast, told)
    item(cast.intake.organisation, object_id=told)  # the maker of the report gave it no row, and nobody decided it
    add_plan_action(cast.manager.actor, case_id=case.pk, five_p="protection", text="ไปเยี่ยม", organisation=cast.manager.organisation)
    transfer = offer_transfer(
        cast.manager.actor, case_id=case.pk, to_organisation=cast.manager.organisation, to_user=cast.colleague.user, reason="ลา",
    )
    assert found() == []
    accept_transfer(cast.colleague.actor, id=transfer)
    assert found() == []
