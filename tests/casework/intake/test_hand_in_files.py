"""Files handed in with a report: kept sealed, held until looked at, opened by those who see files, refused beside their field."""

import io
import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from prasan.casework.cases.actions import add_file, add_member, exclude_from_case, join_report, undo_join
from prasan.casework.cases.models import CaseFile
from prasan.casework.intake.models import Report, ReportFile
from prasan.ground.audit.models import AuditRow
from prasan.ground.files.models import StoredFile
from prasan.ground.files.prepare import prepare
from prasan.ground.policy import Section, acting, system
from prasan.ground.transactions import reading
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import Cast, Person

pytestmark = pytest.mark.django_db
SYSTEM = system("test")
STORY = "เด็กข้างบ้านอยู่คนเดียวทุกคืน"
ANSWERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/report/", {"danger": "no"}), ("/report/2", {"who": "child", "age": "8"}), ("/report/3", {"story": STORY, "what": "neglect.child"}),
    ("/report/5", {"province": "40", "place": "ศิลา เมืองขอนแก่น", "involves": "no"}),
)


def picture() -> SimpleUploadedFile:
    """A photograph that tells where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "คานารี่ พิกัดบ้าน"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("รอยช้ำ.jpg", out.getvalue(), "image/jpeg")


def visit() -> tuple[Client, dict[str, str]]:
    """A neighbour who has answered and stands before sending."""
    client = Client()
    for address, given in ANSWERS:
        assert client.post(address, given).status_code == 302
    page = client.get("/report/check").content.decode()
    return client, {name: unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1]) for name in ("token", "digest")}  # type: ignore[index]


def look_at(pk: UUID) -> None:
    """The job that makes a file fit to be seen."""
    prepare.now(file_id=pk)


def only() -> ReportFile:
    with reading(SYSTEM):
        return ReportFile.objects.select_related("report").get()


def test_the_public_hands_in_a_picture_and_the_desk_opens_its_clean_copy(cast: Cast) -> None:
    client, hidden = visit()
    sent = client.post("/report/check", {**hidden, "files": [picture()]})
    assert sent.status_code == 201, sent.content.decode()[-800:]
    row = only()
    desk, outsider = cast.client(cast.intake), cast.client(cast.outsider_intake)
    address = f"/reports/{row.report_id}/files/{row.pk}"
    page = desk.get(f"/reports/{row.report_id}").content.decode()
    assert "รอยช้ำ.jpg" in page
    assert "กำลังตรวจไฟล์" in page
    assert desk.get(address).status_code == 404  # nobody opens it before it was looked at
    look_at(row.stored_id)
    assert f'href="{address}"' in desk.get(f"/reports/{row.report_id}").content.decode()
    assert f'href="{address}"' in desk.get(f"/reports/{row.report_id}/triage").content.decode()
    shown = desk.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "คานารี่".encode() not in shown.content
    assert outsider.get(address).status_code == 404
    with reading(SYSTEM):
        assert AuditRow.objects.filter(verb="download").count() == 1
    again = client.post("/report/check", {**hidden, "files": [picture()]})
    assert again.status_code in {200, 422}
    assert only().pk == row.pk  # a repeat keeps nothing twice


@pytest.mark.parametrize(("name", "content", "says"), [
    ("a.exe", b"MZ" + b"\x00" * 200, "ชนิดที่เปิดอย่างปลอดภัยไม่ได้"), ("empty.jpg", b"", "ไม่มีข้อมูล"), ("a.jpg", b"not a picture", "ชนิดที่เปิดอย่างปลอดภัยไม่ได้"),
])  # fmt: skip
def test_a_refused_file_is_said_beside_its_field_and_loses_nothing_else(cast: Cast, name: str, content: bytes, says: str) -> None:
    client, hidden = visit()
    answer = client.post("/report/check", {**hidden, "files": [SimpleUploadedFile(name, content)]})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert STORY in text
    with reading(SYSTEM):
        assert Report.objects.count() == 0
    assert client.post("/report/check", hidden).status_code == 201


def test_a_program_adds_lists_and_opens(cast: Cast) -> None:
    client = cast.client(cast.intake)
    report = make_report(cast)
    made = client.post(f"/api/v1/reports/{report}/files", {"file": picture()})
    assert made.status_code == 200, made.content
    pk = made.json()["id"]
    assert [one["state"] for one in client.get(f"/api/v1/reports/{report}/files").json()["files"]] == ["quarantine"]
    look_at(only().stored_id)
    assert client.get(f"/api/v1/reports/{report}/files/{pk}")["Content-Type"] == "image/jpeg"
    refused = client.post(f"/api/v1/reports/{report}/files", {"file": SimpleUploadedFile("a.exe", b"MZ" * 90)})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["file"])
    outsider = cast.client(cast.outsider_intake)
    assert outsider.get(f"/api/v1/reports/{report}/files").json() == {"files": []}
    assert outsider.get(f"/api/v1/reports/{report}/files/{pk}").status_code == 404
    assert outsider.post(f"/api/v1/reports/{report}/files", {"file": picture()}).status_code == 404


def test_files_come_to_the_case_and_leave_with_the_report(cast: Cast) -> None:
    report, other = make_report(cast), make_report(cast)
    cast.client(cast.intake).post(f"/reports/{report}/files", {"files": [picture()]})
    look_at(only().stored_id)
    case = open_from(cast, report)
    with reading(SYSTEM):
        file = CaseFile.objects.get(case=case)
    manager = cast.client(cast.manager)
    assert "รอยช้ำ.jpg" in manager.get(f"/cases/{case.pk}").content.decode()
    assert manager.get(f"/cases/{case.pk}/files/{file.pk}").status_code == 200
    assert cast.client(cast.outsider).get(f"/cases/{case.pk}/files/{file.pk}").status_code == 404
    join_report(SYSTEM, case_id=case.pk, report_id=other)
    undo_join(SYSTEM, case_id=case.pk, report_id=report, reason="รวมผิด")
    with reading(SYSTEM):
        assert CaseFile.objects.filter(case=case).count() == 0
        assert StoredFile.objects.filter(pk=file.stored_id).exists()


def by_sql(person: Person) -> set[UUID]:
    """The stored files that plain SQL shows, with no filter of ours."""
    with acting(person.fresh()), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM files_storedfile")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.postgres
def test_plain_sql_shows_stored_files_to_whom_their_record_shows_them(cast: Cast) -> None:
    report, other = make_report(cast), make_report(cast)
    cast.client(cast.intake).post(f"/reports/{report}/files", {"files": [picture()]})
    came = only().stored_id
    look_at(came)
    assert by_sql(cast.intake) == {came}
    assert by_sql(cast.manager) == by_sql(cast.outsider_intake) == by_sql(cast.province) == by_sql(cast.privacy) == set()

    case = open_from(cast, report)
    add_file(cast.manager.actor, case_id=case.pk, name="b.jpg", content=picture().read())
    with reading(SYSTEM):
        own = CaseFile.objects.exclude(stored_id=came).get(case=case).stored_id
    assert by_sql(cast.manager) == by_sql(cast.head) == {came, own}
    add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=Section.FILES, basis="mdt_membership")
    add_member(cast.manager.actor, case_id=case.pk, user=cast.police.user, sections=Section.STORY, basis="mdt_membership")
    assert by_sql(cast.doctor) == {came, own}
    assert by_sql(cast.police) == by_sql(cast.colleague) == by_sql(cast.outsider) == set()

    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.doctor.user, reason="เป็นญาติ")
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.head.user, reason="เป็นญาติ")
    assert by_sql(cast.doctor) == by_sql(cast.head) == set()

    join_report(SYSTEM, case_id=case.pk, report_id=other)
    undo_join(SYSTEM, case_id=case.pk, report_id=report, reason="รวมผิด")
    assert by_sql(cast.manager) == {own}, "the file left the case with its report"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM files_storedfile")
        assert cursor.fetchone() == (0,), "nobody acts"


@pytest.mark.postgres
def test_nobody_keeps_or_changes_a_file_that_is_not_theirs_by_plain_sql(cast: Cast) -> None:
    report = make_report(cast)
    cast.client(cast.intake).post(f"/reports/{report}/files", {"files": [picture()]})
    with acting(cast.outsider_intake.actor), connection.cursor() as cursor:
        cursor.execute("UPDATE files_storedfile SET state = 'released', scanned = 'clean'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM files_storedfile")
        assert cursor.rowcount == 0
