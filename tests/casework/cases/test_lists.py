"""What a case puts on lists is there as long as there is something to do, with whoever can do it, and then it is gone."""

import itertools
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from prasan.casework.cases.actions import (
    accept_transfer,
    exclude_from_case,
    join_report,
    merge_case,
    offer_transfer,
    record_contact,
    refuse_transfer,
    undo_join,
    unmerge_case,
)
from prasan.casework.cases.actions.merging import stop_merged
from prasan.casework.cases.models import Case
from prasan.casework.cases.queries.page import case_page
from prasan.casework.intake.actions import register_report
from prasan.casework.intake.queries import report as read_report
from prasan.casework.triage.actions import decide, take, undo_decision
from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.clock import Frozen
from prasan.ground.policy import Conflict, Hidden
from prasan.ground.transactions import reading, writing
from prasan.registry.access.actions import end_position
from prasan.registry.access.models import Position
from prasan.registry.limits.actions import mend_lists, start_limit
from prasan.registry.limits.jobs import give_notices
from prasan.registry.limits.models import RunningLimit
from prasan.registry.work.actions import note_told
from prasan.registry.work.models import WorkItem
from tests.casework.cases.conftest import SYSTEM, make_report, open_from, waiting
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def to_do(case: Case) -> dict[str, UUID | None]:
    """What is open around a case, and with whom."""
    with reading(SYSTEM):
        return dict(WorkItem.objects.filter(root_id=case.pk, done_at=None).values_list("verb", "assignee_id"))


def row(case: Case, verb: str) -> UUID:
    with reading(SYSTEM):
        return WorkItem.objects.values_list("id", flat=True).get(root_id=case.pk, verb=verb, done_at=None)


def first_contacts(case: Case) -> list[str]:
    with reading(SYSTEM):
        rows = RunningLimit.objects.filter(root_id=case.pk, code__startswith="first_contact.", state="running")
        return list(rows.values_list("code", flat=True))


def late(frozen: Frozen) -> None:
    """Two hours on, the first contact of an emergency is late."""
    frozen.advance(hours=2)
    give_notices.run()


def test_the_alarms_of_a_time_limit_go_when_it_is_met(frozen: Frozen, cast: Cast, case: Case) -> None:
    late(frozen)
    alarms = {"first_contact", "limit_near", "limit_late"}
    assert alarms <= to_do(case).keys()
    record_contact(cast.manager.actor, case_id=case.pk, channel="visit", outcome="reached", text="พบ")
    with reading(SYSTEM):
        left = set(WorkItem.objects.filter(root_id=case.pk, facts__limit__startswith="first_contact.", done_at=None).values_list("verb", flat=True))
    assert not left and "first_contact" not in to_do(case)


def test_what_an_older_version_left_on_lists_is_mended_by_an_upgrade(frozen: Frozen, cast: Cast, case: Case) -> None:
    late(frozen)
    with writing(SYSTEM):
        running = RunningLimit.objects.get(root_id=case.pk, code__startswith="first_contact.")
        RunningLimit.objects.filter(pk=running.pk).update(state="met", met_at=frozen.at, ended_at=frozen.at)
        others = WorkItem.objects.filter(object_kind="limit", done_at=None).exclude(object_id=running.pk)
        untold = {*others.values_list("object_id", flat=True)}
        others.update(done_at=frozen.at)
    assert mend_lists() == (2, len(untold)) and mend_lists() == (0, 0)
    late(frozen)
    with reading(SYSTEM):
        assert untold <= {*WorkItem.objects.filter(object_kind="limit", done_at=None).values_list("object_id", flat=True)}, "told anew"


