"""Files that came with a report or were added to it: kept under its key, held until they have been looked at."""

from collections.abc import Sequence
from uuid import UUID

from prasan.casework.intake.models import Report, ReportFile
from prasan.ground import audit, clock, ids
from prasan.ground.files.store import Incoming, keep
from prasan.ground.policy import Actor, Invalid
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.ground.transactions.put import put

MOST = 40  # files of one report


@action
def add_report_files(actor: Actor, *, report_id: UUID, files: Sequence[Incoming]) -> list[UUID]:
    """Add files to a report that one works on; returns their ids. Raises Invalid (field "file"), Hidden, Refused."""
    get(actor, "report.answer", Report, report_id, see="report.see")
    if ReportFile.objects.filter(report_id=report_id).count() + len(files) > MOST:
        raise Invalid({"file": "เรื่องนี้มีไฟล์มากแล้ว"})
    return keep_with(actor, report_id=report_id, files=files, from_reporter=False)


def keep_with(actor: Actor, *, report_id: UUID, files: Sequence[Incoming], from_reporter: bool) -> list[UUID]:
    """Keep files with a report, in the transaction that is open. The bytes are on the disk before their rows."""
    rows = [
        ReportFile(
            id=ids.new(), report_id=report_id, stored_id=keep(actor, incoming=one, key_owner=report_id, root=report_id), name=one.name,
            from_reporter=from_reporter, added_at=clock.now(), added_by=actor.key,
        )
        for one in files
    ]
    put(rows)
    for row in rows:
        audit.record("report.add_file", "file", row.stored_id, root=report_id)
    return [row.id for row in rows]
