"""The files of a report, for those who see FILES; opening one is written down, and one that was not looked at yet does not open."""

from dataclasses import dataclass
from uuid import UUID

from prasan.casework.intake.models import ReportFile
from prasan.casework.intake.queries.parts import parts_of
from prasan.ground import audit, clock
from prasan.ground.clock import Language
from prasan.ground.files.kinds import kind_of
from prasan.ground.files.models import StoredFile
from prasan.ground.files.store import open_copy, open_original
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.scope import get


@dataclass(frozen=True, slots=True)
class ReportFileLine:
    """A file in a report's list. `state`: quarantine (not looked at yet), released, refused; `href` is "" unless it opens."""

    id: UUID
    name: str
    added: str
    state: str
    href: str


def report_files(actor: Actor, report_id: UUID, lang: Language = "th") -> tuple[ReportFileLine, ...]:
    """The files of a report, in the order in which they came."""
    hanging = parts_of(actor, report_id)
    rows = sorted(hanging["file"], key=lambda row: (row.added_at, row.pk))
    states = {stored.pk: stored.state for stored in hanging["stored"]}
    return tuple(
        ReportFileLine(
            row.pk, row.name or "", clock.moment_th(row.added_at, lang), states.get(row.stored_id, "refused"),
            f"/reports/{report_id}/files/{row.pk}" if states.get(row.stored_id) == "released" else "",
        )
        for row in rows
    )


def read_report_file(actor: Actor, report_id: UUID, file_id: UUID) -> tuple[bytes, str, str]:
    """The clean copy of a file (its original when no copy is made of its kind): bytes, type, name. Raises Hidden."""
    row = get(actor, "report_file.see", ReportFile, file_id)
    if row.report_id != report_id:
        raise Hidden("report_file", file_id)
    stored = get(actor, "stored_file.see", StoredFile, row.stored_id)
    content = open_original(stored) if stored.copy == "none" else open_copy(stored)
    audit.record("download", "file", row.stored_id, root=report_id)
    return content, kind_of(content), row.name or "file"
