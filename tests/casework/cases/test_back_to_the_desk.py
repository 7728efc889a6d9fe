"""A report that a desk joined to a case, and that its manager takes out again, is decided anew by its desk."""

import pytest

from prasan.casework.cases.actions import undo_join
from prasan.casework.intake.actions import receive, register_report
from prasan.casework.intake.models import Report
from prasan.casework.intake.queries import report as read
from prasan.casework.intake.rules import Content, Party, Place
from prasan.casework.triage.actions import decide, take
from prasan.ground.policy import PUBLIC, Hidden
from prasan.ground.transactions import reading, writing
from prasan.registry.work.models import WorkItem
from prasan.surfaces.desk.queries.expected import reports as must_be_read
from tests.casework.cases.conftest import SYSTEM
from tests.cast import Cast

pytestmark = pytest.mark.django_db
STORY = "ได้ยินเสียงร้องทุกคืน"


def open_items(report):
    with writing(SYSTEM):
        return [(item.role, item.alarm) for item in WorkItem.objects.filter(object_id=report, verb="triage_report", done_at=None)]


def test_its_desk_is_alarmed_reads_it_again_and_decides(cast: Cast, case) -> None:
    content = Content(story=STORY, problems=("violence.physical",), where=Place("400114", "ซอย 3"), parties=(Party("affected", name="มาลี ใจดี"),))
    report = receive(PUBLIC, content=content).report_id
    register_report(SYSTEM, report_id=report)
    take(cast.intake.actor, id=report, conflict="no")
    decide(cast.intake.actor, id=report, outcome="join", urgency=3, reason="เรื่องเดียวกัน", number=case.number)
    assert open_items(report) == []
    with reading(cast.intake.actor):
        assert STORY not in repr(read(cast.intake.actor, report))  # decided: its desk sees the word only

    undo_join(cast.manager.actor, case_id=case.pk, report_id=report, reason="คนละครอบครัว")

    assert open_items(report) == [("intake_officer", True)]
    with writing(SYSTEM):
        assert Report.objects.get(pk=report).state == "reading"
        assert report in {wanted.object_id for wanted in must_be_read()}
    with reading(cast.intake.actor):
        assert read(cast.intake.actor, report).story == STORY
    decide(cast.intake.actor, id=report, outcome="advice", urgency=3, reason="คุยกับผู้แจ้งแล้ว", advised="โทร 1300 ได้ทุกเวลา")
    assert open_items(report) == []
    with pytest.raises(Hidden), reading(cast.outsider.actor):
        read(cast.outsider.actor, report)
