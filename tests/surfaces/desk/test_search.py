"""One box: numbers, persons, offices, places; only what is in sight; what is unknown and what is hidden look the same; written down."""

import re
from typing import Any

import pytest

from prasan.casework.cases.models import Case
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import access
from prasan.ground.transactions import reading, writing
from prasan.registry.organisations.queries import book, recall, search_organisations
from tests.casework.cases.conftest import REPORTER, SYSTEM, make_report, open_from
from tests.cast import Cast, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    book.forget()
    return open_from(cast, make_report(cast))


def found(cast: Cast, person: Person, text: str) -> str:
    answer = cast.client(person).post("/search", {"q": text})
    assert answer.status_code == 200
    main: str = answer.content.decode().split('<main class="page"')[1].split("</main>")[0]
    return re.sub(r'<input type="hidden"[^>]*>', "", main)


def test_a_case_is_found_by_its_number_by_those_who_see_it(cast: Cast, case: Case) -> None:
    address = f'href="/cases/{case.pk}"'
    for person in (cast.manager, cast.head, cast.province):
        assert address in found(cast, person, case.number), person.key
    for person in (cast.outsider, cast.hospital, cast.monitor, cast.admin, cast.outsider_head, cast.centre):
        assert address not in found(cast, person, case.number), person.key


def test_unknown_and_hidden_look_the_same(cast: Cast, case: Case) -> None:
    hidden, unknown = found(cast, cast.outsider, case.number), found(cast, cast.outsider, "ขก 2570-9999")
    assert hidden.replace(case.number, "") == unknown.replace("ขก 2570-9999", "")
    assert "ไม่พบในสิ่งที่คุณมีสิทธิเห็น" in hidden


def test_a_person_leads_to_the_visible_record_and_to_nobody_outside(cast: Cast, case: Case) -> None:
    for typed in ("ฟ้าใส แสงคำ", "ฟ้าไส", "แสงคำ"):
        page = found(cast, cast.manager, typed)
        assert f'href="/cases/{case.pk}"' in page and "ฟ้าใส" in page, typed
        assert "ฟ้าใส" not in found(cast, cast.outsider, typed).replace('value="ฟ้าใส แสงคำ"', "")
    assert "สมพงษ์" not in found(cast, cast.province, "สมพงษ์").replace('value="สมพงษ์"', "")


def test_a_reporter_is_never_found_by_name(cast: Cast, case: Case) -> None:
    for person in cast.everyone:
        assert "ตรงข้าม" not in found(cast, person, "บุญเรือน"), person.key
    assert REPORTER


def test_an_excluded_head_finds_nothing(cast: Cast, case: Case) -> None:
    assert case.number in found(cast, cast.excluded, case.number).split("pr-hint")[1].split("</form>")[1]
    with writing(SYSTEM):
        from prasan.casework.cases.actions.sight import belongings

        access.exclude(SYSTEM, subject=cast.excluded.user, root=case.pk, objects=[("case", case.pk), *belongings(case.pk)], reason="ญาติ")
    assert f"/cases/{case.pk}" not in found(cast, cast.excluded, case.number)
    assert f"/cases/{case.pk}" not in found(cast, cast.excluded, "ฟ้าใส")


def test_offices_and_places_are_found_by_what_people_call_them(cast: Cast) -> None:
    book.forget()
    page = found(cast, cast.doctor, "พมจ ขอนแก่น")
    assert f"/desk/office/{cast.organisation('psdhso', '40')}" in page
    client = cast.client(cast.doctor)
    assert client.get(f"/desk/office/{cast.organisation('psdhso', '40')}").status_code == 200
    assert "/desk/office?area=40" in found(cast, cast.doctor, "ศิลา")
    assert client.get("/desk/office?area=4001").status_code == 200
    assert client.get("/desk/office?area=zz").status_code == 404
    assert client.get("/desk/office/3b02f330-f6dd-5136-98f0-000000000000").status_code == 404


@pytest.mark.parametrize("typed", ["พมจ ขอนแก่น", "สค.", "โรงพยาบาล", "ศูนย์ ศิลา", "zzz", "."])
def test_the_book_of_names_answers_as_the_database_does(cast: Cast, typed: str) -> None:
    book.forget()
    assert [fact.id for fact in recall(typed, 8)] == [fact.id for fact in search_organisations(typed, limit=8)]


def test_a_search_is_written_down_without_the_term(cast: Cast, case: Case) -> None:
    found(cast, cast.outsider, "ฟ้าใส แสงคำ")
    found(cast, cast.outsider, "ฟ้าใส 2569")  # what has a digit may be a number too
    with reading(SYSTEM):
        rows = list(AuditRow.objects.filter(actor=cast.outsider.actor.key).values_list("verb", "object_kind", "object_id", "detail"))
    assert {verb for verb, *_rest in rows} == {"search"}
    assert {kind for _verb, kind, *_rest in rows} >= {"all", "person", "report"}
    assert not any("ฟ้าใส" in part for row in rows for part in row)


@pytest.mark.parametrize("typed", ["", " ", "\x00", "ก" * 5000, "'; DROP TABLE", "<script>", "%%_", "\u202e123"])
def test_anything_may_be_typed(cast: Cast, typed: str) -> None:
    page = found(cast, cast.manager, typed)
    assert "<script>" not in page


def test_the_way_is_as_long_for_what_is_hidden_as_for_what_is_unknown(cast: Cast, case: Case, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = cast.client(cast.outsider)
    client.post("/search", {"q": "ขก 2570-8888"})
    counts = []
    for typed in (case.number, "ขก 2570-9999", "ฟ้าใส แสงคำ", "มะลิ วัลย์ทอง"):
        with CaptureQueriesContext(connection) as asked:
            client.post("/search", {"q": typed})
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1] and counts[2] == counts[3]