def test_what_was_late_before_there_was_a_case_is_told_to_its_manager(frozen: Frozen, cast: Cast) -> None:
    told = make_report(cast)
    start_limit(SYSTEM, rule_code="first_contact.urgent", root_kind="report", root_id=told, starts_at=frozen.at)
    frozen.advance(days=9)
    give_notices.run()
    case = open_from(cast, told)
    give_notices.run()
    with reading(SYSTEM):
        carried = RunningLimit.objects.get(root_id=case.pk, code="first_contact.urgent", state="running")
        rows = dict(WorkItem.objects.filter(object_id=carried.pk, done_at=None).values_list("verb", "assignee_id"))
        item = WorkItem.objects.get(object_id=case.pk, verb="first_contact", done_at=None)
    assert rows == {"limit_near": cast.manager.user, "limit_late": None}
    assert item.due_at == carried.due_at < case.opened_at and not item.alarm, "due since the report came, not since the case was opened"


def test_who_comes_with_a_joined_report_is_to_be_reached_too(frozen: Frozen, cast: Cast, case: Case) -> None:
    record_contact(cast.manager.actor, case_id=case.pk, channel="visit", outcome="reached", text="พบน้องฟ้า")
    second = make_report(cast, affected="น้ำฝน แสงคำ")
    start_limit(SYSTEM, rule_code="first_contact.urgent", root_kind="report", root_id=second, starts_at=frozen.at)
    join_report(cast.intake.actor, case_id=case.pk, report_id=second)
    assert first_contacts(case) == ["first_contact.urgent"] and to_do(case)["first_contact"] == cast.manager.user


def test_what_a_colleague_was_handed_goes_to_the_new_manager_too(cast: Cast, case: Case) -> None:
    with writing(SYSTEM):
        WorkItem.objects.filter(object_id=case.pk, verb="first_contact").update(assignee_id=cast.colleague.user)
    offered = offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.outsider.organisation, to_user=cast.outsider.user, reason="ย้าย")
    accept_transfer(cast.outsider.actor, id=offered)
    assert to_do(case)["first_contact"] == cast.outsider.user


def test_whoever_takes_a_case_over_has_all_that_lay_with_the_one_before(frozen: Frozen, cast: Cast, case: Case) -> None:
    late(frozen)
    offered = offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.outsider.organisation, to_user=cast.outsider.user, reason="ย้าย")
    accept_transfer(cast.outsider.actor, id=offered)
    with reading(SYSTEM):
        rows = list(WorkItem.objects.filter(root_id=case.pk, done_at=None).values_list("verb", "organisation_id", "assignee_id"))
    assert {office for _verb, office, _who in rows} == {cast.outsider.organisation}
    assert {(verb, who) for verb, _office, who in rows} >= {
        ("first_contact", cast.outsider.user), ("limit_near", cast.outsider.user), ("limit_late", None),
    }
    assert cast.manager.user not in {who for _verb, _office, who in rows}


def test_a_manager_who_left_is_looked_after_until_somebody_has_the_case(cast: Cast, case: Case) -> None:
    with reading(SYSTEM):
        post = Position.objects.values_list("id", flat=True).get(user_id=cast.manager.user)
    end_position(cast.admin.actor, position=post)
    assert to_do(case)["manager_left"] is None
    offered = offer_transfer(cast.head.actor, case_id=case.pk, to_organisation=cast.colleague.organisation, to_user=cast.colleague.user, reason="พ้นตำแหน่ง")
    accept_transfer(cast.colleague.actor, id=offered)
    assert "manager_left" not in to_do(case)


def test_nobody_reached_yet_goes_along_with_a_merge_and_comes_back(cast: Cast, case: Case) -> None:
    other = open_from(cast, make_report(cast, affected="น้ำฝน แสงคำ"), name="น้องฝน")
    record_contact(cast.manager.actor, case_id=other.pk, channel="visit", outcome="reached", text="พบน้องฝน")
    merge_case(cast.manager.actor, id=case.pk, into=other.number, reason="ครอบครัวเดียวกัน")
    assert (first_contacts(case), len(first_contacts(other))) == ([], 1), "the child of the emptied case was not reached by anybody"
    assert to_do(other)["first_contact"] == cast.manager.user and not to_do(case)
    unmerge_case(cast.manager.actor, id=case.pk, reason="เป็นคนละครอบครัว")
    assert (len(first_contacts(case)), first_contacts(other)) == (1, [])
    assert to_do(case)["first_contact"] == cast.manager.user and "first_contact" not in to_do(other)
    with reading(SYSTEM):
        assert RunningLimit.objects.filter(root_id=case.pk, code__startswith="action.", state="running").count() == 1


