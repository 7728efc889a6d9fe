"""The case page: few queries whatever the number of rows, each reader's sections and no more, never the story in what is not theirs."""

from datetime import timedelta
from uuid import UUID

import pytest

from prasan.casework.cases.actions import add_member, add_new_party, add_plan_action, record_contact, write_note
from prasan.casework.cases.models import Case, CaseParty
from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Section
from prasan.ground.transactions import writing
from prasan.registry.contact.actions import set_rule
from prasan.registry.organisations.models import Organisation
from tests.casework.cases.conftest import REPORTER, STORY, SYSTEM, make_report, open_from
from tests.cast import Cast, hire

pytestmark = pytest.mark.django_db

NOTE = "เด็กบอกว่ากลัวกลับบ้านวันศุกร์"
SESSION = "เล่าเรื่องคืนนั้นให้ฟังทั้งหมด"


def fill(cast: Cast, case: Case, rows: int) -> None:
    """A case with `rows` of everything."""
    manager = cast.manager.actor
    for n in range(rows):
        write_note(manager, case_id=case.pk, kind="note", text=f"{NOTE} {n}")
        add_plan_action(manager, case_id=case.pk, text=f"งานที่ {n}", five_p="protection", organisation=cast.manager.organisation,
                        due_at=clock.now() + timedelta(days=1))
        add_new_party(manager, case_id=case.pk, role="other", names=[{"kind": "given", "text": f"ญาติคนที่ {n}"}])
        record_contact(manager, case_id=case.pk, channel="phone", outcome="no_answer")
        person = hire(f"member{n}", f"สมาชิกที่ {n}", "team_member", cast.doctor.organisation)
        add_member(manager, case_id=case.pk, user=person.user, sections=Section.IDENTITY | Section.PLAN, basis="mdt_membership")


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_page_keeps_its_budget(cast: Cast, case: Case, rows: int, queries) -> None:
    fill(cast, case, rows)
    for reader in (cast.manager, cast.head):
        client = cast.client(reader)
        client.get(f"/cases/{case.pk}")
        with queries("case_page"):
            assert client.get(f"/cases/{case.pk}").status_code == 200


def test_what_the_manager_sees(cast: Cast, case: Case) -> None:
    write_note(cast.manager.actor, case_id=case.pk, kind="note", text=NOTE)
    page = cast.client(cast.manager).get(f"/cases/{case.pk}").content.decode()
    for shown in ("น้องฟ้า", case.number, "ฟ้าใส แสงคำ", "สมพงษ์ ใจร้อน", NOTE, "ผู้แจ้งเหตุ", "ขอเจ้าหน้าที่ผู้หญิง", "ยังขอยุติการให้บริการไม่ได้" if False else "ขั้นต่อไป"):
        assert shown in page
    assert REPORTER not in page  # it is opened on its own page
    assert STORY not in page  # it is in the report
    assert 'class="pr-noprint"' in page


@pytest.mark.parametrize(
    ("sections", "there", "sealed"),
    [
        (Section.PLAN, (), ("ฟ้าใส", "สมพงษ์", "น้องฟ้า", NOTE)),
        (Section.IDENTITY, ("ฟ้าใส", "น้องฟ้า"), ("สมพงษ์", NOTE)),
        (Section.IDENTITY | Section.PERPETRATOR | Section.NOTES, ("ฟ้าใส", "สมพงษ์", NOTE), (SESSION,)),
    ],
)
def test_a_member_sees_the_own_sections_and_no_more(cast: Cast, case: Case, sections: Section, there: tuple[str, ...], sealed: tuple[str, ...]) -> None:
    write_note(cast.manager.actor, case_id=case.pk, kind="note", text=NOTE)
    write_note(cast.manager.actor, case_id=case.pk, kind="counselling", text=SESSION, summary="พบตามนัด")
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=sections, basis="mdt_membership")
    page = cast.client(cast.doctor).get(f"/cases/{case.pk}").content.decode()
    assert all(text in page for text in there)
    assert not any(text in page for text in (*sealed, REPORTER))
    assert "เห็น" in page  # the sight line


def test_counselling_is_for_its_author_and_the_summary_for_the_team(cast: Cast, case: Case) -> None:
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=Section.IDENTITY | Section.NOTES, basis="mdt_membership")
    write_note(cast.doctor.actor, case_id=case.pk, kind="counselling", text=SESSION, summary="พบตามนัด")
    assert SESSION in cast.client(cast.doctor).get(f"/cases/{case.pk}").content.decode()
    for reader in (cast.manager, cast.head):
        for path in ("", "/notes"):
            page = cast.client(reader).get(f"/cases/{case.pk}{path}").content.decode()
            assert SESSION not in page
            assert "พบตามนัด" in page


def test_who_only_knows_that_it_exists_sees_nothing_else(cast: Cast, case: Case) -> None:
    page = cast.client(cast.province).get(f"/cases/{case.pk}")
    assert page.status_code == 200
    text = page.content.decode()
    assert case.number in text
    for secret in ("น้องฟ้า", "ฟ้าใส", "สมพงษ์", "ความรุนแรง", "ทำร้ายร่างกาย", REPORTER):
        assert secret not in text
    assert f"/access/open/case/{case.pk}" in text


