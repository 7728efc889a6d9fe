"""The worklist shows what this person can do now, and nothing else: order, tabs, desks, roles, exclusions, paging, queries."""

import uuid
from typing import Any
from uuid import UUID

import pytest

from prasan.ground.clock import Frozen
from prasan.ground.policy import Invalid
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.work.actions import close_items, follow, reassign, take_over
from prasan.registry.work.models import WorkItem
from prasan.registry.work.queries import Worklist, can_do, waiting, worklist
from prasan.registry.work.queries.rows import open_rows
from tests.cast import Cast, Person, hire
from tests.registry.work.work import JOB, exclude, item

pytestmark = pytest.mark.django_db


def read(person: Person, **options: Any) -> Worklist:
    with reading(person.actor):
        return worklist(person.actor, **options)


def shown(found: Worklist) -> list[str]:
    return [row.href.rsplit("/", 2)[-2] for group in found.groups for row in group.rows]


def things(person: Person, **options: Any) -> set[UUID]:
    with reading(person.actor):
        return {row.object_id for row in open_rows(person.actor, "work.do", limit=100, **options)}


def test_rows_stand_in_the_order_of_the_time_left(cast: Cast, frozen: Frozen) -> None:
    desk = cast.intake.organisation
    never, week, soon, today, late, later = (item(desk, hours=hours, role="intake_officer") for hours in (None, 30, 0.5, 5, -2, 24 * 9))
    found = read(cast.intake)
    assert [group.id for group in found.groups] == ["late", "hour", "today", "week", "later", "none"]
    assert shown(found) == [str(one) for one in (late, soon, today, week, later, never)]
    first = found.groups[0].rows[0]
    assert (found.groups[0].late, first.clock.state, first.urgency) == (True, "late", 2)
    assert "อ.เมืองขอนแก่น" in first.facts
    assert found.total_words == "6"


def test_a_desk_has_what_its_role_must_do_and_a_person_what_is_theirs(cast: Cast) -> None:
    desk, casework = cast.intake.organisation, cast.manager.organisation
    for_officers, for_anyone = item(desk, role="intake_officer"), item(desk)
    for_the_head = item(casework, verb="approve_closure", role="unit_head")
    mine = item(casework, verb="first_contact", assignee=cast.manager.user)
    taken = item(desk, assignee=cast.intake.user)
    theirs = item(cast.outsider.organisation, assignee=cast.outsider.user)
    assert things(cast.intake) == {for_officers, for_anyone, taken}
    assert things(cast.manager) == {mine}
    assert things(cast.head) == {for_the_head}
    assert things(cast.outsider) == {theirs}
    for nobody in (cast.outsider_intake, cast.doctor, cast.monitor, cast.admin):
        assert things(nobody) == set(), (nobody.key, list(WorkItem.objects.filter(object_id__in=things(nobody)).values()))
    with reading(cast.intake.fresh(strong=False)):
        assert not can_do(cast.intake.fresh(strong=False)).total


def test_each_list_is_the_scope_of_its_action_to_the_row(cast: Cast) -> None:
    orgs = [cast.intake.organisation, cast.manager.organisation, cast.hospital.organisation, cast.organisation("psdhso", "40")]
    for organisation in orgs:
        for role in ("", "intake_officer", "unit_head", "receiving_desk", "case_manager"):
            excluded = item(organisation, role=role)
            exclude(cast.excluded.user, excluded)
        item(organisation, assignee=cast.manager.user)
    for person in cast.everyone:
        for action in ("work.do", "work.see", "work.oversee", "work.await", "work.hand_over"):
            with reading(person.actor):
                by_scope = set(scope(person.actor, action, WorkItem).filter(done_at=None).values_list("object_id", flat=True))
                by_parts = {row.object_id for row in open_rows(person.actor, action, limit=100)}
            assert by_parts == by_scope, (person.key, action)
    assert things(cast.head) and not things(cast.excluded)


def test_somebody_excluded_has_neither_row_nor_count(cast: Cast) -> None:
    office = cast.head.organisation
    seen = item(office, verb="approve_closure", role="unit_head")
    before = read(cast.excluded)
    hidden = item(office, verb="approve_closure", role="unit_head", hours=-1)
    exclude(cast.excluded.user, hidden)
    assert things(cast.head) == {seen, hidden}
    after = read(cast.excluded)
    assert (after.total, after.tabs, [g.count for g in after.groups]) == (before.total, before.tabs, [g.count for g in before.groups])
    assert things(cast.excluded) == {seen}