def test_who_was_reached_during_a_merge_was_reached(cast: Cast, case: Case) -> None:
    other = open_from(cast, make_report(cast, affected="น้ำฝน แสงคำ"), name="น้องฝน")
    record_contact(cast.manager.actor, case_id=other.pk, channel="visit", outcome="reached", text="พบน้องฝน")
    merge_case(cast.manager.actor, id=case.pk, into=other.number, reason="ครอบครัวเดียวกัน")
    record_contact(cast.manager.actor, case_id=other.pk, channel="visit", outcome="reached", text="พบน้องฟ้าแล้วด้วย")
    unmerge_case(cast.manager.actor, id=case.pk, reason="เป็นคนละครอบครัว")
    assert not first_contacts(case) and not first_contacts(other)
    assert "first_contact" not in {*to_do(case), *to_do(other)}


def test_what_a_person_ended_during_a_merge_stays_ended(cast: Cast, case: Case) -> None:
    other = open_from(cast, make_report(cast, affected="น้ำฝน แสงคำ"), name="น้องฝน")
    merge_case(cast.manager.actor, id=case.pk, into=other.number, reason="ครอบครัวเดียวกัน")
    record_contact(cast.manager.actor, case_id=other.pk, channel="visit", outcome="reached", text="พบทั้งสองคน")
    unmerge_case(cast.manager.actor, id=case.pk, reason="เป็นคนละครอบครัว")
    assert not first_contacts(case) and "first_contact" not in to_do(case), "the clock that ran in both was met for both"


def starts(root: UUID) -> list[tuple[str, datetime]]:
    """Which clocks of first contact run for a record, and since when."""
    with reading(SYSTEM):
        rows = RunningLimit.objects.filter(root_id=root, code__startswith="first_contact.", state="running")
        return sorted(rows.values_list("code", "starts_at"))


@pytest.mark.parametrize("back", ["newest first", "oldest first"])
def test_a_merge_gives_nobody_more_time_and_its_undoing_gives_each_its_own(frozen: Frozen, cast: Cast, case: Case, back: str) -> None:
    cases = [case]
    for name in ("น้ำฝน แสงคำ", "มะลิ แสงคำ"):
        frozen.advance(minutes=10)
        cases.append(open_from(cast, make_report(cast, affected=name), name="น้อง"))
    first, second, last = cases
    before = [starts(one.pk) for one in cases]
    assert all(len(one) == 1 for one in before) and len({one[0][1] for one in before}) == 3
    for one in (second, first):
        frozen.advance(minutes=5)
        merge_case(cast.manager.actor, id=one.pk, into=last.number, reason="ครอบครัวเดียวกัน")
    assert starts(last.pk) == sorted(itertools.chain(*before)), "each child waits as long as it has waited"
    for one in (first, second) if back == "newest first" else (second, first):
        frozen.advance(minutes=5)
        unmerge_case(cast.manager.actor, id=one.pk, reason="เป็นคนละครอบครัว")
    assert [starts(one.pk) for one in cases] == before


def reached(cast: Cast, case: Case) -> None:
    record_contact(cast.manager.actor, case_id=case.pk, channel="visit", outcome="reached", text="พบแล้ว")