def test_outsiders_and_the_excluded_get_the_same_404_and_it_is_written_down(cast: Cast, case: Case) -> None:
    from prasan.casework.cases.actions import exclude_from_case
    from prasan.ground import audit, ids

    assert cast.client(cast.excluded).get(f"/cases/{case.pk}").status_code == 200  # a head of the unit, until excluded
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="น้องชายของผู้ถูกกล่าวหา")
    unknown = cast.client(cast.excluded).get(f"/cases/{ids.new()}")
    for person in (cast.outsider, cast.outsider_head, cast.colleague, cast.excluded, cast.monitor, cast.police):
        answer = cast.client(person).get(f"/cases/{case.pk}")
        assert answer.status_code == 404
        assert case.number not in answer.content.decode()
    assert unknown.status_code == 404
    with writing(SYSTEM):
        asked = AuditRow.objects.filter(verb="refused", object_id=audit.hashed(str(case.pk)))
        assert asked.count() == 6
        assert not AuditRow.objects.filter(verb="refused", object_id=str(case.pk)).exists()
    looked = cast.client(cast.manager).get(f"/cases/{case.pk}").content.decode()
    assert "ผู้ใช้ 1 คน" in looked
    assert cast.outsider.name not in looked


def test_opening_is_written_down_without_the_story(cast: Cast, case: Case) -> None:
    cast.client(cast.manager).get(f"/cases/{case.pk}")
    with writing(SYSTEM):
        row = AuditRow.objects.filter(verb="open", object_kind="case", object_id=str(case.pk)).get()
    assert (row.actor, row.basis) == (f"user:{cast.manager.user}", "duty_child_29")
    assert "ฟ้า" not in row.detail


def test_the_reporter_is_opened_on_purpose_by_the_manager_alone(cast: Cast, case: Case, report: UUID) -> None:
    path = f"/cases/{case.pk}/reporter/{report}"
    client = cast.client(cast.manager)
    assert REPORTER not in client.get(path).content.decode()
    assert REPORTER in client.post(path).content.decode()
    with writing(SYSTEM):
        assert AuditRow.objects.filter(verb="open_reporter").count() == 1
    for other, status in ((cast.head, 403), (cast.outsider, 404), (cast.province, 403)):
        answer = cast.client(other).post(path)
        assert answer.status_code == status
        assert REPORTER not in answer.content.decode()
    assert "เปิดดูผู้แจ้ง" not in client.get(f"/cases/{case.pk}/looked").content.decode()


def test_the_banner_stands_on_top_and_the_code_word_opens_on_request(cast: Cast, case: Case) -> None:
    client = cast.client(cast.manager)
    assert "ห้ามติดต่อ" in client.get(f"/cases/{case.pk}").content.decode()  # nothing known is stop
    with writing(SYSTEM):
        person = CaseParty.objects.get(case=case, role="affected").person_id
    set_rule(cast.manager.actor, about_kind="person", about_id=person, key_owner=person, rule={
        "channels": ["phone"], "hours": [], "address": "0815550123", "say": "โทรจากร้านผ้า", "code_word": "มะลิ", "never": "บ้านเลขที่เดิม"})
    for path in ("", "/contact", "/plan/new", "/notes"):
        page = client.get(f"/cases/{case.pk}{path}").content.decode()
        assert "ติดต่อได้ตอนนี้" in page
        assert "บ้านเลขที่เดิม" in page
        assert "มะลิ" not in page
    assert "มะลิ" in client.post(f"/cases/{case.pk}/code-word").content.decode()
    with writing(SYSTEM):
        assert AuditRow.objects.filter(verb="open_code_word", root_id=str(case.pk)).exists()
    assert cast.client(cast.outsider).post(f"/cases/{case.pk}/code-word").status_code == 404


def test_printing_is_an_act_and_the_sheet_says_who(cast: Cast, case: Case) -> None:
    client = cast.client(cast.manager)
    sheet = client.post(f"/cases/{case.pk}/print").content.decode()
    assert cast.manager.name in sheet
    assert REPORTER not in sheet
    with writing(SYSTEM):
        assert AuditRow.objects.filter(verb="print", object_id=str(case.pk)).count() == 1
    assert cast.client(cast.head).post(f"/cases/{case.pk}/print").status_code == 403
    assert cast.client(cast.outsider).post(f"/cases/{case.pk}/print").status_code == 404


def test_unrest_is_never_shown_to_security_bodies(cast: Cast) -> None:
    report = make_report(cast, unrest=True)
    case = open_from(cast, report)
    for person in (cast.police, cast.doctor):
        add_member(cast.manager.actor, case_id=case.pk, user=person.user, sections=Section.IDENTITY | Section.STORY, basis="mdt_membership")
    assert "สถานการณ์ความไม่สงบ" in cast.client(cast.manager).get(f"/cases/{case.pk}").content.decode()
    assert "สถานการณ์ความไม่สงบ" in cast.client(cast.doctor).get(f"/cases/{case.pk}").content.decode()
    assert "สถานการณ์ความไม่สงบ" not in cast.client(cast.police).get(f"/cases/{case.pk}").content.decode()
    assert Organisation.objects.get(pk=cast.police.organisation).type.security


def test_a_guardian_who_is_alleged_bars_every_notice(cast: Cast, case: Case) -> None:
    from prasan.casework.cases.actions import add_party

    client = cast.client(cast.manager)
    assert "ผู้ปกครองเป็นผู้ถูกกล่าวหา" not in client.get(f"/cases/{case.pk}").content.decode()
    with writing(SYSTEM):
        alleged = CaseParty.objects.get(case=case, role="alleged").person_id
    add_party(cast.manager.actor, case_id=case.pk, person_id=alleged, role="guardian")
    assert "ผู้ปกครองเป็นผู้ถูกกล่าวหา" in client.get(f"/cases/{case.pk}").content.decode()
