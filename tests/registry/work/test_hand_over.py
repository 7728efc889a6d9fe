"""Handing over: offered, answered thing by thing, never to somebody excluded, never what is not one's own to give."""

import uuid
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.transactions import reading
from prasan.registry.access.actions import make_token
from prasan.registry.work.actions import answer_hand_over, close_items, hand_over, withdraw_hand_over
from prasan.registry.work.flow import HAND_OVER
from prasan.registry.work.models import HandedItem, WorkItem
from prasan.registry.work.queries import giving, hand_over_view, hand_overs, worklist
from tests.cast import Cast, Person
from tests.registry.work.work import JOB, exclude, item

pytestmark = pytest.mark.django_db


def mine(person: Person) -> set[str]:
    with reading(person.actor):
        return {row.title for group in worklist(person.actor).groups for row in group.rows}


def rows(*things: UUID) -> list[UUID]:
    with reading(JOB):
        found = dict(WorkItem.objects.filter(object_id__in=things, done_at=None).values_list("object_id", "id"))
    return [found[thing] for thing in things]


def own(person: Person, count: int = 2) -> list[UUID]:
    return [item(person.organisation, verb=f"do_{n}", object_kind="thing", assignee=person.user) for n in range(count)]


def offered(cast: Cast, *things: UUID, giver: Person | None = None, to: Person | None = None) -> UUID:
    who = giver or cast.manager
    return hand_over(
        who.actor, from_user=cast.manager.user, to_user=(to or cast.colleague).user, items=rows(*things), reason="leave",
    )


def handed(made: UUID) -> dict[UUID, UUID]:
    with reading(JOB):
        return dict(HandedItem.objects.filter(hand_over_id=made).values_list("thing_id", "id"))


def test_nothing_moves_before_the_receiver_accepts(cast: Cast) -> None:
    first, second = own(cast.manager)
    made = offered(cast, first, second)
    assert mine(cast.manager) == {"do_0", "do_1"}
    assert mine(cast.colleague) == {"ตอบงานที่เพื่อนร่วมงานส่งมอบ"}
    parts = handed(made)
    one, other = (parts[row] for row in rows(first, second))
    answer_hand_over(cast.colleague.actor, id=made, accept=[one])
    assert (mine(cast.manager), mine(cast.colleague)) == ({"do_1"}, {"do_0", "ตอบงานที่เพื่อนร่วมงานส่งมอบ"})
    answer_hand_over(cast.colleague.actor, id=made, refuse=[other], reason="load")
    assert mine(cast.colleague) == {"do_0"}
    assert mine(cast.manager) == {"do_1", "งานที่ส่งมอบถูกปฏิเสธ ยังอยู่ที่เดิม"}
    with pytest.raises(Conflict):
        answer_hand_over(cast.colleague.actor, id=made, accept=[other])


def test_only_the_receiver_answers_and_the_outsider_knows_of_nothing(cast: Cast) -> None:
    first, second = own(cast.manager)
    made = offered(cast, first, second)
    part = next(iter(handed(made).values()))
    with pytest.raises(Refused):
        answer_hand_over(cast.manager.actor, id=made, accept=[part])
    for stranger in (cast.outsider, cast.intake):
        with pytest.raises(Hidden):
            answer_hand_over(stranger.actor, id=made, accept=[part])
        with pytest.raises(Hidden), reading(stranger.actor):
            hand_over_view(stranger.actor, made)
    with reading(cast.head.actor):
        assert hand_over_view(cast.head.actor, made).open


