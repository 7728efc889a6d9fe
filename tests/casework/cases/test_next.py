"""What the page of a case leads to: the way to reach somebody safely, what is late, what is new since the last look, and taking an act back."""

from datetime import timedelta

import pytest

from prasan.casework.cases.actions import add_member, add_plan_action, write_note
from prasan.casework.cases.models import Case, PlanAction
from prasan.casework.cases.queries.page import case_page
from prasan.ground import clock
from prasan.ground.policy import Section
from prasan.ground.transactions import reading
from tests.cast import SYSTEM, Cast

pytestmark = pytest.mark.django_db


def test_only_the_manager_is_led_to_how_they_are_reached_safely(cast: Cast, case: Case) -> None:
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=Section.IDENTITY | Section.CONTACT, basis="mdt_membership")
    page = cast.client(cast.manager).get(f"/cases/{case.pk}").content.decode()
    assert f"?back=/cases/{case.pk}" in page
    address = page.split(f"?back=/cases/{case.pk}")[0].rsplit('"', 1)[1]
    assert cast.client(cast.manager).get(f"{address}?back=/cases/{case.pk}").status_code == 200
    assert f"?back=/cases/{case.pk}" not in cast.client(cast.doctor).get(f"/cases/{case.pk}").content.decode()
    assert cast.client(cast.outsider).get(address).status_code == 404


def test_what_others_did_since_the_last_visit_is_new_and_ones_own_is_not(frozen, cast: Cast, case: Case) -> None:
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=Section.IDENTITY | Section.NOTES, basis="mdt_membership")
    client = cast.client(cast.manager)
    assert "เหตุการณ์ใหม่" not in client.get(f"/cases/{case.pk}").content.decode()  # the first look: nothing to compare with
    frozen.advance(minutes=10)
    write_note(cast.doctor.actor, case_id=case.pk, kind="note", text="ตรวจแล้ว")
    assert "เหตุการณ์ใหม่" not in client.get(f"/cases/{case.pk}").content.decode()  # the same visit still
    frozen.advance(hours=2)
    write_note(cast.doctor.actor, case_id=case.pk, kind="note", text="ตรวจอีกครั้ง")
    frozen.advance(minutes=1)
    write_note(cast.manager.actor, case_id=case.pk, kind="note", text="ของตนเอง")
    with reading(cast.manager.actor):
        page = case_page(cast.manager.actor, case.pk)
    assert page.fresh == 1
    assert [event.fresh for event in page.events][:2] == [False, True]


def test_looks_in_a_row_are_one_line_that_says_how_many(cast: Cast, case: Case) -> None:
    client = cast.client(cast.manager)
    for _ in range(3):
        client.get(f"/cases/{case.pk}")
    cast.client(cast.outsider).get(f"/cases/{case.pk}")
    page = client.get(f"/cases/{case.pk}/looked").content.decode()
    assert page.count("<b>เปิดดู</b>") <= 2
    assert "3 ครั้ง" in page
    assert page.count("ถูกปฏิเสธ") == 1


def test_an_act_of_the_plan_can_be_taken_back_from_the_message_that_says_it_is_done(cast: Cast, case: Case) -> None:
    add_plan_action(cast.manager.actor, case_id=case.pk, text="พาไปตรวจ", five_p="protection", organisation=cast.manager.organisation,
                    due_at=clock.now() + timedelta(days=1))  # fmt: skip
    with reading(SYSTEM):
        action = PlanAction.objects.get(case_id=case.pk)
    client = cast.client(cast.manager)
    address = f"/cases/{case.pk}/plan/{action.pk}"
    page = client.post(address, {"move": "finish", "result": "ตรวจแล้ว"}, follow=True).content.decode()
    assert f'href="{address}?move=resume"' in page
    assert "เลิกทำ" in page
    assert client.get(f"{address}?move=resume").status_code == 200
    client.post(address, {"move": "resume"})
    with reading(SYSTEM):
        action.refresh_from_db()
    assert action.state == "open"
