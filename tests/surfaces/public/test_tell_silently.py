"""The silent report: one press, offered only where somebody is on watch."""

from datetime import timedelta

import pytest

from prasan.casework.intake.flow import REPORT
from prasan.casework.intake.models import Report
from prasan.ground import clock
from prasan.registry.access.models import Duty
from prasan.registry.organisations.queries import organisation_id
from tests.surfaces.public.telling import hidden

pytestmark = pytest.mark.usefixtures("looking")


@pytest.fixture
def watch(cast):
    """Somebody watches at the national desk and in Khon Kaen."""
    at = clock.now()
    for person in (cast.hotline, cast.intake):
        Duty.objects.create(
            organisation_id=person.organisation, user_id=person.user, starts_at=at - timedelta(hours=1), ends_at=at + timedelta(hours=8)
        )


def test_without_anybody_on_watch_it_is_not_offered(cast, visitor):
    page = visitor.get("/report/silent").content.decode()
    assert "<button" not in page.partition("<main")[2]
    assert "191" in page
    assert "/report/silent" not in visitor.get("/").content.decode()
    assert visitor.post("/report/silent", {"token": "x"}).status_code == 409
    assert Report.objects.count() == 0


def test_one_press_is_an_emergency_at_the_desk_on_watch(watch, visitor):
    page = visitor.get("/report/silent")
    sent = visitor.post("/report/silent", {"token": hidden(page, "token"), "province": "40"})
    assert sent["Location"] == "/report/silent/sent"
    row = Report.objects.get()
    assert (row.silent, row.danger_now, row.urgency_suggested) == (True, True, 4)
    assert row.desk_id == organisation_id("psdhso", "40", "intake")
    again = visitor.post("/report/silent", {"token": hidden(page, "token"), "province": "40"})
    assert again.status_code == 302
    assert Report.objects.count() == 1


def test_where_nobody_watches_the_national_desk_has_it(watch, visitor):
    page = visitor.get("/report/silent")
    visitor.post("/report/silent", {"token": hidden(page, "token"), "province": "45"})
    row = Report.objects.get()
    assert row.desk_id == organisation_id("msdhs_1300", "")
    assert "ร้อยเอ็ด" in row.details["where_words"]


def test_the_page_says_when_nobody_takes_it_and_when_somebody_does(watch, cast, visitor, frozen):
    page = visitor.get("/report/silent")
    visitor.post("/report/silent", {"token": hidden(page, "token"), "province": "40"})
    waiting = visitor.get("/report/silent/sent")
    assert "กำลังรอ" in waiting.content.decode()
    assert waiting["Refresh"] == "10"
    frozen.advance(seconds=121)
    nobody = visitor.get("/report/silent/sent").content.decode()
    assert "ยังไม่มีใครรับเรื่อง" in nobody
    assert "tel:191" in nobody
    row = Report.objects.get()
    Report.objects.filter(pk=row.pk).update(state="reading")
    taken = visitor.get("/report/silent/sent")
    assert "มีเจ้าหน้าที่รับเรื่องแล้ว" in taken.content.decode()
    assert "Refresh" not in taken
    assert REPORT.initial == "received"


def test_junk_in_the_fields_does_not_stop_it(watch, visitor):
    page = visitor.get("/report/silent")
    assert visitor.post("/report/silent", {"token": hidden(page, "token"), "province": "x", "place": "\x00"}).status_code == 302
    assert Report.objects.count() == 1
