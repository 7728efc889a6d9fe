"""Each role has its own pages and no others; what a page shows is what its reader may know."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from prasan.casework.cases.actions import change_case
from prasan.casework.intake.models import Report
from prasan.ground import audit, clock, ids, installation
from prasan.ground.audit.verify import sign
from prasan.ground.clock import Frozen
from prasan.ground.transactions import reading, writing
from prasan.registry.access.models import Duty
from prasan.registry.work.queries.rows import open_rows
from prasan.surfaces.desk.queries import figures
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import Cast, Person
from tests.registry.work.work import JOB, exclude, item

pytestmark = pytest.mark.django_db
WORKLIST = {
    "intake", "manager", "colleague", "head", "hospital", "doctor", "police", "province", "privacy", "border", "joint", "hotline", "outsider",
    "outsider_intake", "outsider_head", "excluded",
}
PAGES = {
    "/desk/unit": {"head", "outsider_head", "excluded"},
    "/desk/area": {"province", "border"},
    "/desk/centre": {"joint"},
    "/desk/country": {"monitor"},
    "/desk/log": {"auditor", "privacy"},
    "/desk/sent": {"centre"},
}
HOMES = {"monitor": "/desk/country", "auditor": "/desk/log", "centre": "/centre/", "admin": "/users/"}


@pytest.fixture(autouse=True)
def fresh() -> None:
    figures.forget()


def text(cast: Cast, person: Person, address: str) -> str:
    answer = cast.client(person).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("address", sorted(PAGES))
def test_a_page_opens_for_its_roles_and_for_nobody_else(cast: Cast, address: str) -> None:
    for person in cast.everyone:
        status = cast.client(person).get(address).status_code
        assert status == (200 if person.key in PAGES[address] else 403), (person.key, address)


def test_everybody_lands_on_their_own_first_page(cast: Cast) -> None:
    for person in cast.everyone:
        answer = cast.client(person).get("/desk/")
        if person.key in WORKLIST:
            assert answer.status_code == 200, person.key
        else:
            assert (answer.status_code, answer["Location"]) == (302, HOMES[person.key])
    assert cast.client(cast.manager).get("/desk")["Location"] == "/desk/"


def test_nobody_signed_in_sees_any_of_it(cast: Cast, client: Any) -> None:
    for address in ("/desk/", "/desk/waiting", "/desk/hand-over", "/search", *PAGES):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "login" in answer["Location"] or "signin" in answer["Location"]


def test_an_empty_desk_says_so(cast: Cast) -> None:
    page = text(cast, cast.manager, "/desk/")
    assert "ไม่มีเรื่องค้าง" in page
    assert "ยังไม่มีใครลงเวรที่โต๊ะนี้" in page
    assert "มานี ดูแลดี" in page


def test_navigation_counts_only_what_i_can_do(cast: Cast) -> None:
    for _ in range(3):
        item(cast.intake.organisation, role="intake_officer")
    item(cast.manager.organisation, verb="do_it", assignee=cast.manager.user)
    page = text(cast, cast.intake, "/desk/waiting")
    assert '<span class="n">3</span>' in page
    assert '<span class="n">1</span>' in text(cast, cast.manager, "/desk/waiting")
    assert '<span class="n">' not in text(cast, cast.outsider, "/desk/waiting")


def test_who_is_on_watch_stands_beside_the_list(cast: Cast) -> None:
    now = clock.now()
    Duty.objects.create(
        organisation_id=cast.intake.organisation, user_id=cast.hotline.user, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=2),
        phone="043-555-0117",
    )
    assert "พิมพ์ใจ ศรส. 1300" in text(cast, cast.intake, "/desk/")
    assert "พิมพ์ใจ" not in text(cast, cast.outsider_intake, "/desk/")


def test_the_watch_of_the_house_stands_beside_every_desk_of_it_with_its_office(cast: Cast) -> None:
    now = clock.now()
    Duty.objects.create(
        organisation_id=cast.intake.organisation, user_id=cast.intake.user, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=2),
    )
    page = text(cast, cast.manager, "/desk/")
    assert cast.intake.name in page
    assert "หน่วยรับแจ้ง" in page
    for stranger in (cast.outsider, cast.outsider_intake, cast.hotline):
        assert cast.intake.name not in text(cast, stranger, "/desk/")


def test_a_head_sees_late_refused_untaken_and_the_load(cast: Cast) -> None:
    casework = cast.manager.organisation
    item(casework, verb="first_contact", assignee=cast.manager.user, hours=-2, facts={"number": "ขก 2570-9001"}, object_kind="case")
    item(casework, verb="transfer_refused", assignee=cast.colleague.user, facts={"number": "ขก 2570-9002"}, object_kind="case")
    item(cast.intake.organisation, role="intake_officer", facts={"number": "R-9003"})
    page = text(cast, cast.head, "/desk/unit")
    for shown in ("ขก 2570-9001", "ขก 2570-9002", "R-9003", "มานี ดูแลดี", "สมใจ เพื่อนร่วมกลุ่ม", "เลยกำหนด 1", "ยังไม่มีคนรับ 1"):
        assert shown in page, shown
    assert f"/desk/hand-over?from={cast.manager.user}" in page
    outside = text(cast, cast.outsider_head, "/desk/unit")
    assert "9001" not in outside and "มานี" not in outside


def test_an_excluded_head_sees_neither_row_nor_changed_count(cast: Cast) -> None:
    casework = cast.manager.organisation
    item(casework, verb="first_contact", assignee=cast.manager.user, hours=-2, facts={"number": "ขก 2570-9001"})
    before = text(cast, cast.excluded, "/desk/unit")
    hidden = item(casework, verb="do_it", assignee=cast.manager.user, hours=-3, facts={"number": "ขก 2570-9009"})
    exclude(cast.excluded.user, hidden)
    after = text(cast, cast.excluded, "/desk/unit")
    assert "9009" in text(cast, cast.head, "/desk/unit")
    assert "9009" not in after
    assert plain(after) == plain(before)


def plain(page: str) -> str:
    """The page without what changes from answer to answer."""
    import re

    return re.sub(r'value="[^"]{40,}"', "", page)


def test_a_province_sees_how_late_its_offices_are_and_a_restricted_record_not_at_all(cast: Cast) -> None:
    item(cast.hospital.organisation, verb="answer_referral", object_kind="referral", hours=-4, facts={"number": "ขก 2570-9001/1"})
    item(cast.hospital.organisation, verb="answer_referral", object_kind="referral", hours=-4, area_code="", facts={"number": "ขก 2570-6666/1"})
    item(cast.outsider.organisation, verb="do_it", area_code="450101", hours=-4, facts={"number": "รอ 2570-7777"})
    page = text(cast, cast.province, "/desk/area")
    assert "ขก 2570-9001/1" in page
    assert "6666" not in page and "7777" not in page


def test_the_work_of_a_restricted_case_leaves_the_sight_of_the_area(cast: Cast) -> None:
    open_case = open_from(cast, make_report(cast))
    assert open_case.number in area_rows(cast)
    version = change_case(cast.manager.actor, case_id=open_case.pk, version=open_case.version, changes={"restricted": True})
    assert open_case.number not in area_rows(cast)
    item(cast.hospital.organisation, verb="answer_referral", object_kind="referral", root_id=open_case.pk, facts={"number": "ลับ-1"})
    assert "ลับ-1" not in area_rows(cast)
    change_case(cast.manager.actor, case_id=open_case.pk, version=version, changes={"restricted": False})
    assert {open_case.number, "ลับ-1"} <= area_rows(cast)


def area_rows(cast: Cast) -> set[str]:
    """Numbers of what the head of the province oversees by area alone."""
    with reading(cast.province.actor):
        rows = open_rows(cast.province.actor, "work.oversee", limit=100)
    return {str(row.facts.get("number")) for row in rows}


def test_the_country_is_counts_with_small_ones_hidden(cast: Cast, frozen: Frozen) -> None:
    last_month = clock.now() - timedelta(days=30)
    reports(cast, "40", 12, last_month)
    reports(cast, "45", 3, last_month)
    reports(cast, "95", 7, last_month)
    reports(cast, "10", 9, clock.now())  # of this month, which is not over
    page = text(cast, cast.monitor, "/desk/country")
    cells = {name: page.split(f">{name}</th>")[1].split("</td>")[0].rsplit(">", 1)[1] for name in ("ขอนแก่น", "ร้อยเอ็ด", "ยะลา", "กรุงเทพมหานคร")}
    assert cells == {"ขอนแก่น": "12", "ร้อยเอ็ด": "ปกปิดไว้", "ยะลา": "ปกปิดไว้", "กรุงเทพมหานคร": "0"}
    assert "22" in page
    before = page
    reports(cast, "45", 1, clock.now())
    figures.forget()
    assert plain(text(cast, cast.monitor, "/desk/country")) == plain(before), "what is new shows when the month is over"


def reports(cast: Cast, province: str, count: int, at: Any) -> None:
    with writing(JOB):
        for _ in range(count):
            Report(
                id=ids.new(), channel="phone_1300", received_at=at, made_at=at, desk_id=cast.intake.organisation, area_code=f"{province}0101",
                problems=["domestic_violence.child"], urgency_suggested=3, made_by="public", story="ไม่ให้ใครเห็น",
            ).save(force_insert=True)


def test_a_centre_learns_one_status_word_and_nothing_else(cast: Cast) -> None:
    with writing(JOB):
        for state, sender, number in (("received", cast.centre, "ขก-ร 1"), ("decided", cast.centre, "ขก-ร 2"), ("received", cast.hospital, "ขก-ร 3")):
            Report(
                id=ids.new(), number=number, channel="centre", received_at=clock.now(), made_at=clock.now(), desk_id=cast.intake.organisation,
                area_code="400101", problems=["domestic_violence.child"], urgency_suggested=3, urgency=3 if state == "decided" else None,
                made_by="public", story="พ่อเลี้ยงตี", state=state, outcome="open" if state == "decided" else "", sent_by_id=sender.organisation,
            ).save(force_insert=True)
    page = text(cast, cast.centre, "/desk/sent")
    assert "ขก-ร 1" in page and "ขก-ร 2" in page
    assert "รับเรื่องแล้ว" in page and "มีเจ้าหน้าที่รับผิดชอบแล้ว" in page
    for hidden in ("ขก-ร 3", "พ่อเลี้ยง", "เคส", "ความรุนแรง"):
        assert hidden not in page.split('<main class="page"')[1].split("</main>")[0], hidden


def test_the_log_is_whole_and_says_who_but_reporters_are_for_the_privacy_officer(cast: Cast) -> None:
    thing = uuid.uuid4()
    with reading(cast.manager.actor):
        audit.record("open", "case", thing)
        audit.record("open_reporter", "reporter", thing, root=thing)
    text(cast, cast.intake, "/reports/")
    sign()
    page = text(cast, cast.auditor, "/desk/log")
    assert "รายการเรื่องที่แจ้ง" in page
    assert "มานี ดูแลดี" in page and "เปิดดู" in page and str(thing)[:8] in page
    assert "open_reporter" not in page and "reporter" not in page and "เปิดดูผู้แจ้ง" not in page
    assert "64 เส้นตรงกับปลายทาง" in page and "ลงลายมือชื่อล่าสุด" in page
    assert "เปิดดูผู้แจ้ง" in text(cast, cast.privacy, "/desk/log")
    assert "ไม่มีบันทึกในกลุ่มนี้" in text(cast, cast.auditor, "/desk/log?verb=export")
    assert cast.client(cast.auditor).get("/desk/log?after=x").status_code == 422


def test_the_log_speaks_in_words(cast: Cast) -> None:
    report, case = uuid.uuid4(), uuid.uuid4()
    with reading(cast.manager.actor):
        audit.record("case.join", "report", report, root=case, basis="public_task")
        audit.record("case.ask_close", "case", case)
        audit.record("break_glass", "case", case, basis="break_glass", detail="danger")
    page = text(cast, cast.auditor, "/desk/log")
    assert "รวมเรื่องที่แจ้งเข้าเคส" in page and f"เรื่องที่แจ้ง {str(report)[:8]}" in page and "ภารกิจของรัฐตามกฎหมาย" in page
    assert "ขอยุติการให้บริการ" in page  # a move of a flow
    for code in ("case.join", "public_task", "ask_close", ">report ", ">case "):
        assert code not in page, code
    english = text(cast, cast.auditor, "/desk/log?lang=en")
    assert "Joined a report to the case" in english and f"Report {str(report)[:8]}" in english and "Asked to close the case" in english
    narrowed = text(cast, cast.auditor, "/desk/log?verb=break_glass")
    assert "เปิดดูกรณีฉุกเฉิน" in narrowed and "รวมเรื่องที่แจ้งเข้าเคส" not in narrowed


def test_a_broken_chain_is_said_at_once(cast: Cast) -> None:
    from prasan.ground.audit.models import ChainHead

    with reading(cast.manager.actor):
        audit.record("open", "case", uuid.uuid4())
    head = ChainHead.objects.filter(seq__gt=0).first()
    assert head is not None
    ChainHead.objects.filter(pk=head.pk).update(hash=b"\x00" * 32)
    assert "prasan audit verify" in text(cast, cast.auditor, "/desk/log")


def test_the_joint_supervisor_has_the_centres_list_and_both_bodies_in_counts(cast: Cast) -> None:
    item(cast.border.organisation, verb="late_report", facts={"number": "ยล-ร 77"}, area_code="950101", role="centre_head")
    for _ in range(3):
        item(cast.manager.organisation, verb="do_it", facts={"number": "ขก 2570-9001"})
    page = text(cast, cast.joint, "/desk/centre")
    main = page.split('<main class="page"')[1]
    assert "ยล-ร 77" in main, main
    assert "9001" not in main


def test_components_show_in_a_demonstration_only(cast: Cast) -> None:
    client = cast.client(cast.manager)
    assert client.get("/components").status_code == 404
    installation.mark.Mark.objects.create(seed=1, made_at=clock.now()) if hasattr(installation.mark, "Mark") else _mark()
    installation.forget()
    assert client.get("/components").status_code == 200


def _mark() -> None:
    from prasan.ground.installation.models import Mark

    Mark.objects.create(seed=1, made_at=clock.now())


@pytest.mark.parametrize("address", ["/desk/?after=บ้าน", "/desk/waiting?after=e30"])
def test_a_cursor_that_is_not_ours_is_refused_politely(cast: Cast, address: str) -> None:
    assert cast.client(cast.manager).get(address).status_code == 422
    assert cast.client(cast.manager).post("/desk/").status_code == 405
