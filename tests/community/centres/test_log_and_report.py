"""The log with exact money, and the report that drafts itself from it, is completed, sent, returned and answered."""

from datetime import date

import pytest

from prasan.community.centres import actions, queries
from prasan.community.centres.models import Activity, YearReport
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Stale
from prasan.ground.transactions import reading
from prasan.registry.work.models import WorkItem
from tests.community.centres.conftest import SYSTEM, activity

pytestmark = pytest.mark.django_db


def log(who, pk, year=0):
    with reading(who.actor):
        return queries.log_page(who.actor, pk, fiscal_year=year)


def report(who, pk):
    with reading(who.actor):
        return queries.report_page(who.actor, pk)


def items(pk):
    with reading(SYSTEM):
        return [item.verb for item in WorkItem.objects.filter(object_id=pk, done_at=None)]


def test_ten_and_twenty_satang_are_thirty(cast):
    here = cast.centre.organisation
    for cost in (10, 20):
        actions.add_activity(cast.centre.actor, centre=here, told=activity(cost=cost))
    page = log(cast.centre, here)
    assert page.figures.cost == 30 and sorted(row.cost for row in page.rows) == ["0.10", "0.20"]
    assert page.figures.by_source == (("local", 30),) and page.figures.reach == 80 and dict(page.figures.by_audience) == {"families": 2, "men": 2}


def test_the_fiscal_year_is_of_the_first_day_and_a_range_may_run_over_it(cast):
    here = cast.centre.organisation
    actions.add_activity(cast.centre.actor, centre=here, told=activity(on=date(2026, 9, 30), until=date(2026, 10, 1)))
    actions.add_activity(cast.centre.actor, centre=here, told=activity(on=date(2026, 10, 1)))
    assert log(cast.centre, here).figures.by_quarter == (1, 0, 0, 0)
    before = log(cast.centre, here, 2569)
    assert before.figures.by_quarter == (0, 0, 0, 1) and before.rows[0].when == "30 ก.ย. 2569 – 1 ต.ค. 2569"


def test_not_counted_is_not_nobody(cast):
    actions.add_activity(cast.centre.actor, centre=cast.centre.organisation, told=activity(reach=None, counted=""))
    found = log(cast.centre, cast.centre.organisation)
    assert found.figures.uncounted == 1 and found.rows[0].reach is None and "ไม่ได้นับ" in cast.client(cast.centre).get(
        f"/centres/{cast.centre.organisation}/log").content.decode()


@pytest.mark.parametrize(("wrong", "facts"), [
    ("on", {"on": date(2026, 12, 1)}), ("until", {"until": date(2026, 11, 1)}), ("kind", {"kind": "party"}), ("title", {"title": "  "}),
    ("audiences", {"audiences": ()}), ("audiences", {"audiences": ("ghosts",)}), ("counted", {"counted": ""}), ("counted", {"reach": None}),
    ("source", {"source": "none"}), ("cost", {"cost": -1}), ("with_whom", {"with_whom": ("nobody",)}),
])
def test_what_cannot_be_is_said_beside_its_field(cast, wrong, facts):
    with pytest.raises(Invalid) as error:
        actions.add_activity(cast.centre.actor, centre=cast.centre.organisation, told=activity(**facts))
    assert set(error.value.errors) == {wrong}


def test_a_withdrawn_activity_stays_with_its_reason_and_counts_no_more(cast):
    made = actions.add_activity(cast.centre.actor, centre=cast.centre.organisation, told=activity())
    with pytest.raises(Stale):
        actions.change_activity(cast.centre.actor, id=made, told=activity(reach=41), version=7)
    actions.change_activity(cast.centre.actor, id=made, told=activity(reach=41), version=1)
    actions.withdraw_activity(cast.centre.actor, id=made, why="บันทึกซ้ำ")
    page = log(cast.centre, cast.centre.organisation)
    assert page.figures.activities == 0 and page.rows[0].withdrawn == "บันทึกซ้ำ"
    with pytest.raises(Conflict):
        actions.change_activity(cast.centre.actor, id=made, told=activity())