def test_counts_stop_at_ninety_nine_and_pages_follow_by_key(cast: Cast) -> None:
    desk = cast.intake.organisation
    for n in range(105):
        item(desk, role="intake_officer", hours=2 if n % 2 else 3)
    found = read(cast.intake, size=50)
    assert (found.total_words, found.shown) == ("99+", 50)
    pages, cursor = [], ""
    for _ in range(3):
        page = read(cast.intake, size=50, cursor=cursor)
        pages += shown(page)
        cursor = page.next
    assert (len(pages), len(set(pages)), cursor) == (105, 105, "")
    with pytest.raises(Invalid):
        read(cast.intake, cursor="บ้าน")


def test_a_tab_shows_its_verbs_and_keeps_the_other_counts(cast: Cast) -> None:
    desk = cast.intake.organisation
    report = item(desk)
    item(desk, verb="do_something_else", object_kind="case")
    found = read(cast.intake, only="report")
    assert shown(found) == [str(report)]
    assert {tab.code: tab.count for tab in found.tabs} == {"": "2", "report": "1", "case": "1"}
    assert [tab.code for tab in found.tabs if tab.current] == ["report"]


def test_what_others_must_do_first_is_seen_by_whoever_waits(cast: Cast) -> None:
    root = uuid.uuid4()
    asked = item(cast.hospital.organisation, verb="answer_referral", object_kind="referral", root_id=root, role="receiving_desk",
                 waiter=cast.manager.user)
    item(cast.manager.organisation, verb="first_contact", root_id=root, object_kind="case", assignee=cast.manager.user, waiter=cast.manager.user)
    with reading(cast.manager.actor):
        found = waiting(cast.manager.actor)
    assert (len(found.rows), found.count) == (1, "1")
    assert "ขอนแก่น" in found.rows[0].facts[0]
    with reading(cast.colleague.actor):
        assert not waiting(cast.colleague.actor).rows
    follow(JOB, root_id=root, waiter=cast.colleague.user)
    with reading(cast.colleague.actor):
        assert len(waiting(cast.colleague.actor).rows) == 2, "what the old manager has open is waited for too"
    close_items(JOB, object_id=asked)
    with reading(cast.colleague.actor):
        assert len(waiting(cast.colleague.actor).rows) == 1


def test_reassigning_moves_a_row_from_list_to_list(cast: Cast) -> None:
    thing = item(cast.manager.organisation, verb="first_contact", object_kind="case", assignee=cast.manager.user)
    assert reassign(JOB, object_id=thing, verb="first_contact", assignee=cast.colleague.user) == 1
    assert (things(cast.manager), things(cast.colleague)) == (set(), {thing})
    assert reassign(JOB, object_id=thing, verb="nothing_open", assignee=None) == 0


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_page_asks_as_much_for_many_rows_as_for_one(cast: Cast, rows: int, queries: Any) -> None:
    other = hire("second_post", "สองตำแหน่ง", "intake_officer", cast.intake.organisation)
    for n in range(rows):
        item(cast.intake.organisation, hours=n, facts={"number": f"R{n}", "from": str(cast.hospital.organisation)})
    client = cast.client(other)
    client.get("/desk/")  # what a process keeps for a minute may be too old just then
    with queries("worklist"):
        answer = client.get("/desk/")
    assert answer.status_code == 200
    assert answer.content.decode().count('class="row') == min(rows, 30)


def test_who_takes_a_record_over_takes_nothing_of_a_desk_that_was_asked(cast: Cast) -> None:
    root, here, there = uuid.uuid4(), cast.manager.organisation, cast.outsider.organisation
    kinds = ("case", "limit", "referral", "outgoing")
    rows = {kind: item(here, verb=f"{kind}_row", object_kind=kind, root_id=root, object_id=uuid.uuid4()) for kind in kinds}
    assert take_over(JOB, root_id=root, old=cast.manager.user, office=here, new=cast.outsider.user, organisation=there) == 0
    with reading(JOB):
        lie = {kind: WorkItem.objects.values_list("organisation_id", flat=True).get(object_id=thing) for kind, thing in rows.items()}
    assert lie == {"case": there, "limit": there, "referral": here, "outgoing": here}