def test_things_are_taken_in_the_order_of_what_they_are_however_they_are_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that take the same records at once lock them in one order."""
    made = offered(cast, *own(cast.manager, 6))
    parts, taken = handed(made), []
    monkeypatch.setattr(HAND_OVER, "make", lambda _actor, move, *, id, **_facts: taken.append((move, id)))  # noqa: A006
    things = sorted(parts)
    accept, refuse = [parts[thing] for thing in things[::-2]], [parts[thing] for thing in things[-2::-2]]
    answer_hand_over(cast.colleague.actor, id=made, accept=accept, refuse=refuse, reason="load")
    assert [pk for _move, pk in taken] == [parts[thing] for thing in things]
    assert [move for move, _pk in taken] == ["refuse", "accept"] * 3


def test_the_head_hands_over_for_somebody_absent_and_nobody_gives_what_is_not_theirs(cast: Cast) -> None:
    first, _second = own(cast.manager)
    assert offered(cast, first, giver=cast.head)
    for stranger in (cast.colleague, cast.outsider_head, cast.outsider):
        with pytest.raises(Hidden):
            hand_over(stranger.actor, from_user=cast.manager.user, to_user=cast.colleague.user, items=rows(first), reason="leave")
        with reading(stranger.actor):
            assert giving(stranger.actor, cast.manager.user) is None
    with reading(cast.head.actor):
        held = giving(cast.head.actor, cast.manager.user)
    assert held is not None
    assert {one.user for one in held.colleagues} >= {cast.colleague.user, cast.intake.user}
    assert cast.outsider.user not in {one.user for one in held.colleagues}


def test_somebody_excluded_is_never_handed_the_record(cast: Cast) -> None:
    thing = item(cast.manager.organisation, verb="do_it", object_kind="thing", assignee=cast.manager.user)
    exclude(cast.colleague.user, thing)
    with pytest.raises(Invalid) as refused:
        offered(cast, thing)
    assert set(refused.value.errors) == {"to_user"}
    late = item(cast.manager.organisation, verb="do_that", object_kind="thing", assignee=cast.manager.user)
    made = offered(cast, late)
    part = handed(made)[rows(late)[0]]
    exclude(cast.colleague.user, late)
    with pytest.raises(Hidden):
        answer_hand_over(cast.colleague.actor, id=made, accept=[part])
    with reading(cast.colleague.actor):
        assert hand_over_view(cast.colleague.actor, made).things == ()
    assert "do_that" in mine(cast.manager)


def test_a_thing_is_offered_once_and_can_be_taken_back(cast: Cast) -> None:
    first, second = own(cast.manager)
    made = offered(cast, first, second)
    with pytest.raises(Invalid):
        offered(cast, first, to=cast.intake)
    withdraw_hand_over(cast.manager.actor, id=made)
    assert mine(cast.colleague) == set()
    assert offered(cast, first, to=cast.intake)


@pytest.mark.parametrize("fault", ["nobody", "nothing", "reason", "self", "unknown_row"])
def test_what_cannot_be_handed_over_is_said_by_field(cast: Cast, fault: str) -> None:
    first, _second = own(cast.manager)
    asked = {"from_user": cast.manager.user, "to_user": cast.colleague.user, "items": rows(first), "reason": "leave"}
    wrong = {
        "nobody": {"to_user": uuid.uuid4()}, "nothing": {"items": []}, "reason": {"reason": "เบื่อ"}, "self": {"to_user": cast.manager.user},
        "unknown_row": {"items": [uuid.uuid4()]},
    }[fault]
    with pytest.raises((Invalid, Hidden)) as refused:
        hand_over(cast.manager.actor, **{**asked, **wrong})
    if isinstance(refused.value, Invalid):
        assert set(refused.value.errors) == {{"nobody": "to_user", "nothing": "items", "reason": "reason", "self": "to_user"}[fault]}


def test_what_was_done_meanwhile_is_accepted_without_harm(cast: Cast) -> None:
    first, _second = own(cast.manager)
    made = offered(cast, first)
    part = next(iter(handed(made).values()))
    close_items(JOB, object_id=first)
    answer_hand_over(cast.colleague.actor, id=made, accept=[part])
    assert mine(cast.colleague) == set()


def test_the_pages_ask_and_answer(cast: Cast) -> None:
    first, second = own(cast.manager)
    giver, receiver = cast.client(cast.manager), cast.client(cast.colleague)
    page = giver.get("/desk/hand-over").content.decode()
    assert str(cast.colleague.user) in page and "do_0" in page
    wrong = giver.post("/desk/hand-over", {"items": [str(one) for one in rows(first)], "reason": "leave"})
    assert wrong.status_code == 422 and "เลือกคนที่จะรับงาน" in wrong.content.decode()
    done = giver.post("/desk/hand-over", {"items": [str(one) for one in rows(first, second)], "reason": "leave", "to_user": str(cast.colleague.user)})
    assert done.status_code == 302
    part = handed(UUID(done["Location"].rsplit("/", 1)[1]))[rows(first)[0]]
    assert "do_0" in receiver.get(done["Location"]).content.decode()
    without = receiver.post(f"{done['Location']}/answer", {"things": [str(part)], "answer": "refuse"})
    assert without.status_code == 422
    assert receiver.post(f"{done['Location']}/answer", {"things": [str(part)], "answer": "accept"}).status_code == 302
    assert "do_0" in mine(cast.colleague)
    assert cast.client(cast.outsider).get(done["Location"]).status_code == 404
    assert cast.client(cast.outsider).get(f"/desk/hand-over?from={cast.manager.user}").status_code == 404
    assert cast.client(cast.outsider).get("/desk/hand-over?from=x").status_code == 404


def test_hand_overs_are_listed_page_by_page_and_to_those_concerned_only(frozen: Any, cast: Cast) -> None:
    made = []
    for thing in own(cast.manager, 5):
        frozen.advance(minutes=1)
        made.append(offered(cast, thing))
    with reading(cast.manager.actor):
        first, following = hand_overs(cast.manager.actor, size=3)
        second, end = hand_overs(cast.manager.actor, cursor=following, size=3)
    assert [line.id for line in (*first, *second)] == made[::-1]
    assert end == ""
    with reading(cast.outsider.actor), pytest.raises(Invalid):
        hand_overs(cast.outsider.actor, cursor="x")
    with reading(cast.outsider.actor):
        assert hand_overs(cast.outsider.actor) == ((), "")
    key = make_token(cast.manager.actor, name="ทดสอบ", scopes=("work",), days=1)
    program = Client(headers={"Authorization": f"Bearer {key}"})
    assert [one["id"] for one in program.get("/api/v1/worklist/hand-overs").json()["hand_overs"]] == [str(one) for one in made[::-1]]
    assert [one["id"] for one in program.get(f"/api/v1/worklist/hand-overs?cursor={following}").json()["hand_overs"]] == [str(line.id) for line in second]