def test_others_neither_see_nor_write_the_log(cast, other, other_head):
    made = actions.add_activity(cast.centre.actor, centre=cast.centre.organisation, told=activity())
    for outsider in (other, other_head, cast.outsider, cast.intake, cast.manager):
        with pytest.raises(Hidden):
            actions.add_activity(outsider.actor, centre=cast.centre.organisation, told=activity())
        with pytest.raises(Hidden):
            actions.withdraw_activity(outsider.actor, id=made, why="ไม่ชอบ")
        with pytest.raises(Hidden), reading(outsider.actor):
            queries.activity_view(outsider.actor, made)
    with pytest.raises(Refused):
        actions.withdraw_activity(cast.monitor.actor, id=made, why="ไม่ชอบ")
    assert log(cast.monitor, cast.centre.organisation).figures.activities == 1


def test_what_happened_is_sealed(cast):
    made = actions.add_activity(cast.centre.actor, centre=cast.centre.organisation, told=activity())
    with reading(SYSTEM):
        assert "เรื่อง".encode() not in bytes(Activity.objects.values_list("result", flat=True).get(pk=made))
        assert Activity.objects.get(pk=made).result == "มีคนเล่าเรื่องของตน"


def test_a_report_from_draft_to_answer(cast):
    here, centre, head = cast.centre.organisation, cast.centre.actor, cast.province.actor
    actions.add_activity(centre, centre=here, told=activity(cost=12_345))
    made = actions.begin_report(centre, centre=here, fiscal_year=2570)
    assert actions.begin_report(centre, centre=here, fiscal_year=2570) == made
    assert ("เงินที่ใช้", "123.45 บาท") in report(cast.centre, made).figures.pairs
    with pytest.raises(Conflict):
        actions.send_report(centre, id=made)
    actions.write_report(centre, id=made, results="ทะเลาะกันน้อยลง", requests="ขอวิทยากร")
    actions.add_activity(centre, centre=here, told=activity(cost=5))
    actions.send_report(centre, id=made)
    assert items(made) == ["answer_year_report"]
    page = report(cast.province, made)
    assert page.frozen and ("เงินที่ใช้", "123.50 บาท") in page.figures.pairs and page.requests == "ขอวิทยากร"
    with pytest.raises(Conflict):  # nothing is changed behind a report
        actions.add_activity(centre, centre=here, told=activity())
    actions.return_report(head, id=made, answer="ขอจำนวนครอบครัว")
    assert items(made) == []
    actions.add_activity(centre, centre=here, told=activity(cost=50))
    actions.write_report(centre, id=made, problems="ไม่มีรถ")
    actions.send_report(centre, id=made)
    assert ("เงินที่ใช้", "124 บาท") in report(cast.centre, made).figures.pairs
    actions.answer_report(head, id=made, answer="จัดวิทยากรให้เดือนมกราคม")
    last = report(cast.centre, made)
    assert (last.state, last.answer, last.results) == ("answered", "จัดวิทยากรให้เดือนมกราคม", "ทะเลาะกันน้อยลง") and not last.offers


def test_the_centre_does_not_answer_itself_and_others_find_no_report(cast, other, other_head):
    made = actions.begin_report(cast.centre.actor, centre=cast.centre.organisation, fiscal_year=2569)
    actions.write_report(cast.centre.actor, id=made, results="ดีขึ้น")
    actions.send_report(cast.centre.actor, id=made)
    with pytest.raises(Refused):
        actions.answer_report(cast.centre.actor, id=made, answer="ดีมาก")
    for outsider in (other, other_head, cast.outsider, cast.head):
        with pytest.raises(Hidden):
            actions.answer_report(outsider.actor, id=made, answer="ดีมาก")
        with pytest.raises(Hidden), reading(outsider.actor):
            queries.report_page(outsider.actor, made)
    for year in (2546, 2571):
        with pytest.raises(Invalid):
            actions.begin_report(cast.centre.actor, centre=cast.centre.organisation, fiscal_year=year)
    with reading(SYSTEM):
        assert YearReport.objects.count() == 1
