"""Limits start, are met, stopped and carried; they keep their version; each notice is given once."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.clock import BANGKOK, PartialDate, frozen
from prasan.ground.policy import PUBLIC, Actor, Conflict, Hidden, Invalid, Post, Refused, Section, acting, system
from prasan.ground.policy.access import end, exclude, give
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import mint
from prasan.registry.limits import actions, queries
from prasan.registry.limits.jobs import give_notices
from prasan.registry.limits.models import LimitRule, RunningLimit
from prasan.registry.limits.panels import NOTICED

pytestmark = pytest.mark.django_db

NOW = "2026-11-21T10:00"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def person(role="case_manager", *, strong=True):
    user, home = uuid4(), uuid4()
    return Actor(key=f"user:{user}", user=user, posts=(Post(uuid4(), role, home, (home,)),), strong=strong)


MANAGER = person()


@pytest.fixture(autouse=True)
def loaded():
    with writing(system("tests")):
        actions.load_limits()
    with frozen(NOW) as held:
        yield held
    queries.forget()


def let_see(root, actor=MANAGER, sections=Section.STORY):
    give(system("tests"), subject=actor.user, object_kind="case", object_id=root, sections=sections, basis="own", cause=("test", root))


def start(code, starts_at, *, root=None, **more):
    if root is None:
        root = uuid4()
        let_see(root)
    made = actions.start_limit(MANAGER, rule_code=code, root_kind="case", root_id=root, starts_at=starts_at, **more)
    return root, made


def seen(root, actor=MANAGER):
    with reading(actor):
        return queries.limits_of(actor, "case", root)


def test_every_row_of_the_deadline_table_is_shipped_with_its_source():
    legal = queries.rules_in_force(legal=True)
    assert {fact.row for fact in legal} == {f"DL-{number:02}" for number in range(1, 25)}
    for fact in queries.rules_in_force():
        assert fact.source
        assert fact.title_th
        assert fact.title_en
        assert fact.mark
        assert not fact.checked
    for fact in legal:
        assert fact.law_th
    assert [queries.rule(f"first_contact.{level}").span() for level in ("emergency", "urgent", "priority", "routine")] == [
        "15 นาที", "1 ชั่วโมง นับวันหยุดด้วย", "1 วันทำการ", "3 วันทำการ"
    ]  # fmt: skip


def test_loading_again_changes_nothing_and_spares_what_people_made():
    admin = person("system_administrator")
    before = set(LimitRule.objects.values_list("id", flat=True))
    actions.change_rule(
        admin,
        code="review.routine",
        kind="working_days",
        amount=20,
        effective_from=date(2027, 1, 1),
        source="คำสั่งจังหวัด",
    )
    assert actions.load_limits().written == 0
    assert len(set(LimitRule.objects.values_list("id", flat=True)) - before) == 1
    LimitRule.objects.filter(code="DL-01").update(title_th="ชื่ออื่น")
    LimitRule.objects.filter(code="DL-15").update(title_th="ตรวจแล้ว", checked_by="ทนาย", checked_on=date(2026, 11, 1))
    assert actions.load_limits().written == 1
    assert queries.rule("DL-15").title_th == "ตรวจแล้ว"


def test_the_due_days_of_the_vignettes():
    root, _ = start("DL-01", at("2026-11-15T22:40"))
    start("DL-16", date(2026, 10, 18), root=root)
    start("DL-02", at("2026-11-19T02:05"), root=root)
    start("DL-14.hiv_72h", at("2026-11-14T23:00"), root=root)
    start("DL-18", at("2026-11-08T08:45"), root=root)
    facts = {fact.code: fact for fact in seen(root)}
    assert facts["DL-01"].due_on == date(2027, 2, 15)
    assert facts["DL-16"].due_on == date(2027, 10, 18)
    assert facts["DL-02"].due_at == at("2026-11-21T02:05")
    assert facts["DL-14.hiv_72h"].due_at == at("2026-11-17T23:00")
    assert facts["DL-18"].due_on == date(2026, 12, 8)
    assert facts["DL-01"].due_text() == "15 ก.พ. 2570"
    assert facts["DL-02"].due_text() == "21 พ.ย. 2569 02.05 น."
    assert (facts["DL-01"].stage, facts["DL-02"].stage) == ("ok", "late")
    assert facts["DL-01"].rule.law() == "พ.ร.บ.คุ้มครองผู้ถูกกระทำด้วยความรุนแรงในครอบครัว พ.ศ. 2550 ม. 7"


def test_a_date_or_less_gives_no_hour():
    root, _ = start("DL-14.hiv_72h", date(2026, 11, 20))
    start("DL-01", PartialDate(2026, 10), root=root)
    start("DL-23", None, root=root)
    start("DL-14.contraception_120h", at("2026-11-20T00:00"), root=root, date_only=True)
    facts = {fact.code: fact for fact in seen(root)}
    assert (facts["DL-14.hiv_72h"].due_at, facts["DL-14.hiv_72h"].stage) == (None, "none")
    assert (facts["DL-14.contraception_120h"].due_at, facts["DL-14.contraception_120h"].date_only) == (None, True)
    assert facts["DL-01"].due_on == date(2027, 1, 1)
    assert (facts["DL-23"].starts_at, facts["DL-23"].stage) == (None, "none")


def test_a_start_can_be_established_later():
    root, limit = start("DL-23", None)
    actions.establish_start(MANAGER, limit_id=limit, starts_at=date(2026, 10, 1))
    assert seen(root)[0].due_on == date(2026, 12, 24)


def test_starting_twice_is_starting_once():
    root, limit = start("DL-01", at("2026-11-15T22:40"))
    assert start("DL-01", at("2026-11-16T22:40"), root=root)[1] == limit
    other = uuid4()
    assert start("DL-04", at("2026-11-15T22:40"), root=root, subject_kind="order", subject_id=other)[1] != limit
    assert len(seen(root)) == 2
    with pytest.raises(KeyError):
        start("DL-99", None)


def test_the_public_can_start_limits_but_sees_none():
    root = uuid4()
    made = actions.start_limits(
        PUBLIC, rule_codes=["first_contact.urgent", "DL-01"], root_kind="report", root_id=root, starts_at=at(NOW)
    )
    assert len(made) == 2
    with reading(PUBLIC):
        assert queries.limits_of(PUBLIC, "report", root) == ()


def test_an_excluded_person_and_one_without_second_factor_see_none():
    root, limit = start("DL-12", at(NOW))
    outsider = person()
    let_see(root, outsider)
    assert len(seen(root, outsider)) == 1
    with writing(MANAGER):
        mint(root)  # the case's data key: the reason lies under it
        exclude(MANAGER, subject=outsider.user, root=root, objects=[("case", root)], reason="kin")
    assert seen(root, outsider) == ()
    assert seen(root, person(strong=False)) == ()
    with pytest.raises(Hidden):
        actions.meet_limit(outsider, limit_id=limit)


def test_who_knows_the_id_of_a_record_learns_nothing_of_its_limits():
    root, limit = start("DL-14.hiv_72h", at(NOW))
    stranger, told_that_it_exists, administrator = person(), person("unit_head"), person("system_administrator")
    let_see(root, told_that_it_exists, Section.EXISTENCE)
    for other in (stranger, told_that_it_exists, administrator):
        assert seen(root, other) == ()
        with reading(other):
            assert queries.near_and_late(other, at("2027-12-01T00:00")) == ()
        for move in (actions.meet_limit, actions.lapse_limit, lambda actor, limit_id: actions.stop_limit(actor, limit_id=limit_id, reason="x")):
            with pytest.raises(Hidden):
                move(other, limit_id=limit)
    assert len(seen(root)) == 1
    with writing(system("tests")):
        end(subject=MANAGER.user, object_id=root)
    assert seen(root) == ()


@pytest.mark.postgres
def test_row_security_knows_the_same_of_limits():
    root, limit = start("DL-14.hiv_72h", at(NOW))
    told_that_it_exists = person("unit_head")
    let_see(root, told_that_it_exists, Section.EXISTENCE)
    for actor, rows in ((MANAGER, [(limit,)]), (told_that_it_exists, []), (person("system_administrator"), [])):
        with acting(actor), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM limits_runninglimit WHERE root_id = %s", [root])
            assert cursor.fetchall() == rows


def test_meeting_and_stopping_end_a_limit_once():
    root, limit = start("first_contact.urgent", at("2026-11-21T09:30"))
    with pytest.raises(Invalid):
        actions.meet_limit(MANAGER, limit_id=limit, met_at=at("2026-11-21T10:01"))
    actions.meet_limit(MANAGER, limit_id=limit, met_at=at("2026-11-21T09:50"))
    fact = seen(root)[0]
    assert (fact.state, fact.stage, fact.met_at) == ("met", "met", at("2026-11-21T09:50"))
    with pytest.raises(Conflict):
        actions.stop_limit(MANAGER, limit_id=limit, reason="wrong_start")
    assert AuditRow.objects.filter(verb="limit_met", object_id=str(limit)).count() == 1


def test_a_right_lapses_only_late_and_only_by_a_person(loaded):
    root, limit = start("DL-01", date(2026, 8, 25))
    with pytest.raises(Conflict):
        actions.lapse_limit(MANAGER, limit_id=limit)
    loaded.move_to("2026-11-26T00:00")
    give_notices.run()
    assert seen(root)[0].state == "running"
    actions.lapse_limit(MANAGER, limit_id=limit)
    assert seen(root)[0].state == "lapsed"


def test_in_the_moment_in_which_it_is_due_a_right_has_not_lapsed(loaded):
    root, limit = start("DL-01", date(2026, 8, 25))
    due = seen(root)[0].due_at
    loaded.move_to(due)
    with pytest.raises(Conflict):
        actions.lapse_limit(MANAGER, limit_id=limit)
    loaded.move_to(due + timedelta(seconds=1))
    actions.lapse_limit(MANAGER, limit_id=limit)
    assert seen(root)[0].state == "lapsed"


def test_ending_by_row_leaves_other_limits():
    root, _ = start("DL-14.hiv_72h", at("2026-11-20T23:00"))
    start("DL-14.contraception_120h", at("2026-11-20T23:00"), root=root)
    start("DL-01", at("2026-11-20T23:00"), root=root)
    assert actions.meet_limits(MANAGER, root_id=root, rule_codes=["DL-14"]) == 2
    assert [fact.code for fact in seen(root) if fact.running] == ["DL-01"]
    assert actions.stop_limits(MANAGER, root_id=root, reason="complaint_made") == 1
    assert [fact.state for fact in seen(root)] == ["stopped", "met", "met"] or {fact.state for fact in seen(root)} == {
        "met",
        "stopped",
    }


def test_limits_go_with_the_record_that_follows():
    report, case = uuid4(), uuid4()
    let_see(report)
    let_see(case)
    actions.start_limits(
        MANAGER, rule_codes=["DL-01", "DL-15"], root_kind="report", root_id=report, starts_at=at("2026-11-20T23:00")
    )
    start("DL-15", at("2026-11-19T23:00"), root=case)
    assert actions.carry_limits(MANAGER, from_root=report, to_kind="case", to_root=case) == ("DL-01", "DL-15")
    assert {(fact.code, fact.subject_id) for fact in seen(case)} == {("DL-01", report), ("DL-15", report), ("DL-15", case)}
    with reading(MANAGER):
        left = queries.limits_of(MANAGER, "report", report)
    assert [(one.state, one.stopped_reason) for one in left] == [("stopped", "carried")] * 2


def test_of_one_thing_a_limit_runs_once_where_it_goes_and_where_it_comes_back(loaded):
    report, case, child = uuid4(), uuid4(), uuid4()
    for root in (report, case):
        let_see(root)
        start("DL-01", at("2026-11-20T23:00"), root=root, subject_kind="person", subject_id=child)
    began = loaded.advance(minutes=10)
    assert actions.carry_limits(MANAGER, from_root=report, to_kind="case", to_root=case) == ()
    assert [fact.state for fact in seen(case)] == ["running"]
    start("DL-01", at("2026-11-20T23:00"), root=report, subject_kind="person", subject_id=child)  # told anew at the desk meanwhile
    actions.give_back_limits(MANAGER, from_root=case, to_root=report, since=began)
    assert sorted(fact.state for fact in seen(report)) == ["running", "stopped"]
    assert [fact.state for fact in seen(case)] == ["running"], "what ran in the case before stays"


def test_a_change_of_the_rule_leaves_running_limits_alone(loaded):
    admin = person("system_administrator")
    old_root, _ = start("DL-01", at("2026-11-20T10:00"))
    actions.change_rule(admin, code="DL-01", kind="calendar_months", amount=6, effective_from=date(2027, 1, 1), source="ร่างแก้ไข 2568",
                        words={"section": "ม. 7 แก้ไข"})  # fmt: skip
    before_root, _ = start("DL-01", at("2026-11-21T09:00"))
    loaded.move_to("2027-01-05T10:00")
    told_late_root, _ = start("DL-01", at("2026-12-30T10:00"))
    new_root, _ = start("DL-01", at("2027-01-02T10:00"))
    spans = [seen(root)[0].rule.span() for root in (old_root, before_root, told_late_root, new_root)]
    assert spans == ["3 เดือนตามปฏิทิน", "3 เดือนตามปฏิทิน", "3 เดือนตามปฏิทิน", "6 เดือนตามปฏิทิน"]
    assert seen(old_root)[0].due_on == date(2027, 2, 20)
    assert seen(new_root)[0].rule.section == "ม. 7 แก้ไข"
    assert [fact.effective_until for fact in queries.versions("DL-01")] == [date(2027, 1, 1), None]
    assert not queries.rule("DL-01").checked


def test_only_an_administrator_changes_rules_and_never_backwards():
    admin = person("system_administrator")
    change = {"code": "DL-01", "kind": "calendar_months", "amount": 6, "source": "x"}
    with pytest.raises(Refused):
        actions.change_rule(MANAGER, effective_from=date(2027, 1, 1), **change)
    with pytest.raises(Invalid):
        actions.change_rule(admin, effective_from=date(2026, 11, 20), **change)
    with pytest.raises(Invalid):
        actions.change_rule(admin, effective_from=date(2027, 1, 1), **{**change, "amount": 0})
    with pytest.raises(KeyError):
        actions.change_rule(admin, effective_from=date(2027, 1, 1), **{**change, "code": "DL-99"})
    with pytest.raises(Refused):
        actions.check_rule(MANAGER, rule_id=queries.rule("DL-01").id, checked_by="ทนาย")
    actions.check_rule(admin, rule_id=queries.rule("DL-01").id, checked_by="ทนายความ ก.")
    queries.forget()
    assert queries.rule("DL-01").checked


def test_each_notice_is_given_exactly_once(loaded):
    root, _ = start("DL-03", at("2026-11-21T08:00"))
    start("first_contact.urgent", at("2026-11-21T09:50"), root=root)
    assert actions.notices_due(system("tests")) == ()
    given = []
    for hours in (0.25, 0.3, 0.5, 0.5, 12, 12, 0, 12, 12, 200):
        loaded.advance(hours=hours)
        for _ in range(2):
            given += [
                (notice.code, level) for notice in actions.notices_due(system("tests")) for level in notice.levels
            ]
    assert sorted(given) == [
        ("DL-03", "after:24h"), ("DL-03", "after:36h"), ("DL-03", "late"), ("DL-03", "soon"),
        ("first_contact.urgent", "late"), ("first_contact.urgent", "soon"),
    ]  # fmt: skip


def test_ended_limits_give_no_notice(loaded):
    _, limit = start("DL-03", at("2026-11-21T08:00"))
    actions.stop_limit(MANAGER, limit_id=limit, reason="order_ended")
    loaded.advance(days=9)
    assert actions.notices_due(system("tests")) == ()


def test_the_job_tells_the_chapter_of_the_record_in_the_same_transaction(loaded, monkeypatch):
    told = []

    def fails_first(actor, notice):
        told.append((notice.root_kind, notice.code, notice.level))
        if len(told) == 1:
            raise RuntimeError("not yet")

    monkeypatch.setitem(NOTICED._entries, "case", (1, fails_first))
    start("first_contact.emergency", at(NOW))
    loaded.advance(minutes=20)
    with pytest.raises(RuntimeError, match="not yet"):
        give_notices.run()
    assert give_notices.run() == 1
    assert give_notices.run() == 0
    assert told == [("case", "first_contact.emergency", "late")] * 2


def test_near_and_late_come_in_order_and_in_batches():
    root, _ = start("DL-02", at("2026-11-19T02:05"))
    start("first_contact.urgent", at("2026-11-21T09:30"), root=root)
    start("DL-01", at("2026-11-20T09:30"), root=root)
    with reading(MANAGER):
        both = queries.near_and_late(MANAGER)
        assert [(fact.code, fact.stage) for fact in both] == [("DL-02", "late"), ("first_contact.urgent", "soon")]
        first = queries.near_and_late(MANAGER, batch=1)
        rest = queries.near_and_late(MANAGER, after=(first[0].due_at, first[0].id))
    assert [fact.code for fact in (*first, *rest)] == ["DL-02", "first_contact.urgent"]


def test_a_due_time_without_a_running_limit():
    assert queries.due_for("referral_answer.urgent", at(NOW)) == at("2026-11-21T14:00")
    assert queries.due_for("follow_up.3m", at(NOW)).date() == date(2027, 2, 21)


def test_the_page_of_a_record_costs_one_query(django_assert_num_queries):
    root, _ = start("DL-01", at("2026-11-20T09:30"))
    for code in ("DL-15", "DL-16", "first_contact.urgent", "review.urgent"):
        start(code, at("2026-11-20T09:30"), root=root)
    queries.rule("DL-01")
    with reading(system("tests")), django_assert_num_queries(1):
        assert len(queries.limits_of(system("tests"), "case", root)) == 5


def test_the_database_tells_the_truth_too():
    root, limit = start("DL-01", at("2026-11-20T09:30"))
    for wrong in (
        {"state": "gone"},
        {"state": "met"},
        {"state": "stopped", "ended_at": clock.now()},
        {"met_at": clock.now()},
    ):
        with pytest.raises(IntegrityError), writing(system("tests")), transaction.atomic():
            RunningLimit.objects.filter(id=limit).update(**wrong)
    assert seen(root)[0].running
