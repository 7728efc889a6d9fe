"""Receiving a report: one transaction, everything with it, nothing for those who must not see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prasan.casework.intake import actions, queries
from prasan.casework.intake.models import Flag, OutsideNumber, Receipt, Report, ReportParty
from prasan.casework.intake.rules import (
    Content,
    FlagTold,
    Party,
    Place,
    SafeContact,
    Teller,
    Told,
)
from prasan.casework.intake.rules import (
    OutsideNumber as OutsideTold,
)
from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.http.idempotency import digest
from prasan.ground.policy import PUBLIC, Conflict, Hidden, Invalid, Refused, Section, acting, system
from prasan.ground.policy.models import Exclusion
from prasan.ground.transactions import reading
from prasan.registry.organisations.queries import organisation_id
from prasan.registry.work.models import WorkItem

pytestmark = pytest.mark.django_db

CANARY = "คานารี่ยามดึก"
STORY = f"ได้ยินเสียงเด็กร้องทุกคืน {CANARY}"


def told(**more):
    return Content(
        **{
            "story": STORY,
            "problems": ("violence.physical",),
            "where": Place("400114", "ซอยหลังโรงเรียน"),
            "when": Told("2026-11-19T20:15", "เมื่อคืน"),
            "parties": (
                Party("affected", name="ภูผา ศรีวรรณา", other_names=("น้องภู",), sex="m", age_words="5-6"),
                Party("alleged", name="พ่อเลี้ยง", sex="m", kin="step"),
            ),
            "reporter": Teller("neighbour", "ป้านกแก้ว", "081-000-1234"),
            "safe_contact": SafeContact(("receipt",)),
            "flags": (FlagTold("under_7"),),
            "outside_numbers": (OutsideTold("husec", "๑๓๐๐/๒๕๖๙-๐๐๗"),),
            "signs": (("child_hurt", "yes"), ("access_today", "yes")),
            **more,
        }
    )


@pytest.fixture(autouse=True)
def _looking(db, frozen):
    """The test itself looks at rows as the system; each person acts in a block of their own."""
    queries.desks.forget()
    with acting(system("test")):
        yield


def test_a_report_lies_at_its_desk_with_all_that_was_told(cast):
    made = actions.receive(PUBLIC, content=told())
    row = Report.objects.get(pk=made.report_id)
    assert row.desk_id == organisation_id("psdhso", "40", "intake")
    assert (row.urgency_suggested, row.children, row.state, row.made_by) == (4, "yes", "received", "public")
    assert "small_child_hurt" in row.urgency_reasons
    assert ReportParty.objects.filter(report=row).count() == 2
    assert Flag.objects.get(report=row).code == "under_7"
    work = WorkItem.objects.get(object_id=row.pk)
    assert (work.verb, work.organisation_id, work.urgency, work.alarm) == ("triage_report", row.desk_id, 4, True)
    assert work.due_at == row.received_at + timedelta(minutes=15)
    assert CANARY not in str(work.facts)
    with reading(cast.intake.actor):
        seen = queries.report(cast.intake.actor, row.pk)
    assert seen.story == STORY
    assert [party.person.name for party in seen.of("affected")] == ["ภูผา ศรีวรรณา"]
    assert {limit.code for limit in seen.limits} == {"DL-01", "DL-16", "first_contact.emergency"}


def test_nobody_else_sees_it(cast):
    made = actions.receive(PUBLIC, content=told())
    for person in (cast.outsider, cast.outsider_intake, cast.manager, cast.colleague, cast.hospital, cast.police, cast.monitor, cast.admin):
        with pytest.raises(Hidden), reading(person.actor):
            queries.report(person.actor, made.report_id)
        with reading(person.actor):
            assert queries.reports(person.actor).rows == ()
    with reading(cast.province.actor):
        seen = queries.report(cast.province.actor, made.report_id)
    assert seen.sections == Section.EXISTENCE
    assert (seen.story, seen.parties, seen.problems, seen.where_words) == ("", (), (), "")


def test_whoever_looks_at_the_desks_list_stands_in_the_log(cast):
    actions.receive(PUBLIC, content=told())
    for asked, kept in (({}, "all 1"), ({"state": "decided"}, "decided 0")):
        with reading(cast.intake.actor):
            queries.reports(cast.intake.actor, **asked)
        row = AuditRow.objects.filter(actor=cast.intake.actor.key).latest("pk")
        assert (row.verb, row.object_kind, row.detail) == ("open", "reports", kept)


def test_the_reporter_lies_apart_and_each_opening_is_written_down(cast):
    made = actions.receive(PUBLIC, content=told())
    with reading(cast.intake.actor):
        assert queries.open_reporter(cast.intake.actor, made.report_id).name == "ป้านกแก้ว"
    assert AuditRow.objects.filter(verb="open_reporter", root_id=str(made.report_id), actor=cast.intake.actor.key).count() == 1
    with pytest.raises(Refused), reading(cast.head.actor):
        queries.open_reporter(cast.head.actor, made.report_id)
    with pytest.raises(Hidden), reading(cast.outsider_intake.actor):
        queries.open_reporter(cast.outsider_intake.actor, made.report_id)


def test_the_same_token_gives_the_same_receipt_and_another_body_is_refused(cast):
    first = actions.receive(PUBLIC, content=told(), token="one", body=digest(b"a"))
    again = actions.receive(PUBLIC, content=told(), token="one", body=digest(b"a"))
    assert (again.report_id, again.repeat, again.slip) == (first.report_id, True, first.slip)
    assert Report.objects.count() == 1
    with pytest.raises(Conflict):
        actions.receive(PUBLIC, content=told(story="อื่น"), token="one", body=digest(b"b"))


def test_a_receipt_needs_both_numbers_and_neither_is_stored(cast):
    made = actions.receive(PUBLIC, content=told())
    code, secret = made.slip.code, made.slip.secret
    assert (len(code), len(secret)) == (12, 6)
    assert queries.receipt(code, secret).report_id == made.report_id
    assert queries.receipt(code, "000000" if secret != "000000" else "000001") is None
    assert queries.receipt("0" * 12, secret) is None
    stored = Receipt.objects.get()
    assert code.encode() not in bytes(stored.token)


def test_the_key_of_a_receipt_is_gone_after_a_day(cast, frozen):
    made = actions.receive(PUBLIC, content=told(), token="one", body=digest(b"a"))
    frozen.advance(hours=23)
    assert actions.receive(PUBLIC, content=told(), token="one", body=digest(b"a")).slip == made.slip
    frozen.advance(hours=3)
    assert actions.destroy_old() >= 1
    from prasan.casework.intake.actions import slips

    assert slips.slip_again("public", "one", bytes(Receipt.objects.get().token)) is None
    assert queries.receipt(made.slip.code, made.slip.secret) is not None


def test_an_office_named_as_involved_never_gets_it(cast):
    made = actions.receive(PUBLIC, content=told(involves_office="yes", excluded_kinds=("psdhso",), involved_words=CANARY))
    row = Report.objects.get(pk=made.report_id)
    assert row.desk_id == organisation_id("msdhs_1300", "")
    assert row.why_here == ["conflict"]
    for person in (cast.intake, cast.head, cast.province, cast.manager):
        with pytest.raises(Hidden), reading(person.actor):
            queries.report(person.actor, row.pk)
    with reading(cast.hotline.actor):
        assert queries.report(cast.hotline.actor, row.pk).sealed_from_office
    assert set(Exclusion.objects.values_list("object_kind", flat=True)) == {"report", "person"}


def test_somebody_close_to_an_office_that_nobody_names_passes_the_usual_desk(cast):
    made = actions.receive(PUBLIC, content=told(involves_office="yes"))
    row = Report.objects.get(pk=made.report_id)
    assert row.desk_id == organisation_id("msdhs_1300", "")
    assert row.why_here == ["conflict_unnamed"]
    with pytest.raises(Hidden), reading(cast.head.actor):
        queries.report(cast.head.actor, row.pk)


def test_the_context_of_unrest_is_never_for_security_bodies(cast):
    from prasan.ground.policy.access import give
    from prasan.ground.transactions import writing

    made = actions.receive(PUBLIC, content=told(unrest=True))
    with writing(system("test")):
        give(
            system("test"), subject=cast.police.organisation, role="", object_kind="report", object_id=made.report_id,
            sections=Section.everything(), basis="danger", cause=("report", made.report_id),
        )
    with reading(cast.police.actor):
        assert queries.report(cast.police.actor, made.report_id).unrest is False
    with reading(cast.intake.actor):
        assert queries.report(cast.intake.actor, made.report_id).unrest is True


def test_numbers_of_other_bodies_are_found_in_scope_only(cast):
    made = actions.receive(PUBLIC, content=told())
    assert b"2569" not in bytes(OutsideNumber.objects.values_list("token", flat=True)[0])
    with reading(cast.intake.actor):
        assert [row.id for row in queries.find_number(cast.intake.actor, "1300/2569 007")] == [made.report_id]
    with reading(cast.outsider_intake.actor):
        assert queries.find_number(cast.outsider_intake.actor, "1300/2569 007") == ()


def test_nothing_but_a_channel_is_needed(cast):
    made = actions.receive(cast.intake.actor, content=Content(channel="walk_in"))
    row = Report.objects.get(pk=made.report_id)
    assert (row.desk_id, row.urgency_suggested, row.anonymous) == (organisation_id("msdhs_1300", ""), 2, True)
    with reading(cast.intake.actor):
        assert queries.report(cast.intake.actor, row.pk).sections == Section.EXISTENCE


@pytest.mark.parametrize(
    "wrong",
    [{"channel": "pigeon"}, {"problems": ("x.y",)}, {"signs": (("bad", "yes"),)}, {"story": "ก" * 20_001}, {"wishes": ("x",)}],
)
def test_what_is_not_in_the_lists_is_refused_and_nothing_is_kept(cast, wrong):
    with pytest.raises(Invalid):
        actions.receive(PUBLIC, content=told(**wrong))
    assert Report.objects.count() == 0


def test_a_report_from_the_future_is_refused(cast):
    with pytest.raises(Invalid):
        actions.receive(PUBLIC, content=told(received_at=clock.now() + timedelta(hours=1)))


def test_no_table_holds_a_name_or_the_story_in_clear(cast):
    actions.receive(PUBLIC, content=told())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("registry", "organisations", "areas", "access_user", "access_position")):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                text = " ".join(bytes(v).decode("utf-8", "replace") if isinstance(v, bytes | memoryview) else str(v) for v in row)
                assert CANARY not in text, table
                assert "ป้านกแก้ว" not in text, table
                assert "ศรีวรรณา" not in text, table


def test_few_statements(cast):
    actions.receive(PUBLIC, content=told())
    with CaptureQueriesContext(connection) as asked:
        actions.receive(PUBLIC, content=told())
    assert len(asked) <= 32, "\n".join(q["sql"][:150] for q in asked.captured_queries)


def test_numbers_and_register_have_no_gaps(cast):
    made = [actions.receive(PUBLIC, content=told()) for _ in range(3)]
    numbers = [actions.register_report(cast.intake.actor, report_id=one.report_id) for one in made]
    assert numbers == ["ร ขก 2569-00001", "ร ขก 2569-00002", "ร ขก 2569-00003"]
    assert actions.register_report(cast.intake.actor, report_id=made[1].report_id) == numbers[1]
    office = organisation_id("psdhso", "40", "intake")
    with reading(cast.intake.actor):
        assert [one.id for one in queries.offices(cast.intake.actor)] == [office]
    with reading(cast.head.actor):
        assert [row.ordinal for row in queries.register(cast.head.actor, office, 2569).rows] == [1, 2, 3]
    with reading(cast.outsider_head.actor):
        assert queries.register(cast.outsider_head.actor, office, 2569).rows == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"where": Place("409999")}, {"when": Told("yesterday")}, {"when": Told("2026-13")}, {"parties": (Party("affected", birth="x"),)},
        {"parties": (Party("affected", name="ก" * 501),)}, {"parties": (Party("affected", name="x"),) * 31}, {"where": Place("", "", 99, 200)},
        {"in_custody_since": "soon"}, {"parties": (Party("alleged", kin="x"),)}, {"danger_now": "perhaps"},
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_words(cast, wrong):
    with pytest.raises(Invalid) as refused:
        actions.receive(PUBLIC, content=told(**wrong))
    assert refused.value.errors
    assert Report.objects.count() == 0