@pytest.mark.parametrize("by", ["the manager", "the desk"])
@pytest.mark.parametrize("met", [False, True])
def test_a_report_that_was_joined_wrongly_takes_its_clocks_along(frozen: Frozen, cast: Cast, case: Case, by: str, met: bool) -> None:  # noqa: FBT001
    reached(cast, case)
    report = waiting(cast)
    began = starts(report)
    assert began and not first_contacts(case)
    frozen.advance(minutes=10)
    take(cast.intake.actor, id=report, conflict="no")
    decide(cast.intake.actor, id=report, outcome="join", urgency=4, reason="เรื่องเดียวกัน", number=case.number)
    with reading(manager := cast.manager.fresh()):
        assert read_report(manager, report).limit_rows == ()
    assert starts(case.pk) == began and not starts(report) and "first_contact" in to_do(case) and "check_joined" in to_do(case)
    frozen.advance(minutes=10)
    if met:
        reached(cast, case)
    if by == "the manager":
        undo_join(cast.manager.actor, case_id=case.pk, report_id=report, reason="คนละเรื่อง")
    else:
        undo_decision(cast.intake.actor, id=report, reason="คนละเรื่อง")
    assert not first_contacts(case) and not {"first_contact", "check_joined"} & to_do(case).keys(), "nobody of this case waits to be reached"
    assert starts(report) == began, "and the child of the report waits as long as it has waited"
    with reading(cast.intake.fresh()):
        assert len(read_report(cast.intake.fresh(), report).limit_rows) == 1


def test_the_clock_of_another_report_stays_when_the_first_one_leaves(frozen: Frozen, cast: Cast) -> None:
    reports = []
    for _ in range(2):
        reports.append(waiting(cast))
        frozen.advance(minutes=10)
    began = [starts(one) for one in reports]
    case = open_from(cast, reports[0], name="น้องฝน")
    assert starts(case.pk) == began[0], "the case has no second clock of its own beside that of its report"
    join_report(cast.intake.actor, case_id=case.pk, report_id=reports[1])
    assert starts(case.pk) == sorted(began[0] + began[1])
    start_limit(SYSTEM, rule_code="DL-01", root_kind="case", root_id=case.pk, subject_kind="report", subject_id=reports[1], starts_at=clock.today())
    register_report(SYSTEM, report_id=reports[1])
    with reading(manager := cast.manager.fresh()):
        page = case_page(manager, case.pk)
    assert len([line for line in page.limits if "ติดต่อ" in line.title]) == 1
    (number,) = [line.number for line in page.reports if line.id == reports[1]]
    assert number and [number in line.section for line in page.limits if "ติดต่อ" not in line.title].count(True) == 1, "it says whose clock it is"
    undo_join(cast.manager.actor, case_id=case.pk, report_id=reports[0], reason="คนละเรื่อง")
    assert starts(case.pk) == began[1] and "first_contact" in to_do(case)


def test_a_report_that_leaves_one_of_two_cases_goes_on_waiting_in_the_other(frozen: Frozen, cast: Cast, case: Case) -> None:
    other = open_from(cast, make_report(cast, affected="มะลิ แสงคำ"), name="น้องมะลิ")
    for one in (case, other):
        reached(cast, one)
    report = waiting(cast)
    began = starts(report)
    for one in (case, other):
        join_report(cast.intake.actor, case_id=one.pk, report_id=report)
    assert (starts(case.pk), starts(other.pk)) == (began, [])
    undo_join(cast.manager.actor, case_id=case.pk, report_id=report, reason="คนละเรื่อง")
    assert (starts(case.pk), starts(other.pk), starts(report)) == ([], began, [])
    assert "first_contact" in to_do(other) and "first_contact" not in to_do(case)


def test_what_a_merge_brought_leaves_only_with_all_of_it(cast: Cast, case: Case) -> None:
    report, other = waiting(cast), open_from(cast, make_report(cast, affected="มะลิ แสงคำ"), name="น้องมะลิ")
    join_report(cast.intake.actor, case_id=case.pk, report_id=report)
    merge_case(cast.manager.actor, id=case.pk, into=other.number, reason="ครอบครัวเดียวกัน")
    for one in (case, other):
        with pytest.raises(Conflict, match="merged"):
            undo_join(cast.manager.actor, case_id=one.pk, report_id=report, reason="คนละเรื่อง")
    unmerge_case(cast.manager.actor, id=case.pk, reason="เป็นคนละครอบครัว")
    undo_join(cast.manager.actor, case_id=case.pk, report_id=report, reason="คนละเรื่อง")
    assert starts(report) and len(starts(case.pk)) == 1


def test_clocks_that_an_older_version_left_in_a_merged_case_stop_and_come_back(cast: Cast, case: Case) -> None:
    other = open_from(cast, make_report(cast, affected="น้ำฝน แสงคำ"), name="น้องฝน")
    codes = first_contacts(case)
    merge_case(cast.manager.actor, id=case.pk, into=other.number, reason="ครอบครัวเดียวกัน")
    for code in (*codes, "first_contact.urgent"):
        start_limit(SYSTEM, rule_code=code, root_kind="case", root_id=case.pk, starts_at=clock.now())
    assert stop_merged() == 2 and stop_merged() == 0 and not first_contacts(case)
    unmerge_case(cast.manager.actor, id=case.pk, reason="เป็นคนละครอบครัว")
    assert sorted(first_contacts(case)) == sorted([*codes, "first_contact.urgent"])


def test_no_merge_hides_what_a_law_demands(cast: Cast, case: Case) -> None:
    other = open_from(cast, make_report(cast, affected="น้ำฝน แสงคำ"), name="น้องฝน")
    start_limit(SYSTEM, rule_code="DL-01", root_kind="case", root_id=case.pk, starts_at=clock.today() - timedelta(days=9))
    with pytest.raises(Conflict, match="limit"):
        merge_case(cast.manager.actor, id=case.pk, into=other.number, reason="ครอบครัวเดียวกัน")


def test_what_only_tells_is_noted_by_whom_it_tells(cast: Cast, case: Case) -> None:
    offered = offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.outsider.organisation, to_user=cast.outsider.user, reason="ย้าย")
    refuse_transfer(cast.outsider.actor, id=offered, answer="เต็ม")
    told, client = row(case, "transfer_refused"), cast.client(cast.manager)
    assert f"/desk/told/{told}" in client.get("/desk/").content.decode()
    for stranger in (cast.colleague, cast.outsider):
        with pytest.raises(Hidden):
            note_told(stranger.actor, id=told)
    assert f'action="/desk/told/{told}?only=case"' in client.get("/desk/?only=case&page=2").content.decode()
    for _ in range(2):  # a second press changes nothing
        assert client.post(f"/desk/told/{told}").headers["Location"] == "/desk/"
    asked = "only=case&after=%E0%B8%81%26b", "only=nothing&after=", "next=//elsewhere.example"
    assert [client.post(f"/desk/told/{told}?{one}").headers["Location"] for one in asked] == [f"/desk/?{asked[0]}", "/desk/", "/desk/"]
    assert "transfer_refused" not in to_do(case)
    with reading(SYSTEM):
        assert list(AuditRow.objects.filter(verb="work.noted").values_list("object_id", "detail")) == [(str(told), "transfer_refused")]


def test_what_must_be_done_is_not_noted_away(cast: Cast, case: Case) -> None:
    with pytest.raises(Conflict):
        note_told(cast.manager.actor, id=row(case, "first_contact"))
    client = cast.client(cast.manager)
    assert f"/desk/told/{row(case, 'first_contact')}" not in client.get("/desk/").content.decode()
    assert client.post(f"/desk/told/{row(case, 'first_contact')}").status_code == 409
    assert "first_contact" in to_do(case)


def test_the_head_notes_an_exclusion_and_whoever_is_excluded_meets_nothing(cast: Cast, case: Case) -> None:
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.police.user, reason="รู้จักผู้ถูกกล่าวหา")
    told = row(case, "check_exclusion")
    assert f"/desk/told/{told}" in cast.client(cast.head).get("/desk/").content.decode()
    assert cast.client(cast.police).post(f"/desk/told/{told}").status_code == 404
    note_told(cast.head.actor, id=told)
    assert "check_exclusion" not in to_do(case)
